// The compiler has fixed where counters are, so memory that the runner shares is laid over the pages they are on, in each process
// anew: counters begin at 0 there, and what else is on these pages is copied. gcc's runtime is told that there is nothing to write.
//
// What a child forks itself must not share its variables: before each fork they are copied for the process that comes of it. Only
// bare system calls are not seen.
#include "agent/counting.h"

#include <pthread.h>
#include <sched.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdarg>
#include <cstring>
#include <initializer_list>
#include <utility>

#include "agent/backing.h"
#include "agent/copying.h"
#include "agent/counts.h"
#include "agent/description.h"
#include "agent/fitness.h"
#include "agent/laying_over.h"
#include "agent/next_definition.h"
#include "agent/parts.h"

namespace trireme::agent {

namespace {

constexpr std::size_t k_children = 8;  // of a server, before it is worth a file

Parts g_parts;
std::size_t g_forked = 0;       // children of this server
std::byte* g_memory = nullptr;  // the file; nullptr: this process does not count there
bool g_counting = false;
// Of the process that this thread is about to fork; 0 when that is done. What a signal handler forks meanwhile takes it, and
// the process that was about to be forked counts alone then: no two may have the same memory.
__thread std::uint64_t g_next __attribute__((tls_model("initial-exec"))) = 0;

CountsHeader& header() { return *reinterpret_cast<CountsHeader*>(g_memory); }

void tell(int file, std::size_t place, std::uint32_t value) {
  static_cast<void>(pwrite(file, &value, sizeof value, static_cast<off_t>(place)) == sizeof value);
}

// A file that cannot be mapped: gcc's runtime writes then, but clang's has been told that it need not.
void tell_that_clang_is_lost(int file) {
  std::uint32_t parts = g_parts.lost;
  for (const Part& part : g_parts) parts += part.clang.file == nullptr ? 0 : 1;
  tell(file, offsetof(CountsHead, lost), parts);
  tell(file, offsetof(CountsHead, used), parts == 0 ? 0 : 1);
}

std::size_t whole_pages(std::size_t size) { return (size + page_size() - 1) / page_size() * page_size(); }

// Where it begins in the file; 0: there is no room.
std::uint64_t take(std::size_t size) {
  const std::uint64_t begin = __atomic_fetch_add(&header().end, whole_pages(size), __ATOMIC_RELAXED);
  return begin <= k_counts_size && size <= k_counts_size - begin ? begin : 0;
}

bool publish(Area area) {
  const std::uint32_t place = __atomic_fetch_add(&header().areas, 1, __ATOMIC_RELAXED);
  if (place >= k_most_areas) return false;
  Area& entry = header().table[place];
  entry.part = area.part;
  entry.begin = area.begin;
  entry.size = area.size;
  __atomic_store(&entry.kind, &area.kind, __ATOMIC_RELEASE);
  return true;
}

void lose(std::uint32_t more) { __atomic_fetch_add(&header().lost, more, __ATOMIC_RELAXED); }

void let_gcc_write(const Part& part, bool writes) {
  if (part.root != nullptr) part.root->units = writes ? part.units : nullptr;
}

void count_elsewhere(std::uint32_t more) { __atomic_fetch_add(&header().elsewhere, more, __ATOMIC_RELAXED); }

std::size_t size_of_all() {
  std::size_t size = 0;
  for (const Part& part : g_parts) size += part.size;
  return size;
}

// What lies on the pages of all parts beside their counters.
void copy_variables(std::byte* to) {
  for (const Part& part : g_parts) {
    copy_what_is_set(Words::variables, part, g_counting, to);
    to += part.size;
  }
}

bool publish_counters(std::uint64_t begin) {
  bool done = true;
  for (const Part& part : g_parts) {
    done = publish({AreaKind::counters, part.number, begin, part.size}) && done;
    begin += part.size;
  }
  return done;
}

// And what it has counted so far, which is an area of this kind.
bool describe(const Part& part, AreaKind so_far_kind) {
  const std::size_t size = size_of_description(part);
  const std::uint64_t begin = take(size);
  const std::uint64_t so_far = take(part.size);
  if (begin == 0 || so_far == 0) return false;
  make_pages(g_memory + begin, whole_pages(size));
  describe(part, g_memory + begin);
  copy_what_is_set(Words::counters, part, g_counting, g_memory + so_far);
  return publish({AreaKind::description, part.number, begin, size}) && publish({so_far_kind, part.number, so_far, part.size});
}

void back_once(Part& part) {
  if (!std::exchange(part.backed, true) && part.described.size() > 0) back_by_file(part.described);
}

void prepare_next() {
  g_next = take(size_of_all());
  if (g_next != 0) copy_variables(g_memory + g_next);
}

void before_fork() {
  note_fork();
  if (g_counting) prepare_next();
}

// There is no room: gcc counts as it would without us.
void count_alone() {
  g_counting = false;
  count_elsewhere(1);
  const std::size_t size = size_of_all();
  void* memory = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) _exit(127);
  copy_variables(static_cast<std::byte*>(memory));
  lay_over_all(g_parts, static_cast<std::byte*>(memory));
  for (const Part& part : g_parts) {
    let_gcc_write(part, true);
    lose(part.clang.file == nullptr ? 0 : 1);
  }
}

// `next`: what before_fork has prepared.
void begin_anew(std::uint64_t next) {
  if (!g_counting) return;
  if (next == 0 || !publish_counters(next)) return count_alone();
  lay_over_all(g_parts, g_memory + next);
}

void after_fork() { begin_anew(std::exchange(g_next, 0)); }

void after_fork_in_parent() { g_next = 0; }

using Run = int (*)(void*);
using Fork = pid_t (*)();
using Clone = int (*)(Run, void*, int, void*, ...);

Fork real_fork() {
  static Fork found = nullptr;
  return next_definition("_Fork", found);
}

Clone real_clone() {
  static Clone found = nullptr;
  return next_definition("clone", found);
}

struct Beginning {
  Run run;
  void* argument;
  std::uint64_t next;
};

int begin_clone(void* memory) {
  const auto beginning = *static_cast<const Beginning*>(memory);
  begin_anew(beginning.next);
  return beginning.run(beginning.argument);
}

}  // namespace

void watch_forks() { pthread_atfork(before_fork, after_fork_in_parent, after_fork); }

void look_up_what_forks() {
  (void)real_fork();
  (void)real_clone();
}

void prepare_silence() {
  if (g_parts.first == nullptr) look_for_parts(g_parts);
}

void keep_silent() {
  for (const Part& part : g_parts) let_gcc_write(part, false);
}

void prepare_counting(int file) {
  void* memory = mmap(nullptr, k_counts_size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_NORESERVE, file, 0);
  prepare_silence();
  if (g_forked >= k_children) {
    for (Part& part : g_parts) back_once(part);
  }
  if (memory == MAP_FAILED) return tell_that_clang_is_lost(file);
  for (std::uint32_t i = 0; i < g_parts.count; ++i) g_parts.first[i].number = i;
  g_memory = static_cast<std::byte*>(memory);
  header().elsewhere = g_parts.unknown;
  header().lost = g_parts.lost;
  header().end = whole_pages(sizeof(CountsHeader));
  header().server = static_cast<std::uint32_t>(getpid());
  header().parts = static_cast<std::uint32_t>(g_parts.count);
  for (Part& part : g_parts) part.telling = !part.told && describe(part, AreaKind::counters_before_main);
}

void leave_counting(bool forked) {
  g_forked += forked ? 1 : 0;
  for (Part& part : g_parts) part.told = part.told || (std::exchange(part.telling, false) && forked);
  if (!forked) forget_counts();
}

bool has_counts() { return g_memory != nullptr; }

void forget_counts() {
  if (g_memory != nullptr) munmap(g_memory, k_counts_size);
  g_memory = nullptr;
}

void begin_counting() {
  if (g_memory == nullptr) return;
  header().used = 1;
  prepare_next();
  g_counting = true;
  after_fork();
  if (g_counting) keep_silent();
}

bool is_counting() { return g_counting; }

void prepare_for_what_is_loaded() { note_writing(g_parts); }

// What it counts from now on comes to what it has counted while it was loaded.
void count_what_was_loaded(bool silenced) {
  Parts found = g_parts;  // which other threads may be reading, as they fork
  look_for_parts(found);
  count_elsewhere(found.unknown - std::exchange(g_parts.unknown, found.unknown));
  lose(found.lost - std::exchange(g_parts.lost, found.lost));
  g_parts.images_count = found.images_count;
  for (std::size_t i = g_parts.count; i < found.count; ++i) {
    Part part = g_parts.first[i];
    part.number = __atomic_fetch_add(&header().parts, 1, __ATOMIC_RELAXED);
    const std::uint64_t begin = take(part.size);
    // Other threads could be writing to what is moved.
    const bool written_by_clang = part.clang.file != nullptr && !silenced;
    if (written_by_clang || has_threads() || begin == 0 || !describe(part, AreaKind::counters) ||
        !publish({AreaKind::counters, part.number, begin, part.size})) {
      count_elsewhere(1);
      lose(part.clang.file == nullptr || !silenced ? 0 : 1);
      continue;
    }
    copy_what_is_set(Words::variables, part, g_counting, g_memory + begin);
    lay_over(part, g_memory + begin);
    let_gcc_write(part, false);
    g_parts.first[g_parts.count++] = part;
  }
}

void forget_what_was_unloaded() { forget_unloaded(g_parts); }

void note_unseen_library() { __atomic_fetch_add(&header().unseen, 1, __ATOMIC_RELAXED); }

void note_killed_program(const char* name) {
  for (const auto& each : header().killed_names) {
    if (std::memcmp(each, name, k_name_size) == 0) return;
  }
  const std::uint32_t place = __atomic_fetch_add(&header().killed, 1, __ATOMIC_RELAXED);
  if (place < k_most_killed) std::memcpy(header().killed_names[place], name, k_name_size);
}

void note_told_of_signal() { header().told_of_signal = 1; }

}  // namespace trireme::agent

// fork itself tells whom it was asked to tell; these do not.
TRIREME_EXPORTED pid_t _Fork() noexcept {  // NOLINT(bugprone-reserved-identifier): it is libc's name
  using namespace trireme::agent;
  before_fork();
  const pid_t child = real_fork()();
  child == 0 ? after_fork() : after_fork_in_parent();
  return child;
}

TRIREME_EXPORTED int clone(int (*run)(void*), void* stack, int flags, void* argument, ...) noexcept {
  using namespace trireme::agent;
  va_list more;
  va_start(more, argument);
  void* const parent_tid = va_arg(more, void*);
  void* const tls = va_arg(more, void*);
  void* const child_tid = va_arg(more, void*);
  va_end(more);
  note_fork();
  const Clone real = real_clone();
  if ((flags & CLONE_VM) != 0 || !g_counting) return real(run, stack, flags, argument, parent_tid, tls, child_tid);
  before_fork();
  Beginning beginning{run, argument, std::exchange(g_next, 0)};
  return real(begin_clone, stack, flags, &beginning, parent_tid, tls, child_tid);
}
