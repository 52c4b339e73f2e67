// Units of a gcc whose notes we do not read. Their counts we do; the gcov that came with it says what they mean.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "coverage/profile.h"

namespace trireme::coverage {

// An error, the user's: one of these .gcno files is of such a gcc, and its gcov is not there, or cannot do what is asked for.
// By so many threads at once.
base::Result<void> check_foreign(const std::vector<std::string>& notes, bool by_context, int threads);

// What gcov prints of a unit as JSON; "" of one that has no functions. `sum`: nullptr when nothing was counted. An error is a
// sentence.
base::Result<std::string> ask_gcov(const Version& version, const std::string& notes, const Profile* sum);

}  // namespace trireme::coverage
