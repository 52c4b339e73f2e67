// What a server of ours wrote into its log while a test ran.
#pragma once

#include <cstdint>
#include <map>
#include <string>

namespace trireme::postgres {

// Of each line of the log: when, by which process and, of a session, "[DATABASE]".
inline constexpr const char* k_log_line_prefix = "%m [%p] %q[%d] ";

class ServerLog {
 public:
  // "": there is none.
  explicit ServerLog(std::string file) : file_(std::move(file)) {}

  // From now on, for this worker.
  void begin(const std::string& worker);
  // The lines since then of sessions in the database, and of the server itself. The last ones, where it is a lot.
  [[nodiscard]] std::string said(const std::string& worker, const std::string& database) const;

 private:
  std::string file_;
  std::map<std::string, std::uint64_t> from_;  // bytes, by worker
};

// The lines of a piece of a log that concern the database.
std::string lines_about(const std::string& database, const std::string& log);

}  // namespace trireme::postgres
