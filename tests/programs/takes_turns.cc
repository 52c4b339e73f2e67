#include <gtest/gtest.h>

#include <chrono>
#include <thread>

void take_a_moment() { std::this_thread::sleep_for(std::chrono::milliseconds(30)); }

class Beside : public testing::TestWithParam<int> {};
TEST_P(Beside, others) { take_a_moment(); }
INSTANTIATE_TEST_SUITE_P(Of, Beside, testing::Range(0, 8));

class Alone : public testing::TestWithParam<int> {};
TEST_P(Alone, all_the_time) { take_a_moment(); }
INSTANTIATE_TEST_SUITE_P(Of, Alone, testing::Range(0, 4));
