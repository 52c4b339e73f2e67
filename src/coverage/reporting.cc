#include "coverage/reporting.h"

#include <string>
#include <variant>

#include "coverage/change_map.h"

namespace trireme::coverage {

void Reporting::on(const model::TimedEvent& event) {
  if (session_ == nullptr && !options_.affected.asked) return next_.on(event);
  tally_.on(event);
  outcomes_.on(event.what);
  if (std::holds_alternative<model::RunFinished>(event.what)) {
    if (session_ != nullptr) next_.on({event.at, session_->report(tally_.any_bad(), outcomes_)});
    if (options_.affected.asked && !options_.coverage.maps_tests()) keep_failures(event.at);
  }
  next_.on(event);
}

// Which must be selected until they pass.
void Reporting::keep_failures(double at) {
  const std::string path = test_map_path(options_.root);
  if (path.empty()) return;
  const auto mark = [&](TestMap& map) {
    remember(outcomes_, map);
    return !map.tests.empty();
  };
  if (const auto done = change_test_map(path, mark); !done) {
    next_.on({at, model::Notice{"which tests failed is not kept for --affected: " + done.error().text}});
  }
}

}  // namespace trireme::coverage
