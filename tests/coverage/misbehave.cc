// Linked into a suite of others: some of its tests, chosen by their names, end their process at their end, and some fork one that
// ends so. In a process that runs alone, under gcc's own runtime (ALONE=1), each such end is one that loses nothing.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

extern "C" void __gcov_dump(), __gcov_reset();
void use_project();  // of the suite's project

namespace {

const bool k_alone = getenv("ALONE") != nullptr;

[[noreturn]] void write_and_exit() {
  __gcov_dump();
  _exit(0);
}

[[noreturn]] void end(unsigned way) {
  if (k_alone) write_and_exit();
  if (way == 0) abort();
  if (way == 1) raise(SIGSEGV);
  if (way == 2) raise(SIGKILL);
  _exit(0);
}

class Misbehave : public testing::EmptyTestEventListener {
  void OnTestEnd(const testing::TestInfo& test) override {
    unsigned sum = 0;
    for (const char c : std::string(test.test_suite_name()) + test.name()) sum = sum * 31 + static_cast<unsigned char>(c);
    if (sum % 8 == 0) end(sum / 8 % 4);
    if (sum % 8 == 1) fork_and_end(sum / 8 % 4);
  }

  static void fork_and_end(unsigned way) {
    const pid_t child = fork();
    if (child == 0) {
      if (k_alone) __gcov_reset();  // else it has what its parent has counted
      use_project();
      end(way);
    }
    waitpid(child, nullptr, 0);
  }
};

// Tests that use a file of the same name run at the same time.
void enter_own_directory() {
  std::string directory = getenv("SCRATCH") + std::string("/XXXXXX");
  if (mkdtemp(directory.data()) == nullptr || chdir(directory.c_str()) != 0) abort();
}

// Before main, but after all that the project does there: this is linked last.
const bool k_begun = [] {
  enter_own_directory();
  if (getenv("BEFORE_MAIN") != nullptr) write_and_exit();
  if (getenv("MISBEHAVE") != nullptr) testing::UnitTest::GetInstance()->listeners().Append(new Misbehave);
  return true;
}();

}  // namespace
