// Has a getenv of its own, which the libraries use too: nobody else sees what it reads before main.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstring>

extern "C" char* getenv(const char* name) noexcept {
  const std::size_t length = std::strlen(name);
  for (char** each = environ; each != nullptr && *each != nullptr; ++each) {
    if (std::strncmp(*each, name, length) == 0 && (*each)[length] == '=') return *each + length + 1;
  }
  return nullptr;
}

const std::string k_read = [] {
  const char* directory = getenv("TRIREME_TMPDIR");
  return directory == nullptr ? "" : directory;
}();

TEST(OwnGetenv, read_its_own_directory) { EXPECT_EQ(k_read, getenv("TRIREME_TMPDIR")); }
TEST(OwnGetenv, and_again) { EXPECT_EQ(k_read, getenv("TRIREME_TMPDIR")); }
TEST(OwnGetenv, fails) { FAIL(); }
