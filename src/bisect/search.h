// Delta debugging: from a list after which a test fails, the smallest part of it after which it still does.
//
// The list is cut into parts, and each part tried alone, then all but it. What fails becomes the new list; when nothing does,
// the parts become smaller. At the end nothing can be left out: the result is minimal, though another, smaller one may exist.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "model/test_case.h"

namespace trireme::bisect {

using Tests = std::vector<model::TestIndex>;

enum class Trial { passes, fails, stopped };
// Runs the test after these, in one process.
using Try = std::function<Trial(const Tests& before)>;

enum class Answer { found, fails_alone, not_again, stopped };
struct Found {
  Answer answer = Answer::found;
  Tests tests;  // if found: at least one, in order
};

Found search(const Tests& before, const Try& attempt);

}  // namespace trireme::bisect
