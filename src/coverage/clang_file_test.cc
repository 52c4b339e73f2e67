#include "coverage/clang_file.h"

#include <gmock/gmock.h>

#include <cstring>
#include <filesystem>

#include "base/fd.h"
#include "base/temp_dir.h"
#include "coverage/md5.h"
#include "coverage/raw_profile.h"

namespace trireme::coverage {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::SizeIs;

const fs::path k_corpus = TRIREME_CORPUS;

base::ElfFile program(const std::string& name) { return base::ElfFile::open_any(k_corpus / "clang_program" / name).value(); }

std::string error_of(const ClangSections& sections) {
  const auto functions = linked_functions(sections);
  return functions ? "" : functions.error().text;
}

TEST(ClangFileTest, TellsItsVersionAndFunctions) {
  EXPECT_EQ(clang_version(program("clang_14")), "clang 14.0");
  EXPECT_EQ(clang_version(program("clang_19")), "clang 19.1");
  for (const auto& [name, format] :
       {std::pair("clang_14", k_format_of_clang_14), std::pair("clang_19", k_format_of_clang_19)}) {
    const ClangSections sections = *clang_sections(program(name));
    EXPECT_EQ(mapping_format(sections), format);
    const std::vector<LinkedFunction> functions = *linked_functions(sections);
    EXPECT_THAT(functions, SizeIs(5));
    std::uint64_t counters = 0;
    for (const LinkedFunction& each : functions) counters += each.count;
    EXPECT_EQ(counters * 8, sections.counters_size);
    const auto profile = *read_raw_profile(*base::read_file(k_corpus / "raw_profile" / name));
    EXPECT_TRUE(is_of(profile, functions, counters));
    EXPECT_FALSE(is_of(profile, functions, counters + 1));
    EXPECT_FALSE(is_of(profile, {functions.begin(), functions.end() - 1}, counters));
    const std::uint64_t wanted = md5_word("_Z8classifyi");
    EXPECT_THAT(function_names(sections, {wanted}), testing::ElementsAre(testing::Pair(wanted, "_Z8classifyi")));
  }
}

TEST(ClangFileTest, OtherFilesHaveNothing) { EXPECT_FALSE(clang_sections(*base::ElfFile::open("/proc/self/exe"))); }

// As clang 13 has it: the place of the counters, and not how far it is from the record.
TEST(ClangFileTest, KnowsWhatItDoesNotKnow) {
  ClangSections sections = *clang_sections(program("clang_14"));
  EXPECT_TRUE(*is_known(sections));
  std::memcpy(sections.data.data() + 16, &sections.counters_address, sizeof sections.counters_address);
  EXPECT_FALSE(*is_known(sections));
  sections.sources.clear();
  EXPECT_FALSE(is_known(sections));
}

TEST(ClangFileTest, RefusesWhatItDoesNotKnow) {
  const ClangSections good = *clang_sections(program("clang_14"));
  ClangSections other = good;
  other.sources[0][12] = 7;
  EXPECT_THAT(error_of(other), HasSubstr("whose coverage mapping (format 8) is not known"));
  other = good;
  other.sources.clear();
  EXPECT_THAT(error_of(other), HasSubstr("without -fcoverage-mapping"));
  other = good;
  other.sources.push_back(clang_sections(program("clang_19"))->sources[0]);
  EXPECT_THAT(error_of(other), HasSubstr("different versions of clang"));
  other = good;
  other.counters_size /= 8;  // a byte each
  EXPECT_EQ(error_of(other), "is damaged");
  other = good;
  other.data.pop_back();
  EXPECT_EQ(error_of(other), "is damaged");
}

TEST(RawProfileTest, RefusesWhatItDoesNotKnow) {
  std::string bytes = *base::read_file(k_corpus / "raw_profile" / "clang_14");
  EXPECT_TRUE(read_raw_profile(bytes));
  for (std::size_t size = 0; size < bytes.size() - 200; size += 8)
    EXPECT_FALSE(read_raw_profile(bytes.substr(0, size))) << size;
  bytes[8] = 7;
  EXPECT_THAT(read_raw_profile(bytes).error().text, HasSubstr("(version 7, variant 0x0)"));
  bytes[8] = 8;
  bytes[15] = 1;
  EXPECT_THAT(read_raw_profile(bytes).error().text, HasSubstr("(version 8, variant 0x1)"));
}

}  // namespace
}  // namespace trireme::coverage
