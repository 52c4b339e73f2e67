#include "collect/listing_cache.h"

#include <algorithm>
#include <chrono>
#include <set>
#include <string_view>
#include <tuple>

#include "base/cache_directory.h"
#include "base/fd.h"
#include "base/hash.h"
#include "collect/listing_entry.h"

namespace trireme::collect {

namespace {

constexpr std::int64_t k_settled = 2'000'000'000;  // nanoseconds since the last change

// Differ from shell to shell and say nothing about tests.
constexpr std::string_view k_volatile[] = {
    "_=",     "GCOV_PREFIX=", "GCOV_PREFIX_STRIP=", "SHLVL=",   "OLDPWD=",        "COLUMNS=",
    "LINES=", "SSH_CLIENT=",  "SSH_CONNECTION=",    "SSH_TTY=", "SSH_AUTH_SOCK=", "WINDOWID="};

bool is_volatile(std::string_view variable) {
  return std::any_of(std::begin(k_volatile), std::end(k_volatile),
                     [&](std::string_view name) { return variable.starts_with(name); });
}

std::string launch_key(const Question& question) {
  std::string key;
  base::add_part(key, question.path);
  base::add_part(key, question.directory);
  for (const std::string& arg : question.args) base::add_part(key, arg);
  return key;
}

std::string whole_key(const Question& question, const std::vector<ProgramFile*>& files) {
  std::string key = launch_key(question) + "environment\n";
  for (const std::string& variable : question.environment) {
    if (!is_volatile(variable)) base::add_part(key, variable);
  }
  key += "files\n";
  for (const ProgramFile* file : files) {
    base::add_part(key, fmt::format("{} {} {} {}", file->size, file->changed, file->build_id, file->path));
  }
  return key;
}

// Every test of the listing is in the program's text, as far as one can tell.
bool is_of_the_program_alone(const Listing& listing) {
  std::set<std::tuple<std::string_view, std::string_view, int>> places;
  return std::all_of(listing.tests.begin(), listing.tests.end(), [&](const ListedTest& test) {
    return test.value_param.empty() && places.emplace(test.suite, test.file, test.line).second;
  });
}

bool is_settled(const ProgramFile* file) {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::nanoseconds>(now).count() - file->changed >= k_settled;
}

}  // namespace

ListingCache::ListingCache() : directory_(base::cache_directory("listings")) {}

std::string ListingCache::entry(const Question& question) const { return directory_ + "/" + base::hash(launch_key(question)); }

std::optional<Listing> ListingCache::find(const Question& question, const std::vector<ProgramFile*>& files) const {
  if (directory_.empty() || files.empty()) return std::nullopt;
  const auto text = base::read_file(entry(question));
  return text ? read_entry(*text, whole_key(question, files)) : std::nullopt;
}

bool ListingCache::keep(const Question& question, const std::vector<ProgramFile*>& files, const Listing& listing) const {
  if (directory_.empty() || files.empty() || !is_of_the_program_alone(listing)) return false;
  if (!std::all_of(files.begin(), files.end(), is_settled)) return false;
  const std::string key = whole_key(question, files);
  const std::string text = write_entry(key, listing);
  // A name with a NUL in it would come back as two.
  const auto again = read_entry(text, key);
  if (!again || again->tests.size() != listing.tests.size()) return false;
  return base::replace_file(entry(question), text);
}

void ListingCache::prune() const { base::prune_cache(directory_); }

}  // namespace trireme::collect
