// dlopen and dlclose are ours, so that libraries which a program loads while it counts are counted as it is itself.
#include <dlfcn.h>

#include <cstring>

#include "agent/counting.h"
#include "agent/counts.h"
#include "agent/fitness.h"
#include "agent/next_definition.h"
#include "agent/text.h"

extern char** environ;  // NOLINT(readability-redundant-declaration)

namespace trireme::agent {

namespace {

using Open = void* (*)(const char*, int);
using Close = int (*)(void*);

Open real_open() {
  static Open found = nullptr;
  return next_definition("dlopen", found);
}

Close real_close() {
  static Close found = nullptr;
  return next_definition("dlclose", found);
}

// While it lives, clang's runtime in what is loaded is told to write nothing, since we count it: it reads where to when it is
// loaded.
class Silence {
 public:
  Silence() {
    // Others could look at the environment, or start programs.
    if (has_threads()) return;
    for (char** each = environ; each != nullptr && *each != nullptr; ++each) {
      if (!same_name(*each, k_clang_file)) continue;
      kept_ = *each;
      *each = g_nowhere;
      return;
    }
  }
  ~Silence() {
    if (kept_ == nullptr) return;
    for (char** each = environ; each != nullptr && *each != nullptr; ++each) {
      if (*each == g_nowhere) *each = kept_;
    }
  }
  Silence(const Silence&) = delete;
  Silence& operator=(const Silence&) = delete;
  [[nodiscard]] bool holds() const { return kept_ != nullptr; }

 private:
  char* kept_ = nullptr;
  static inline char g_nowhere[] = "LLVM_PROFILE_FILE=/dev/null";
};

// What the initialisers of a library load is found when that is.
__thread bool g_loading __attribute__((tls_model("initial-exec"))) = false;

// Else the loader looks where its caller says, and that must not be us.
bool is_whole_path(const char* name) { return std::strchr(name, '/') != nullptr && std::strchr(name, '$') == nullptr; }

}  // namespace

}  // namespace trireme::agent

TRIREME_EXPORTED void* dlopen(const char* name, int mode) noexcept {
  using namespace trireme::agent;
  const Open real = real_open();
  if (name == nullptr || !is_counting() || g_loading) return real(name, mode);  // a jump: the caller stays the caller
  if (!is_whole_path(name)) {
    if ((mode & RTLD_NOLOAD) == 0) note_unseen_library();
    return real(name, mode);
  }
  prepare_for_what_is_loaded();
  const Silence silence;
  g_loading = true;
  void* library = real(name, mode);
  g_loading = false;
  if (library != nullptr) count_what_was_loaded(silence.holds());
  return library;
}

TRIREME_EXPORTED int dlclose(void* library) noexcept {
  using namespace trireme::agent;
  const int result = real_close()(library);
  if (is_counting()) forget_what_was_unloaded();
  return result;
}
