#include "report/reporters.h"

#include <fmt/format.h>

#include <cstdio>
#include <cstring>
#include <utility>
#include <vector>

#include "events/fan_out.h"
#include "events/report_log.h"
#include "events/tally.h"
#include "report/junit.h"
#include "report/terminal.h"

namespace trireme::report {

namespace {

using events::ReportLog;

constexpr std::size_t k_most_losses = 20;

// None where no path is, or where it cannot be opened, which goes to `unopened`.
template <typename Report>
std::unique_ptr<Report> open_if_asked(const std::string& path, std::vector<std::string>& unopened) {
  if (path.empty()) return nullptr;
  auto report = Report::open(path);
  if (report) return *std::move(report);
  unopened.push_back(std::move(report).error().text);
  return nullptr;
}

std::vector<std::string> said_losses(const events::Tally& tally) {
  std::vector<std::string> losses = tally.losses();
  if (losses.size() > k_most_losses) {
    const std::size_t more = losses.size() - k_most_losses;
    losses.resize(k_most_losses);
    losses.push_back(fmt::format("… and {} more like these", more));
  }
  return losses;
}

}  // namespace

struct Reporters::Parts {
  explicit Parts(const model::Options& options)
      : log(open_if_asked<ReportLog>(options.report_log, unopened)),
        junit(open_if_asked<Junit>(options.junitxml, unopened)),
        terminal(options, tally, standard_output(options)),
        all(in_order()) {}

  // The terminal comes last: what it says has been counted and logged.
  [[nodiscard]] std::vector<events::Sink*> in_order() {
    std::vector<events::Sink*> sinks = {&tally};
    if (log) sinks.push_back(log.get());
    if (junit) sinks.push_back(junit.get());
    sinks.push_back(&terminal);
    return sinks;
  }

  std::vector<std::string> unopened;
  events::Tally tally;
  std::unique_ptr<ReportLog> log;
  std::unique_ptr<Junit> junit;
  Terminal terminal;
  events::FanOut all;
};

Reporters::Reporters(const model::Options& options) : parts_(std::make_unique<Parts>(options)) {}
Reporters::Reporters(Reporters&&) noexcept = default;
Reporters& Reporters::operator=(Reporters&&) noexcept = default;
Reporters::~Reporters() = default;

const std::vector<std::string>& Reporters::unopened() const { return parts_->unopened; }

events::Sink& Reporters::sink() { return parts_->all; }

model::ExitCode Reporters::finish() {
  parts_->terminal.finish();
  std::vector<std::string> complaints = said_losses(parts_->tally);
  const auto add = [&](const std::vector<std::string>& more) { complaints.insert(complaints.end(), more.begin(), more.end()); };
  add(parts_->unopened);
  add(parts_->tally.unwritten());
  const auto note = [&](const base::Result<void>& finished) {
    if (!finished) complaints.push_back(finished.error().text);
  };
  if (parts_->log) note(parts_->log->finish());
  if (parts_->junit) note(parts_->junit->finish());
  if (const int error = parts_->terminal.error(); error != 0) {
    complaints.push_back(fmt::format("cannot write the results to standard output: {}", std::strerror(error)));
  }
  for (const std::string& complaint : complaints) std::fprintf(stderr, "ERROR: %s\n", complaint.c_str());
  return complaints.empty() ? parts_->tally.exit_code() : model::ExitCode::internal;
}

}  // namespace trireme::report
