#include "coverage/clang_records.h"

#include "coverage/bytes.h"
#include "coverage/inflate.h"
#include "coverage/md5.h"

namespace trireme::coverage {

namespace {

SourceList source_list(std::string_view packed) {
  SourceList list{.sum = md5_word(packed)};
  Bytes bytes(packed);
  std::size_t rest = bytes.count();
  const std::string text = take_text(bytes);
  Bytes names(text);
  for (; rest > 0; --rest) list.names.emplace_back(names.take(names.count()));
  return list;
}

// One region of one file, without a counter?
bool is_uncounted(std::string_view mapping) {
  Bytes bytes(mapping);
  if (bytes.number() != 1) return false;
  bytes.number();
  return bytes.number() == 0 && bytes.number() == 1 && (bytes.number32() & 3) == 0;  // the kind of a term
}

}  // namespace

std::vector<MappingRecord> mapping_records(const ClangSections& sections) {
  std::vector<MappingRecord> records;
  for (const std::string& section : sections.mappings) {
    Bytes bytes(section);
    while (bytes.left() >= 28) {
      MappingRecord record{.name = bytes.value<std::uint64_t>()};
      const auto size = bytes.value<std::uint32_t>();
      record.hash = bytes.value<std::uint64_t>();
      record.sources = bytes.value<std::uint64_t>();
      record.bytes = bytes.take(size);
      record.is_dummy = record.hash == 0 && is_uncounted(record.bytes);
      records.push_back(record);
      bytes.fill_up();
    }
  }
  return records;
}

std::vector<SourceList> source_lists(const ClangSections& sections) {
  std::vector<SourceList> lists;
  for (const std::string& section : sections.sources) {
    Bytes bytes(section);
    while (bytes.left() >= 16) {
      bytes.value<std::uint32_t>();
      const auto size = bytes.value<std::uint32_t>();
      bytes.take(8);
      lists.push_back(source_list(bytes.take(size)));
      bytes.fill_up();
    }
  }
  return lists;
}

}  // namespace trireme::coverage
