#include "postgres/marks.h"

#include <fmt/format.h>
#include <sys/random.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdlib>

namespace trireme::postgres {

namespace {

std::string host_name() {
  std::array<char, 256> name{};
  gethostname(name.data(), name.size() - 1);
  return name.data();
}

}  // namespace

std::string new_run_key() {
  std::uint64_t key = 0;
  if (getrandom(&key, sizeof key, 0) != sizeof key) {
    key = static_cast<std::uint64_t>(std::chrono::steady_clock::now().time_since_epoch().count()) * 0x9e3779b97f4a7c15 +
          static_cast<std::uint64_t>(getpid());
  }
  return fmt::format("{:016x}", key);
}

std::string run_database(const std::string& key, const std::string& part) { return "trireme_" + key + "_" + part; }
std::string shared_template(const std::string& hash) { return "trireme_template_" + hash; }
bool is_shared_template(const std::string& name) { return name.starts_with(shared_template("")); }

// Whoever finds it wants to know whose it is.
std::string run_mark(const std::string& key) {
  return fmt::format("trireme run {} of process {} on {}", key, getpid(), host_name());
}

std::string kept_mark(const std::string& why) { return "trireme kept: " + why.substr(0, why.find('\n')); }

std::string session_name(const std::string& key) { return "trireme " + key; }

std::int64_t lock_number(const std::string& key) { return static_cast<std::int64_t>(std::strtoull(key.c_str(), nullptr, 16)); }

}  // namespace trireme::postgres
