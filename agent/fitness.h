// Can children be forked from this process that are as good as freshly executed ones?
#pragma once

namespace trireme::agent {

// nullptr if so, else why not; reads after "because it ". `own`: our descriptor.
const char* unfit_because(int own);

}  // namespace trireme::agent
