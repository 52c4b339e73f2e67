// How the code lies on lines is what is tested.
// clang-format off
// A line for each way to end: it has run, whatever becomes of its process.
int variable = 0;  // among the counters
void segfaults() { ++variable; }
void aborts() { ++variable; }
void ends_at_once() { ++variable; }
void quits() { ++variable; }
void overflows(int depth) { volatile char much[4096] = {}; much[depth % 4096] = 1; overflows(depth + 1); much[0] = 2; }
void is_killed() { ++variable; }
void hangs() { ++variable; }
void exits() { ++variable; }
void handles() { ++variable; }
void leaves_by_the_kernel() { ++variable; }
void executes() { ++variable; }
void forks_and_exits() { ++variable; }
void forks_and_crashes() { ++variable; }
void forks_twice() { ++variable; }
void clones() { ++variable; }
void goes_on() { ++variable; }
