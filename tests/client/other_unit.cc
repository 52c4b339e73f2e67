// Compiled as C++20 without exceptions and without GoogleTest: worker.h must include all it needs.
#include <trireme/worker.h>

#include "other_unit.h"

std::string run_id_in_another_unit() { return trireme::test_run_id(); }
