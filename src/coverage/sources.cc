#include "coverage/sources.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "base/text.h"
#include "coverage/paths.h"

namespace trireme::coverage {

namespace {

namespace fs = std::filesystem;

std::optional<fs::file_time_type> time_of(const std::string& path) {
  std::error_code error;
  const fs::file_time_type time = fs::last_write_time(path, error);
  return error ? std::nullopt : std::optional(time);
}

}  // namespace

Sources::Sources(const std::string& root, const std::vector<std::string>& asked, std::vector<std::string> omitted,
                 bool maps_all)
    : root_(real_path(root)), omitted_(std::move(omitted)), maps_all_(maps_all) {
  for (const std::string& each : asked) asked_.push_back(real_path(each));
}

std::optional<std::uint32_t> Sources::number(const std::string& directory, const std::string& name) {
  // "<built-in>" and the like.
  if (name.empty() || name.front() == '<') return std::nullopt;
  const std::string path = name.front() == '/' ? name : directory + "/" + name;
  const std::lock_guard lock(mutex_);
  const auto [at, fresh] = known_.try_emplace(path);
  if (fresh) {
    const auto found = find(path);
    known_[path] = found;
    return found;
  }
  return at->second;
}

Source Sources::at(std::uint32_t number) {
  const std::lock_guard lock(mutex_);
  return all_[number];
}

std::optional<std::uint32_t> Sources::find(const std::string& path) {
  const std::string real = real_path(path);
  if (!is_asked(real) && !(maps_all_ && is_below(real, root_))) return std::nullopt;
  if (const auto known = known_.find(real); known != known_.end() && real != path) return known->second;
  std::string name = name_of(real);
  const bool omitted = std::any_of(omitted_.begin(), omitted_.end(), [&](const std::string& each) {
    return base::glob_match(each, name) || base::glob_match(each, real);
  });
  std::optional<std::uint32_t> number;
  const bool is_reported = is_asked(real) && !omitted;
  if (is_reported || maps_all_) {
    number = static_cast<std::uint32_t>(all_.size());
    all_.push_back({real, std::move(name), time_of(real), is_reported});
  }
  known_[real] = number;
  return number;
}

bool Sources::is_asked(const std::string& real) const {
  return std::any_of(asked_.begin(), asked_.end(), [&](const std::string& each) { return is_below(real, each); });
}

std::string Sources::name_of(const std::string& real) const {
  return real != root_ && is_below(real, root_) ? real.substr(root_ == "/" ? 1 : root_.size() + 1) : real;
}

}  // namespace trireme::coverage
