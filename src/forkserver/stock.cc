#include "forkserver/stock.h"

#include <unistd.h>

#include <algorithm>
#include <iterator>
#include <numeric>
#include <sstream>
#include <string_view>

#include "base/descriptors.h"
#include "base/fd.h"

namespace trireme::forkserver {

namespace {

constexpr int k_most_waiting = 256;
constexpr std::uint64_t k_most_memory = 512UL << 20;  // bytes
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

// Not what it shares with other processes by files; as much as it is known now.
std::uint64_t own_memory(pid_t pid) {
  const auto text = base::read_file(fmt::format("/proc/{}/statm", pid));
  std::istringstream pages(text.value_or(""));
  std::uint64_t size = 0, resident = 0, shared = 0;
  pages >> size >> resident >> shared;
  return (resident - std::min(resident, shared)) * static_cast<std::uint64_t>(getpagesize());
}

}  // namespace

void Stock::put(Server server) {
  const std::uint64_t memory = own_memory(server.pid());
  waiting_.push_back({std::move(server), memory});
  keep_within(std::min(k_most_waiting * k_descriptors_of_each, base::usable_descriptors() / 4));
  while (this->memory() > k_most_memory) waiting_.pop_front();
}

std::uint64_t Stock::memory() const {
  return std::accumulate(waiting_.begin(), waiting_.end(), std::uint64_t{0},
                         [](std::uint64_t sum, const Waiting& each) { return sum + each.memory; });
}

void Stock::keep_within(int descriptors) {
  while (std::ssize(waiting_) * k_descriptors_of_each > descriptors) waiting_.pop_front();
}

std::optional<Server> Stock::take(const base::SpawnSpec& program) {
  const auto found = std::find_if(waiting_.rbegin(), waiting_.rend(),
                                  [&](const Waiting& each) { return starts_alike(each.server.program(), program); });
  if (found == waiting_.rend()) return std::nullopt;
  Server server = std::move(found->server);
  waiting_.erase(std::prev(found.base()));
  return server;
}

void Stock::forget(const std::string& path) {
  std::erase_if(waiting_, [&](const Waiting& each) { return each.server.program().argv[0] == path; });
}

void Stock::put_unfit(const std::string& path, const std::string& why) {
  forget(path);
  unfit_.emplace(path, why);
}

std::vector<pid_t> Stock::pids() const {
  std::vector<pid_t> result;
  for (const Waiting& each : waiting_) result.push_back(each.server.pid());
  return result;
}

const std::string* Stock::why_unfit(const std::string& path) const {
  const auto found = unfit_.find(path);
  return found == unfit_.end() ? nullptr : &found->second;
}

}  // namespace trireme::forkserver
