// As whom the server runs: PostgreSQL refuses to run as root.
#pragma once

#include <optional>
#include <string>

#include "base/child.h"
#include "base/result.h"

namespace trireme::postgres {

// nullopt: as we do. `named` is --db-os-user's, "" if it was not given.
base::Result<std::optional<base::Identity>> server_user(const std::string& named);

// May this user come into the directory? nullopt: we may.
bool may_enter(const std::optional<base::Identity>& user, const std::string& directory);

}  // namespace trireme::postgres
