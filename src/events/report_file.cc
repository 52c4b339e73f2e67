#include "events/report_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <utility>

namespace trireme::events {

namespace {

constexpr std::size_t k_buffer = 64 * 1024;

std::string cannot_write(const std::string& path) {
  return fmt::format("cannot write the report {}: {}", path, std::strerror(errno));
}

// A file in the same directory as `path`, with no name yet; none where the file system has no such files.
base::Fd open_unnamed(const std::string& path) {
  const std::string directory = std::filesystem::path(path).parent_path().string();
  return base::Fd(::open(directory.empty() ? "." : directory.c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600));
}

// Gives it the name `path`; false (and errno) when that fails. A name can be replaced only by a rename: for that moment it
// has another.
bool give_name(const base::Fd& file, const std::string& path) {
  const std::string unnamed = fmt::format("/proc/self/fd/{}", file.get());
  if (linkat(AT_FDCWD, unnamed.c_str(), AT_FDCWD, path.c_str(), AT_SYMLINK_FOLLOW) == 0) return true;
  if (errno != EEXIST) return false;
  const std::string other = fmt::format("{}.{}", path, getpid());
  unlink(other.c_str());
  if (linkat(AT_FDCWD, unnamed.c_str(), AT_FDCWD, other.c_str(), AT_SYMLINK_FOLLOW) != 0) return false;
  if (rename(other.c_str(), path.c_str()) == 0) return true;
  const int error = errno;
  unlink(other.c_str());
  errno = error;
  return false;
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
  file.fd_ = open_unnamed(path);
  file.unnamed_ = static_cast<bool>(file.fd_);
  if (!file.unnamed_) {
    std::string temporary = path + ".XXXXXX";
    file.fd_ = base::Fd(mkostemp(temporary.data(), O_CLOEXEC));
    if (!file.fd_) return base::fail("{}", cannot_write(path));
    file.temporary_ = std::move(temporary);
  }
  const mode_t mask = umask(0);
  umask(mask);
  fchmod(file.fd_.get(), exists ? status.st_mode & 07777 : 0666 & ~mask);
  return file;
}

ReportFile::ReportFile(ReportFile&& other) noexcept
    : path_(std::move(other.path_)),
      temporary_(std::exchange(other.temporary_, {})),
      unnamed_(other.unnamed_),
      written_(other.written_),
      fd_(std::move(other.fd_)),
      buffer_(std::move(other.buffer_)),
      error_(std::move(other.error_)) {}

ReportFile& ReportFile::operator=(ReportFile&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(temporary_, other.temporary_);
  std::swap(unnamed_, other.unnamed_);
  std::swap(written_, other.written_);
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
  if (error_.text.empty() && !base::write_all(fd_.get(), buffer_.data(), buffer_.size())) {
    error_.text = cannot_write(path_);
    // Half a line of a log is none. What is no file has no length to set.
    (void)!ftruncate(fd_.get(), written_);
  }
  if (error_.text.empty()) written_ += static_cast<off_t>(buffer_.size());
  buffer_.clear();
}

base::Result<void> ReportFile::finish() {
  flush();
  if (unnamed_ && error_.text.empty() && !give_name(fd_, path_)) error_.text = cannot_write(path_);
  if (close(fd_.release()) != 0 && error_.text.empty()) error_.text = cannot_write(path_);
  if (!error_.text.empty()) return tl::unexpected(error_);
  if (temporary_.empty()) return {};
  if (rename(temporary_.c_str(), path_.c_str()) != 0) return base::fail("{}", cannot_write(path_));
  temporary_.clear();
  return {};
}

}  // namespace trireme::events
