// What a server of ours wrote into its log while a test ran.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <utility>

namespace trireme::postgres {

// Of each line of the log: when, by which process and, of a session, "[DATABASE]".
inline constexpr const char* k_log_line_prefix = "%m [%p] %q[%d] ";

class ServerLog {
 public:
  // "": there is none.
  explicit ServerLog(std::string file) : file_(std::move(file)) {}

  // From now on, for this worker.
  void begin(const std::string& worker);
  // Remembers how far the log has come. `now`: seconds.
  void look(double now);
  // The lines since then, or those that came after the last look before `since` if that is more; of sessions in the database ("":
  // in any), and of the server itself, but those that were given before. The last ones, where it is a lot.
  [[nodiscard]] std::string said(const std::string& worker, const std::string& database, double since);

 private:
  // As the last look before that found it; if there was none, without end.
  [[nodiscard]] std::uint64_t size_at(double time) const;

  std::string file_;
  // In bytes:
  std::deque<std::pair<double, std::uint64_t>> looks_;  // the last that found more than those before
  std::map<std::string, std::uint64_t> from_;           // by worker
  std::map<std::string, std::uint64_t> given_;          // … up to which it has been
};

// The lines of a piece of a log that concern the database; "" = any.
std::string lines_about(const std::string& database, const std::string& log);

}  // namespace trireme::postgres
