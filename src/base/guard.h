// Death of the runner: nothing that it started outlives it, and its directory goes with it.
//
// The program is two processes: the guard, which the user started and waits for, and the controller, its child, which does
// the work. Both are subreapers. When the controller dies, its descendants fall to the guard, which kills them until none is
// left. When the guard dies, the kernel tells the controller by a signal, and the controller becomes a cleaner: it kills its
// descendants, removes the directory, and ends. Both within a second or two, whatever the descendants do (new session, new
// group, ignored signals).
#pragma once

#include <sys/types.h>

#include <functional>
#include <string>
#include <vector>

#include "base/shared_memory.h"

namespace trireme::base {

// That of the controller. In one of its own it hears what is sent to the guard's once, and not twice; in the guard's, what it
// starts may read the terminal.
enum class Group { own, guards };

// Forks; runs `controller` in the child. In the guard it returns the exit status to end with: the controller's, 2 when
// SIGINT, SIGTERM or SIGHUP ended it, or 3 when it was killed. What is sent to the guard or to its group, by the terminal too,
// the guard passes on. When the controller stops, the guard stops too. When it cannot fork, runs `controller` here.
int run_guarded(const std::function<int()>& controller, Group group);

// Stops this process, as the terminal's Ctrl-Z would, until it is continued; the guard stops and goes on with it. Where nobody
// could continue them (an orphaned process group), it goes on at once.
void stop_until_continued();

// One more directory to remove should this process or its guard be killed. Call from the controller. False when there are
// too many, or its path is too long.
bool remove_when_killed(const std::string& directory);

// Kills those children of this process of which `doomed` is true until none is left; orphans of theirs that come to it are asked
// about too. `left` gets to know those that it kills.
void kill_children(const std::function<bool(pid_t)>& doomed, SharedMemory* left = nullptr);

// … all its descendants, but the children `spared` (and theirs).
void kill_descendants(const std::vector<pid_t>& spared = {}, SharedMemory* left = nullptr);

// Entry of the cleaner (the program executed again by a controller whose guard died): `argv` is that of main. False if it is
// not such a call.
bool clean_up_if_asked(int argc, char** argv);

}  // namespace trireme::base
