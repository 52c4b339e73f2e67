#include "bisect/trials.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <filesystem>

#include "base/text.h"

namespace trireme::bisect {

namespace {

// What becomes of one test.
class Watch final : public events::Sink {
 public:
  explicit Watch(std::string id) : id_(std::move(id)) {}

  void on(const model::TimedEvent& event) override {
    const auto* finished = std::get_if<model::TestFinished>(&event.what);
    if (finished != nullptr && finished->test.id == id_) result_ = *finished;
    if (const auto* end = std::get_if<model::RunFinished>(&event.what)) stopped_ = end->interrupted;
  }

  [[nodiscard]] Trial trial() const {
    if (stopped_) return Trial::stopped;
    return model::is_bad(result_.outcome) ? Trial::fails : Trial::passes;
  }
  [[nodiscard]] std::string text() const {
    const std::string line = base::printable(model::headline(result_.reason, result_.failures));
    return std::string(outcome_name(result_.outcome)) + (line.empty() ? "" : ": " + line);
  }

 private:
  std::string id_;
  model::TestFinished result_;
  bool stopped_ = false;
};

}  // namespace

model::Options options_for_trials(model::Options options) {
  options.workers = 0;
  options.dist = model::Dist::no;
  options.isolation = model::Isolation::program;
  options.maxfail = 0;
  options.stacks = 0;
  options.max_worker_restart.reset();
  options.session_timeout = 0;
  options.confirm_failures = false;
  options.live_output = false;
  options.keyword.clear();
  options.mark_expression.clear();
  options.deselect.clear();
  options.database.keep = model::DatabaseKeep::none;
  return options;
}

model::Collection Trials::collection_of(const Tests& before) const {
  const model::Collection& all = settings_.collection;
  model::Collection collection{.binaries = all.binaries, .launches = all.launches};
  for (const model::TestIndex each : before) collection.tests.push_back(all.tests[each]);
  collection.tests.push_back(all.tests[test_]);
  for (model::TestCase& each : collection.tests) each.reruns = 0;
  return collection;
}

// Each trial finds what tests use as the first one did.
base::Result<void> Trials::renew() {
  return settings_.resource != nullptr && count_ > 0 ? settings_.resource->renew() : base::Result<void>();
}

Trial Trials::stop(const std::string& why) {
  text_ = why;
  return Trial::stopped;
}

Trial Trials::run(const Tests& before) {
  if (auto renewed = renew(); !renewed) return stop(renewed.error().text);
  const std::string directory = fmt::format("{}/trial{}", settings_.directory, ++count_);
  mkdir(directory.c_str(), 0700);
  const model::Collection collection = collection_of(before);
  const execute::RunSettings settings{settings_.options, collection,     1,
                                      settings_.run_id,  directory,      settings_.messages,
                                      settings_.now,     settings_.stop, settings_.resource};
  Watch watch(collection.tests.back().id);
  execute::run_tests(settings, {}, launcher_, watch);
  std::error_code ignored;
  std::filesystem::remove_all(directory, ignored);
  const std::string lost = settings_.resource != nullptr ? settings_.resource->lost() : "";
  if (!lost.empty() || watch.trial() == Trial::stopped) return stop(lost);
  text_ = watch.text();
  return watch.trial();
}

}  // namespace trireme::bisect
