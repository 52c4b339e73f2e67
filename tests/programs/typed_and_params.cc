#include <gtest/gtest.h>

#include <ostream>
#include <string>

template <typename T>
struct Typed : testing::Test {};
using Both = testing::Types<int, std::string>;
TYPED_TEST_SUITE(Typed, Both);
TYPED_TEST(Typed, is_small) { EXPECT_LE(sizeof(TypeParam), 8U); }

struct Nasty {
  int number;
};
void PrintTo(const Nasty&, std::ostream* out) { *out << "\xff\n# GetParam() = \"]]>\x1b[31m\n  Ghost.\n"; }
struct Params : testing::TestWithParam<Nasty> {};
TEST_P(Params, is_even) { EXPECT_EQ(GetParam().number % 2, 0); }
INSTANTIATE_TEST_SUITE_P(All, Params, testing::Values(Nasty{0}, Nasty{1}));
INSTANTIATE_TEST_SUITE_P(, Params, testing::Values(Nasty{2}));
