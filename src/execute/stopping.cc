#include "execute/stopping.h"

#include <fmt/format.h>

#include <utility>

#include "base/child.h"
#include "base/text.h"

namespace trireme::execute {

using model::Outcome;

void Stopping::on_collection_errors(std::size_t errors) {
  stop_with({fmt::format("Interrupted: {} during collection", base::counted(errors, "error")), "collection error",
             Outcome::not_run, true});
}

bool Stopping::on_signal(int signal) {
  if (stop_ && stop_->interrupted) return false;
  const std::string text = "interrupted by " + base::signal_name(signal);
  stop_ = Stop{text, text, Outcome::interrupted, true};
  return true;
}

void Stopping::count_failure(const std::string& id) {
  if (!id.empty() && !counted_.insert(id).second) return;
  ++failures_;
  if (!past_limit()) return;
  stop_with({"stopping after " + base::counted(static_cast<std::size_t>(failures_), "failure"), "maxfail"});
}

void Stopping::count_restart() {
  if (!max_restarts_ || ++restarts_ <= *max_restarts_) return;
  const std::string limit = fmt::format("--max-worker-restart={}", *max_restarts_);
  stop_with({"stopping after a crash, " + limit, "maximum crashed workers reached: " + limit});
}

void Stopping::on_time(double now) {
  if (session_timeout_ <= 0 || now < session_timeout_) return;
  const std::string limit = fmt::format("session timeout of {:g} s", session_timeout_);
  stop_with({"interrupted by the " + limit, limit, Outcome::interrupted, true});
}

void Stopping::on_loss(const std::string& why) {
  const std::string first = why.substr(0, why.find('\n'));
  stop_with({"stopping: " + first, why, Outcome::error, false, Outcome::error});
}

void Stopping::stop_with(Stop stop) {
  if (!stop_) stop_ = std::move(stop);
}

}  // namespace trireme::execute
