#include "base/result.h"

#include <cerrno>
#include <cstring>

namespace trireme::base {

tl::unexpected<Error> fail_errno(const std::string& what) { return fail("{}: {}", what, std::strerror(errno)); }

}  // namespace trireme::base
