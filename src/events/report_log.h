// --report-log: every event (but ticks) as one line of JSON, written when it happens. See event_json.h and replay.h.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "events/report_file.h"
#include "events/sink.h"

namespace trireme::events {

class ReportLog final : public Sink {
 public:
  // The file can be followed while it grows, so it is written in place.
  static base::Result<std::unique_ptr<ReportLog>> open(const std::string& path);

  void on(const model::TimedEvent& event) override;
  base::Result<void> finish() { return file_.finish(); }

 private:
  explicit ReportLog(ReportFile file) : file_(std::move(file)) {}

  ReportFile file_;
  std::string line_;
};

}  // namespace trireme::events
