// Keeps GoogleTest's report small while it is read: of the failures of a test, which may be 100,000, and of its properties it
// leaves in what Failures keeps, of why it was skipped the first message. All else stays as it is, and what is no report stays
// none.
#pragma once

#include <optional>
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
  void add_to_tag(std::string_view bytes);
  void end_tag();
  void end_message();
  void end_properties();
  void end_test();

  bool cuts_ = false;  // there has been something that may be long
  Inside inside_ = Inside::text;
  bool in_test_ = false;
  bool in_message_ = false;  // of a failure or a skip
  bool is_skip_ = false;
  std::string tag_;   // as far as it has come; of a message's, without the values, which are as long as the message
  char quote_ = 0;    // that ends the value; 0: it is in none
  std::string rest_;  // which cannot be told yet
  Capture value_;     // in a tag of a test
  Capture text_;      // of the message
  Failures failures_;
  Failures properties_{"value"};  // their tags
  std::optional<std::string> skip_;
  std::string kept_;
};

}  // namespace trireme::execute::googletest
