#include "bisect/recorded.h"

#include <algorithm>
#include <map>

#include "events/replay.h"
#include "events/sink.h"

namespace trireme::bisect {

namespace {

// A test in a process.
struct Ran {
  std::string id;
  std::string id_with_worker;
  int process = 0;
  int place = 0;
  model::Outcome outcome = model::Outcome::passed;
};

class Attempts final : public events::Sink {
 public:
  void on(const model::TimedEvent& event) override {
    if (const auto* finished = std::get_if<model::TestFinished>(&event.what)) add(*finished);
    if (const auto* rerun = std::get_if<model::TestRerun>(&event.what)) add(rerun->result);
  }

  [[nodiscard]] std::vector<Ran> of(const std::string& id) const {
    std::vector<Ran> found;
    std::copy_if(ran_.begin(), ran_.end(), std::back_inserter(found),
                 [&](const Ran& each) { return each.id == id || each.id_with_worker == id; });
    return found;
  }

  // Where it did not start, all others: it failed in a set-up, and nobody knows when that was.
  [[nodiscard]] std::vector<std::string> before(const Ran& test) const {
    std::map<int, std::string> by_place;
    for (const Ran& each : ran_) {
      const bool with_it = test.process > 0 && each.process == test.process && each.place > 0;
      if (with_it && (test.place == 0 || each.place < test.place)) by_place.emplace(each.place, each.id);
    }
    std::vector<std::string> ids;
    ids.reserve(by_place.size());
    for (auto& [place, id] : by_place) ids.push_back(std::move(id));
    return ids;
  }

 private:
  void add(const model::TestFinished& finished) {
    ran_.push_back({model::plain_id(finished.test), finished.test.id, finished.process, finished.place, finished.outcome});
  }

  std::vector<Ran> ran_;
};

}  // namespace

base::Result<Recorded> read_log(const std::string& log, const std::string& id) {
  Attempts attempts;
  if (auto read = events::replay(log, attempts); !read) return tl::unexpected(read.error());
  const std::vector<Ran> found = attempts.of(id);
  if (found.empty()) return base::fail("{} has no test {}; node ids are as the reports of that run have them", log, id);
  Recorded recorded;
  for (const Ran& each : found) {
    if (!model::is_bad(each.outcome)) continue;
    std::vector<std::string> before = attempts.before(each);
    if (recorded.id.empty() || before.size() > recorded.before.size()) recorded = {each.id, std::move(before)};
  }
  if (recorded.id.empty()) return base::fail("{} did not fail in {}", id, log);
  return recorded;
}

}  // namespace trireme::bisect
