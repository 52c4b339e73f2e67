// One exec'd process on the loop: its end, its output, its channel.
#pragma once

#include <asio/io_context.hpp>
#include <memory>

#include "execute/launcher.h"

namespace trireme::execute {

base::Result<std::unique_ptr<Process>> launch_by_exec(asio::io_context& loop, const CommandMaker& command,
                                                      ProcessWatcher& watcher);

}  // namespace trireme::execute
