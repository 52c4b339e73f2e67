// The addresses of a host. The system finds them out while its caller waits, so a thread does it, which may outlive the question.
#pragma once

#include <netdb.h>

#include <chrono>
#include <string>

#include "postgres/address.h"
#include "postgres/async.h"

namespace trireme::postgres {

// As it is said; "" = it is not.
std::string host_of(const Address& address);

// The one name that libpq would look up itself; "" = none: an address, a directory, several hosts, or none that is said.
std::string name_to_look_up(const Address& address);

// All that the name has, in the order in which they are to be tried, with commas between them.
Async<std::string> look_up(std::string name, std::chrono::seconds patience, decltype(&getaddrinfo) lookup = getaddrinfo);

}  // namespace trireme::postgres
