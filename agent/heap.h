// Of the program's heap each child needs its own copy of what it writes to. The kernel copies a page at a time, when it is
// written to; in one piece, into memory of large pages, all of it takes a third as long. Whether that pays is learnt from the first
// two children: one that was left alone, one that was given a copy.
#pragma once

namespace trireme::agent {

// In the server, before its first child.
void look_at_heap();
// In a child.
void copy_heap();
// In the server: `faults`, the page faults of the child that has ended.
void learn_from(long faults);

}  // namespace trireme::agent
