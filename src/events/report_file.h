// The rule for files we write: to a file without a name (or, where there is no such thing, a temporary one beside the target)
// that gets its name at the end, if the target is missing or a regular file; straight through anything else (devices, pipes,
// symbolic links), which a rename would replace. Bytes are buffered (64 KiB).
#pragma once

#include <sys/types.h>

#include <string>
#include <string_view>

#include "base/fd.h"
#include "base/result.h"

namespace trireme::events {

class ReportFile {
 public:
  // `live`: a file to be read while it grows; always written at its own name, and emptied now.
  static base::Result<ReportFile> open(const std::string& path, bool live = false);
  ReportFile(ReportFile&&) noexcept;
  ReportFile& operator=(ReportFile&&) noexcept;
  ~ReportFile();  // unfinished: removes the temporary file

  // The first error is kept and comes out of finish().
  void write(std::string_view text);
  void flush();
  base::Result<void> finish();
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  ReportFile() = default;
  std::string path_;
  std::string temporary_;  // "" = straight through or unnamed
  bool unnamed_ = false;
  off_t written_ = 0;
  base::Fd fd_;
  std::string buffer_;
  base::Error error_;
};

}  // namespace trireme::events
