// Contains GoogleTest's marker text and is no test program.
#include <cstdio>

int main() { std::puts("This program contains tests written using Google Test. --gtest_list_tests"); }
