// A line for each unit, with the size of its counts and its path, and then the counts as a .gcda file has them; for a program of
// clang a word, its stamp and all counters.
#include "coverage/kept_counts.h"

#include <charconv>
#include <filesystem>

#include "agent/counts.h"
#include "base/cache_directory.h"
#include "base/fd.h"
#include "base/hash.h"
#include "coverage/bytes.h"
#include "events/report_file.h"

namespace trireme::coverage {

namespace {

constexpr std::string_view k_first_line = "trireme counts 1\n";

constexpr std::string_view k_of_clang = "CLNG";

std::string clang_counts(const Profile& profile) {
  std::string text(k_of_clang);
  text.append(reinterpret_cast<const char*>(&profile.stamp), sizeof profile.stamp);
  return text.append(reinterpret_cast<const char*>(profile.counters.data()), profile.counters.size() * sizeof(std::int64_t));
}

base::Result<Profile> read_clang_counts(std::string_view text) {
  return unless_damaged([&] {
    Bytes bytes(text.substr(k_of_clang.size()));
    Profile profile{.version = {agent::k_clang}, .stamp = bytes.value<std::uint32_t>()};
    check(bytes.left() % sizeof(std::int64_t) == 0);
    profile.functions.push_back({.count = static_cast<std::uint32_t>(bytes.left() / sizeof(std::int64_t))});
    while (!bytes.at_end()) profile.counters.push_back(bytes.value<std::int64_t>());
    return profile;
  });
}

void write(events::ReportFile& file, const std::string& object, const std::string& counts) {
  file.write(fmt::format("{} {}\n", counts.size(), object));
  file.write(counts);
}

std::string kept_counts_directory() { return base::cache_directory("coverage"); }

}  // namespace

std::string kept_counts_path(const std::string& root) {
  const std::string directory = kept_counts_directory();
  return directory.empty() ? "" : directory + "/" + base::hash(root);
}

void prune_kept_counts() { base::prune_cache(kept_counts_directory()); }

base::Result<void> keep_counts(const std::string& path, const std::vector<Profile>& profiles,
                               const std::vector<Profile>& of_clang) {
  TRY(events::ReportFile file, events::ReportFile::open(path));
  file.write(k_first_line);
  for (const Profile& each : profiles) write(file, each.object, gcda_of(each));
  for (const Profile& each : of_clang) write(file, each.object, clang_counts(each));
  return file.finish();
}

base::Result<std::vector<Profile>> parse_kept_counts(std::string_view text) {
  if (!text.starts_with(k_first_line)) return base::fail("is no file of counts");
  text.remove_prefix(k_first_line.size());
  std::vector<Profile> profiles;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    std::size_t size = 0;
    const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), size);
    const auto digits = static_cast<std::size_t>(end - line.data());
    const std::size_t used = line.size() + 1;
    if (error != std::errc() || digits >= line.size() || used > text.size() || size > text.size() - used)
      return base::fail("is damaged");
    const std::string_view counts = text.substr(used, size);
    TRY(Profile profile, counts.starts_with(k_of_clang) ? read_clang_counts(counts) : read_profile(counts));
    profile.object = line.substr(digits + 1);
    profiles.push_back(std::move(profile));
    text.remove_prefix(used + size);
  }
  return profiles;
}

base::Result<std::vector<Profile>> read_kept_counts(const std::string& path) {
  std::error_code error;
  if (path.empty() || !std::filesystem::exists(path, error)) return std::vector<Profile>();
  TRY(const std::string text, base::read_file(path));
  auto profiles = parse_kept_counts(text);
  if (!profiles) return base::fail("{} {}", path, profiles.error().text);
  return profiles;
}

}  // namespace trireme::coverage
