// A whole file where many are read one after another.
#pragma once

#include <string>

#include "base/result.h"

namespace trireme::base {

// As read_file() of fd.h, into a text whose memory is used again. Of a file that cannot be read, anything may be there.
Result<void> read_file(const std::string& path, std::string& text);

}  // namespace trireme::base
