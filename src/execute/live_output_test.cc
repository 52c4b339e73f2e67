#include "execute/live_output.h"

#include <gmock/gmock.h>

namespace trireme::execute {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class Live : public testing::Test {
 protected:
  // What is shown of these bytes, as "test: line".
  std::vector<std::string> append(const std::string& output, const std::string& channel = "") {
    const auto before = hearing_.running();
    hearing_.on_data(output, channel, 1);
    return shown(live_.append(output, before));
  }

  std::vector<std::string> shown(const std::vector<LiveOutput::Line>& lines) const {
    std::vector<std::string> result;
    for (const auto& each : lines) result.push_back((each.test ? naming_.test(*each.test).name : "-") + ": " + each.text);
    return result;
  }

  static std::string begins(const std::string& name) { return "[ RUN      ] S." + name + "\n"; }
  static std::string ends(const std::string& name) { return "[       OK ] S." + name + " (0 ms)\n"; }
  static std::string starts(const std::string& name) { return "event=TestStart&name=" + name + "\n"; }
  static constexpr const char* k_ended = "event=TestEnd&passed=1&elapsed_time=0ms\n";

  model::Options options_;
  const model::Collection collection_{
      .tests = {{.id = "p::S.a", .suite = "S", .name = "a"}, {.id = "p::S.b", .suite = "S", .name = "b"}}};
  const model::Batch batch_{.tests = {0, 1}};
  const Naming naming_{collection_, options_, batch_, ""};
  googletest::Hearing hearing_{{&collection_.tests[0], &collection_.tests[1]}};
  LiveOutput live_{naming_, hearing_};
};

TEST_F(Live, GivesLinesToTheTestThatPrintsThem) {
  EXPECT_THAT(append("before\n" + begins("a") + "one\n", "event=TestCaseStart&name=S\n" + starts("a")),
              ElementsAre("-: before", "a: [ RUN      ] S.a", "a: one"));
  EXPECT_THAT(append("two\n" + ends("a") + "between\n", k_ended),
              ElementsAre("a: two", "a: [       OK ] S.a (0 ms)", "a: between"));
}

TEST_F(Live, WaitsForTheStreamWhereTheOutputIsAhead) {
  append(begins("a"), "event=TestCaseStart&name=S\n" + starts("a"));
  EXPECT_THAT(append(ends("a") + begins("b") + "of b\n" + ends("b"), k_ended), ElementsAre("a: [       OK ] S.a (0 ms)"));
  EXPECT_THAT(append("after\n", starts("b") + k_ended),
              ElementsAre("b: [ RUN      ] S.b", "b: of b", "b: [       OK ] S.b (0 ms)", "-: after"));
}

TEST_F(Live, WaitsOnlyOnceForWhatATestForged) {
  append(begins("a"), "event=TestCaseStart&name=S\n" + starts("a"));
  EXPECT_THAT(append(begins("b") + "of a\n"), IsEmpty());
  EXPECT_THAT(append("more\n"), ElementsAre("a: [ RUN      ] S.b", "a: of a", "a: more"));
  append(begins("b"));
  EXPECT_THAT(shown(live_.rest()), ElementsAre("a: [ RUN      ] S.b"));
}

}  // namespace
}  // namespace trireme::execute
