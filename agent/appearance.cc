#include "agent/appearance.h"

#include <fcntl.h>
#include <linux/prctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>

#include "agent/text.h"
#include "agent/variables.h"

extern char** environ;  // NOLINT(readability-redundant-declaration)

namespace trireme::agent {

namespace {

prctl_mm_map g_map;
bool g_map_known = false;
char* g_nothing[] = {nullptr};

// Pointers, and the texts they point to one after another.
class Block {
 public:
  Block(std::size_t bytes, std::size_t pointers) {
    const std::size_t table = pointers * sizeof(char*);
    void* memory = mmap(nullptr, table + bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) _exit(127);
    pointers_ = static_cast<char**>(memory);
    text_ = static_cast<char*>(memory) + table;
  }
  [[nodiscard]] char** here() { return pointers_; }
  [[nodiscard]] const char* text() const { return text_; }
  char* copy(const char* string) {
    const std::size_t size = std::strlen(string) + 1;
    std::memcpy(text_, string, size);
    text_ += size;
    return text_ - size;
  }
  void point_to(char* string) { *pointers_++ = string; }

 private:
  char** pointers_;
  char* text_;
};

// What becomes of a given variable: itself, a changed one, or nullptr.
const char* replacement(const char* variable, const Wanted& wanted) {
  const char* change = wanted.first_change();
  for (std::size_t i = 0; i < wanted.changes; ++i, change = next(change)) {
    if (same_name(variable, change)) return std::strchr(change, '=') == nullptr ? nullptr : change;
  }
  return variable;
}

// environ follows the given texts, but for what the program has set or taken away.
void add_environment(Block& block, const Wanted& wanted) {
  const GivenVariables& given = given_variables();
  char** each = environ == nullptr ? g_nothing : environ;
  for (const char* text = given.begin; text < given.end; text = next(text)) {
    while (*each != nullptr && !given.hold(*each)) block.point_to(*each++);
    const char* wants = replacement(text, wanted);
    char* copy = wants == nullptr ? nullptr : block.copy(wants);
    if (*each != text) continue;
    ++each;
    if (copy != nullptr) block.point_to(copy);
  }
  while (*each != nullptr) block.point_to(*each++);
  const char* change = wanted.first_change();
  for (std::size_t i = 0; i < wanted.changes; ++i, change = next(change)) {
    if (!is_given(change) && std::strchr(change, '=') != nullptr) block.point_to(block.copy(change));
  }
  block.point_to(nullptr);
}

// The fields of /proc/self/stat by number, see proc(5); 0 for those that are not numbers.
bool read_status(unsigned long long (&fields)[53]) {
  char text[1024] = {};
  const int fd = open("/proc/self/stat", O_RDONLY | O_CLOEXEC);
  const ssize_t size = read(fd, text, sizeof text - 1);
  close(fd);
  const char* at = size > 0 ? std::strrchr(text, ')') : nullptr;  // the program's name may hold anything
  if (at == nullptr) return false;
  at += 3;  // the state, which is a letter
  for (int field = 4; field < 53 && *at != '\0'; ++field) {
    char* end = nullptr;
    fields[field] = std::strtoull(at, &end, 10);
    at = end;
  }
  return fields[51] != 0;
}

unsigned long long address(const void* pointer) { return reinterpret_cast<unsigned long long>(pointer); }

}  // namespace

const char* Wanted::first_change() const {
  const char* each = strings;
  for (std::size_t i = 0; i < arguments; ++i) each = next(each);
  return each;
}

void look_at_oneself() {
  unsigned long long fields[53] = {};
  g_map_known = read_status(fields);
  g_map.start_code = fields[26];
  g_map.end_code = fields[27];
  g_map.start_stack = fields[28];
  g_map.start_data = fields[45];
  g_map.end_data = fields[46];
  g_map.start_brk = fields[47];
  g_map.brk = address(sbrk(0));
  g_map.exe_fd = static_cast<unsigned>(-1);
}

Appearance make_appearance(const Wanted& wanted) {
  const GivenVariables& given = given_variables();
  const char* end = wanted.first_change();
  for (std::size_t i = 0; i < wanted.changes; ++i) end = next(end);
  std::size_t variables = 0;
  for (const char* each = given.begin; each < given.end; each = next(each)) ++variables;
  for (char** each = environ == nullptr ? g_nothing : environ; *each != nullptr; ++each) ++variables;

  Block block(static_cast<std::size_t>((end - wanted.strings) + (given.end - given.begin)),
              wanted.arguments + 1 + variables + wanted.changes + 1);
  Appearance result{.argc = static_cast<int>(wanted.arguments), .argv = block.here(), .environment = nullptr};
  const char* arguments = block.text();
  const char* argument = wanted.strings;
  for (std::size_t i = 0; i < wanted.arguments; ++i, argument = next(argument)) block.point_to(block.copy(argument));
  block.point_to(nullptr);
  g_map.arg_start = address(arguments);
  g_map.arg_end = g_map.env_start = address(block.text());
  result.environment = block.here();
  add_environment(block, wanted);
  g_map.env_end = address(block.text());
  return result;
}

void put_on(const Appearance& appearance) {
  environ = appearance.environment;
  if (g_map_known) prctl(PR_SET_MM, PR_SET_MM_MAP, &g_map, sizeof g_map, 0);
}

}  // namespace trireme::agent
