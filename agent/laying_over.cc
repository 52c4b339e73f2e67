#include "agent/laying_over.h"

#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace trireme::agent {

namespace {

void lay_over_each(const Parts& parts, std::byte* from) {
  for (const Part& part : parts) {
    lay_over(part, from);
    from += part.size;
  }
}

// The stack of a signal handler or of a clone may be an array among the counters. While that is moved, we stand on another.
struct Move {
  const Parts* parts = nullptr;
  std::byte* target = nullptr;  // of all pages
  Span stack;                   // what is in use of it
  std::byte* to = nullptr;      // where that comes
};
alignas(16) char g_stack[16 * 1024];
Move g_move;
ucontext_t g_here;
ucontext_t g_there;

// What has been put on the stack since it was copied comes too.
void move() {
  std::memcpy(g_move.to, reinterpret_cast<const void*>(g_move.stack.begin), g_move.stack.size());
  lay_over_each(*g_move.parts, g_move.target);
}

Move move_of(const Parts& parts, std::uintptr_t frame, std::byte* target) {
  constexpr std::size_t k_below = 4096;  // of the frame, more than is in use
  std::byte* to = target;
  for (const Part& part : parts) {
    const Span* run = std::find_if(part.pages.begin(), part.pages.end(),
                                   [&](const Span& each) { return each.begin <= frame && frame < each.end; });
    if (run != part.pages.end()) {
      const auto is_counter = [&](std::uintptr_t at) { return part.is_counter(part.offset_of(at)); };
      std::uintptr_t begin = frame / k_word * k_word;
      std::uintptr_t end = begin;
      while (end < run->end && !is_counter(end)) end += k_word;
      while (begin > run->begin && frame - begin < k_below && !is_counter(begin - k_word)) begin -= k_word;
      return {&parts, target, {begin, end}, to + part.offset_of(begin)};
    }
    to += part.size;
  }
  return {};
}

}  // namespace

// Half of it would be worse than none.
void lay_over(const Part& part, std::byte* from) {
  for (const Span& run : part.pages) {
    void* const place = reinterpret_cast<void*>(run.begin);
    if (mremap(from, run.size(), run.size(), MREMAP_MAYMOVE | MREMAP_FIXED, place) != place) _exit(127);
    from += run.size();
  }
}

void lay_over_all(const Parts& parts, std::byte* target) {
  g_move = move_of(parts, reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0)), target);
  if (g_move.target == nullptr) return lay_over_each(parts, target);
  getcontext(&g_there);
  g_there.uc_stack.ss_sp = g_stack;
  g_there.uc_stack.ss_size = sizeof g_stack;
  g_there.uc_link = &g_here;
  makecontext(&g_there, move, 0);
  swapcontext(&g_here, &g_there);
}

}  // namespace trireme::agent
