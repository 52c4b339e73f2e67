#include "coverage/outcomes.h"

namespace trireme::coverage {

namespace {

using model::Outcome;

bool is_of(const std::string& test, const std::string& owner) {
  if (!test.starts_with(owner)) return false;
  const std::string rest = test.substr(owner.size());
  return rest.empty() || rest.starts_with("::") || rest.starts_with('.');
}

}  // namespace

void Outcomes::on(const model::Event& event) {
  if (const auto* finished = std::get_if<model::TestFinished>(&event)) {
    if (finished->outcome == Outcome::interrupted || finished->outcome == Outcome::not_run) {
      cut_short_ = true;
      return;
    }
    // With --dist=each it runs on several workers.
    const auto [at, fresh] = ran_.try_emplace(model::plain_id(finished->test), finished->outcome);
    if (!fresh && !model::is_bad(at->second)) at->second = finished->outcome;
  } else if (const auto* process = std::get_if<model::ProcessFailed>(&event)) {
    // Nobody knows which of them.
    for (auto& [id, outcome] : ran_) {
      if (is_of(id, process->id)) outcome = Outcome::error;
    }
  } else if (const auto* end = std::get_if<model::RunFinished>(&event)) {
    cut_short_ = cut_short_ || end->interrupted || !end->stopped.empty();
  }
}

// A skipped test has not passed.
bool Outcomes::fails(bool failed, Outcome outcome) { return model::is_bad(outcome) || (failed && outcome == Outcome::skipped); }

void remember(const Outcomes& outcomes, TestMap& map) {
  for (const auto& [id, outcome] : outcomes.ran()) {
    const auto known = map.tests.find(id);
    if (known != map.tests.end()) known->second.failed = Outcomes::fails(known->second.failed, outcome);
  }
}

}  // namespace trireme::coverage
