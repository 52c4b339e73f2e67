#include "execute/capture.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace trireme::execute {

namespace {

constexpr std::size_t k_head = 64 * 1024;  // bytes
constexpr std::size_t k_tail = 64 * 1024;
constexpr std::uint64_t k_most_in_file = 64 << 20;

}  // namespace

void Capture::append(std::string_view bytes) {
  const std::size_t to_head = std::min(bytes.size(), k_head - head_.size());
  head_ += bytes.substr(0, to_head);
  bytes.remove_prefix(to_head);
  if (bytes.size() > k_tail) {
    drop_from_tail(tail_.size());
    dropped_ += bytes.size() - k_tail;
    save(bytes.substr(0, bytes.size() - k_tail));
    tail_.assign(bytes.substr(bytes.size() - k_tail));
    return;
  }
  tail_ += bytes;
  if (tail_.size() > 2 * k_tail) drop_from_tail(tail_.size() - k_tail);
}

void Capture::drop_from_tail(std::size_t size) {
  if (size == 0) return;
  dropped_ += size;
  save(std::string_view(tail_).substr(0, size));
  tail_.erase(0, size);
}

// What falls out between head and tail; the head goes before the first of it.
void Capture::save(std::string_view bytes) {
  if (!prefix_.empty() && path_.empty() && problem_.empty()) open_file();
  if (!file_) return;
  const std::uint64_t room = k_most_in_file - saved_;
  if (bytes.size() > room) problem_ = "it has the first 64 MiB only";
  bytes = bytes.substr(0, std::min<std::uint64_t>(bytes.size(), room));
  if (!base::write_all(file_.get(), bytes.data(), bytes.size())) return give_up(strerror(errno));
  saved_ += bytes.size();
}

void Capture::open_file() {
  path_ = prefix_ + std::to_string(files_++);
  file_ = base::Fd(open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (!file_ || !base::write_all(file_.get(), head_.data(), head_.size())) return give_up(strerror(errno));
  saved_ = head_.size();
}

// A disk that is full is left to the tests.
void Capture::give_up(const std::string& why) {
  unlink(path_.c_str());
  file_.reset();
  path_.clear();
  problem_ = why;
}

model::Captured Capture::take() {
  if (tail_.size() > k_tail) drop_from_tail(tail_.size() - k_tail);
  if (file_ && problem_.empty() && !base::write_all(file_.get(), tail_.data(), tail_.size())) give_up(strerror(errno));
  file_.reset();
  saved_ = 0;
  return {std::exchange(head_, {}), std::exchange(dropped_, 0), std::exchange(tail_, {}), std::exchange(path_, {}),
          std::exchange(problem_, {})};
}

}  // namespace trireme::execute
