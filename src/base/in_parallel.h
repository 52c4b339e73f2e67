// The same work in several threads.
#pragma once

#include <cstddef>
#include <functional>

namespace trireme::base {

// Calls `work`, which throws nothing, in so many threads at once, this one among them, or in as many as the system gives.
// Returns when all have done it.
void in_parallel(std::size_t threads, const std::function<void()>& work);

}  // namespace trireme::base
