#include "postgres/server_log.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <iterator>
#include <sstream>
#include <utility>

#include "base/fd.h"

namespace trireme::postgres {

namespace {

constexpr std::uint64_t k_most_read = 1 << 20;  // bytes: other workers write there too
constexpr std::size_t k_most_shown = 16 << 10;  // bytes
constexpr std::size_t k_most_looks = 256;

std::uint64_t size_of(const std::string& file) {
  struct stat status {};
  return stat(file.c_str(), &status) == 0 ? static_cast<std::uint64_t>(status.st_size) : 0;
}

std::string read_from(const std::string& file, std::uint64_t begin, std::uint64_t end) {
  const base::Fd log(open(file.c_str(), O_RDONLY | O_CLOEXEC));
  std::string text(end - begin, '\0');
  const ssize_t size = log ? pread(log.get(), text.data(), text.size(), static_cast<off_t>(begin)) : 0;
  text.resize(static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
  return text;
}

// "[DATABASE] " after the process: of a session.
bool is_of_another(const std::string& line, const std::string& mark) {
  const std::size_t process = line.find("] ");
  return process != std::string::npos && line.compare(process + 2, 1, "[") == 0 &&
         line.compare(process + 2, mark.size(), mark) != 0;
}

}  // namespace

void ServerLog::begin(const std::string& worker) {
  if (!file_.empty()) from_[worker] = size_of(file_);
}

void ServerLog::look(double now) {
  if (file_.empty()) return;
  const std::uint64_t size = size_of(file_);
  if (!looks_.empty() && looks_.back().second == size) return;
  looks_.emplace_back(now, size);
  if (looks_.size() > k_most_looks) looks_.pop_front();
}

std::uint64_t ServerLog::size_at(double time) const {
  const auto after =
      std::upper_bound(looks_.begin(), looks_.end(), time, [](double value, const auto& each) { return value < each.first; });
  return after == looks_.begin() ? UINT64_MAX : std::prev(after)->second;
}

std::string ServerLog::said(const std::string& worker, const std::string& database, double since) {
  const auto began = from_.find(worker);
  if (began == from_.end()) return "";
  const std::uint64_t end = size_of(file_);
  const std::uint64_t from = std::max(std::min(began->second, size_at(since)), std::exchange(given_[worker], end));
  if (end <= from) return "";
  std::string text = lines_about(database, read_from(file_, std::max(from, end - std::min(end, k_most_read)), end));
  if (text.size() <= k_most_shown) return text;
  text.erase(0, text.find('\n', text.size() - k_most_shown) + 1);
  return "…\n" + text;
}

// A message of several lines goes on with a tab.
std::string lines_about(const std::string& database, const std::string& log) {
  std::string text;
  bool wanted = true;
  std::istringstream lines(log);
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with('\t')) wanted = database.empty() || !is_of_another(line, "[" + database + "] ");
    if (wanted) text += line + "\n";
  }
  return text;
}

}  // namespace trireme::postgres
