// Environments as a program gets them: "NAME=value", in an order.
#pragma once

#include <string>
#include <vector>

namespace trireme::base {

// `assignment` takes the place of a variable of the same name, or the end.
void set_variable(std::vector<std::string>& environment, const std::string& assignment);

// The program that a shell would start for `name`: the first in PATH; "" when there is none.
std::string find_program(const std::string& name);

}  // namespace trireme::base
