// Can children be forked from this process that are as good as freshly executed ones?
#pragma once

namespace trireme::agent {

struct Reply;

// At once: a sanitizer that knows every call of the C library and is not ready for ours yet; nullptr if there is none.
const Reply* sanitizer_in_the_way();

// Before any code of the program runs. `own`: our descriptor.
void remember_descriptors(int own);

// The program is about to start a process.
void note_fork();

bool has_threads();

// Has the program left our descriptor alone?
bool owns(int own);

// Just before main. nullptr if so, else why not; reads after "because it ".
const char* unfit_because(int own);

}  // namespace trireme::agent
