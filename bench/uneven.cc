// 60 tests that sleep 10 s in all: four long ones amid short ones, none of them first, the longest late.
#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <string>
#include <thread>
#include <utility>

namespace {

using std::chrono::milliseconds;

constexpr int k_tests = 60;
constexpr int k_tests_per_suite = 10;
constexpr std::array<std::pair<int, milliseconds>, 4> k_long = {
    {{13, milliseconds(900)}, {29, milliseconds(600)}, {44, milliseconds(1200)}, {52, milliseconds(800)}}};
// The short ones take 18 to 214 ms, in no order.
constexpr std::array k_short = {18, 214, 60, 170, 25, 195, 90, 150};

constexpr milliseconds length_of(int test) {
  for (const auto& [index, length] : k_long) {
    if (index == test) return length;
  }
  return milliseconds(k_short[static_cast<unsigned>(test) % k_short.size()]);
}

constexpr milliseconds total() {
  milliseconds sum{0};
  for (int i = 0; i < k_tests; ++i) sum += length_of(i);
  return sum;
}
static_assert(total() > milliseconds(9'900) && total() < milliseconds(10'100));

class Sleeping : public testing::Test {
 public:
  explicit Sleeping(milliseconds length) : length_(length) {}
  void TestBody() override { std::this_thread::sleep_for(length_); }

 private:
  milliseconds length_;
};

}  // namespace

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  for (int i = 0; i < k_tests; ++i) {
    const std::string suite = "Uneven" + std::to_string(i / k_tests_per_suite);
    const std::string name = "test_" + std::to_string(i % k_tests_per_suite);
    testing::RegisterTest(suite.c_str(), name.c_str(), nullptr, nullptr, __FILE__, __LINE__,
                          [i] { return new Sleeping(length_of(i)); });
  }
  return RUN_ALL_TESTS();
}
