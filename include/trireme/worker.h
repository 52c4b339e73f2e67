// What a test may ask about the Trireme run it is part of: which worker it runs on, how many there are, which run it
// is, and where it may put files. For tests that would otherwise share a port, a schema or a path:
//
//   #include <trireme/worker.h>
//
//   TEST(Server, Answers) {
//     Server server("server_" + trireme::worker_id() + ".sock");           // no other worker has this name
//     std::ofstream log(trireme::temporary_directory() + "/server.log");   // removed if the tests of this process pass
//     …
//   }
//
// The same program works outside Trireme, where it is its own and only worker, called "master" (so do all tests under
// -n 0).
//
// Only this header, C++17 or newer, works under -fno-exceptions. Each call reads the environment anew and returns a
// value that is the caller's. Any thread may call at any time, unless another one changes the environment (setenv,
// putenv) meanwhile. A variable that is empty counts as not set. Child processes inherit the answers with the
// environment, but see test_run_id().
#pragma once

#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <string>
#include <system_error>

namespace trireme {

namespace detail {

inline std::string variable(const char* name, const char* otherwise) {
  const char* const value = std::getenv(name);
  return value != nullptr && *value != '\0' ? value : otherwise;
}

inline std::string hexadecimal(std::uint64_t number) {
  std::string text(16, '0');
  for (std::size_t i = text.size(); i > 0; number /= 16) text[--i] = "0123456789abcdef"[number % 16];
  return text;
}

// The time in nanoseconds, and an address, which the system chooses at random for each process: two processes that
// start at the same moment differ too. (<random> would double what this header costs to include.)
inline std::string id_of_this_process() {
  std::timespec now{};
  std::timespec_get(&now, TIME_UTC);
  const auto time = static_cast<std::uint64_t>(now.tv_sec) * 1'000'000'000 + static_cast<std::uint64_t>(now.tv_nsec);
  return hexadecimal(time) + hexadecimal(reinterpret_cast<std::uintptr_t>(&now));
}

}  // namespace detail

// "gw0", "gw1", … "gwN-1" with N workers; "master" outside Trireme, under -n 0 and under --dist no. Tests that run at
// the same time have different ids, tests of one worker run one after the other.
inline std::string worker_id() { return detail::variable("TRIREME_WORKER", "master"); }

// How many workers the run has, 1 or more; 1 outside Trireme. Also 1 should TRIREME_WORKER_COUNT hold something that is
// no such number: Trireme never sets that, so somebody else did.
inline int worker_count() {
  const std::string text = detail::variable("TRIREME_WORKER_COUNT", "1");
  const char* const end = text.data() + text.size();
  int count = 0;
  const auto parsed = std::from_chars(text.data(), end, count);
  return parsed.ec == std::errc() && parsed.ptr == end && count > 0 ? count : 1;
}

// Does the test run on a worker with a number? True also when that worker is the only one (-n 1); false for "master".
inline bool is_parallel_run() { return worker_id() != "master"; }

// 32 hexadecimal digits: the same for all tests of a run, whatever their worker and process, and another one in each
// run. Good for the name of what a run shares. Outside Trireme a process is a run: the id stays the same until it
// ends, and a program it starts (a death test of style "threadsafe" too) has another one.
inline std::string test_run_id() {
  static const std::string id_outside = detail::id_of_this_process();
  return detail::variable("TRIREME_TESTRUNUID", id_outside.c_str());
}

// In a run: the absolute path of a directory that only this user may enter, made empty for the process that runs the
// test. Tests that share the process share the directory. It is removed with all it holds when the process has ended,
// unless one of its tests failed and it holds files: then it is named with that test and kept, for the last three
// such runs.
// Outside Trireme: $TMPDIR or /tmp, shared with everybody and never cleaned up.
inline std::string temporary_directory() {
  return detail::variable("TRIREME_TMPDIR", detail::variable("TMPDIR", "/tmp").c_str());
}

}  // namespace trireme
