#include "agent/appearance.h"

#include <fcntl.h>
#include <linux/prctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>

extern char** environ;  // NOLINT(readability-redundant-declaration)

namespace trireme::agent {

namespace {

std::size_t name_length(const char* variable) {
  const char* end = std::strchr(variable, '=');
  return end == nullptr ? std::strlen(variable) : static_cast<std::size_t>(end - variable);
}

const char* next(const char* string) { return string + std::strlen(string) + 1; }

bool same_name(const char* a, const char* b) {
  const std::size_t length = name_length(a);
  return length == name_length(b) && std::memcmp(a, b, length) == 0;
}

bool is_changed(const char* variable, const char* changes, std::size_t count) {
  for (; count > 0; --count, changes = next(changes)) {
    if (same_name(variable, changes)) return true;
  }
  return false;
}

// Strings one after another, and the pointers to them.
class Block {
 public:
  Block(std::size_t bytes, std::size_t pointers) {
    const std::size_t table = (pointers + 2) * sizeof(char*);
    void* memory = mmap(nullptr, table + bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) _exit(127);
    pointers_ = static_cast<char**>(memory);
    text_ = static_cast<char*>(memory) + table;
  }
  [[nodiscard]] char** here() { return pointers_; }
  void add(const char* string) {
    const std::size_t size = std::strlen(string) + 1;
    std::memcpy(text_, string, size);
    *pointers_++ = text_;
    text_ += size;
  }
  void end() { *pointers_++ = nullptr; }

 private:
  char** pointers_;
  char* text_;
};

// The fields of /proc/self/stat from the 26th on, as prctl wants them back.
bool read_memory_map(prctl_mm_map& map) {
  char text[1024] = {};
  const int fd = open("/proc/self/stat", O_RDONLY | O_CLOEXEC);
  const ssize_t size = read(fd, text, sizeof text - 1);
  close(fd);
  const char* at = size > 0 ? std::strrchr(text, ')') : nullptr;  // the program's name may hold anything
  if (at == nullptr) return false;
  unsigned long long fields[52] = {};
  at += 3;  // the state, which is a letter
  for (int field = 4; field < 52 && *at != '\0'; ++field) {
    char* end = nullptr;
    fields[field] = std::strtoull(at, &end, 10);
    at = end;
  }
  map.start_code = fields[26];
  map.end_code = fields[27];
  map.start_stack = fields[28];
  map.start_data = fields[45];
  map.end_data = fields[46];
  map.start_brk = fields[47];
  map.brk = reinterpret_cast<unsigned long long>(sbrk(0));
  map.exe_fd = static_cast<unsigned>(-1);
  return fields[51] != 0;
}

unsigned long long address(const char* pointer) { return reinterpret_cast<unsigned long long>(pointer); }

}  // namespace

Appearance make_appearance(const char* strings, std::size_t arguments, std::size_t changes) {
  const char* first_change = strings;
  for (std::size_t i = 0; i < arguments; ++i) first_change = next(first_change);
  const char* end = first_change;
  for (std::size_t i = 0; i < changes; ++i) end = next(end);
  std::size_t bytes = static_cast<std::size_t>(end - strings);
  std::size_t variables = 0;
  for (char** each = environ; *each != nullptr; ++each, ++variables) bytes += std::strlen(*each) + 1;

  Block block(bytes, arguments + variables + changes);
  Appearance result{.argc = static_cast<int>(arguments), .argv = block.here(), .environment = nullptr};
  for (; arguments > 0; --arguments, strings = next(strings)) block.add(strings);
  block.end();
  result.environment = block.here();
  for (char** each = environ; *each != nullptr; ++each) {
    if (!is_changed(*each, first_change, changes)) block.add(*each);
  }
  for (const char* each = first_change; each < end; each = next(each)) {
    if (std::strchr(each, '=') != nullptr) block.add(each);
  }
  block.end();
  return result;
}

void put_on(const Appearance& appearance) {
  environ = appearance.environment;
  prctl_mm_map map{};
  if (!read_memory_map(map)) return;
  const char* last_argument = appearance.argv[appearance.argc - 1];
  map.arg_start = address(appearance.argv[0]);
  map.arg_end = address(next(last_argument));
  map.env_start = map.arg_end;
  map.env_end = map.arg_end;
  for (char** each = appearance.environment; *each != nullptr; ++each) map.env_end = address(next(*each));
  prctl(PR_SET_MM, PR_SET_MM_MAP, &map, sizeof map, 0);
}

}  // namespace trireme::agent
