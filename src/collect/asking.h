// The processes behind ask(): runs programs with --gtest_list_tests and gives back the files they wrote.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "base/result.h"
#include "collect/listing.h"

namespace trireme::collect {

// The text of a listing per question, in order. Believed only of a program that ended with exit status 0 within
// `limit`. The error reads after the program's path; the last lines the program printed follow it. No child is left, but for
// the fork servers of programs that answered, if there is a stock to put them in. `directory`, which exists, is for files.
std::vector<base::Result<std::string>> listings_of(const std::vector<Question>& questions, AtOnce at_once,
                                                   std::chrono::milliseconds limit, const std::string& directory,
                                                   forkserver::Stock* stock = nullptr);

}  // namespace trireme::collect
