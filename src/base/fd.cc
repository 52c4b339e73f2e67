#include "base/fd.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>

namespace trireme::base {

namespace {

constexpr std::size_t k_least_at_once = 1UL << 12;  // bytes to make room for; what is in /proc does not say how much it is
constexpr std::size_t k_most_at_once = 1UL << 26;
constexpr std::size_t k_piece = 1UL << 16;

}  // namespace

void Fd::reset() {
  if (fd_ >= 0) close(fd_);
  fd_ = -1;
}

Result<Pipe> make_pipe() {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return fail_errno("cannot make a pipe");
  Pipe pipe{Fd(ends[0]), Fd(ends[1])};
  if (fcntl(ends[0], F_SETFL, O_NONBLOCK) != 0) return fail_errno("cannot make a pipe non-blocking");
  return pipe;
}

Result<std::string> read_file(const std::string& path) {
  std::string text;
  if (auto done = read_file(path, text); !done) return tl::unexpected(std::move(done).error());
  return text;
}

Result<void> read_file(const std::string& path, std::string& text) {
  const Fd file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file) return fail_errno("cannot open " + path);
  struct stat status {};
  const std::size_t said = fstat(file.get(), &status) == 0 ? static_cast<std::size_t>(status.st_size) : 0;
  // One more than there are tells the end.
  text.resize(said == 0 ? k_least_at_once : std::min(said + 1, k_most_at_once));
  for (std::size_t size = 0;;) {
    if (size == text.size()) text.resize(size + std::max(size, k_least_at_once));
    const ssize_t got = read(file.get(), text.data() + size, text.size() - size);
    if (got > 0) size += static_cast<std::size_t>(got);
    if (got == 0) {
      text.resize(size);
      return {};
    }
    if (got < 0 && errno != EINTR) return fail_errno("cannot read " + path);
  }
}

Result<void> read_pieces(const std::string& path, const std::function<void(std::string_view)>& take) {
  const Fd file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file) return fail_errno("cannot open " + path);
  std::string piece(k_piece, '\0');
  for (;;) {
    const ssize_t got = read(file.get(), piece.data(), piece.size());
    if (got == 0) return {};
    if (got > 0) take(std::string_view(piece).substr(0, static_cast<std::size_t>(got)));
    if (got < 0 && errno != EINTR) return fail_errno("cannot read " + path);
  }
}

bool write_all(int fd, const char* data, std::size_t size) {
  while (size > 0) {
    const ssize_t written = write(fd, data, size);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    data += written;
    size -= static_cast<std::size_t>(written);
  }
  return true;
}

bool replace_file(const std::string& path, const std::string& text) {
  std::string fresh = path + ".XXXXXX";
  const Fd file(mkostemp(fresh.data(), O_CLOEXEC));
  if (!file) return false;
  if (write_all(file.get(), text.data(), text.size()) && std::rename(fresh.c_str(), path.c_str()) == 0) return true;
  const int why = errno;
  unlink(fresh.c_str());
  errno = why;
  return false;
}

}  // namespace trireme::base
