#include "coverage/notes.h"

#include <gmock/gmock.h>

#include "coverage/notes_fixture.h"

namespace trireme::coverage {
namespace {

using Writer = NotesWriter;

Writer function(const std::string& file, std::uint32_t artificial = 0) {
  return Writer().word(1).word(2).word(3).text("f").word(artificial).text(file).word(5).word(0).word(9).word(0);
}

// Entry, exit and one block; the arc into it is counted.
Writer notes(const std::string& file, std::uint32_t artificial = 0) {
  return opening_of_notes()
      .record(k_tag_function, function(file, artificial))
      .record(k_tag_blocks, Writer().word(3))
      .record(k_tag_arcs, Writer().word(0).word(2).word(0))
      .record(k_tag_arcs, Writer().word(2).word(1).word(1))
      .record(k_tag_lines, Writer().word(2).word(0).text(file).word(7).word(6).word(0).word(0));
}

base::Result<Notes> read(const std::string& bytes) {
  return read_notes(bytes, [](std::string_view directory, std::string_view name) {
    EXPECT_EQ(directory, "/work");
    return name == "a.cc" ? std::optional(0U) : std::nullopt;
  });
}

TEST(Notes, HaveTheFunctionsOfWantedFiles) {
  const auto read_ones = read(notes("a.cc").bytes());
  ASSERT_TRUE(read_ones) << read_ones.error().text;
  EXPECT_EQ(read_ones->stamp, 77U);
  ASSERT_EQ(read_ones->functions.size(), 1U);
  const Function& function = read_ones->functions[0];
  EXPECT_EQ(function.name, "f");
  EXPECT_EQ(function.counters, 1U);
  EXPECT_EQ(function.arcs.at(1).counter, k_no_counter);
  EXPECT_EQ(function.locations.at(0).lines, (std::vector<std::uint32_t>{6, 7}));
}

TEST(Notes, LeaveOutFunctionsThatNobodyWants) {
  EXPECT_TRUE(read(notes("b.cc").bytes())->functions.empty());
  EXPECT_TRUE(read(notes("a.cc", 1).bytes())->functions.empty());
}

TEST(Notes, AreNeverReadPastTheirEnd) {
  const std::string whole = notes("a.cc").bytes();
  std::vector<std::size_t> whole_parts;
  for (std::size_t size = 0; size < whole.size(); ++size) {
    if (read(whole.substr(0, size))) whole_parts.push_back(size);
  }
  // Between two records nothing tells that there were more; a function's own are missed when its counters are.
  EXPECT_THAT(whole_parts, testing::ElementsAre(30, 85, 97, 117, 137));
}

TEST(Notes, HaveNoMoreBlocksThanBytes) {
  Writer many = opening_of_notes();
  for (int i = 0; i < 50; ++i) {
    many.record(k_tag_function, function("a.cc")).record(k_tag_blocks, Writer().word(300));
  }
  many.record(1, Writer().text(std::string(400, ' ')));  // so that each alone could have them
  EXPECT_FALSE(read(many.bytes()));
}

TEST(Notes, AreRefusedWithBlocksThatAreNotThere) {
  for (const Writer& wrong : {Writer().word(9).word(2).word(0), Writer().word(0).word(9).word(0)}) {
    EXPECT_FALSE(read(opening_of_notes()
                          .record(k_tag_function, function("a.cc"))
                          .record(k_tag_blocks, Writer().word(3))
                          .record(k_tag_arcs, wrong)
                          .bytes()));
  }
  EXPECT_FALSE(read(
      opening_of_notes().record(k_tag_function, function("a.cc")).record(k_tag_blocks, Writer().word(0xffffffff)).bytes()));
  const Writer again =
      Writer(opening_of_notes()).record(k_tag_function, function("a.cc")).record(k_tag_blocks, Writer().word(3));
  EXPECT_FALSE(read(Writer(again).record(k_tag_blocks, Writer().word(1)).record(k_tag_blocks, Writer().word(1)).bytes()));
  const Writer lines = Writer().word(0).word(6);
  EXPECT_FALSE(read(opening_of_notes()
                        .record(k_tag_function, function("a.cc"))
                        .record(k_tag_blocks, Writer().word(3))
                        .record(k_tag_lines, lines)
                        .bytes()));
}

}  // namespace
}  // namespace trireme::coverage
