// A listener older than GoogleTest's own is told of a test's end after them: the stream has said "passed" by then.
#include <gtest/gtest.h>

struct Strict : testing::EmptyTestEventListener {
  void OnTestEnd(const testing::TestInfo& info) override {
    if (std::string(info.name()) == "leaks") ADD_FAILURE() << "the listener found a leak";
  }
};

TEST(Listened, leaks) {}
TEST(Listened, clean) {}

int main(int argc, char** argv) {
  testing::UnitTest::GetInstance()->listeners().Append(new Strict);
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
