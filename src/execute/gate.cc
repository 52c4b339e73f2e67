#include "execute/gate.h"

#include <fcntl.h>
#include <unistd.h>

namespace trireme::execute {

void Gate::open() {
  if (path_.empty() || reader_) return;
  reader_ = base::Fd(::open(path_.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
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
