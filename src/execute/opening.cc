#include "execute/opening.h"

#include <fmt/chrono.h>
#include <fmt/ranges.h>
#include <sys/random.h>

#include <array>
#include <chrono>
#include <ctime>

namespace trireme::execute {

namespace {

std::string iso_time() {
  const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  std::tm local{};
  localtime_r(&now, &local);
  std::array<char, 40> text{};
  std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S%z", &local);
  return text.data();
}

}  // namespace

std::string new_run_id() {
  std::array<unsigned char, 16> bytes{};
  const ssize_t size = getrandom(bytes.data(), bytes.size(), 0);
  return size == static_cast<ssize_t>(bytes.size()) ? fmt::format("{:02x}", fmt::join(bytes, "")) : iso_time();
}

model::RunStarted opening_of(const RunSettings& settings) {
  const model::Options& options = settings.options;
  model::RunStarted opening{.version = TRIREME_VERSION, .run_id = settings.run_id, .started_at = iso_time()};
  opening.root = options.root;
  opening.config_file = options.config_file;
  opening.workers = settings.workers;
  opening.serial = options.workers == 0 || options.dist == model::Dist::no;
  opening.selected = expected_outcomes(options, settings.collection, settings.workers);
  opening.deselected = settings.collection.deselected;
  opening.none_needed = settings.collection.none_needed;
  opening.header = options.header_lines;
  for (const std::string& each : settings.collection.header) opening.header.push_back(each);
  if (settings.resource != nullptr) opening.header.push_back(settings.resource->description());
  if (settings.attendant != nullptr) {
    if (std::string text = settings.attendant->description(); !text.empty()) opening.header.push_back(std::move(text));
  }
  if (!options.removed_variables.empty()) {
    opening.header.push_back(fmt::format("not passed on to tests: {}", fmt::join(options.removed_variables, ", ")));
  }
  opening.warnings = options.warnings;
  for (const std::string& each : settings.collection.warnings) opening.warnings.push_back(each);
  if (settings.resource != nullptr) {
    for (std::string& each : settings.resource->warnings()) opening.warnings.push_back(std::move(each));
  }
  opening.fail_on_flaky = options.fail_on_flaky;
  return opening;
}

}  // namespace trireme::execute
