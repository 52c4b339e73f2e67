// A file descriptor that is closed once, by its owner.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"

namespace trireme::base {

class [[nodiscard]] Fd {
 public:
  Fd() = default;
  explicit Fd(int fd) : fd_(fd) {}
  Fd(Fd&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Fd& operator=(Fd&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~Fd() { reset(); }

  [[nodiscard]] int get() const { return fd_; }
  [[nodiscard]] int release() { return std::exchange(fd_, -1); }
  explicit operator bool() const { return fd_ >= 0; }
  void reset();

 private:
  int fd_ = -1;
};

struct Pipe {
  Fd read;
  Fd write;
};

// Both ends are close-on-exec; the read end does not block.
Result<Pipe> make_pipe();

// The whole file.
Result<std::string> read_file(const std::string& path);
// … into a text whose memory is used again. Of a file that cannot be read, anything may be there.
Result<void> read_file(const std::string& path, std::string& text);
// … which need not fit in memory: `take` gets one piece after another.
Result<void> read_pieces(const std::string& path, const std::function<void(std::string_view)>& take);

// Writes all of `text` to `fd`; false (and errno) when that fails.
bool write_all(int fd, const char* data, std::size_t size);

// Writes a file that takes the place of the one that is there: who reads finds one of them whole. False (and errno) when that
// fails.
bool replace_file(const std::string& path, const std::string& text);

}  // namespace trireme::base
