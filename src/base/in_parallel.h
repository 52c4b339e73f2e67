// Work that several threads share.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>

namespace trireme::base {

// 0, 1 … below `count`, each given once; nullopt: there are no more. From any thread.
using Next = std::function<std::optional<std::size_t>()>;

// Calls `work`, which throws nothing, in so many threads at once, this one among them; in fewer where the system gives no more, or
// there is not so much to do. Returns when all have done it.
//
//   in_parallel(cpus, files.size(), [&](const Next& next) { while (const auto at = next()) read(files[*at]); });
void in_parallel(int threads, std::size_t count, const std::function<void(const Next&)>& work);

}  // namespace trireme::base
