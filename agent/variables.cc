// getenv and secure_getenv are ours, so that what static initialisers read is known: a child whose value differs cannot come
// from this process. Walks over environ are not seen.
#include "agent/variables.h"

#include <dlfcn.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>

#include "agent/text.h"
#include "agent/wire.h"

extern char** environ;  // NOLINT(readability-redundant-declaration)

// Ours for certain: the plain name may mean the program's.
extern "C" __attribute__((visibility("hidden"), alias("getenv"), nonnull)) char* trireme_getenv(const char* name) noexcept;

namespace trireme::agent {

namespace {

constexpr const char* k_preload = "LD_PRELOAD";
constexpr int k_most_names = 512;
constexpr std::size_t k_most_bytes = 16 * 1024;

// No memory of the program's heap: it must stay as it would be without us.
char g_names[k_most_bytes];
std::size_t g_names_size = 0;
int g_names_count = 0;
bool g_overflow = false;
bool g_watching = true;

char** g_given_array = nullptr;
GivenVariables g_given;

bool is_noted(const char* name) {
  for (const char* each = g_names; each < g_names + g_names_size; each = next(each)) {
    if (same_name(each, name)) return true;
  }
  return false;
}

void note(const char* name) {
  const std::size_t size = std::strlen(name) + 1;
  if (is_noted(name)) return;
  g_overflow = g_overflow || g_names_count == k_most_names || g_names_size + size > k_most_bytes;
  if (g_overflow) return;
  std::memcpy(g_names + g_names_size, name, size);
  g_names_size += size;
  ++g_names_count;
}

char* find(char** environment, const char* name) {
  for (char** each = environment; each != nullptr && *each != nullptr; ++each) {
    if (same_name(*each, name)) return *each;
  }
  return nullptr;
}

// What the runner told us: its pid, and after a colon the caller's LD_PRELOAD if there is one.
struct Told {
  pid_t runner = 0;
  const char* preload = nullptr;
};

Told understood(const char* variable) {
  const char* at = variable + name_length(variable) + 1;
  Told told;
  for (; *at >= '0' && *at <= '9'; ++at) told.runner = told.runner * 10 + (*at - '0');
  if (*at == ':') told.preload = at + 1;
  return told;
}

// Cuts out all before the caller's value, which is the end of what LD_PRELOAD holds now.
void restore_preload(char* variable, std::size_t callers_length) {
  char* value = variable + std::strlen(k_preload) + 1;
  std::memmove(value, value + std::strlen(value) - callers_length, callers_length + 1);
}

// Moves the texts and the pointers to them together, so that there is no gap where two were. `end`: of the given texts.
void close_gaps(char** environment, const char* end, const char* gone, const char* gone_too) {
  char* to = environment[0];
  char** kept = environment;
  for (char** each = environment; *each != nullptr; ++each) {
    if (*each == gone || *each == gone_too) continue;
    const std::size_t size = std::strlen(*each) + 1;
    std::memmove(to, *each, size);
    *kept++ = to;
    to += size;
  }
  *kept = nullptr;
  g_given.end = to;
  std::memset(to, 0, static_cast<std::size_t>(end - to));
}

}  // namespace

bool is_for_us(char** environment) { return find(environment, k_agent_variable) != nullptr; }

pid_t take_over_environment(char** environment) {
  const char* ours = find(environment, k_agent_variable);
  if (ours == nullptr) return 0;
  const Told told = understood(ours);
  char* preload = find(environment, k_preload);
  const char* end = next(ours);  // the runner put it last
  g_given_array = environment;
  g_given.begin = environment[0];
  if (preload != nullptr && told.preload != nullptr) restore_preload(preload, std::strlen(told.preload));
  close_gaps(environment, end, ours, told.preload == nullptr ? preload : nullptr);
  return told.runner;
}

const GivenVariables& given_variables() { return g_given; }

bool is_given(const char* variable) {
  for (const char* each = g_given.begin; each < g_given.end; each = next(each)) {
    if (same_name(each, variable)) return true;
  }
  return false;
}

bool environment_is_untouched() {
  if (environ != g_given_array) return false;
  const char* text = g_given.begin;
  for (char** each = environ; *each != nullptr; ++each, text = next(text)) {
    if (*each != text) return false;
  }
  return text == g_given.end;
}

void stop_watching() { g_watching = false; }

bool was_read(const char* variable) { return g_overflow || is_noted(variable); }

bool reads_unseen() { return dlsym(RTLD_DEFAULT, "getenv") != reinterpret_cast<void*>(&trireme_getenv); }

}  // namespace trireme::agent

extern "C" {

__attribute__((visibility("default"))) char* getenv(const char* name) noexcept {
  using namespace trireme::agent;
  if (g_watching) note(name);
  const std::size_t length = std::strlen(name);
  for (char** each = environ; each != nullptr && length > 0 && *each != nullptr; ++each) {
    if (std::strncmp(*each, name, length) == 0 && (*each)[length] == '=') return *each + length + 1;
  }
  return nullptr;
}

// Never setuid: the kernel would not have loaded us.
__attribute__((visibility("default"))) char* secure_getenv(const char* name) noexcept { return getenv(name); }
}
