#include "events/event_json.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <random>

namespace trireme::events {
namespace {

using testing::HasSubstr;

const std::string k_hostile = std::string("a\"\\\n\x1b[31m\0]]>", 13) + "\xff\xc0 \xce\xb1";

std::string json(const model::Event& event) {
  std::string line;
  append_json(line, {1.5, event});
  return line;
}

// Written, read and written again.
void expect_round_trip(const model::Event& event) {
  const std::string line = json(event);
  EXPECT_EQ(line.find('\n'), std::string::npos);
  const auto read = parse_event(line);
  ASSERT_TRUE(read) << read.error().text << "\n" << line;
  EXPECT_EQ(read->at, 1.5);
  EXPECT_EQ(read->what.index(), event.index());
  EXPECT_EQ(json(read->what), line);
}

TEST(EventJson, BringsEveryEventBack) {
  const model::TestName name{k_hostile, "bin", "Suite", "Test/0", "a.cc", 7};
  const model::Captured output{k_hostile, 1ULL << 40, "tail", "/file", k_hostile};
  const std::vector<model::Failure> failures{{"a.cc", 3, k_hostile}, {"", 0, "x"}};
  expect_round_trip(model::RunStarted{"0.1", "id", "now", "/r", "", 4, true, 20, 3, {"a", k_hostile}, {"w"}, true});
  expect_round_trip(model::CollectionFailed{k_hostile, k_hostile});
  expect_round_trip(model::TestStarted{"a", "gw0"});
  expect_round_trip(model::TestEnded{name, "gw1", model::Outcome::timed_out, 0.25, failures, output, "again", k_hostile});
  model::TestFinished finished{name, "gw1", model::Outcome::not_run, 2.5, k_hostile, failures, {{"k", k_hostile}, {"", ""}}};
  finished.output = output;
  finished.repeat_command = "again";
  finished.kept_directory = "/kept";
  finished.process = 3;
  finished.place = 7;
  finished.ran_before = {"a", k_hostile};
  finished.stacks = k_hostile;
  finished.server_log = k_hostile;
  expect_round_trip(finished);
  expect_round_trip(model::TestRerun{finished, 1, 3});
  expect_round_trip(model::ProcessFailed{"bin", "gw0", "text", failures, output, "again", k_hostile});
  expect_round_trip(model::TestSlow{"a", "gw0", 61});
  expect_round_trip(model::OutputLine{"a", "gw0", k_hostile});
  expect_round_trip(model::Notice{"n"});
  expect_round_trip(model::Leaky{k_hostile, "gw0", k_hostile});
  expect_round_trip(model::RunFinished{"stopped", true, 3, {"kept", k_hostile}});
  expect_round_trip(model::CoverageReported{"h", k_hostile, {k_hostile}, "v", "f", {"u"}});
}

TEST(EventJson, KeepsBytesThatAreNoText) {
  const auto read = parse_event(json(model::Notice{k_hostile}));
  EXPECT_EQ(std::get<model::Notice>(read->what).text, k_hostile);
}

TEST(EventJson, KeepsWhetherANoticeIsADetail) {
  EXPECT_TRUE(std::get<model::Notice>(parse_event(json(model::Notice{"n", true}))->what).detail);
  EXPECT_FALSE(std::get<model::Notice>(parse_event(json(model::Notice{"n", false}))->what).detail);
}

TEST(EventJson, SaysWhatIsWrong) {
  const auto error = [](const char* line) { return parse_event(line).error().text; };
  EXPECT_THAT(error("{"), HasSubstr("parse error"));
  EXPECT_THAT(error("[]"), HasSubstr("no JSON object"));
  EXPECT_THAT(error(R"({"v":9,"at":0,"type":"notice"})"), HasSubstr("newer Trireme"));
  EXPECT_THAT(error(R"({"v":1,"at":0,"type":"x"})"), HasSubstr("unknown type x"));
  EXPECT_THAT(error(R"({"v":1,"at":0,"type":"notice","text":5})"), HasSubstr("string"));
  EXPECT_THAT(error(R"({"v":1,"at":0,"type":"notice","text":{"hex":"abc"}})"), HasSubstr("bad hex"));
  EXPECT_THAT(error(R"({"v":1,"at":0,"type":"test_finished","outcome":"great"})"), HasSubstr("unknown outcome great"));
  EXPECT_THAT(error(R"({"v":1e57,"at":0,"type":"notice"})"), HasSubstr("no whole number"));
  for (const char* number : {"-1", "1e300", "0.5", "true", "18446744073709551616"}) {
    const std::string line = fmt::format(R"({{"v":1,"at":0,"type":"run_started","selected":{}}})", number);
    EXPECT_THAT(error(line.c_str()), HasSubstr("no whole number")) << number;
  }
}

TEST(EventJson, SurvivesDamagedLines) {
  const std::string good = json(model::TestFinished{{"a::b.c", "a", "b", "c", "f", 1},
                                                    "gw0",
                                                    model::Outcome::failed,
                                                    1,
                                                    "r",
                                                    {{"f", 1, "m"}},
                                                    {{"k", "v"}},
                                                    {"out", 1, "t"},
                                                    "again",
                                                    ""});
  std::mt19937 random(1);
  for (int i = 0; i < 5000; ++i) {
    std::string bad = good;
    for (int edits = 0; edits < 3; ++edits) bad[random() % bad.size()] = static_cast<char>(random());
    static_cast<void>(parse_event(bad));
  }
}

}  // namespace
}  // namespace trireme::events
