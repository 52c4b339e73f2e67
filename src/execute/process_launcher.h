// Real processes: forked from a stopped copy of the program where that is possible, else executed.
#pragma once

#include <asio/io_context.hpp>
#include <memory>

#include "execute/launcher.h"
#include "forkserver/stock.h"
#include "model/options.h"

namespace trireme::execute {

// `loop` and `stock` outlive the launcher, which alone runs the loop from then on.
std::unique_ptr<Launcher> make_process_launcher(asio::io_context& loop, const model::Options& options, forkserver::Stock& stock,
                                                int workers);

}  // namespace trireme::execute
