#include "collect/search.h"

#include <elf.h>
#include <gmock/gmock.h>
#include <sys/stat.h>

#include <cstring>
#include <filesystem>
#include <fstream>

#include "base/temp_dir.h"

namespace trireme::collect {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::IsEmpty;

const std::string k_marker = std::string("[       OK ] This program contains tests written using ") + "Google Test";

struct Elf {
  std::string text;                 // in its constant data
  std::vector<std::string> needed;  // libraries
  std::string runpath;
  bool program = true;
};

template <typename T>
std::string bytes_of(const T& value) {
  return {reinterpret_cast<const char*>(&value), sizeof value};
}

// A file of one constant segment, which starts at address 0 and holds the whole file.
std::string make_elf(const Elf& elf) {
  std::string strings(1, '\0');
  std::string dynamic;
  const auto add = [&](Elf64_Sxword tag, const std::string& text) {
    dynamic += bytes_of(Elf64_Dyn{tag, {strings.size()}});
    strings += text + '\0';
  };
  for (const std::string& name : elf.needed) add(DT_NEEDED, name);
  if (!elf.runpath.empty()) add(DT_RUNPATH, elf.runpath);
  const std::size_t dynamic_at = sizeof(Elf64_Ehdr) + 3 * sizeof(Elf64_Phdr);
  dynamic += bytes_of(Elf64_Dyn{DT_STRTAB, {dynamic_at + dynamic.size() + 2 * sizeof(Elf64_Dyn)}});
  dynamic += bytes_of(Elf64_Dyn{DT_NULL, {0}});
  const std::string rest = dynamic + strings + elf.text;

  Elf64_Ehdr header{};
  std::memcpy(header.e_ident, ELFMAG, SELFMAG);
  header.e_ident[EI_CLASS] = ELFCLASS64;
  header.e_ident[EI_DATA] = ELFDATA2LSB;
  header.e_type = ET_DYN;
  header.e_phoff = sizeof header;
  header.e_phentsize = sizeof(Elf64_Phdr);
  header.e_phnum = 3;
  const Elf64_Phdr load{.p_type = PT_LOAD, .p_flags = PF_R, .p_filesz = dynamic_at + rest.size()};
  const Elf64_Phdr tables{.p_type = PT_DYNAMIC, .p_offset = dynamic_at, .p_filesz = dynamic.size()};
  const Elf64_Phdr interpreter{.p_type = elf.program ? Elf64_Word{PT_INTERP} : Elf64_Word{PT_NULL}};
  return bytes_of(header) + bytes_of(load) + bytes_of(tables) + bytes_of(interpreter) + rest;
}

struct Search : testing::Test {
  base::TempDir directory = base::make_temp_dir("search-").value();
  const std::string root = directory.path() + "/tree";
  void SetUp() override { fs::create_directories(root); }

  void write(const std::string& name, const std::string& bytes, mode_t mode = 0755) const {
    const fs::path path = fs::path(root) / name;
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << bytes;
    ASSERT_EQ(chmod(path.c_str(), mode), 0);
  }
  // What was found, relative to the tree.
  std::vector<std::string> found() const {
    std::vector<std::string> names;
    for (const std::string& path : find_test_executables(root)) names.push_back(path.substr(root.size() + 1));
    return names;
  }
};

TEST_F(Search, finds_programs_with_the_marker_sorted) {
  write("b/test", make_elf({.text = k_marker}));
  write("a_test", make_elf({.text = "something" + k_marker}));
  write("tool", make_elf({.text = "This program has no tests"}));
  write("runner", make_elf({.text = k_marker.substr(k_marker.find("This"))}));
  EXPECT_THAT(found(), ElementsAre("a_test", "b/test"));
}

TEST_F(Search, passes_over_what_is_no_program) {
  write("script", "#!/bin/sh\n# " + k_marker);
  write("libgtest.so", make_elf({.text = k_marker, .program = false}));
  write("not_executable", make_elf({.text = k_marker}), 0644);
  write("setuid", make_elf({.text = k_marker}), 04755);
  write("setgid", make_elf({.text = k_marker}), 02755);
  write("empty", "");
  EXPECT_THAT(found(), IsEmpty());
}

TEST_F(Search, skips_the_folders_of_tools) {
  write(".git/test", make_elf({.text = k_marker}));
  write("build/CMakeFiles/3.25/a.out", make_elf({.text = k_marker}));
  EXPECT_THAT(found(), IsEmpty());
}

TEST_F(Search, a_file_reached_twice_is_one) {
  write("sub/test", make_elf({.text = k_marker}));
  fs::create_symlink(root + "/sub/test", root + "/a_link");
  fs::create_hard_link(root + "/sub/test", root + "/sub/z_hard_link");
  fs::create_directory_symlink(root, root + "/loop");
  EXPECT_THAT(found(), ElementsAre("sub/test"));
}

TEST_F(Search, links_that_leave_the_tree_are_not_followed) {
  const std::string outside = directory.path() + "/tree_beside";
  write("../tree_beside/test", make_elf({.text = k_marker}));
  fs::create_symlink(outside + "/test", root + "/link");
  fs::create_directory_symlink(outside, root + "/linked_directory");
  fs::create_symlink("nowhere", root + "/dangling");
  EXPECT_THAT(found(), IsEmpty());
}

TEST_F(Search, looks_into_libraries_outside_the_systems_transitively) {
  write("bin/test", make_elf({.needed = {"libsupport.so", "libc.so.6"}, .runpath = "/nowhere:$ORIGIN/../lib"}));
  write("lib/libsupport.so", make_elf({.needed = {"libframework.so"}, .runpath = "${ORIGIN}/deep", .program = false}));
  write("lib/deep/libframework.so", make_elf({.text = k_marker, .needed = {"libsupport.so"}, .program = false}));
  EXPECT_THAT(found(), ElementsAre("bin/test"));
}

TEST_F(Search, a_library_that_is_missing_is_passed_over) {
  write("bin/test", make_elf({.needed = {"libframework.so", "", "../x", "/dev/zero"}, .runpath = "relative:"}));
  EXPECT_THAT(found(), IsEmpty());
}

TEST_F(Search, a_directory_that_cannot_be_read_is_empty) {
  EXPECT_THAT(find_test_executables(root + "/nowhere"), IsEmpty());
  write("file", "text");
  EXPECT_THAT(find_test_executables(root + "/file"), IsEmpty());
}

TEST_F(Search, names_may_hold_any_bytes) {
  write("a\xff\n b", make_elf({.text = k_marker}));
  EXPECT_THAT(found(), ElementsAre("a\xff\n b"));
}

}  // namespace
}  // namespace trireme::collect
