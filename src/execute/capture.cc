#include "execute/capture.h"

#include <algorithm>
#include <utility>

namespace trireme::execute {

namespace {

constexpr std::size_t k_head = 64 * 1024;  // bytes
constexpr std::size_t k_tail = 64 * 1024;

}  // namespace

void Capture::append(std::string_view bytes) {
  const std::size_t to_head = std::min(bytes.size(), k_head - head_.size());
  head_ += bytes.substr(0, to_head);
  bytes.remove_prefix(to_head);
  if (bytes.size() > k_tail) {
    dropped_ += tail_.size() + bytes.size() - k_tail;
    tail_.assign(bytes.substr(bytes.size() - k_tail));
    return;
  }
  tail_ += bytes;
  if (tail_.size() <= 2 * k_tail) return;
  dropped_ += tail_.size() - k_tail;
  tail_.erase(0, tail_.size() - k_tail);
}

model::Captured Capture::take() {
  if (tail_.size() > k_tail) {
    dropped_ += tail_.size() - k_tail;
    tail_.erase(0, tail_.size() - k_tail);
  }
  return {std::exchange(head_, {}), std::exchange(dropped_, 0), std::exchange(tail_, {})};
}

}  // namespace trireme::execute
