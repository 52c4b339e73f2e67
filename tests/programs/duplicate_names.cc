// One name, two tests: a collection error.
#include <gtest/gtest.h>

#include <string>

struct Registered : testing::Test {
  explicit Registered(bool fails) : fails_(fails) {}
  void TestBody() override { EXPECT_FALSE(fails_) << "registered to fail"; }
  bool fails_;
};

namespace {
void add(const std::string& name, bool fails = false) {
  testing::RegisterTest("Registered", name.c_str(), nullptr, nullptr, __FILE__, __LINE__,
                        [fails]() -> Registered* { return new Registered(fails); });
}
}  // namespace

int main(int argc, char** argv) {
  add("twice");
  add("twice");
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
