// For tests: whole runs with processes that are no more than a description of what their tests do.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "base/temp_dir.h"
#include "execute/fake_launcher.h"
#include "execute/run.h"
#include "schedule/fixtures.h"

namespace trireme::execute {

class Recorder : public events::Sink {
 public:
  void on(const model::TimedEvent& event) override { events.push_back(event); }

  template <typename T>
  std::vector<T> all() const {
    std::vector<T> found;
    for (const auto& each : events) {
      if (const T* event = std::get_if<T>(&each.what)) found.push_back(*event);
    }
    return found;
  }

  std::vector<model::TimedEvent> events;
};

class FakeRun : public testing::Test {
 protected:
  FakeRun() { options_.workers = 2; }

  void run(const std::vector<std::string>& tests) {
    collection_ = schedule::collection_of(tests);
    for (auto& test : collection_.tests) {
      test.timeout = options_.timeout;
      test.slow_timeout = options_.slow_timeout;
      test.reruns = options_.reruns;
    }
    const RunSettings settings{
        options_,          collection_,       std::max(*options_.workers, 1),     "run",
        directory_.path(), directory_.path(), [this] { return launcher_.now(); }, [this] { return stopped_for_; },
        resource_,         attendant_};
    run_tests(settings, {}, launcher_, recorder_);
  }

  // Suite.Test → its one outcome.
  std::map<std::string, model::Outcome> outcomes() const {
    std::map<std::string, model::Outcome> result;
    for (const auto& each : recorder_.all<model::TestFinished>()) {
      EXPECT_TRUE(result.emplace(each.test.id.substr(5), each.outcome).second) << "twice: " << each.test.id;
    }
    return result;
  }

  base::TempDir directory_ = *base::make_temp_dir("run_test");
  model::Options options_;
  model::Collection collection_;
  FakeLauncher launcher_;
  double stopped_for_ = 0;  // each time
  Resource* resource_ = nullptr;
  Attendant* attendant_ = nullptr;
  Recorder recorder_;
};

}  // namespace trireme::execute
