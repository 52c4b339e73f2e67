// What becomes of a program that a test starts.
#pragma once

#include <array>
#include <cstdio>
#include <string>
#include <utility>

// Of a command of the shell: its exit status, as of wait(), and all its output.
inline std::pair<int, std::string> outcome(const std::string& command) {
  FILE* const pipe = popen((command + " 2>&1").c_str(), "r");
  std::string output;
  std::array<char, 4096> buffer{};
  while (const std::size_t size = fread(buffer.data(), 1, buffer.size(), pipe)) output.append(buffer.data(), size);
  return {pclose(pipe), output};
}
