// An entry is a list of texts, each followed by a NUL, which none of them holds: the key, what is known of the program,
// the texts of each test, and a checksum of all before it. The file's name is a hash of path, directory and arguments, so
// that a new version of a program replaces the old one's entry.

#include "collect/listing_cache.h"

#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <set>
#include <string_view>
#include <tuple>

#include "base/cache_directory.h"
#include "base/fd.h"
#include "base/hash.h"

namespace trireme::collect {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view k_format = "trireme listing 1";
constexpr std::size_t k_other_texts = 4;  // format, key, fail-fast; and the checksum after them
constexpr std::size_t k_texts_of_test = 6;
constexpr auto k_oldest = std::chrono::hours(24 * 30);
constexpr std::int64_t k_settled = 2'000'000'000;  // nanoseconds since the last change

// Differ from shell to shell and say nothing about tests.
constexpr std::string_view k_volatile[] = {"_=",          "SHLVL=",          "OLDPWD=",  "COLUMNS=",       "LINES=",
                                           "SSH_CLIENT=", "SSH_CONNECTION=", "SSH_TTY=", "SSH_AUTH_SOCK=", "WINDOWID="};

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

std::vector<std::string_view> split(std::string_view text) {
  std::vector<std::string_view> parts;
  for (std::size_t end = text.find('\0'); end != std::string_view::npos; end = text.find('\0')) {
    parts.push_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  return parts;
}

std::string write_entry(const std::string& key, const Listing& listing) {
  std::string text;
  const auto put = [&](std::string_view part) { (text += part) += '\0'; };
  put(k_format);
  put(key);
  put(listing.has_fail_fast ? "fail_fast" : "");
  for (const ListedTest& test : listing.tests) {
    for (const std::string_view part : {std::string_view(test.suite), std::string_view(test.name), std::string_view(test.file),
                                        std::string_view(test.type_param), std::string_view(test.value_param)}) {
      put(part);
    }
    put(std::to_string(test.line));
  }
  put(base::hash(text));
  return text;
}

std::optional<Listing> read_entry(std::string_view text, const std::string& key) {
  const auto parts = split(text);
  if (parts.size() < k_other_texts || (parts.size() - k_other_texts) % k_texts_of_test != 0) return {};
  const std::size_t checked = text.size() - parts.back().size() - 1;
  if (parts[0] != k_format || parts[1] != key || parts.back() != base::hash(text.substr(0, checked))) return {};
  Listing listing{.has_fail_fast = !parts[2].empty()};
  for (std::size_t i = k_other_texts - 1; i + k_texts_of_test < parts.size(); i += k_texts_of_test) {
    ListedTest& test = listing.tests.emplace_back();
    test.suite = parts[i];
    test.name = parts[i + 1];
    test.file = parts[i + 2];
    test.type_param = parts[i + 3];
    test.value_param = parts[i + 4];
    std::from_chars(parts[i + 5].data(), parts[i + 5].data() + parts[i + 5].size(), test.line);
  }
  return listing;
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

void replace(const std::string& path, const std::string& text) {
  std::string fresh = path + ".XXXXXX";
  base::Fd file(mkstemp(fresh.data()));
  if (!file) return;
  const bool written = base::write_all(file.get(), text.data(), text.size());
  if (!written || std::rename(fresh.c_str(), path.c_str()) != 0) unlink(fresh.c_str());
}

}  // namespace

ListingCache::ListingCache() : directory_(base::cache_directory("listings")) {}

std::string ListingCache::entry(const Question& question) const { return directory_ + "/" + base::hash(launch_key(question)); }

std::optional<Listing> ListingCache::find(const Question& question, const std::vector<ProgramFile*>& files) const {
  if (directory_.empty() || files.empty()) return std::nullopt;
  const auto text = base::read_file(entry(question));
  return text ? read_entry(*text, whole_key(question, files)) : std::nullopt;
}

void ListingCache::keep(const Question& question, const std::vector<ProgramFile*>& files, const Listing& listing) const {
  if (directory_.empty() || files.empty() || !is_of_the_program_alone(listing)) return;
  if (!std::all_of(files.begin(), files.end(), is_settled)) return;
  const std::string key = whole_key(question, files);
  const std::string text = write_entry(key, listing);
  // A name with a NUL in it would come back as two.
  const auto again = read_entry(text, key);
  if (again && again->tests.size() == listing.tests.size()) replace(entry(question), text);
}

void ListingCache::prune() const {
  if (directory_.empty()) return;
  const auto now = fs::file_time_type::clock::now();
  std::error_code error;
  for (fs::directory_iterator each(directory_, error), end; !error && each != end; each.increment(error)) {
    std::error_code ignored;
    const auto written = fs::last_write_time(each->path(), ignored);
    if (!ignored && now - written > k_oldest) fs::remove(each->path(), ignored);
  }
}

}  // namespace trireme::collect
