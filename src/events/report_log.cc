#include "events/report_log.h"

#include "events/event_json.h"

namespace trireme::events {

base::Result<std::unique_ptr<ReportLog>> ReportLog::open(const std::string& path) {
  TRY(ReportFile file, ReportFile::open(path, true));
  return std::unique_ptr<ReportLog>(new ReportLog(std::move(file)));
}

void ReportLog::on(const model::TimedEvent& event) {
  if (std::holds_alternative<model::Tick>(event.what)) return;
  line_.clear();
  append_json(line_, event);
  line_ += '\n';
  file_.write(line_);
  file_.flush();
}

}  // namespace trireme::events
