#include "execute/gate.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace trireme::execute {

base::Result<void> Gate::put_up(const std::string& path) {
  // A program that got past a fork server may have left a file there.
  if (unlink(path.c_str()) != 0 && errno != ENOENT) return base::fail_errno("cannot remove " + path);
  if (mkfifo(path.c_str(), 0600) != 0) return base::fail_errno("cannot make " + path);
  path_ = path;
  return {};
}

base::Result<void> Gate::open() {
  if (path_.empty() || reader_) return {};
  reader_ = base::Fd(::open(path_.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  if (!reader_) return base::fail_errno("cannot let the program begin, which waits at " + path_);
  return {};
}

bool Gate::may_be_passed() const {
  int written = 0;
  return path_.empty() || !reader_ || ioctl(reader_.get(), FIONREAD, &written) != 0 || written > 0;
}

void Gate::close() {
  if (path_.empty()) return;
  char written = 0;
  const bool passed = reader_ && read(reader_.get(), &written, 1) == 1;
  if (!passed) unlink(path_.c_str());
  reader_ = base::Fd();
  path_.clear();
}

}  // namespace trireme::execute
