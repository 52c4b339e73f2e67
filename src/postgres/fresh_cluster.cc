#include "postgres/fresh_cluster.h"

#include "base/fd.h"
#include "base/hash.h"
#include "postgres/files.h"

namespace trireme::postgres {

namespace {

constexpr const char* k_format = "trireme cluster 3";  // of what we do to a cluster

}  // namespace

std::string cluster_key(const Server::Settings& settings) {
  std::string key;
  base::add_part(key, k_format);
  base::add_part(key, settings.installation.identity);
  // Files that did not come to the disk before the machine stopped would be empty. To wait for the disk takes longer than to
  // make a cluster anew.
  base::add_part(key, base::read_file("/proc/sys/kernel/random/boot_id").value_or(""));
  for (const std::string& each : initdb_arguments()) base::add_part(key, each);
  return key;
}

Async<bool> copy_from_cache(const Server::Settings& settings, const ClusterCache& cache, std::string key, std::string data) {
  const auto entry = cache.find(key);
  if (!entry) co_return false;
  CO_CHECK(co_await unpack_server(entry->path, data, settings.user));
  CO_CHECK(co_await unpack_databases(entry->path, data, settings.user));
  co_return true;
}

Async<void> make_fresh_cluster(const Server::Settings& settings, const ClusterCache& cache, std::string data) {
  const std::string key = cluster_key(settings);
  CO_TRY(const bool taken, co_await copy_from_cache(settings, cache, key, data));
  if (taken) co_return base::Result<void>();
  CO_CHECK(co_await make_cluster(settings, data));
  co_await cache.keep(key, data);
  co_return base::Result<void>();
}

}  // namespace trireme::postgres
