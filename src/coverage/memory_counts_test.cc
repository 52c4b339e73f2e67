#include "coverage/memory_counts.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include <cstring>

namespace trireme::coverage {
namespace {

using Found = MemoryCounts::Found;
using agent::Area;
using agent::AreaKind;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::uint32_t k_gcc_12 = 0x4232322a;  // "B22*"
constexpr std::uint64_t k_description = 1UL << 20;
constexpr std::uint64_t k_counters = 2UL << 20;

template <class T>
std::string bytes_of(const T& value) {
  return {reinterpret_cast<const char*>(&value), sizeof value};
}

// A unit with two functions, of two counters and of one, which are not in the order of their addresses.
std::string description() {
  const std::string name = "/b/a.gcda";
  std::string text = bytes_of(agent::CountedUnit{k_gcc_12, 7, 9, 2, name.size()}) + name;
  text.resize(agent::filled_up(text.size()));
  return text + bytes_of(agent::CountedFunction{1, 11, 12, 2, 4088}) + bytes_of(agent::CountedFunction{2, 21, 22, 1, 32});
}

class MemoryCountsTest : public testing::Test {
 protected:
  void write(std::uint64_t at, const std::string& bytes) const {
    ASSERT_EQ(pwrite(file_.get(), bytes.data(), bytes.size(), static_cast<off_t>(at)), static_cast<ssize_t>(bytes.size()));
  }
  void write_counter(std::uint64_t at, std::int64_t value) const { write(k_counters + at, bytes_of(value)); }
  void add_area(AreaKind kind, std::uint64_t begin, std::uint64_t size) {
    header_.table[header_.areas++] = {kind, 3, begin, size};
  }
  void describe() {
    write(k_description, description());
    add_area(AreaKind::description, k_description, description().size());
  }
  Found add() {
    write(0, bytes_of(header_));
    return counts_.add(file_.get());
  }

  base::Fd file_ = *make_counts_file();
  agent::CountsHeader header_{{.server = 5, .used = 1}};
  MemoryCounts counts_;
};

TEST_F(MemoryCountsTest, AreNothingWhereNobodyCounts) {
  EXPECT_EQ(counts_.add(file_.get()), Found::nothing);
  EXPECT_THAT(counts_.take(), IsEmpty());
}

TEST_F(MemoryCountsTest, AreAddedUpByFunction) {
  describe();
  add_area(AreaKind::counters, k_counters, 8192);
  write_counter(32, 5);
  write_counter(4088, 1);
  write_counter(4096, 1LL << 40);
  write_counter(64, 77);  // a variable of the program
  EXPECT_EQ(add(), Found::all);
  // Another process of the same server does not say again what there is.
  header_.areas = 0;
  add_area(AreaKind::counters, k_counters, 8192);
  EXPECT_EQ(add(), Found::all);
  const std::vector<UnitCounts> units = counts_.take();
  ASSERT_EQ(units.size(), 1U);
  EXPECT_EQ(units[0].sum.object, "/b/a.gcda");
  EXPECT_EQ((std::vector{units[0].sum.version.word, units[0].sum.stamp, units[0].sum.checksum}),
            (std::vector{k_gcc_12, 7U, 9U}));
  EXPECT_EQ(units[0].sum.functions[1].lines_checksum, 21U);
  EXPECT_THAT(units[0].sum.counters, ElementsAre(2, 1LL << 41, 10));
}

TEST_F(MemoryCountsTest, OfOneProgramAreOneWhicheverServerTells) {
  describe();
  add_area(AreaKind::counters, k_counters, 8192);
  write_counter(32, 5);
  add();
  header_.server = 6;
  EXPECT_EQ(add(), Found::all);
  const std::vector<UnitCounts> units = counts_.take();
  ASSERT_EQ(units.size(), 1U);
  EXPECT_THAT(units[0].sum.counters, ElementsAre(0, 0, 10));
}

TEST_F(MemoryCountsTest, AreKeptByContextWhenThatIsAsked) {
  counts_ = MemoryCounts(true);
  describe();
  add_area(AreaKind::counters_before_main, k_counters + 8192, 8192);
  add_area(AreaKind::counters, k_counters, 8192);
  write_counter(8192 + 32, 1);
  write_counter(4096, 5);
  write(0, bytes_of(header_));
  counts_.add(file_.get(), 3);
  const std::vector<UnitCounts> units = counts_.take();
  ASSERT_EQ(units.size(), 1U);
  ASSERT_EQ(units[0].by_context.size(), 2U);
  EXPECT_EQ(units[0].by_context[0].context, 0U);
  EXPECT_THAT(units[0].by_context[0].counters, ElementsAre(testing::Pair(2, 1)));
  EXPECT_EQ(units[0].by_context[1].context, 3U);
  EXPECT_THAT(units[0].by_context[1].counters, ElementsAre(testing::Pair(1, 5)));
}

TEST_F(MemoryCountsTest, TellThatSomeAreElsewhere) {
  header_.elsewhere = 1;
  EXPECT_EQ(add(), Found::some);
  header_.elsewhere = 0;
  header_.unseen = 1;
  EXPECT_EQ(add(), Found::some);
  header_.lost = 1;
  EXPECT_EQ(add(), Found::lost);
}

TEST_F(MemoryCountsTest, NameProgramsThatWereKilled) {
  header_.killed = 2;
  std::memcpy(header_.killed_names[0], "0123456789abcdef", agent::k_name_size);  // no NUL: who knows what a test has written
  std::memcpy(header_.killed_names[1], "b", 2);
  EXPECT_EQ(add(), Found::all);
  EXPECT_THAT(killed_programs(file_.get()).names, ElementsAre("0123456789abcdef", "b"));
  EXPECT_FALSE(killed_programs(file_.get()).has_unnamed);
  header_.killed = agent::k_most_killed + 1;
  EXPECT_EQ(add(), Found::lost) << "of some nobody knows the names";
}

TEST_F(MemoryCountsTest, TellThatAShellToldOfASignal) {
  header_.told_of_signal = 1;
  EXPECT_EQ(add(), Found::all);
  EXPECT_TRUE(killed_programs(file_.get()).has_unnamed);
}

// A test may write where it likes.
TEST_F(MemoryCountsTest, AreDamagedWhereTheyMakeNoSense) {
  write_counter(32, 5);
  add_area(AreaKind::counters, k_counters, 8192);
  EXPECT_EQ(add(), Found::damaged) << "nobody has said what that is";
  header_.areas = 0;
  describe();
  for (const auto& [begin, size] :
       {std::pair{k_counters + 4, 4096UL}, {k_counters, 12UL}, {1UL << 60, 4096UL}, {k_counters, ~0UL}}) {
    add_area(AreaKind::counters, begin, size);
    EXPECT_EQ(add(), Found::damaged);
    header_.table[--header_.areas] = {};
  }
  header_.areas = ~0U;
  EXPECT_EQ(add(), Found::all) << "more than the table has room for";
}

TEST_F(MemoryCountsTest, HaveNoMoreAreasThanTheFileHasRoomFor) {
  describe();
  add_area(AreaKind::counters, k_counters, 8192);
  EXPECT_EQ(add(), Found::all);
  for (int i = 0; i < 2; ++i) add_area(AreaKind::counters, k_counters, agent::k_counts_size - k_counters);
  EXPECT_EQ(add(), Found::damaged);
}

TEST_F(MemoryCountsTest, ReadNoDescriptionPastItsEnd) {
  const std::string whole = description();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    write(k_description, whole);
    header_.areas = 0;
    add_area(AreaKind::description, k_description, size);
    EXPECT_EQ(add(), Found::all);
  }
  for (std::size_t place = 0; place + 8 <= whole.size(); place += 8) {
    std::string wrong = whole;
    std::memset(wrong.data() + place, 0xff, 8);
    write(k_description, wrong);
    header_.areas = 0;
    add_area(AreaKind::description, k_description, whole.size());
    add_area(AreaKind::counters, k_counters, 8192);
    add();
  }
}

}  // namespace
}  // namespace trireme::coverage
