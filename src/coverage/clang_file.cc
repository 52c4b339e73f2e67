#include "coverage/clang_file.h"

#include <algorithm>

#include "coverage/bytes.h"
#include "coverage/inflate.h"
#include "coverage/md5.h"

namespace trireme::coverage {

namespace {

constexpr std::size_t k_counter = 8;

// How a function's record looks: both begin with its name, its hash, and where its counters are.
struct Layout {
  std::size_t size = 0;
  std::size_t count_at = 0;
};

Layout layout_of(std::uint32_t format) {
  return format == k_format_of_clang_14 ? Layout{48, 40} : Layout{64, 48};  // the latter have a place for the bits of MC/DC
}

template <class T>
T value_at(std::string_view bytes, std::size_t at) {
  return Bytes(bytes.substr(at)).value<T>();
}

std::vector<std::string> all_contents(const base::ElfFile& file, std::string_view name) {
  std::vector<std::string> result;
  for (const base::ElfSection& each : file.sections(name)) result.push_back(file.contents(each));
  return result;
}

std::string first_of(std::vector<std::string> texts) { return texts.empty() ? "" : std::move(texts.front()); }

LinkedFunction linked_function(const ClangSections& sections, const Layout& layout, std::size_t at) {
  const std::string_view record = std::string_view(sections.data).substr(at, layout.size);
  LinkedFunction function{.name = value_at<std::uint64_t>(record, 0), .hash = value_at<std::uint64_t>(record, 8)};
  // Relative to the record.
  const std::uint64_t offset = sections.data_address + at + value_at<std::uint64_t>(record, 16) - sections.counters_address;
  function.count = value_at<std::uint32_t>(record, layout.count_at);
  check(offset % k_counter == 0 && offset <= sections.counters_size);
  check(function.count <= (sections.counters_size - offset) / k_counter);
  function.first = static_cast<std::uint32_t>(offset / k_counter);
  return function;
}

}  // namespace

std::optional<ClangSections> clang_sections(const base::ElfFile& file) {
  ClangSections sections;
  sections.sources = all_contents(file, "__llvm_covmap");
  const std::vector<base::ElfSection> counters = file.sections("__llvm_prf_cnts");
  if (sections.sources.empty() && counters.empty()) return std::nullopt;
  sections.mappings = all_contents(file, "__llvm_covfun");
  sections.names = first_of(all_contents(file, "__llvm_prf_names"));
  const std::vector<base::ElfSection> data = file.sections("__llvm_prf_data");
  if (counters.size() == 1 && data.size() == 1) {
    sections.data = file.contents(data.front());
    sections.data_address = data.front().address;
    sections.counters_address = counters.front().address;
    sections.counters_size = counters.front().size;
  }
  return sections;
}

std::string clang_version(const base::ElfFile& file) {
  const std::string said = "clang version ";
  const std::string comment = first_of(all_contents(file, ".comment"));
  const std::size_t at = comment.find(said);
  if (at == std::string::npos) return "clang";
  const std::string rest = comment.substr(at + said.size());
  const std::size_t dot = rest.find('.');
  return "clang " + rest.substr(0, rest.find_first_not_of("0123456789", dot == std::string::npos ? 0 : dot + 1));
}

base::Result<std::uint32_t> mapping_format(const ClangSections& sections) {
  std::optional<std::uint32_t> found;
  for (const std::string& each : sections.sources) {
    for (std::size_t at = 0; at + 16 <= each.size();) {
      const auto format = value_at<std::uint32_t>(each, at + 12);
      if (found && *found != format) return base::fail("holds what different versions of clang have made");
      found = format;
      const std::uint64_t size =
          std::uint64_t{16} + value_at<std::uint32_t>(each, at + 4) + value_at<std::uint32_t>(each, at + 8);
      at += (size + 7) / 8 * 8;
    }
  }
  if (!found) return base::fail("was built with -fprofile-instr-generate, but without -fcoverage-mapping");
  return *found;
}

base::Result<std::vector<LinkedFunction>> linked_functions(const ClangSections& sections) {
  TRY(const std::uint32_t format, mapping_format(sections));
  if (format != k_format_of_clang_14 && format != k_format_of_clang_19) {
    return base::fail("was built by a version of clang whose coverage mapping (format {}) is not known", format + 1);
  }
  const Layout layout = layout_of(format);
  return unless_damaged([&] {
    std::vector<LinkedFunction> functions;
    check(sections.data.size() % layout.size == 0);
    std::uint64_t counters = 0;
    for (std::size_t at = 0; at < sections.data.size(); at += layout.size) {
      functions.push_back(linked_function(sections, layout, at));
      counters += functions.back().count;
    }
    // Counters of one byte would take less.
    check(counters <= sections.counters_size / k_counter);
    return functions;
  });
}

// Up to clang 13 records are as long, but say otherwise where their counters are.
base::Result<bool> is_known(const ClangSections& sections) {
  if (const auto format = mapping_format(sections); !format) return tl::unexpected(format.error());
  return linked_functions(sections).has_value();
}

std::string_view own_name(std::string_view name) {
  const std::size_t own = name.find_last_of(":;");
  return own == std::string::npos ? name : name.substr(own + 1);
}

FunctionNames function_names(const ClangSections& sections, const std::unordered_set<std::uint64_t>& wanted) {
  FunctionNames result;
  Bytes bytes(sections.names);
  const auto read = [&] {
    for (bytes.skip_zeros(); !bytes.at_end(); bytes.skip_zeros()) {
      const std::string text = take_text(bytes);
      for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\x01', at), text.size());
        const std::string_view whole = std::string_view(text).substr(at, end - at);
        at = end + 1;
        const std::uint64_t sum = md5_word(whole);
        if (wanted.contains(sum)) result.try_emplace(sum, own_name(whole));
      }
    }
    return true;
  };
  static_cast<void>(unless_damaged(read));
  return result;
}

}  // namespace trireme::coverage
