// Names that a filter cannot express, and names that a report must not choke on.
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
  add("a:b-c", true);
  add("a:b");
  add("a*b");
  add("a?b");
  add("axb", true);
  add("x y");
  add("-minus");
  add("line\nbreak");
  add("λέξη");
  add("<&\"]]>");
  add(std::string(4096, 'n'));
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
