#include "backend/password.h"

#include <gtest/gtest.h>

#include <stdexcept>

#include "named.h"

namespace learn_greek {
namespace {

constexpr int k_cheap = 4;

TEST(Password, is_recognised) { EXPECT_TRUE(is_password("θάλασσα 7", hash_password("θάλασσα 7", k_cheap))); }
TEST(Password, of_another_case_is_another) { EXPECT_FALSE(is_password("Thalassa7", hash_password("thalassa7", k_cheap))); }
TEST(Password, that_is_a_beginning_is_another) { EXPECT_FALSE(is_password("thalassa", hash_password("thalassa7", k_cheap))); }
TEST(Password, has_another_hash_each_time) {
  EXPECT_NE(hash_password("thalassa7", k_cheap), hash_password("thalassa7", k_cheap));
}
TEST(Password, hash_is_bcrypt_with_its_cost) {
  EXPECT_EQ(hash_password("thalassa7", k_cheap).substr(0, 7), "$2b$04$");
  EXPECT_EQ(hash_password("thalassa7", k_cheap).size(), 60U);
}
TEST(Password, of_the_most_bytes_counts_to_the_last) {
  const std::string hash = hash_password(std::string(71, 'a') + "b", k_cheap);
  EXPECT_TRUE(is_password(std::string(71, 'a') + "b", hash));
  EXPECT_FALSE(is_password(std::string(72, 'a'), hash));
}
TEST(Password, over_the_most_bytes_is_refused) {
  EXPECT_THROW(static_cast<void>(hash_password(std::string(73, 'a'), k_cheap)), std::invalid_argument);
  EXPECT_FALSE(is_password(std::string(73, 'a'), hash_password(std::string(72, 'a'), k_cheap)));
}
TEST(Password, with_a_zero_byte_is_refused) {
  EXPECT_THROW(static_cast<void>(hash_password(std::string("a\0b", 3), k_cheap)), std::invalid_argument);
  EXPECT_FALSE(is_password(std::string("a\0b", 3), hash_password("a", k_cheap)));
}
TEST(Password, costs_that_there_are_not_are_refused) {
  for (const int cost : {-1, 0, 3, 32})
    EXPECT_THROW(static_cast<void>(hash_password("thalassa7", cost)), std::invalid_argument);
}

class NoHash : public testing::TestWithParam<const char*> {};
TEST_P(NoHash, is_nobodys_password) { EXPECT_FALSE(is_password("thalassa7", GetParam())); }
INSTANTIATE_TEST_SUITE_P(Texts, NoHash,
                         testing::Values("", "none", "*0", "thalassa7", "$2b$04$", "$1$salt$qJH7.N4xYta3aEG/dfqo/0",
                                         "$2b$99$abcdefghijklmnopqrstuuDWv3mJQtHwzwFq1qF1v6XmDp8gk6W2e"));

TEST(Password, hash_of_a_lower_cost_is_outdated) {
  const std::string hash = hash_password("thalassa7", 5);
  EXPECT_TRUE(is_outdated(hash, 6));
  EXPECT_FALSE(is_outdated(hash, 5));
  EXPECT_FALSE(is_outdated(hash, 4));
  EXPECT_TRUE(is_outdated("none", 4));
}

struct WeaknessCase : Named {
  std::string password;
  std::string weakness;
};
class Weakness : public testing::TestWithParam<WeaknessCase> {};
TEST_P(Weakness, is_named) { EXPECT_EQ(weakness_of(GetParam().password, "anna@example.com"), GetParam().weakness); }
INSTANTIATE_TEST_SUITE_P(
    Passwords, Weakness,
    testing::Values(WeaknessCase{{"none"}, "thalassa 7", ""}, WeaknessCase{{"greek"}, "θάλασσα", ""},
                    WeaknessCase{{"shortest"}, "abcd1234", ""},
                    WeaknessCase{{"too_short"}, "abcd123", "a password has at least 8 bytes"},
                    WeaknessCase{{"empty"}, "", "a password has at least 8 bytes"},
                    WeaknessCase{
                        {"too_long"}, std::string(70, 'a') + "bcd", "a password has at most 72 bytes, none of them zero"},
                    WeaknessCase{{"longest"}, std::string(69, 'a') + "bcd", ""},
                    WeaknessCase{{"monotonous"}, "aabbccaabbcc", "a password has at least 4 different characters"},
                    WeaknessCase{{"email"}, "Anna@Example.com", "a password is not the email address"},
                    WeaknessCase{{"common"}, "Password1", "this password is one of those that are tried first"}),
    k_by_name);

// With the cost that users get.
TEST(RealPassword, is_recognised) { EXPECT_TRUE(is_password("thalassa7", hash_password("thalassa7"))); }
TEST(RealPassword, that_is_wrong_is_not) { EXPECT_FALSE(is_password("thalassa8", hash_password("thalassa7"))); }
TEST(RealPassword, has_the_cost_it_should) {
  EXPECT_EQ(hash_password("thalassa7").substr(0, 7), "$2b$10$");
  EXPECT_FALSE(is_outdated(hash_password("thalassa7")));
}
TEST(RealPassword, of_the_next_cost_is_recognised_too) {
  EXPECT_TRUE(is_password("thalassa7", hash_password("thalassa7", k_password_cost + 1)));
}
// Of crypt_blowfish's own tests.
TEST(RealPassword, hashes_of_others_are_recognised) {
  EXPECT_TRUE(is_password("U*U", "$2y$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"));
  EXPECT_FALSE(is_password("U*V", "$2y$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"));
}

}  // namespace
}  // namespace learn_greek
