// Trees of files, copied, given away and removed by programs, so that nobody waits for them here.
#pragma once

#include <optional>
#include <string>

#include "base/child.h"
#include "postgres/async.h"

namespace trireme::postgres {

// Copies the directory `from` as `to`, which must not exist. It becomes the user's; nullopt: it is ours.
Async<void> copy_tree(std::string from, std::string to, std::optional<base::Identity> owner);
// It need not be there.
Async<void> remove_tree(std::string path);

}  // namespace trireme::postgres
