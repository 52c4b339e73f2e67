#pragma once

#include <string>

// test_run_id() as a second translation unit sees it.
std::string run_id_in_another_unit();
