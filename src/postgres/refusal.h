// Why a server cannot be used, in one sentence with what to do about it.
#pragma once

#include <string>

#include "base/result.h"
#include "postgres/address.h"

namespace trireme::postgres {

// `complaint`: what Connection::open says. The address is the user's own.
base::Error refusal(const Address& address, const std::string& complaint);

// Did the server itself say it? Another database may be open to us then.
bool is_of_the_server(const std::string& complaint);

}  // namespace trireme::postgres
