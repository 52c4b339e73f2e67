// The programs asked are this one: with FAKE_PROGRAM in its environment it behaves as a hostile one before main begins.
#include "collect/asking.h"

#include <gmock/gmock.h>
#include <signal.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>

#include "base/temp_dir.h"

namespace trireme::collect {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

constexpr auto k_plenty = 20s;

void write_listing(const std::string& text) {
  const std::string words = base::read_file("/proc/self/cmdline").value();
  const std::string flag = "--gtest_output=json:";
  std::ofstream(words.substr(words.find(flag) + flag.size()).c_str()) << text;
}

// A child that outlives this program and keeps its output open; its pid is in the file FAKE_PID.
void leave_child(bool new_session) {
  if (fork() != 0) return;
  if (new_session) setsid();
  signal(SIGTERM, SIG_IGN);
  std::ofstream(std::getenv("FAKE_PID")) << getpid() << std::endl;
  for (;;) pause();
}

void wait_for_pid() {
  while (!base::read_file(std::getenv("FAKE_PID")).value_or("").ends_with('\n')) usleep(1000);
}

const std::map<std::string, std::function<void()>> k_fakes = {
    {"answers", [] { write_listing("{}"), _exit(0); }},
    {"is silent", [] { _exit(0); }},
    {"exits with 3", [] { write_listing("{}"), _exit(3); }},
    {"crashes", [] { write_listing("{}"), raise(SIGKILL); }},
    {"hangs",
     [] {
       for (;;) pause();
     }},
    {"hangs with closed output",
     [] {
       close(1), close(2);
       for (;;) pause();
     }},
    {"prints",
     [] {
       for (int i = 0; i < 100000; ++i) std::printf("line %d \x1b\n", i);
       std::fflush(stdout);
       _exit(1);
     }},
    {"shows its directory",
     [] {
       const char* directory = std::getenv("TRIREME_TMPDIR");
       write_listing(std::filesystem::is_empty(directory) ? directory : "full"), _exit(0);
     }},
    {"leaves a child", [] { leave_child(false), wait_for_pid(), write_listing("{}"), _exit(0); }},
    {"leaves a daemon", [] { leave_child(true), wait_for_pid(), write_listing("{}"), _exit(0); }},
    {"writes a link", [] {
       write_listing("");
       const std::string words = base::read_file("/proc/self/cmdline").value();
       const std::string file = words.substr(words.find("json:") + 5).c_str();
       std::filesystem::remove(file);
       std::filesystem::create_symlink("/dev/zero", file);
       _exit(0);
     }}};

[[maybe_unused]] const bool k_acted = [] {
  const char* name = std::getenv("FAKE_PROGRAM");
  if (name != nullptr) k_fakes.at(name)();
  return true;
}();

struct Asking : testing::Test {
  base::TempDir directory = base::make_temp_dir("asking-").value();

  Question question(const std::string& fake) const {
    return {.path = std::filesystem::read_symlink("/proc/self/exe").string(),
            .directory = directory.path(),
            .environment = {"FAKE_PROGRAM=" + fake, "FAKE_PID=" + directory.path() + "/pid", "TMPDIR=/tmp"}};
  }
  base::Result<std::string> ask(const std::string& fake, std::chrono::milliseconds limit = k_plenty) const {
    return listings_of({question(fake)}, AtOnce(), limit, directory.path()).at(0);
  }
  std::string error(const std::string& fake, std::chrono::milliseconds limit = k_plenty) const {
    return ask(fake, limit).error().text;
  }
  bool left_child_is_gone() const {
    const pid_t pid = std::stoi(base::read_file(directory.path() + "/pid").value());
    return kill(pid, 0) != 0 && errno == ESRCH;
  }
};

TEST_F(Asking, gives_the_file_that_was_written) { EXPECT_EQ(ask("answers").value(), "{}"); }

TEST_F(Asking, gives_a_directory_by_which_the_program_is_found_again) {
  EXPECT_THAT(ask("shows its directory").value(), StartsWith(directory.path() + "/"));
}

TEST_F(Asking, believes_only_a_program_that_ended_well) {
  EXPECT_EQ(error("exits with 3"),
            "ended with exit status 3 while it listed its tests; run it with --gtest_list_tests to see why");
  EXPECT_EQ(error("crashes"), "crashed with SIGKILL while it listed its tests; run it with --gtest_list_tests to see why");
  EXPECT_THAT(error("is silent"), StartsWith("wrote no listing of its tests (does its main call"));
  EXPECT_EQ(error("writes a link"), "wrote something that is no listing of its tests");
}

TEST_F(Asking, ends_what_hangs) {
  const std::string killed = "did not list its tests within 0.2 s and was killed; run it with --gtest_list_tests to see why";
  EXPECT_EQ(error("hangs", 200ms), killed);
  EXPECT_EQ(error("hangs with closed output", 200ms), killed);
}

TEST_F(Asking, shows_the_last_lines_of_the_output) {
  EXPECT_THAT(error("prints"), AllOf(StartsWith("ended with exit status 1 while it listed its tests; run it with "
                                                "--gtest_list_tests to see why\nline 99990 \\x1b\n"),
                                     HasSubstr("line 99999"), Not(HasSubstr("\x1b"))));
}

TEST_F(Asking, neither_waits_for_children_nor_leaves_them) {
  for (const char* fake : {"leaves a child", "leaves a daemon"}) {
    EXPECT_EQ(ask(fake).value(), "{}") << fake;
    EXPECT_TRUE(left_child_is_gone()) << fake;
    std::filesystem::remove(directory.path() + "/pid");
  }
}

TEST_F(Asking, answers_in_the_order_of_the_questions) {
  std::vector<Question> questions;
  for (const char* fake : {"hangs", "answers", "is silent", "answers", "crashes"}) questions.push_back(question(fake));
  for (const int at_once : {0, 2, 10}) {
    const auto answers = listings_of(questions, {at_once}, 1s, directory.path());
    ASSERT_THAT(answers, SizeIs(5));
    EXPECT_THAT(answers[0].error().text, StartsWith("did not list"));
    EXPECT_TRUE(answers[1]);
    EXPECT_THAT(answers[2].error().text, StartsWith("wrote no listing"));
    EXPECT_TRUE(answers[3]);
    EXPECT_THAT(answers[4].error().text, StartsWith("crashed"));
  }
}

TEST_F(Asking, several_run_at_once) {
  const auto start = std::chrono::steady_clock::now();
  (void)listings_of(std::vector<Question>(8, question("hangs")), {8}, 500ms, directory.path());
  EXPECT_LT(std::chrono::steady_clock::now() - start, 2s);
}

TEST_F(Asking, says_why_a_program_cannot_be_started) {
  Question missing{.path = "/nowhere: at all", .directory = "/"};
  Question directory_missing = question("answers");
  directory_missing.directory = "/nowhere";
  const auto answers = listings_of({missing, directory_missing}, {2}, k_plenty, directory.path());
  EXPECT_EQ(answers[0].error().text, "cannot be started: No such file or directory");
  EXPECT_EQ(answers[1].error().text, "cannot be started: there is no directory /nowhere to start it in");
}

}  // namespace
}  // namespace trireme::collect
