// Clang's counters are a section. gcc's constructors have put the units of each part in a list, of which only the part itself knows
// the beginning. Units are found by what they look like, in the writable data; the beginning of the list by what it points to.
#include "agent/parts.h"

#include <link.h>

#include <algorithm>
#include <cstring>

#include "agent/touched_pages.h"

namespace trireme::agent {

namespace {

using gcov::Root;
using gcov::Unit;

constexpr std::size_t k_most_parts = 256;
constexpr std::size_t k_most_images = 4096;
constexpr std::size_t k_most_segments = 16;
constexpr std::size_t k_most_functions = 1UL << 22;  // of a unit
constexpr std::size_t k_longest_name = 4096;
constexpr std::size_t k_worth_backing = 16;  // pages
constexpr std::size_t k_near = 4;            // pages: what lies so near to another is one run with it

// A program or library as it is loaded.
class Image {
 public:
  explicit Image(const dl_phdr_info& info) {
    for (int i = 0; i < info.dlpi_phnum; ++i) {
      const ElfW(Phdr)& header = info.dlpi_phdr[i];
      if (header.p_type != PT_LOAD || (header.p_flags & PF_R) == 0 || count_ == k_most_segments) continue;
      const std::uintptr_t begin = info.dlpi_addr + header.p_vaddr;
      segments_[count_++] = {{begin, begin + header.p_memsz}, header.p_filesz, (header.p_flags & PF_W) != 0};
    }
  }

  [[nodiscard]] bool holds(const void* memory, std::size_t size) const { return segment(memory, size) != nullptr; }
  [[nodiscard]] bool can_write(const void* memory, std::size_t size) const {
    const Segment* found = segment(memory, size);
    return found != nullptr && found->writable;
  }
  // … and the file gave it.
  [[nodiscard]] bool can_write_of_file(const void* memory, std::size_t size) const {
    return can_write(memory, size) && reinterpret_cast<std::uintptr_t>(memory) < segment(memory, size)->beyond_file().begin;
  }

  // Of the segment that holds this, what comes after the pages of the file.
  [[nodiscard]] Span beyond_file(const Span& memory) const {
    const Segment* found = segment(reinterpret_cast<const void*>(memory.begin), memory.size());
    return found == nullptr ? Span{} : found->beyond_file();
  }

  // Calls use(address) for each aligned place of a T in writable memory: in all of it that is not blank, or in what the file gave.
  template <class T, class Use>
  void for_each_place(bool of_file, const Use& use) const {
    TouchedPages touched(true);
    for (std::size_t i = 0; i < count_; ++i) {
      if (!segments_[i].writable) continue;
      const std::uintptr_t begin = (segments_[i].span.begin + 7) / 8 * 8;
      const std::uintptr_t end = of_file ? segments_[i].span.begin + segments_[i].in_file : segments_[i].span.end;
      const std::uintptr_t beyond_file = segments_[i].beyond_file().begin;
      for (std::uintptr_t at = begin; at + sizeof(T) <= end; at += 8) {
        if (at >= beyond_file && at % page_size() == 0 && !touched.contain(at)) {
          at += page_size() - 8;
        } else {
          use(reinterpret_cast<T*>(at));
        }
      }
    }
  }

 private:
  struct Segment {
    Span span;
    std::size_t in_file = 0;
    bool writable = false;
    [[nodiscard]] Span beyond_file() const {
      return {(span.begin + in_file + page_size() - 1) / page_size() * page_size(), span.end};
    }
  };

  [[nodiscard]] const Segment* segment(const void* memory, std::size_t size) const {
    const auto at = reinterpret_cast<std::uintptr_t>(memory);
    for (std::size_t i = 0; i < count_; ++i) {
      const Span& span = segments_[i].span;
      if (span.begin <= at && at < span.end && size <= span.end - at) return &segments_[i];
    }
    return nullptr;
  }

  Segment segments_[k_most_segments];
  std::size_t count_ = 0;
};

bool is_name(const Image& image, const char* name) {
  if (!image.holds(name, 6)) return false;
  std::size_t length = 0;
  while (length < k_longest_name && image.holds(name + length, 1) && name[length] != '\0') ++length;
  return length > 5 && std::memcmp(name + length - 5, ".gcda", 5) == 0;
}

// Of any version: the name has always been in this place.
bool looks_like_unit(const Image& image, const Unit* unit) {
  std::uint64_t version = 0;  // and what fills it up
  std::memcpy(&version, unit, sizeof version);
  return (version >> 32) == 0 && gcov::is_version(unit->version) && is_name(image, unit->name);
}

// Without functions it is in no list.
bool is_unit(const Image& image, const Unit* unit) {
  return looks_like_unit(image, unit) && gcov::is_known(unit->version) && unit->functions_count > 0 &&
         unit->functions_count <= k_most_functions &&
         image.holds(unit->functions, unit->functions_count * sizeof *unit->functions);
}

// The length of a list; no more than `most`.
std::size_t length_of(const Unit* list, std::size_t most) {
  std::size_t length = 0;
  for (; list != nullptr && length < most; list = list->next) ++length;
  return length;
}

struct UnitsSeen {
  std::size_t known = 0;
  bool any = false;
  std::uintptr_t head = 0;  // of the list, if that has them all: the one that is nobody's next
};

UnitsSeen look_for_units(const Image& image) {
  UnitsSeen seen;
  image.for_each_place<Unit>(true, [&](const Unit* unit) {
    if (!gcov::is_version(unit->version) || !looks_like_unit(image, unit)) return;
    seen.any = true;
    if (!is_unit(image, unit)) return;
    ++seen.known;
    seen.head ^= reinterpret_cast<std::uintptr_t>(unit) ^ reinterpret_cast<std::uintptr_t>(unit->next);
  });
  return seen;
}

// Of a list of all units; nullptr if there is none, or nobody can say which.
Root* find_root(const Image& image, const UnitsSeen& seen) {
  const auto* const head = reinterpret_cast<const Unit*>(seen.head);
  if (!image.can_write_of_file(head, sizeof *head) || !is_unit(image, head)) return nullptr;
  if (length_of(head, seen.known + 1) != seen.known) return nullptr;
  Root* found = nullptr;
  std::size_t count = 0;
  image.for_each_place<Root>(false, [&](Root* root) {
    if (root->units != head || root->flags != 0) return;
    found = root;
    ++count;
  });
  return count == 1 ? found : nullptr;
}

template <class Use>
void for_each_counters(const Part& part, const Use& use) {
  if (part.clang.counters.size() > 0) use(part.clang.counters);
  for (const Unit* unit = part.units; unit != nullptr; unit = unit->next) {
    for (std::uint32_t i = 0; i < unit->functions_count; ++i) {
      const gcov::Function* function = unit->functions[i];
      if (!gcov::counts(unit, function) || function->arcs.count == 0) continue;
      const auto begin = reinterpret_cast<std::uintptr_t>(function->arcs.values);
      use(Span{begin, begin + function->arcs.count * sizeof *function->arcs.values});
    }
  }
}

// From the first to the last of them. False when they cannot be what they seem.
bool find_range(const Image& image, const Part& part, Span& range) {
  bool fine = true;
  range = {UINTPTR_MAX, 0};
  for_each_counters(part, [&](const Span& each) {
    fine = fine && each.begin % k_word == 0 && each.end % k_word == 0 &&
           image.can_write(reinterpret_cast<void*>(each.begin), each.size());
    range = {std::min(range.begin, each.begin), std::max(range.end, each.end)};
  });
  if (range.end == 0) range = {};
  return fine;
}

// Sets `count` bits; false if one was.
bool set_bits(std::uint64_t* bits, std::size_t first, std::size_t count) {
  bool fine = true;
  for (std::size_t at = first, end = first + count; at < end;) {
    const std::size_t some = std::min(end - at, k_bits - at % k_bits);
    const std::uint64_t mask = (some == k_bits ? ~std::uint64_t{0} : (std::uint64_t{1} << some) - 1) << at % k_bits;
    fine = fine && (bits[at / k_bits] & mask) == 0;
    bits[at / k_bits] |= mask;
    at += some;
  }
  return fine;
}

// `bits`: one for each word of `range`. False when two have the same.
bool mark_counters(const Part& part, const Span& range, std::uint64_t* bits) {
  bool fine = true;
  for_each_counters(part, [&](const Span& each) {
    fine = fine && set_bits(bits, (each.begin - range.begin) / k_word, each.size() / k_word);
  });
  return fine;
}

std::size_t bits_size(std::size_t bytes) { return bytes / k_word / k_bits; }

void find_pages(const Span& range, const std::uint64_t* bits, Part& part) {
  const std::uintptr_t page = page_size();
  part.pages = {allocate<Span>(range.size() / page), 0};
  for (std::uintptr_t at = range.begin; at < range.end; at += page, bits += bits_size(page)) {
    if (std::all_of(bits, bits + bits_size(page), [](std::uint64_t each) { return each == 0; })) continue;
    Span* last = part.pages.count == 0 ? nullptr : &part.pages.first[part.pages.count - 1];
    if (last != nullptr && at <= last->end + k_near * page) {
      last->end = at + page;
    } else {
      part.pages.first[part.pages.count++] = {at, at + page};
    }
  }
  for (const Span& each : part.pages) part.size += each.size();
}

void keep_bits(const Span& range, const std::uint64_t* bits, Part& part) {
  part.counters = allocate<std::uint64_t>(bits_size(part.size));
  std::uint64_t* to = part.counters;
  for (const Span& each : part.pages) {
    to = std::copy_n(bits + bits_size(each.begin - range.begin), bits_size(each.size()), to);
  }
}

// What lies between two descriptions is data, too.
void find_described(const Image& image, Part& part) {
  Span all{UINTPTR_MAX, 0};
  for (const gcov::Unit* unit = part.units; unit != nullptr; unit = unit->next) {
    for (std::uint32_t i = 0; i < unit->functions_count; ++i) {
      const gcov::Function* const function = unit->functions[i];
      if (!gcov::counts(unit, function)) continue;
      all.begin = std::min(all.begin, reinterpret_cast<std::uintptr_t>(function));
      all.end = std::max(all.end, reinterpret_cast<std::uintptr_t>(function + 1));
    }
  }
  const std::uintptr_t page = page_size();
  const Span pages{(all.begin + page - 1) / page * page, all.end / page * page};
  if (part.units == nullptr || pages.begin + k_worth_backing * page > pages.end) return;
  if (image.can_write(reinterpret_cast<const void*>(pages.begin), pages.size())) part.described = pages;
}

bool find_units(const Image& image, const UnitsSeen& seen, Part& part) {
  part.root = seen.known == 0 ? nullptr : find_root(image, seen);
  if (part.root != nullptr) part.units = part.root->units;
  return part.root != nullptr;
}

bool find_all(const Image& image, Part& part) {
  Span counters;
  if (!find_range(image, part, counters)) return false;
  const Span range{counters.begin / page_size() * page_size(), (counters.end + page_size() - 1) / page_size() * page_size()};
  auto* const bits = allocate<std::uint64_t>(bits_size(range.size()));
  const bool fine = mark_counters(part, range, bits);
  if (fine) {
    find_pages(range, bits, part);
    keep_bits(range, bits, part);
    find_described(image, part);
    part.blank = image.beyond_file({counters.begin, counters.begin});
  }
  free(bits, bits_size(range.size()));
  return fine;
}

bool is_among(const std::uintptr_t* images, std::size_t count, std::uintptr_t image) {
  return std::find(images, images + count, image) != images + count;
}

bool was_seen(const Parts& parts, std::uintptr_t image) { return is_among(parts.images, parts.images_count, image); }

int add_writing(dl_phdr_info* info, std::size_t /*size*/, void* to) {
  auto& parts = *static_cast<Parts*>(to);
  if (!was_seen(parts, info->dlpi_addr) && !is_among(parts.writing, parts.writing_count, info->dlpi_addr) &&
      parts.writing_count < k_most_images)
    parts.writing[parts.writing_count++] = info->dlpi_addr;
  return 0;
}

int add_part(dl_phdr_info* info, std::size_t /*size*/, void* to) {
  auto& parts = *static_cast<Parts*>(to);
  if (was_seen(parts, info->dlpi_addr) || parts.images_count == k_most_images) return 0;
  parts.images[parts.images_count++] = info->dlpi_addr;
  const Image image(*info);
  Part part{.image = info->dlpi_addr};
  if (!is_among(parts.writing, parts.writing_count, part.image)) part.clang = find_clang_unit(*info);
  const UnitsSeen seen = look_for_units(image);
  if (seen.any && !find_units(image, seen, part)) ++parts.unknown;
  if (part.units == nullptr && part.clang.file == nullptr) return 0;
  if (parts.count < k_most_parts && find_all(image, part)) {
    parts.first[parts.count++] = part;
  } else {
    parts.unknown += part.units == nullptr ? 0 : 1;
    parts.lost += part.clang.file == nullptr ? 0 : 1;
  }
  return 0;
}

struct Search {
  std::uintptr_t image;
  bool found;
};

int compare(dl_phdr_info* info, std::size_t /*size*/, void* to) {
  auto& search = *static_cast<Search*>(to);
  search.found = info->dlpi_addr == search.image;
  return search.found ? 1 : 0;
}

bool is_loaded(std::uintptr_t image) {
  Search search{image, false};
  dl_iterate_phdr(compare, &search);
  return search.found;
}

}  // namespace

std::uint64_t Part::offset_of(std::uintptr_t address) const {
  std::uint64_t offset = 0;
  for (const Span& each : pages) {
    if (address < each.end) return offset + (address - each.begin);
    offset += each.size();
  }
  return offset;
}

void note_writing(Parts& parts) { dl_iterate_phdr(add_writing, &parts); }

void look_for_parts(Parts& parts) {
  if (parts.first == nullptr) {
    parts.first = allocate<Part>(k_most_parts);
    parts.images = allocate<std::uintptr_t>(k_most_images);
    parts.writing = allocate<std::uintptr_t>(k_most_images);
  }
  dl_iterate_phdr(add_part, &parts);
}

void forget_unloaded(Parts& parts) {
  const auto gone = [](std::uintptr_t image) { return !is_loaded(image); };
  const auto keep_loaded = [&](std::uintptr_t* images, std::size_t count) {
    return static_cast<std::size_t>(std::remove_if(images, images + count, gone) - images);
  };
  parts.images_count = keep_loaded(parts.images, parts.images_count);
  parts.writing_count = keep_loaded(parts.writing, parts.writing_count);
  parts.count = static_cast<std::size_t>(
      std::remove_if(parts.begin(), parts.end(), [&](const Part& part) { return gone(part.image); }) - parts.begin());
}

}  // namespace trireme::agent
