// Standard output, buffered, with at most one status line at its end that later text replaces.
//
// An error of writing (a closed pipe, a full disk) is kept and asked for at the end: the run goes on, its reports are
// still written, but results that nobody could see are no success.
#pragma once

#include <string>
#include <string_view>

namespace trireme::report {

class Screen {
 public:
  explicit Screen(int fd) : fd_(fd) {}

  // Written when 64 KiB have come together, or by show().
  void print(std::string_view text);
  // Writes what was printed, and below it the status: one line without a newline, or "" for none.
  void show(const std::string& status = "");
  // errno of the first write that failed, 0 if none did.
  [[nodiscard]] int error() const { return error_; }

 private:
  void write_out(std::string_view text);

  int fd_;
  int error_ = 0;
  std::string buffer_;
  std::string status_;  // what stands on the terminal now
};

}  // namespace trireme::report
