// Reports go to files of their own: two that write the same one leave what nobody can read.
#pragma once

#include <string>

#include "base/result.h"
#include "model/options.h"

namespace trireme::options {

// `read`: a log that must not be written over, "" = none. Devices and pipes may be given more than once.
base::Result<void> check_reports(const model::Options& options, const std::string& read);

}  // namespace trireme::options
