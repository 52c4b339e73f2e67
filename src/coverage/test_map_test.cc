#include "coverage/test_map.h"

#include <gmock/gmock.h>

#include "base/hash.h"
#include "coverage/outcomes.h"

namespace trireme::coverage {
namespace {

using model::Outcome;
using testing::ElementsAre;

TestMap some_map() {
  const auto source = std::make_shared<const SourceCopy>(SourceCopy{"/a.cc", "int a;\n", {{1, 3}}});
  const auto older = std::make_shared<const SourceCopy>(SourceCopy{"/a.cc", "int b;\n", {}, false});
  const KnownFile file{"/a.gcno", 7, -1, "hash", 3};
  Revision revision{.made = 5, .files = {file}, .products = {"/p"}, .build_directories = {"/b"}, .configured = {"/c"}};
  revision.settings = {file};
  revision.units = {std::make_shared<const MappedUnit>(MappedUnit{file, true, {"p"}, {source, older}})};
  revision.programs = {{"p", {file}}};
  LineSet lines;
  lines.add(3);
  revision.before[source] = lines;
  const auto first = std::make_shared<const Revision>(revision);
  revision.made = 6;
  TestMap map;
  map.tests["p::A.one"] = {"p", first, true, {{source, lines}, {older, lines}}};
  map.tests["p::A.two"] = {"p", std::make_shared<const Revision>(revision), false, {}};
  return map;
}

TEST(TestMap, IsReadAgain) {
  const TestMap made = some_map();
  const auto map = unpacked(packed(made));
  ASSERT_TRUE(map) << map.error().text;
  const MappedTest& test = map->tests.at("p::A.one");
  EXPECT_TRUE(test.failed);
  ASSERT_EQ(test.lines.size(), 2);
  const Revision& before = *made.tests.at("p::A.one").revision;
  const Revision& now = *test.revision;
  EXPECT_EQ(now.made, 5);
  EXPECT_EQ(now.files, before.files);
  EXPECT_EQ(now.settings, before.settings);
  EXPECT_THAT(now.products, ElementsAre("/p"));
  EXPECT_THAT(now.build_directories, ElementsAre("/b"));
  EXPECT_THAT(now.configured, ElementsAre("/c"));
  EXPECT_EQ(now.programs.at(0).files, before.programs.at(0).files);
  const MappedUnit& unit = *now.units.at(0);
  EXPECT_EQ(unit.notes, before.units.at(0)->notes);
  EXPECT_TRUE(unit.is_used);
  EXPECT_EQ(*unit.sources.at(0), *before.units.at(0)->sources.at(0));
  EXPECT_EQ(*unit.sources.at(1), *before.units.at(0)->sources.at(1));
  EXPECT_TRUE(now.before.at(unit.sources.at(0)).contains(3));
  EXPECT_TRUE(test.lines.at(unit.sources.at(1)).contains(3));
  // What revisions share they have once.
  EXPECT_EQ(test.revision->units.front(), map->tests.at("p::A.two").revision->units.front());
}

TEST(TestMap, IsNotReadWhenItIsDamaged) {
  const std::string text = packed(some_map());
  for (std::size_t size = 0; size < text.size(); ++size) EXPECT_FALSE(unpacked(text.substr(0, size)));
  for (std::size_t at = 0; at < text.size(); ++at) {
    std::string other = text;
    other[at] = static_cast<char>(other[at] + 1);
    EXPECT_FALSE(unpacked(other)) << at;
  }
}

// Whoever made it: one that says it is whole.
TEST(TestMap, IsNotBelieved) {
  const std::string text = packed(some_map());
  const std::size_t begin = text.find('\n', text.find('\n') + 1) + 1;
  const std::string head = text.substr(0, text.find('\n') + 1);
  for (std::size_t at = begin; at < text.size(); ++at) {
    for (const std::string& rest :
         {text.substr(begin, at - begin), text.substr(begin, at - begin) + '\xff' + text.substr(at + 1)}) {
      const auto map = unpacked(head + base::hash(rest) + "\n" + rest);
      EXPECT_TRUE(!map || map->tests.size() <= 2);
    }
  }
}

model::TestFinished finished(const std::string& name, Outcome outcome) {
  return {.test = {.id = "p::A." + name + "@gw0", .binary = "p", .suite = "A", .name = name, .file = ""},
          .worker = "",
          .outcome = outcome};
}

TEST(Outcomes, SayWhichTestsFail) {
  TestMap map = some_map();
  const auto failed = [&] { return std::vector<bool>{map.tests.at("p::A.one").failed, map.tests.at("p::A.two").failed}; };
  const auto run = [&](const std::vector<model::Event>& events) {
    Outcomes outcomes;
    for (const model::Event& each : events) outcomes.on(each);
    remember(outcomes, map);
    return outcomes;
  };
  EXPECT_FALSE(run({finished("one", Outcome::skipped), finished("two", Outcome::skipped), model::RunFinished{}}).cut_short());
  EXPECT_THAT(failed(), ElementsAre(true, false));
  EXPECT_TRUE(run({finished("one", Outcome::interrupted), finished("two", Outcome::not_run)}).cut_short());
  EXPECT_THAT(failed(), ElementsAre(true, false));
  run({finished("one", Outcome::flaky), finished("two", Outcome::error), finished("two", Outcome::passed)});
  EXPECT_THAT(failed(), ElementsAre(false, true));
  EXPECT_TRUE(run({finished("two", Outcome::passed), model::RunFinished{.stopped = "stopping after 1 failures"}}).cut_short());
  EXPECT_THAT(failed(), ElementsAre(false, false));
  run({finished("one", Outcome::passed), finished("two", Outcome::passed), model::ProcessFailed{.id = "p"}});
  EXPECT_THAT(failed(), ElementsAre(true, true));
  run({finished("one", Outcome::passed), finished("two", Outcome::passed), finished("new", Outcome::failed),
       model::ProcessFailed{.id = "p::A.o"}});
  EXPECT_THAT(failed(), ElementsAre(false, false));
}

}  // namespace
}  // namespace trireme::coverage
