// Real processes: forked from a stopped copy of the program where that is possible and pays, else executed.
#pragma once

#include <memory>

#include "execute/launcher.h"
#include "forkserver/stock.h"
#include "model/options.h"

namespace trireme::execute {

// `stock` outlives the launcher.
std::unique_ptr<Launcher> make_process_launcher(const model::Options& options, forkserver::Stock& stock);

}  // namespace trireme::execute
