// Passwords that a command line may have in the URL of a database.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace trireme::options {

// Where they are in an argument, by begin and length; empty unless it is such a URL, or an option with one.
std::vector<std::pair<std::size_t, std::size_t>> passwords_in(const std::string& argument);

std::string without_password(const std::string& argument);
// … of a text that may show arguments, in each of its lines.
std::string without_passwords(const std::string& text);

// So that nobody reads them in the list of processes.
void hide_passwords(int argc, char** argv);

}  // namespace trireme::options
