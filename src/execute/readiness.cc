#include "execute/readiness.h"

#include <sys/epoll.h>

#include <array>
#include <asio/posix/stream_descriptor.hpp>
#include <cstdint>
#include <map>
#include <utility>

namespace trireme::execute {

class Readiness::State : public std::enable_shared_from_this<State> {
 public:
  explicit State(asio::io_context& loop) : descriptors_(loop) {
    asio::error_code ignored;
    if (const int fd = epoll_create1(EPOLL_CLOEXEC); fd >= 0) descriptors_.assign(fd, ignored);
  }

  // 0, and errno, when the kernel refuses.
  std::uint64_t add(int fd, std::function<void()> readable) {
    // Not even once would keep the kernel from telling of the other side's end, again and again.
    if (control(EPOLL_CTL_ADD, fd, EPOLLONESHOT, last_ + 1) != 0) return 0;
    watched_.emplace(++last_, Watched{std::move(readable)});
    return last_;
  }
  bool ask(int fd, std::uint64_t number) {
    Watched& watched = watched_[number];
    if (!watched.asked) watched.asked = control(EPOLL_CTL_MOD, fd, EPOLLIN | EPOLLONESHOT, number) == 0;
    return watched.asked;
  }
  void remove(int fd, std::uint64_t number) {
    control(EPOLL_CTL_DEL, fd, 0, number);
    watched_.erase(number);
  }

  void close() {
    asio::error_code ignored;
    descriptors_.close(ignored);
  }

  void wait() {
    descriptors_.async_wait(asio::posix::stream_descriptor::wait_read,
                            [weak = weak_from_this()](const asio::error_code& error) {
                              const auto self = weak.lock();
                              if (error || !self) return;
                              self->tell();
                              self->wait();
                            });
  }

 private:
  struct Watched {
    std::function<void()> readable;
    bool asked = false;
  };

  int control(int what, int fd, std::uint32_t events, std::uint64_t number) {
    epoll_event event{};
    event.events = events;
    event.data.u64 = number;
    return epoll_ctl(descriptors_.native_handle(), what, fd, &event);
  }

  void tell() {
    std::array<epoll_event, 64> events;
    const int count = epoll_wait(descriptors_.native_handle(), events.data(), static_cast<int>(events.size()), 0);
    for (int i = 0; i < count; ++i) {
      const std::uint64_t number = events[static_cast<std::size_t>(i)].data.u64;  // a copy: it is not aligned there
      const auto found = watched_.find(number);
      if (found == watched_.end() || !std::exchange(found->second.asked, false)) continue;
      const std::function<void()> readable = found->second.readable;
      readable();
    }
  }

  asio::posix::stream_descriptor descriptors_;  // an epoll set
  std::map<std::uint64_t, Watched> watched_;
  std::uint64_t last_ = 0;
};

Readiness::Readiness(asio::io_context& loop) : state_(std::make_shared<State>(loop)) { state_->wait(); }

Readiness::~Readiness() { state_->close(); }

base::Result<Readiness::Watch> Readiness::watch(int fd, std::function<void()> readable) {
  Watch watch;
  watch.number_ = state_->add(fd, std::move(readable));
  if (watch.number_ == 0) return base::fail_errno("cannot watch a descriptor");
  watch.state_ = state_;
  watch.fd_ = fd;
  return watch;
}

Readiness::Watch& Readiness::Watch::operator=(Watch&& other) noexcept {
  std::swap(state_, other.state_);
  std::swap(number_, other.number_);
  std::swap(fd_, other.fd_);
  return *this;
}

Readiness::Watch::~Watch() {
  if (state_) state_->remove(fd_, number_);
}

bool Readiness::Watch::ask() { return state_ && state_->ask(fd_, number_); }

}  // namespace trireme::execute
