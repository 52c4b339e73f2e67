// Text as a sanitizer writes it is text.
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>

namespace {
void forge() { std::fputs("==1==ERROR\nSUMMARY: AddressSanitizer: forged in a test\n", stderr); }
}  // namespace

TEST(ForgesSanitizer, passes) { forge(); }
TEST(ForgesSanitizer, fails) {
  forge();
  FAIL() << "for another reason";
}
TEST(ForgesSanitizer, leaves) {
  forge();
  std::_Exit(0);
}
TEST(ForgesSanitizer, crashes) {
  forge();
  std::abort();
}
