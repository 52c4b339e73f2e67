// What /proc tells of a process, which may have written parts of it itself.
#pragma once

#include <string>
#include <string_view>

namespace trireme::execute {

// Does its environment hold something that begins so: "NAME=", "NAME=value" and more? `wanted`: not empty.
bool has_variable(std::string_view environment, std::string_view wanted);
// Its command line in one, shortened.
std::string shown_command(std::string_view command_line);
// The program that it names first, without its directory.
std::string_view program_of(std::string_view command_line);
// Has it begun to end, by its `stat`? It may have no memory any more then.
bool is_ending(const std::string& stat);
// The name of the program that it has executed since it was forked, by its `stat`; "": none, or that is not there.
std::string executed_program(const std::string& stat);
// When it was started, by its `stat`: clock ticks since the machine was. 0: that is not there.
double start_of(const std::string& stat);

}  // namespace trireme::execute
