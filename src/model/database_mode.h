#pragma once

namespace trireme::model {

// Which PostgreSQL database tests get: none of ours, one for all of them, one for each worker, a fresh one for each test, a
// fresh one on a server of its own for each test.
enum class DatabaseMode { none, shared, worker, test, cluster };

// Something must be done between two tests, for which one process of both leaves no time.
constexpr bool needs_own_process(DatabaseMode mode) { return mode == DatabaseMode::test || mode == DatabaseMode::cluster; }

}  // namespace trireme::model
