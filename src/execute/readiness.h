// Tells that a descriptor can be read: once, after it was asked to.
//
// Asio's own descriptors are edge-triggered and wake the loop at each write to the other end, whether anybody waits or not. A
// GoogleTest program writes four times a test; here those that come between two questions cost nothing.
#pragma once

#include <asio/io_context.hpp>
#include <cstdint>
#include <functional>
#include <memory>

#include "base/result.h"

namespace trireme::execute {

class Readiness {
 public:
  explicit Readiness(asio::io_context& loop);
  ~Readiness();
  Readiness(const Readiness&) = delete;
  Readiness& operator=(const Readiness&) = delete;

  class State;

  // Of one descriptor, which must stay open meanwhile. May outlive the Readiness, and tells nothing then.
  class Watch {
   public:
    Watch() = default;
    Watch(Watch&& other) noexcept = default;
    Watch& operator=(Watch&& other) noexcept;
    ~Watch();
    // `readable` is called from the loop, once, when there is something to read: at once if there is by now. False when it
    // cannot be: of no watch, or when the kernel refuses.
    bool ask();

   private:
    friend class Readiness;
    std::shared_ptr<State> state_;
    std::uint64_t number_ = 0;
    int fd_ = -1;
  };
  // Nothing is told before it is asked for.
  base::Result<Watch> watch(int fd, std::function<void()> readable);

 private:
  std::shared_ptr<State> state_;
};

}  // namespace trireme::execute
