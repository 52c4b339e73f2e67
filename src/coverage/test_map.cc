// A line that says what it is, one with the hash of the rest, and the rest (test_map_writer.h).
#include "coverage/test_map.h"

#include <algorithm>
#include <filesystem>

#include "base/cache_directory.h"
#include "base/fd.h"
#include "base/hash.h"
#include "coverage/gcov_format.h"
#include "coverage/test_map_reader.h"
#include "coverage/test_map_writer.h"
#include "events/report_file.h"

namespace trireme::coverage {

namespace {

constexpr std::string_view k_first_line = "trireme map of tests 2\n";
constexpr std::size_t k_hash_size = 16;

}  // namespace

std::int64_t Revision::last_modified() const {
  std::int64_t last = newest;
  for (const auto* list : {&files, &settings}) {
    for (const KnownFile& each : *list) last = std::max(last, each.modified);
  }
  return last;
}

std::string test_map_path(const std::string& root) {
  const std::string directory = base::cache_directory("coverage");
  return directory.empty() ? "" : directory + "/" + base::hash(root) + ".map";
}

std::string packed(const TestMap& map) {
  const std::string rest = written(map);
  return std::string(k_first_line) + base::hash(rest) + "\n" + rest;
}

base::Result<TestMap> unpacked(std::string_view text) {
  if (!text.starts_with(k_first_line)) return base::fail("is of another version of Trireme");
  text.remove_prefix(k_first_line.size());
  const bool is_whole = text.size() > k_hash_size && text[k_hash_size] == '\n' &&
                        base::hash(text.substr(k_hash_size + 1)) == text.substr(0, k_hash_size);
  if (!is_whole) return base::fail("is damaged");
  return unless_damaged([&] { return read_map(text.substr(k_hash_size + 1)); });
}

base::Result<void> write_test_map(const std::string& path, const TestMap& map) {
  TRY(events::ReportFile file, events::ReportFile::open(path));
  file.write(packed(map));
  return file.finish();
}

base::Result<TestMap> read_test_map(const std::string& path) {
  std::error_code error;
  if (path.empty() || !std::filesystem::exists(path, error)) return TestMap();
  const auto text = base::read_file(path);
  if (!text) return base::fail("cannot be read ({})", text.error().text);
  return unpacked(*text);
}

}  // namespace trireme::coverage
