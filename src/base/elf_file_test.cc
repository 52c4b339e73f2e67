#include "base/elf_file.h"

#include <gmock/gmock.h>

#include <cstring>
#include <fstream>

#include "base/temp_dir.h"

namespace trireme::base {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::StartsWith;

constexpr std::uint64_t k_wild = 0xfffffffffffffff0;

struct ElfFileTest : testing::Test {
  base::TempDir directory = base::make_temp_dir("elf-").value();

  std::string write(const std::string& bytes) const {
    const std::string path = directory.path() + "/file";
    std::ofstream(path, std::ios::binary) << bytes;
    return path;
  }
  static std::string self() { return read_file("/proc/self/exe").value(); }
  static void use(const std::string& path) {
    if (const auto elf = ElfFile::open(path)) (void)elf->holds({"no file holds this", "nor \xff this"});
  }
};

TEST_F(ElfFileTest, reads_sections) {
  const auto elf = ElfFile::open("/proc/self/exe");
  const auto found = elf->sections(".interp");
  ASSERT_EQ(found.size(), 1);
  EXPECT_STREQ(elf->contents(found[0]).c_str(), elf->interpreter().c_str());
  EXPECT_GT(found[0].address, 0);
  EXPECT_THAT(elf->sections(".no_such"), testing::IsEmpty());
  EXPECT_EQ(elf->contents({0, 0, k_wild}), "");
}

TEST_F(ElfFileTest, reads_object_files_on_request) {
  std::string bytes = self();
  Elf64_Ehdr header{};
  std::memcpy(&header, bytes.data(), sizeof header);
  header.e_type = ET_REL;
  header.e_phnum = 0;
  std::memcpy(bytes.data(), &header, sizeof header);
  const std::string path = write(bytes);
  EXPECT_FALSE(ElfFile::open(path));
  const auto object = ElfFile::open_any(path);
  ASSERT_TRUE(object);
  EXPECT_FALSE(object->is_program());
  EXPECT_EQ(object->sections(".interp").size(), 1);
  header.e_shoff = k_wild;
  std::memcpy(bytes.data(), &header, sizeof header);
  EXPECT_THAT(ElfFile::open_any(write(bytes))->sections(".interp"), testing::IsEmpty());
}

TEST_F(ElfFileTest, has_code_apart_from_what_is_for_debuggers) {
  std::string bytes = self();
  const auto code = [&] { return ElfFile::open(write(bytes))->code(); };
  const auto change = [&](const char* section) {
    bytes[ElfFile::open("/proc/self/exe")->sections(section).front().offset] ^= 1;
  };
  const std::string before = code();
  EXPECT_LT(before.size(), bytes.size());
  change(".debug_info");
  EXPECT_EQ(code(), before);
  change(".text");
  EXPECT_NE(code(), before);
}

TEST_F(ElfFileTest, reads_the_program_that_runs) {
  const auto elf = ElfFile::open("/proc/self/exe");
  ASSERT_TRUE(elf);
  EXPECT_TRUE(elf->is_program());
  EXPECT_THAT(elf->interpreter(), testing::HasSubstr("/ld-linux"));
  EXPECT_THAT(elf->needed(), Contains(StartsWith("libc.so")));
  EXPECT_THAT(elf->build_id(), testing::MatchesRegex("[0-9a-f]{40}"));
}

TEST_F(ElfFileTest, tells_which_texts_it_holds) {
  const auto elf = ElfFile::open("/proc/self/exe");
  ASSERT_TRUE(elf);
  const std::string absent = std::string("this text is put ") + "together at run time";
  EXPECT_THAT(elf->holds({"gtest_list_tests", absent}), ElementsAre(true, false));
}

TEST_F(ElfFileTest, a_shared_library_is_no_program) {
  std::string bytes = self();
  Elf64_Ehdr header;
  std::memcpy(&header, bytes.data(), sizeof header);
  ASSERT_EQ(header.e_type, ET_DYN);
  std::vector<Elf64_Phdr> segments(header.e_phnum);
  std::memcpy(segments.data(), bytes.data() + header.e_phoff, segments.size() * sizeof segments[0]);
  for (Elf64_Phdr& segment : segments) {
    if (segment.p_type == PT_INTERP || segment.p_type == PT_DYNAMIC) segment.p_type = PT_NULL;
  }
  std::memcpy(bytes.data() + header.e_phoff, segments.data(), segments.size() * sizeof segments[0]);
  const auto elf = ElfFile::open(write(bytes));
  ASSERT_TRUE(elf);
  EXPECT_FALSE(elf->is_program());
}

TEST_F(ElfFileTest, what_is_no_elf_file_is_none) {
  EXPECT_FALSE(ElfFile::open(write("")));
  EXPECT_FALSE(ElfFile::open(write("#!/bin/sh\nexit 0\n")));
  EXPECT_FALSE(ElfFile::open(write(ELFMAG)));
  EXPECT_FALSE(ElfFile::open(directory.path()));
  EXPECT_FALSE(ElfFile::open("/dev/zero"));
  EXPECT_FALSE(ElfFile::open("/nowhere"));
}

TEST_F(ElfFileTest, survives_truncation) {
  const std::string bytes = self();
  for (std::size_t size = 0; size < 2048; size += 8) use(write(bytes.substr(0, size)));
  for (std::size_t size = 2048; size < bytes.size(); size += bytes.size() / 40) use(write(bytes.substr(0, size)));
}

TEST_F(ElfFileTest, survives_wild_offsets_and_sizes) {
  const std::string bytes = self();
  for (std::size_t at = sizeof(Elf64_Ehdr::e_ident); at < sizeof(Elf64_Ehdr) + 13 * sizeof(Elf64_Phdr); at += 8) {
    std::string damaged = bytes.substr(0, 65536);
    std::memcpy(damaged.data() + at, &k_wild, sizeof k_wild);
    use(write(damaged));
  }
}

TEST_F(ElfFileTest, survives_a_damaged_dynamic_section) {
  std::string bytes = self();
  Elf64_Ehdr header;
  std::memcpy(&header, bytes.data(), sizeof header);
  for (int i = 0; i < header.e_phnum; ++i) {
    Elf64_Phdr segment;
    std::memcpy(&segment, bytes.data() + header.e_phoff + static_cast<std::size_t>(i) * sizeof segment, sizeof segment);
    if (segment.p_type != PT_DYNAMIC) continue;
    for (std::size_t at = 8; at < segment.p_filesz; at += sizeof(Elf64_Dyn)) {
      std::memcpy(bytes.data() + segment.p_offset + at, &k_wild, sizeof k_wild);
    }
  }
  const auto elf = ElfFile::open(write(bytes));
  ASSERT_TRUE(elf);
  EXPECT_THAT(elf->library_directories(), testing::IsEmpty());
}

}  // namespace
}  // namespace trireme::base
