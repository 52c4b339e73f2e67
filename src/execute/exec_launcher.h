// The launcher that starts each process by exec, on an Asio loop.
#pragma once

#include <memory>

#include "execute/launcher.h"

namespace trireme::execute {

// Takes over SIGINT, SIGTERM and SIGHUP while it lives.
std::unique_ptr<Launcher> make_exec_launcher();

}  // namespace trireme::execute
