// Keeps GoogleTest's report small while it is read: of the failures of a test, which may be 100,000, it leaves in what Failures
// keeps. All else stays as it is, and what is no report stays none.
#pragma once

#include <string>
#include <string_view>

#include "execute/capture.h"
#include "execute/googletest/failures.h"

namespace trireme::execute::googletest {

class ReportCutter {
 public:
  void append(std::string_view bytes);
  // What is left in of all that was appended.
  std::string take();

 private:
  enum class Inside { text, tag, data };

  void cut(std::string_view bytes);
  std::size_t read_some(std::string_view bytes);
  std::size_t read_text(std::string_view bytes);
  std::size_t read_tag(std::string_view bytes);
  std::size_t read_data(std::string_view bytes);
  void copy(std::string_view bytes);
  void end_tag();
  void end_test();

  bool cuts_ = false;  // there has been a failure
  Inside inside_ = Inside::text;
  bool in_test_ = false;
  bool in_failure_ = false;
  std::string tag_;   // as far as it has come; of a failure's, without the values, which are as long as the failure
  char quote_ = 0;    // that ends the value; 0: it is in none
  std::string rest_;  // which cannot be told yet
  Capture text_;      // of the failure
  Failures failures_;
  std::string kept_;
};

}  // namespace trireme::execute::googletest
