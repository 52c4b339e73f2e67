#include "events/report_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

namespace trireme::events {

namespace {

constexpr std::size_t k_buffer = 64 * 1024;

std::string cannot_write(const std::string& path) {
  return fmt::format("cannot write the report {}: {}", path, std::strerror(errno));
}

// Would a rename replace something that is no report?
bool must_write_through(const std::string& path, struct stat& status) {
  return lstat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode);
}

}  // namespace

base::Result<ReportFile> ReportFile::open(const std::string& path, bool live) {
  ReportFile file;
  file.path_ = path;
  struct stat status {};
  if (live || must_write_through(path, status)) {
    file.fd_ = base::Fd(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666));
    if (!file.fd_) return base::fail("{}", cannot_write(path));
    return file;
  }
  const bool exists = status.st_nlink > 0;
  if (exists && access(path.c_str(), W_OK) != 0) return base::fail("{}", cannot_write(path));
  std::string temporary = path + ".XXXXXX";
  file.fd_ = base::Fd(mkostemp(temporary.data(), O_CLOEXEC));
  if (!file.fd_) return base::fail("{}", cannot_write(path));
  file.temporary_ = std::move(temporary);
  const mode_t mask = umask(0);
  umask(mask);
  fchmod(file.fd_.get(), exists ? status.st_mode & 07777 : 0666 & ~mask);
  return file;
}

ReportFile::ReportFile(ReportFile&& other) noexcept
    : path_(std::move(other.path_)),
      temporary_(std::exchange(other.temporary_, {})),
      fd_(std::move(other.fd_)),
      buffer_(std::move(other.buffer_)),
      error_(std::move(other.error_)) {}

ReportFile& ReportFile::operator=(ReportFile&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(temporary_, other.temporary_);
  std::swap(fd_, other.fd_);
  std::swap(buffer_, other.buffer_);
  std::swap(error_, other.error_);
  return *this;
}

ReportFile::~ReportFile() {
  if (!temporary_.empty()) unlink(temporary_.c_str());
}

void ReportFile::write(std::string_view text) {
  buffer_ += text;
  if (buffer_.size() >= k_buffer) flush();
}

void ReportFile::flush() {
  if (error_.text.empty() && !base::write_all(fd_.get(), buffer_.data(), buffer_.size())) error_.text = cannot_write(path_);
  buffer_.clear();
}

base::Result<void> ReportFile::finish() {
  flush();
  if (close(fd_.release()) != 0 && error_.text.empty()) error_.text = cannot_write(path_);
  if (!error_.text.empty()) return tl::unexpected(error_);
  if (temporary_.empty()) return {};
  if (rename(temporary_.c_str(), path_.c_str()) != 0) return base::fail("{}", cannot_write(path_));
  temporary_.clear();
  return {};
}

}  // namespace trireme::events
