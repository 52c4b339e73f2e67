// What was covered, and what failed, as events.
#pragma once

#include "coverage/outcomes.h"
#include "coverage/session.h"
#include "events/sink.h"
#include "events/tally.h"
#include "model/options.h"

namespace trireme::coverage {

// Between execution and reports: at the end of the run it tells what was covered, and with --affected it keeps what failed.
class Reporting final : public events::Sink {
 public:
  // `session` may be null: nothing is told then.
  Reporting(Session* session, const model::Options& options, events::Sink& next)
      : session_(session), options_(options), next_(next) {}
  void on(const model::TimedEvent& event) override;

 private:
  void keep_failures(double at);

  Session* session_;
  const model::Options& options_;
  events::Sink& next_;
  events::Tally tally_;
  Outcomes outcomes_;
};

}  // namespace trireme::coverage
