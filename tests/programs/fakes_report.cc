// Writes a whole report in which everything passed, and leaves with status 0.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <string>

TEST(Fake, writes_report_and_leaves) {
  const std::string output = testing::GTEST_FLAG(output);
  const std::string path = output.substr(output.find(':') + 1);
  if (std::FILE* const file = std::fopen(path.c_str(), "w")) {
    std::fputs(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<testsuites tests=\"2\" failures=\"0\" disabled=\"0\" errors=\"0\" time=\"0.\" name=\"AllTests\">\n"
        "<testsuite name=\"Fake\" tests=\"2\" failures=\"0\" disabled=\"0\" skipped=\"0\" errors=\"0\" time=\"0.\">\n"
        "<testcase name=\"writes_report_and_leaves\" status=\"run\" result=\"completed\" time=\"0.\" "
        "classname=\"Fake\" />\n"
        "<testcase name=\"fails_after\" status=\"run\" result=\"completed\" time=\"0.\" classname=\"Fake\" />\n"
        "</testsuite>\n</testsuites>\n",
        file);
    std::fclose(file);
  }
  _exit(0);
}
TEST(Fake, fails_after) { FAIL() << "never in the fake"; }
