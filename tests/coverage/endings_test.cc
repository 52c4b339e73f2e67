// The ways to end a process, each after something that is to be counted.
#include <dlfcn.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <thread>
#include <vector>

extern int variable;
void segfaults(), aborts(), ends_at_once(), quits(), overflows(int), is_killed(), hangs(), exits(), handles(),
    leaves_by_the_kernel(), executes(), forks_and_exits(), forks_and_crashes(), forks_twice(), clones(), goes_on();

namespace {

int ended(pid_t child) {
  int status = 0;
  return waitpid(child, &status, 0) == child ? status : -1;
}

// In a child: the variable is what it was at the fork, and what becomes of it here is nobody else's.
int changes(void* expected) {
  if (variable != *static_cast<int*>(expected)) return 1;
  variable = 99;
  return 0;
}

pid_t cloned(int (*run)(void*), void* argument) {
  static char stack[256 * 1024];
  return clone(run, stack + sizeof stack, SIGCHLD, argument);
}

using Function = void (*)();
Function function_of(void* library, const char* name) { return reinterpret_cast<Function>(dlsym(library, name)); }

}  // namespace

TEST(Ends, Segfault) {
  segfaults();
  raise(SIGSEGV);
}
TEST(Ends, Abort) {
  aborts();
  std::abort();
}
TEST(Ends, AtOnce) {
  ends_at_once();
  _exit(0);
}
TEST(Ends, Quick) {
  quits();
  std::quick_exit(0);
}
TEST(Ends, Overflow) { overflows(0); }
TEST(Ends, Killed) {
  is_killed();
  raise(SIGKILL);
}
TEST(Ends, Hang) {
  hangs();
  for (;;) pause();
}
TEST(Ends, Exit) {
  exits();
  std::exit(0);
}
TEST(Ends, OwnHandler) {
  signal(SIGSEGV, [](int) { _exit(0); });
  handles();
  raise(SIGSEGV);
}
TEST(Ends, ByTheKernel) {
  leaves_by_the_kernel();
  syscall(SYS_exit_group, 0);
}
TEST(Ends, Exec) {
  executes();
  execl("/bin/true", "true", nullptr);
}

TEST(Forks, Exit) {
  const pid_t child = fork();
  if (child == 0) {
    forks_and_exits();
    _exit(3);
  }
  EXPECT_EQ(WEXITSTATUS(ended(child)), 3);
}
TEST(Forks, Crash) { EXPECT_DEATH((forks_and_crashes(), std::abort()), ""); }
TEST(Forks, Twice) {
  const pid_t child = fork();
  if (child == 0) {
    const pid_t grandchild = fork();
    if (grandchild == 0) {
      forks_twice();
      raise(SIGKILL);
    }
    ended(grandchild);
    goes_on();
    std::exit(0);
  }
  EXPECT_EQ(ended(child), 0);
}
TEST(Forks, Clone) {
  EXPECT_EQ(ended(cloned(
                [](void*) {
                  clones();
                  return 0;
                },
                nullptr)),
            0);
}
TEST(Forks, HaveVariablesOfTheirOwn) {
  variable = 7;
  int expected = 7;
  const pid_t child = fork();
  if (child == 0) _exit(changes(&expected));
  EXPECT_EQ(ended(child), 0);
  EXPECT_EQ(variable, 7);
  const pid_t bare = _Fork();
  if (bare == 0) _exit(changes(&expected));
  EXPECT_EQ(ended(bare), 0);
  EXPECT_EQ(variable, 7);
  EXPECT_EQ(ended(cloned(changes, &expected)), 0);
  EXPECT_EQ(variable, 7);
}
TEST(Forks, OnAnotherStack) {
  static char stack[64 * 1024];
  const stack_t there{stack, 0, sizeof stack};
  sigaltstack(&there, nullptr);
  struct sigaction action {};
  action.sa_flags = SA_ONSTACK;
  action.sa_handler = [](int) {
    const pid_t child = fork();
    if (child == 0) _exit(7);
    variable = WEXITSTATUS(ended(child));
  };
  sigaction(SIGUSR1, &action, nullptr);
  raise(SIGUSR1);
  EXPECT_EQ(variable, 7);
}
TEST(Forks, Start) { EXPECT_EQ(std::system(HELPER), 0); }

TEST(Threads, CountAtomically) {
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([] {
      for (int n = 0; n < 10000; ++n) goes_on();
    });
  for (std::thread& each : threads) each.join();
}

// libbare.so is loaded by its name alone, the others by their paths.
TEST(Loads, Path) {
  void* plugin = dlopen(LIBRARIES "/plugin.so", RTLD_NOW);
  ASSERT_NE(plugin, nullptr) << dlerror();
  const auto call = function_of(plugin, "plugged");
  call();
  const pid_t child = fork();
  if (child == 0) {
    call();
    _exit(0);
  }
  ended(child);
  EXPECT_EQ(dlclose(plugin), 0);
  EXPECT_EQ(ended(cloned([](void*) { return 0; }, nullptr)), 0);
  plugin = dlopen(LIBRARIES "/plugin.so", RTLD_NOW);
  function_of(plugin, "plugged")();
  raise(SIGKILL);
}
TEST(Loads, OneThatLoadsAnother) {
  void* outer = dlopen(LIBRARIES "/outer.so", RTLD_NOW);
  ASSERT_NE(outer, nullptr) << dlerror();
  function_of(outer, "nested")();
  raise(SIGKILL);
}
TEST(Loads, Name) {
  void* plugin = dlopen("libbare.so", RTLD_NOW);
  ASSERT_NE(plugin, nullptr) << dlerror();
  function_of(plugin, "named")();
}
TEST(Loads, NameAndKilled) {
  ASSERT_NE(dlopen("libbare.so", RTLD_NOW), nullptr);
  raise(SIGKILL);
}
// Its pages cannot be moved then, and clang's runtime cannot be told to write nothing.
TEST(Loads, BesideAThread) {
  std::atomic<bool> done = false;
  std::thread other([&] {
    while (!done) std::this_thread::yield();
  });
  void* library = dlopen(LIBRARIES "/late.so", RTLD_NOW);
  if (library != nullptr) function_of(library, "late")();
  done = true;
  other.join();
  EXPECT_NE(library, nullptr) << dlerror();
}
// … which has been told to write when the thread has ended.
TEST(Loads, BesideAThreadThatEnds) {
  std::thread other([] { usleep(50'000); });
  void* library = dlopen(LIBRARIES "/slow.so", RTLD_NOW);
  if (library != nullptr) function_of(library, "slowly")();
  other.join();
  EXPECT_NE(library, nullptr) << dlerror();
}
