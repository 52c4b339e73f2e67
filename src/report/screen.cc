#include "report/screen.h"

#include <poll.h>
#include <unistd.h>

#include <cerrno>

namespace trireme::report {

namespace {

constexpr std::size_t k_buffer_size = 64 * 1024;
constexpr std::string_view k_erase_line = "\r\x1b[K";

}  // namespace

void Screen::print(std::string_view text) {
  buffer_ += text;
  if (buffer_.size() >= k_buffer_size) show(std::string(status_));
}

void Screen::show(const std::string& status) {
  if (buffer_.empty() && status == status_) return;
  std::string text;
  if (!status_.empty()) text += k_erase_line;
  text += buffer_;
  text += status;
  buffer_.clear();
  status_ = status;
  write_out(text);
}

void Screen::write_out(std::string_view text) {
  while (!text.empty() && error_ == 0) {
    const ssize_t written = write(fd_, text.data(), text.size());
    if (written >= 0) {
      text.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno == EAGAIN) {
      // Whoever shares our terminal or pipe may have made it non-blocking.
      pollfd ready{fd_, POLLOUT, 0};
      poll(&ready, 1, -1);
    } else if (errno != EINTR) {
      error_ = errno;
    }
  }
}

}  // namespace trireme::report
