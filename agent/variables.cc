// getenv and secure_getenv are ours, so that what static initialisers read is known: a child whose value differs cannot come
// from this process. Walks over environ are not seen.
#include "agent/variables.h"

#include <cstdlib>
#include <cstring>

#include "agent/wire.h"

extern char** environ;  // NOLINT(readability-redundant-declaration)

namespace trireme::agent {

namespace {

constexpr int k_most_names = 512;
constexpr std::size_t k_most_bytes = 16 * 1024;

// No memory of the program's heap: it must stay as it would be without us.
char g_names[k_most_bytes];
std::size_t g_names_size = 0;
int g_names_count = 0;
bool g_overflow = false;
bool g_watching = true;

std::size_t name_length(const char* variable) {
  const char* end = std::strchr(variable, '=');
  return end == nullptr ? std::strlen(variable) : static_cast<std::size_t>(end - variable);
}

bool is_noted(const char* name, std::size_t length) {
  for (const char* each = g_names; each < g_names + g_names_size; each += std::strlen(each) + 1) {
    if (std::strlen(each) == length && std::memcmp(each, name, length) == 0) return true;
  }
  return false;
}

void note(const char* name) {
  const std::size_t length = std::strlen(name);
  if (is_noted(name, length)) return;
  g_overflow = g_overflow || g_names_count == k_most_names || g_names_size + length + 1 > k_most_bytes;
  if (g_overflow) return;
  std::memcpy(g_names + g_names_size, name, length + 1);
  g_names_size += length + 1;
  ++g_names_count;
}

char* value_of(const char* name) {
  const std::size_t length = std::strlen(name);
  for (char** each = environ; environ != nullptr && length > 0 && *each != nullptr; ++each) {
    if (std::strncmp(*each, name, length) == 0 && (*each)[length] == '=') return *each + length + 1;
  }
  return nullptr;
}

}  // namespace

bool take_over_environment() {
  const char* callers = value_of(k_preload_variable);
  if (callers == nullptr) return false;
  // In place: it is a part of what LD_PRELOAD holds now.
  char* preload = value_of("LD_PRELOAD");
  if (preload != nullptr) std::memmove(preload, callers, std::strlen(callers) + 1);
  if (*callers == '\0') unsetenv("LD_PRELOAD");
  unsetenv(k_preload_variable);
  return true;
}

void stop_watching() { g_watching = false; }

bool was_read(const char* variable) { return g_overflow || is_noted(variable, name_length(variable)); }

}  // namespace trireme::agent

extern "C" {

__attribute__((visibility("default"))) char* getenv(const char* name) noexcept {
  if (trireme::agent::g_watching) trireme::agent::note(name);
  return trireme::agent::value_of(name);
}

// Never setuid: the kernel would not have loaded us.
__attribute__((visibility("default"))) char* secure_getenv(const char* name) noexcept { return getenv(name); }
}
