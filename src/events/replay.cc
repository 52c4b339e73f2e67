#include "events/replay.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <utility>

#include "events/event_json.h"

namespace trireme::events {

namespace {

// What a log without an end leaves open.
class Replayed {
 public:
  explicit Replayed(Sink& sink) : sink_(sink) {}

  void tell(model::TimedEvent event) {
    at_ = event.at;
    if (const auto* started = std::get_if<model::RunStarted>(&event.what)) selected_ = started->selected;
    if (const auto* started = std::get_if<model::TestStarted>(&event.what)) running_[started->id] = started->worker;
    if (const auto* finished = std::get_if<model::TestFinished>(&event.what)) {
      running_.erase(finished->test.id);
      ++finished_;
    }
    if (const auto* rerun = std::get_if<model::TestRerun>(&event.what)) running_.erase(rerun->result.test.id);
    ended_ = ended_ || std::holds_alternative<model::RunFinished>(event.what);
    sink_.on(event);
  }

  [[nodiscard]] bool ended() const { return ended_; }

  void end(bool torn) {
    const std::string last_line = torn ? ", in the middle of a line" : "";
    sink_.on({at_, model::Notice{fmt::format("the log ends before its run did{}; the rest is missing", last_line)}});
    for (const auto& [id, worker] : std::exchange(running_, {})) {
      model::TestFinished finished{.test = named(id), .worker = worker, .outcome = model::Outcome::interrupted};
      finished.reason = "the log ends while it ran";
      sink_.on({at_, std::move(finished)});
      ++finished_;
    }
    sink_.on({at_, model::RunFinished{"the log ends before its run did", true, selected_ - std::min(selected_, finished_)}});
  }

 private:
  // `path/binary::Suite.Test`, as far as it can be taken apart.
  static model::TestName named(const std::string& id) {
    const std::size_t colons = std::min(id.find("::"), id.size());
    const std::string test = colons < id.size() ? id.substr(colons + 2) : "";
    const std::size_t dot = std::min(test.find('.'), test.size());
    return {id, id.substr(0, colons), test.substr(0, dot), dot < test.size() ? test.substr(dot + 1) : "", "", 0};
  }

  Sink& sink_;
  double at_ = 0;
  std::size_t selected_ = 0;
  std::size_t finished_ = 0;
  std::map<std::string, std::string> running_;  // id → worker
  bool ended_ = false;
};

}  // namespace

base::Result<void> replay(const std::string& log, Sink& sink) {
  std::ifstream file(log);
  if (!file) return base::fail_errno("cannot read the log " + log);
  Replayed replayed(sink);
  bool torn = false;
  std::size_t number = 0;
  for (std::string line; std::getline(file, line);) {
    ++number;
    // A line without its newline may be half of one.
    torn = file.eof();
    auto event = parse_event(line);
    if (!event && torn && number > 1) break;
    if (!event) return base::fail("{}:{}: no event of a Trireme report log: {}", log, number, event.error().text);
    torn = false;
    replayed.tell(*std::move(event));
  }
  if (file.bad()) return base::fail_errno("cannot read the log " + log);  // a directory opens as well
  if (number == 0) return base::fail("{} is empty; a report log is made by trireme --report-log=FILE", log);
  if (!replayed.ended()) replayed.end(torn);
  return {};
}

}  // namespace trireme::events
