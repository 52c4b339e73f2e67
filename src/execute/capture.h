// Bounded capture: the head and the tail of what was written, however much it was. All of it is put in a file when it is more,
// as far as there is room.
#pragma once

#include <string>
#include <string_view>

#include "base/fd.h"
#include "model/event.h"

namespace trireme::execute {

class Capture {
 public:
  // The files that it will make begin so; without it there are none.
  void keep_in(std::string prefix) { prefix_ = std::move(prefix); }
  void append(std::string_view bytes);
  // It has made some; they are not its own after take().
  [[nodiscard]] bool made_files() const { return files_ > 0; }
  [[nodiscard]] bool empty() const { return head_.empty(); }
  // The last of it; "" = nothing.
  [[nodiscard]] const std::string& end() const { return tail_.empty() ? head_ : tail_; }
  // What was captured; leaves the capture empty.
  model::Captured take();

 private:
  void drop_from_tail(std::size_t size);
  void save(std::string_view bytes);
  void open_file();
  void give_up(const std::string& why);

  std::string prefix_;
  int files_ = 0;
  std::string head_;
  std::string tail_;
  std::uint64_t dropped_ = 0;
  base::Fd file_;
  std::uint64_t saved_ = 0;
  std::string path_;
  std::string problem_;  // why the file does not have all
};

}  // namespace trireme::execute
