// Environments as a program gets them: "NAME=value", in an order.
#pragma once

#include <string>
#include <vector>

namespace trireme::base {

// `assignment` takes the place of a variable of the same name, or the end.
void set_variable(std::vector<std::string>& environment, const std::string& assignment);

// Where a value names one of our variables that is there, as in `TEST_TMPDIR=${TRIREME_TMPDIR}/x`, it gets that one's value.
void fill_in_ours(std::vector<std::string>& environment);

// The program that a shell would start for `name`: the first in PATH; "" when there is none.
std::string find_program(const std::string& name);

}  // namespace trireme::base
