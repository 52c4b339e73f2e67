#include "coverage/sources.h"

#include <fmt/format.h>

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

std::optional<std::uint32_t> Sources::number(std::string_view directory, std::string_view name) {
  // "<built-in>" and the like.
  if (name.empty() || name.front() == '<') return std::nullopt;
  const std::string whole = name.front() == '/' ? "" : fmt::format("{}/{}", directory, name);
  const std::string_view path = whole.empty() ? name : whole;
  const std::lock_guard lock(mutex_);
  if (const auto known = known_.find(path); known != known_.end()) return known->second;
  const auto found = find(existing(std::string(path), name));
  known_[std::string(path)] = found;
  return found;
}

// Where -ffile-prefix-map has taken the root away, names are relative to that.
std::string Sources::existing(std::string path, std::string_view name) const {
  std::error_code error;
  std::string from_root = fmt::format("{}/{}", root_, name);
  const bool is_there = fs::exists(path, error) || !fs::exists(from_root, error);
  return is_there ? std::move(path) : std::move(from_root);
}

Source Sources::at(std::uint32_t number) {
  const std::lock_guard lock(mutex_);
  return all_[number];
}

// Most share their directory with others, and are no links.
std::string Sources::real(const std::string& path) {
  const fs::path written(path);
  std::error_code error;
  const bool is_plain = fs::symlink_status(written, error).type() == fs::file_type::regular;
  if (!is_plain || !written.has_parent_path()) return real_path(path);
  const auto [at, fresh] = directories_.try_emplace(written.parent_path().string());
  if (fresh) at->second = real_path(at->first);
  return (fs::path(at->second) / written.filename()).string();
}

std::optional<std::uint32_t> Sources::find(const std::string& path) {
  const std::string real = this->real(path);
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
