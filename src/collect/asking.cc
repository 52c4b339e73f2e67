// The end of a program is its exit: a child of its that holds the output pipe open is not waited for, and killed, first
// with the program's group, in the end, should it have left the group, with whatever became a child of ours.

#include "collect/asking.h"

#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>
#include <string_view>

#include "base/child.h"
#include "base/environment.h"
#include "base/guard.h"
#include "base/temp_dir.h"
#include "base/text.h"
#include "forkserver/fitness.h"

namespace trireme::collect {

namespace {

using Clock = std::chrono::steady_clock;
using Answer = base::Result<std::string>;

constexpr std::size_t k_output_kept = 64UL << 10;     // bytes, the last ones
constexpr std::size_t k_read_at_end = 1UL << 20;      // bytes, at most, from the pipe of a program that has ended
constexpr auto k_greeting = std::chrono::seconds(2);  // a program that has not come to its main by then is executed
constexpr int k_most_servers = 4;                     // before it is known how many tests there are
constexpr std::int64_t k_largest_listing = 1L << 30;  // bytes
constexpr std::string_view k_see = "run it with --gtest_list_tests to see why";

// The pipe and what came out of it.
class Output {
 public:
  explicit Output(base::Fd pipe) : pipe_(std::move(pipe)) {}
  [[nodiscard]] int pipe() const { return pipe_.get(); }

  // False when nothing more is to be had now.
  bool read_some() {
    std::array<char, k_output_kept> piece;
    const ssize_t size = pipe_ ? read(pipe_.get(), piece.data(), piece.size()) : -1;
    // At its end the pipe would be reported as readable for ever.
    if (size == 0) pipe_.reset();
    if (size <= 0) return false;
    text_.append(piece.data(), static_cast<std::size_t>(size));
    if (text_.size() > k_output_kept) text_.erase(0, text_.size() - k_output_kept);
    return true;
  }

  void read_rest() {
    for (std::size_t done = 0; done < k_read_at_end && read_some(); done += k_output_kept) {
    }
  }

  // The last lines as a block that can follow a sentence; "" when the program printed nothing.
  [[nodiscard]] std::string last_lines() const {
    const std::string lines = base::last_lines(text_);
    return lines.empty() ? "" : "\n" + lines;
  }

 private:
  base::Fd pipe_;
  std::string text_;
};

struct Running {
  std::size_t index = 0;
  base::SpawnSpec program;
  base::Fd output_end;  // the program's, until it has it
  Output output;
  std::string file;
  bool counts_in_vain = false;
  Clock::time_point deadline;
  std::optional<forkserver::Server> server;
  base::Child child;           // none while the server starts
  Clock::time_point greeting;  // when a server must have answered

  [[nodiscard]] int awaited() const { return child.running() ? child.pidfd() : server->socket(); }
  [[nodiscard]] Clock::time_point next_deadline() const { return child.running() ? deadline : std::min(greeting, deadline); }
};

std::string why(const std::string& error) { return error.substr(error.rfind(": ") + 2); }

// `place`: of the program's directory, and with an ending of its listing. By the variable the next run knows whose it is, should we
// be killed.
base::Result<Running> prepared(std::size_t index, const Question& question, const std::string& place,
                               Clock::time_point deadline) {
  if (mkdir(place.c_str(), 0700) != 0) return base::fail_errno("cannot be asked: no directory " + place);
  TRY(base::Pipe pipe, base::make_pipe());
  Running running{.index = index,
                  .output_end = std::move(pipe.write),
                  .output = Output(std::move(pipe.read)),
                  .file = place + ".json",
                  .counts_in_vain = question.counts_in_vain,
                  .deadline = deadline};
  running.program = {.argv = {question.path},
                     .environment = question.environment,
                     .directory = question.directory,
                     .output = running.output_end.get()};
  base::set_variable(running.program.environment, "TRIREME_TMPDIR=" + place);
  base::fill_in_ours(running.program.environment);
  auto& argv = running.program.argv;
  argv.insert(argv.end(), question.args.begin(), question.args.end());
  argv.push_back("--gtest_list_tests");
  return running;
}

base::SpawnSpec listing_program(const Running& running) {
  base::SpawnSpec program = running.program;
  program.argv.push_back("--gtest_output=json:" + running.file);
  return program;
}

base::Result<void> execute(Running& running) {
  running.server.reset();
  auto child = base::spawn(listing_program(running));
  if (!child) return base::fail("cannot be started: {}", why(child.error().text));
  running.child = *std::move(child);
  running.output_end.reset();
  return {};
}

// False: execute it.
bool start_server(Running& running, forkserver::Stock& stock) {
  const std::string& path = running.program.argv[0];
  if (const auto why = forkserver::unfit_because(path)) {
    stock.put_unfit(path, *why);
    return false;
  }
  auto server = forkserver::Server::start(running.program);
  if (!server) return false;
  running.server = *std::move(server);
  running.greeting = Clock::now() + k_greeting;
  return true;
}

// Why there will be no child, as far as it is a matter of the program; "" else.
std::string unfit_because(const forkserver::Answer& answer) {
  using Kind = forkserver::Answer::Kind;
  if (answer.kind == Kind::unfit) return answer.why;
  return answer.kind == Kind::gone ? "did not stop before its main" : "";
}

bool ask_for_listing(Running& running) {
  const base::SpawnSpec program = listing_program(running);
  return (running.counts_in_vain ? running.server->ask_for_listing(program) : running.server->ask_for(program)).has_value();
}

// False: execute it.
bool follow(Running& running, const forkserver::Answer& answer) {
  if (answer.kind == forkserver::Answer::Kind::ready) return ask_for_listing(running);
  if (answer.kind != forkserver::Answer::Kind::started) return false;
  auto child = running.server->child(answer.pid);
  if (!child) return false;
  running.child = *std::move(child);
  running.output_end.reset();
  return true;
}

Answer read_listing(const std::string& file) {
  struct stat status {};
  if (lstat(file.c_str(), &status) != 0) {
    return base::fail("wrote no listing of its tests (does its main call testing::InitGoogleTest and RUN_ALL_TESTS?)");
  }
  if (!S_ISREG(status.st_mode) || status.st_size > k_largest_listing) {
    return base::fail("wrote something that is no listing of its tests");
  }
  auto text = base::read_file(file);
  std::error_code ignored;
  std::filesystem::remove(file, ignored);
  return text;
}

Answer judge(const base::ExitStatus& status, const std::string& file) {
  const std::string how = base::describe(status);
  if (status.signal != 0) return base::fail("crashed with {} while it listed its tests; {}", how, k_see);
  if (status.code != 0) return base::fail("ended with {} while it listed its tests; {}", how, k_see);
  return read_listing(file);
}

std::string seconds(std::chrono::milliseconds time) { return fmt::format("{:g} s", static_cast<double>(time.count()) / 1000); }

class Asking {
 public:
  Asking(const std::vector<Question>& questions, AtOnce at_once, std::chrono::milliseconds limit, const std::string& directory,
         forkserver::Stock* stock)
      : questions_(questions),
        at_once_(at_once),
        limit_(limit),
        directory_(directory),
        stock_(stock),
        answers_(questions.size()) {}

  std::vector<Answer> all() {
    const auto at_once = static_cast<std::size_t>(std::max(at_once_.programs, 1));
    for (std::size_t next = 0; next < questions_.size() || !running_.empty();) {
      while (next < questions_.size() && running_.size() < at_once) begin(next++);
      if (!running_.empty()) look(wait());
    }
    return std::move(answers_);
  }

 private:
  void begin(std::size_t index) {
    auto running = prepared(index, questions_[index], fmt::format("{}/{}", directory_, index), Clock::now() + limit_);
    if (!running) {
      answers_[index] = tl::unexpected(std::move(running).error());
    } else if ((stock_ != nullptr && start_server(*running, *stock_)) || executed(*running)) {
      running_.push_back(*std::move(running));
    }
  }

  bool executed(Running& running) {
    auto started = execute(running);
    if (!started) answers_[running.index] = tl::unexpected(started.error());
    return started.has_value();
  }

  // Until something happens, or the first is overdue. Two entries per running program: its end, its output.
  std::vector<pollfd> wait() {
    std::vector<pollfd> watched;
    Clock::time_point first = Clock::time_point::max();
    for (const Running& each : running_) {
      watched.push_back({.fd = each.awaited(), .events = POLLIN});
      watched.push_back({.fd = each.output.pipe(), .events = POLLIN});
      first = std::min(first, each.next_deadline());
      if (!each.child.running()) first = std::min(first, Clock::now() + forkserver::Server::k_look);
    }
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(first - Clock::now());
    poll(watched.data(), watched.size(), static_cast<int>(std::max<std::int64_t>(left.count(), 0)));
    return watched;
  }

  void look(const std::vector<pollfd>& seen) {
    for (std::size_t i = 0; i < running_.size(); ++i) {
      Running& each = running_[i];
      const bool awaited = seen[2 * i].revents != 0;
      if (!each.child.running()) {
        await_child(each);
        continue;
      }
      if (!awaited && seen[2 * i + 1].revents != 0) each.output.read_some();
      if (awaited || Clock::now() >= each.deadline) finish(each, awaited);
    }
    std::erase_if(running_, [](const Running& each) { return !each.child.running() && !each.server; });
  }

  void await_child(Running& running) {
    bool forks = true;
    std::string why;
    while (const auto answer = forks && !running.child.running() ? running.server->receive() : std::nullopt) {
      forks = follow(running, *answer);
      if (!forks) why = unfit_because(*answer);
      if (forks && !running.child.running()) start_spares(running.program);
    }
    const bool late = !running.child.running() && Clock::now() >= running.next_deadline();
    if (forks && late) why = "did not come to its main within 2 s";
    if (!forks || late) execute_instead(running, why);
  }

  void execute_instead(Running& running, const std::string& why) {
    if (!why.empty()) stock_->put_unfit(running.program.argv[0], why);
    running.deadline = Clock::now() + limit_;
    executed(running);
  }

  void finish(Running& running, bool ended) {
    running.child.kill_group(SIGKILL);
    const base::ExitStatus status = running.child.reap();
    Answer answer = ended ? judge(status, running.file)
                          : Answer(base::fail("did not list its tests within {} and was killed; {}", seconds(limit_), k_see));
    running.output.read_rest();
    if (!answer) answer.error().text += running.output.last_lines();
    auto server = std::exchange(running.server, std::nullopt);
    if (answer && server) stock_->put(*std::move(server));
    if (!answer && stock_ != nullptr) stock_->forget(running.program.argv[0]);
    answers_[running.index] = std::move(answer);
  }

  // While it lists, CPUs are idle that the other workers' servers can start on.
  void start_spares(const base::SpawnSpec& program) {
    const int most = std::min({at_once_.servers, at_once_.programs, k_most_servers});
    for (int number = 1; questions_.size() == 1 && number < most; ++number) {
      auto server = forkserver::Server::start(program);
      if (server) stock_->put(*std::move(server));
    }
  }

  const std::vector<Question>& questions_;
  AtOnce at_once_;
  std::chrono::milliseconds limit_;
  std::string directory_;
  forkserver::Stock* stock_;  // nullptr: no servers
  std::vector<Answer> answers_;
  std::vector<Running> running_;
};

}  // namespace

std::vector<Answer> listings_of(const std::vector<Question>& questions, AtOnce at_once, std::chrono::milliseconds limit,
                                const std::string& directory, forkserver::Stock* stock) {
  const std::string path = directory + "/listing";
  if (mkdir(path.c_str(), 0700) != 0) {
    return std::vector<Answer>(questions.size(), base::fail_errno("cannot be asked: no directory " + path));
  }
  const base::TempDir own(path);
  // Orphans come to us.
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  auto answers = Asking(questions, at_once, limit, path, stock).all();
  base::kill_descendants(stock != nullptr ? stock->pids() : std::vector<pid_t>());
  return answers;
}

}  // namespace trireme::collect
