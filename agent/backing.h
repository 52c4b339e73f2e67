// Memory that costs less to fork.
#pragma once

#include "agent/span.h"

namespace trireme::agent {

// Whole pages that this process may write to, of one mapping. They are what they were.
void back_by_file(const Span& pages);

}  // namespace trireme::agent
