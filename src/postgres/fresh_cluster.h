// A data directory as initdb makes it, from the cache where that is possible.
#pragma once

#include "postgres/cluster_cache.h"
#include "postgres/server.h"

namespace trireme::postgres {

// By what one can tell that initdb would come to the same.
std::string cluster_key(const Server::Settings& settings);

Async<void> make_fresh_cluster(const Server::Settings& settings, const ClusterCache& cache, std::string data);

// Copies what the cache has under the key, if it has.
Async<bool> copy_from_cache(const Server::Settings& settings, const ClusterCache& cache, std::string key, std::string data);

}  // namespace trireme::postgres
