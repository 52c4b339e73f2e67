// Of the program's heap each child needs its own copy of what it writes to. The kernel copies a page at a time, when it is
// written to; asked for all of them at once it needs half as long. Whether children write to most of them is learnt from the
// first two: one that was left alone, one that was given all.
#pragma once

namespace trireme::agent {

// In the server, before its first child.
void look_at_heap();
// In a child.
void copy_heap();
// In the server: `faults`, the page faults of the child that has ended.
void learn_from(long faults);

}  // namespace trireme::agent
