#include "execute/googletest/failures.h"

#include <fmt/format.h>

#include <iterator>
#include <utility>

#include "base/text.h"
#include "execute/capture.h"

namespace trireme::execute::googletest {

namespace {

constexpr std::size_t k_first = 64 * 1024;  // bytes
constexpr std::size_t k_last = 64 * 1024;
constexpr std::size_t k_longest = 256 * 1024;  // message; more than shortened() leaves

std::size_t size_of(const model::Failure& failure) { return sizeof failure + failure.file.size() + failure.message.size(); }

}  // namespace

void Failures::add(model::Failure&& failure) {
  if (failure.message.size() > k_longest) {
    Capture long_one;
    long_one.append(failure.message);
    failure.message = shortened(long_one.take());
  }
  const std::size_t size = size_of(failure);
  if (last_.empty() && (first_.empty() || first_size_ + size <= k_first)) {
    first_.push_back(std::move(failure));
    first_size_ += size;
    return;
  }
  last_.push_back(std::move(failure));
  last_size_ += size;
  for (; last_size_ > k_last && last_.size() > 1; last_.pop_front(), ++left_out_) last_size_ -= size_of(last_.front());
}

std::vector<model::Failure> Failures::take() {
  std::vector<model::Failure> all = std::move(first_);
  if (left_out_ > 0) all.push_back({.message = fmt::format("... {} left out ...", base::counted(left_out_, noun_))});
  all.insert(all.end(), std::make_move_iterator(last_.begin()), std::make_move_iterator(last_.end()));
  *this = Failures(noun_);
  return all;
}

std::string shortened(model::Captured&& text) {
  if (text.omitted == 0) return std::move(text.head) + text.tail;
  return std::move(text.head) + "\n... the middle of a long text is left out ...\n" + text.tail;
}

}  // namespace trireme::execute::googletest
