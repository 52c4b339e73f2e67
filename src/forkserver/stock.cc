#include "forkserver/stock.h"

#include <algorithm>
#include <iterator>
#include <string_view>

#include "base/descriptors.h"

namespace trireme::forkserver {

namespace {

constexpr int k_most_waiting = 64;
constexpr int k_descriptors_of_each = 3;

bool is_of_worker(std::string_view variable) {
  return variable.starts_with("TRIREME_") || variable.starts_with("GCOV_") || variable.starts_with("TEST_PREMATURE_EXIT_FILE=");
}

// In any order: what a rule adds comes before or after what coverage adds.
std::vector<std::string> without_workers(std::vector<std::string> environment) {
  std::erase_if(environment, is_of_worker);
  std::sort(environment.begin(), environment.end());
  return environment;
}

bool starts_alike(const base::SpawnSpec& a, const base::SpawnSpec& b) {
  return a.argv == b.argv && a.directory == b.directory && without_workers(a.environment) == without_workers(b.environment);
}

}  // namespace

void Stock::put(Server server) {
  waiting_.push_back(std::move(server));
  keep_within(std::min(k_most_waiting * k_descriptors_of_each, base::usable_descriptors() / 4));
}

void Stock::keep_within(int descriptors) {
  while (std::ssize(waiting_) * k_descriptors_of_each > descriptors) waiting_.pop_front();
}

std::optional<Server> Stock::take(const base::SpawnSpec& program) {
  const auto found = std::find_if(waiting_.rbegin(), waiting_.rend(),
                                  [&](const Server& each) { return starts_alike(each.program(), program); });
  if (found == waiting_.rend()) return std::nullopt;
  Server server = std::move(*found);
  waiting_.erase(std::prev(found.base()));
  return server;
}

void Stock::forget(const std::string& path) {
  std::erase_if(waiting_, [&](const Server& each) { return each.program().argv[0] == path; });
}

void Stock::put_unfit(const std::string& path, const std::string& why) {
  forget(path);
  unfit_.emplace(path, why);
}

std::vector<pid_t> Stock::pids() const {
  std::vector<pid_t> result;
  for (const Server& each : waiting_) result.push_back(each.pid());
  return result;
}

const std::string* Stock::why_unfit(const std::string& path) const {
  const auto found = unfit_.find(path);
  return found == unfit_.end() ? nullptr : &found->second;
}

}  // namespace trireme::forkserver
