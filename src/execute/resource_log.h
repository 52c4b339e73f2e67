// What a resource has to do with tests that failed: it is told of them, and what it wrote while they ran goes into their reports.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "execute/batch_result.h"
#include "execute/resource.h"
#include "model/event.h"

namespace trireme::execute {

class ResourceLog {
 public:
  // null: there is none. `now`: in seconds.
  ResourceLog(Resource* resource, std::function<double()> now) : resource_(resource), now_(std::move(now)) {}

  // A process of this worker begins.
  void begin(const std::string& worker);
  // What a running process tells.
  void hear(model::Event& event);
  // What came of a process of this worker.
  void settle(BatchResult& result, const std::string& worker);

 private:
  void add_to(model::TestFinished& finished);

  Resource* resource_;
  std::function<double()> now_;
  std::set<std::string> fresh_;              // workers of whose process no test has begun
  std::map<std::string, std::string> told_;  // by id, of tests that ended
};

}  // namespace trireme::execute
