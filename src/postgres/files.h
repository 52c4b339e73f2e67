// Trees of files, copied, packed, given away and removed by programs, so that nobody waits for them here.
#pragma once

#include <optional>
#include <string>

#include "base/child.h"
#include "postgres/async.h"

namespace trireme::postgres {

// Copies the directory `from` as `to`, which must not exist. It becomes the user's; nullopt: it is ours.
Async<void> copy_tree(std::string from, std::string to, std::optional<base::Identity> owner);
// A data directory as files in the directory `to`: for a cache, as reading and making one by one takes longest.
Async<void> pack_cluster(std::string data, std::string to);
// Back, in two steps: what a server needs to start makes the directory `data`, which must not exist; the databases can come while
// it starts, before anybody connects to it. They become the user's; nullopt: they are ours.
Async<void> unpack_server(std::string from, std::string data, std::optional<base::Identity> owner);
Async<void> unpack_databases(std::string from, std::string data, std::optional<base::Identity> owner);
// It need not be there.
Async<void> remove_tree(std::string path);

}  // namespace trireme::postgres
