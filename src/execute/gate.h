// Holds a program before its first test until its connection has been looked at.
//
// Whose the other end of a TCP connection is can be asked only while that end is open, and a program whose tests take
// no time opens and closes it within a fraction of a millisecond. But GoogleTest writes the file TEST_PREMATURE_EXIT_FILE
// after it has connected and before it runs anything: if that is a FIFO, it waits there until somebody opens it for reading.
#pragma once

#include <string>

#include "base/fd.h"

namespace trireme::execute {

class Gate {
 public:
  // Makes the FIFO `path`; before that, there is no gate.
  base::Result<void> put_up(const std::string& path);

  // Lets the program go on. It stays open, for programs which the tests start and which wait there too. Fails (and may be
  // tried again) when descriptors have run out.
  base::Result<void> open();

  // May the program have begun its tests? Yes when there is no gate, and as long as nobody has opened it.
  [[nodiscard]] bool may_be_passed() const;

  // The program has ended. If it never came to the gate, the FIFO is removed, as if there had been a plain file: it
  // exists afterwards just when a program entered its run and did not come out.
  void close();

 private:
  std::string path_;
  base::Fd reader_;
};

}  // namespace trireme::execute
