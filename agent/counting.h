// What a child and the processes that it forks count, in memory that the runner reads when they are gone (agent/counts.h).
#pragma once

namespace trireme::agent {

// Before any code of the program runs: what it forks is prepared last of all, and set up first.
void watch_forks();

// In the server, before there can be threads.
void look_up_what_forks();
// In the server, before it forks a child that counts in this file: it is mapped. The first one tells which counters there are, and
// what they have counted before main.
void prepare_counting(int file);
// In the server, after the fork, which may have failed.
void leave_counting(bool forked);
// … when that child has ended.
[[nodiscard]] bool has_counts();
void forget_counts();
// In the server, before it forks a child of which nobody wants to know what it counts.
void prepare_silence();
// In that child: gcc's runtime in it writes nothing.
void keep_silent();
// In the child, before it changes anything: what is prepared is used.
void begin_counting();
[[nodiscard]] bool is_counting();
// Before a library is loaded.
void prepare_for_what_is_loaded();
// A library may have been loaded, or unloaded. `silenced`: clang's runtime in it writes nothing.
void count_what_was_loaded(bool silenced);
void forget_what_was_unloaded();
// One was loaded that will not be looked at.
void note_unseen_library();
// Of a process that was executed. `name`: k_name_size bytes, as the kernel tells it.
void note_killed_program(const char* name);
// A shell told that a signal had ended some program.
void note_told_of_signal();

}  // namespace trireme::agent
