// What a plain fork server can reach: preloaded into a test program, it forks a child for each test that BARE_TESTS names (a
// file, one a line), two at a time. A child calls main with that test as its filter and writes its report to BARE_REPORTS.
// Nobody reads output or reports, nothing is looked after.
#include <dlfcn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

namespace {

using Main = int (*)(int, char**, char**);
using LibcStartMain = int (*)(Main, int, char**, void (*)(), void (*)(), void (*)(), void*);

constexpr int k_at_once = 2;
Main g_main = nullptr;
int g_running = 0;
bool g_failed = false;

void wait_for_one() {
  int status = 0;
  wait(&status);
  g_failed |= status != 0;
  --g_running;
}

int run(const std::string& test, char** argv, char** environment) {
  std::string filter = "--gtest_filter=" + test;
  std::string report = std::string("--gtest_output=xml:") + std::getenv("BARE_REPORTS") + "/" + test + ".xml";
  std::vector<char*> arguments = {argv[0], filter.data(), report.data(), nullptr};
  return g_main(3, arguments.data(), environment);
}

int serve(int /*argc*/, char** argv, char** environment) {
  std::ifstream tests(std::getenv("BARE_TESTS"));
  std::size_t count = 0;
  for (std::string test; std::getline(tests, test); ++count) {
    if (g_running == k_at_once) wait_for_one();
    ++g_running;
    if (fork() == 0) return run(test, argv, environment);
  }
  while (g_running > 0) wait_for_one();
  std::printf("%zu forked\n", count);
  std::fflush(stdout);
  _exit(g_failed ? 1 : 0);
}

}  // namespace

extern "C" int __libc_start_main(Main main, int argc, char** argv, void (*init)(), void (*fini)(), void (*rtld_fini)(),
                                 void* stack_end) {
  g_main = main;
  const auto real = reinterpret_cast<LibcStartMain>(dlsym(RTLD_NEXT, "__libc_start_main"));
  return real(std::getenv("BARE_TESTS") != nullptr ? serve : main, argc, argv, init, fini, rtld_fini, stack_end);
}
