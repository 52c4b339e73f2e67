#include "coverage/notes.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <unordered_map>

namespace trireme::coverage {

namespace {

constexpr std::uint32_t k_on_tree = 1;
constexpr std::uint32_t k_fake = 2;
constexpr std::uint32_t k_falls_through = 4;

constexpr int k_recent_bits = 5;

// Most are.
template <typename Items, typename Before>
void put_in_order(Items& items, const Before& before) {
  if (!std::is_sorted(items.begin(), items.end(), before)) std::stable_sort(items.begin(), items.end(), before);
}

class Reader {
 public:
  Reader(Opening opening, const Wanted& wanted) : words_(opening.rest), size_(words_.left()), wanted_(wanted) {
    notes_.version = opening.version;
    notes_.stamp = opening.stamp;
  }

  // Throws Damaged.
  Notes read() {
    notes_.directory = words_.text();
    words_.word();  // whether blocks that did not run are told from others
    check(words_.good());
    std::uint32_t tag = 0;
    while (!words_.at_end() && (tag = words_.word()) != 0) {
      const std::uint32_t length = words_.word();
      Words record = words_.record(length);
      check(words_.good());
      if (tag == k_tag_function) {
        keep();
        begin(record);
      } else if (open_) {
        continue_function(tag, record);
      }
    }
    check(words_.good());
    keep();
    return std::move(notes_);
  }

 private:
  void begin(Words& record) {
    function_ = {.ident = record.word()};
    arcs_.clear();
    locations_.clear();
    lines_.clear();
    notes_.idents.push_back(function_.ident);
    function_.lines_checksum = record.word();
    function_.graph_checksum = record.word();
    name_ = record.text();
    function_.artificial = record.word() != 0;
    function_.file = file(record.filled_text());
    function_.start_line = record.word();
    record.word();  // column
    function_.end_line = record.word();
    check(record.good());
    open_ = true;
    is_wanted_ = notes_.files[function_.file].has_value();
  }

  void continue_function(std::uint32_t tag, Words& record) {
    if (tag == k_tag_blocks) {
      check(function_.blocks == 0);
      function_.blocks = record.word();
      // Each has a record; more of them in the whole file than it has bytes would only fill the memory.
      blocks_ += function_.blocks;
      check(blocks_ <= size_);
    } else if (tag == k_tag_arcs) {
      read_arcs(record);
    } else if (tag == k_tag_lines) {
      read_lines(record);
    }
    check(record.good());
  }

  void read_arcs(Words& record) {
    const std::size_t first = arcs_.size();
    const std::uint32_t source = block(record.word());
    bool is_call = false;
    while (record.left() >= 8) {
      Arc arc{.source = source, .target = block(record.word())};
      const std::uint32_t flags = record.word();
      arc.counter = (flags & k_on_tree) != 0 ? k_no_counter : 0;
      arc.fake = (flags & k_fake) != 0;
      arc.falls_through = (flags & k_falls_through) != 0;
      is_call = is_call || (arc.fake && source != 0);
      arcs_.push_back(arc);
    }
    // A call that may not return leads on, or to where its exception is handled.
    for (std::size_t i = first; i < arcs_.size() && is_call; ++i) arcs_[i].throws = !arcs_[i].fake && !arcs_[i].falls_through;
  }

  void read_lines(Words& record) {
    const std::uint32_t at = block(record.word());
    while (record.good()) {
      if (const std::uint32_t line = record.word(); line != 0) {
        check(!locations_.empty() && locations_.back().block == at);
        lines_.push_back(line);
        ++locations_.back().lines;
        continue;
      }
      const std::string_view name = record.filled_text();
      if (Words::unfilled(name.substr(0, 1)).empty()) return;
      const std::uint32_t index = file(name);
      is_wanted_ = is_wanted_ || notes_.files[index].has_value();
      locations_.push_back({at, index, lines_.size(), 0});
    }
  }

  std::uint32_t block(std::uint32_t number) const {
    check(number < function_.blocks);
    return number;
  }

  // The same few follow each other most of the time.
  std::uint32_t file(std::string_view filled) {
    NameRead& recent = recent_[place_of(filled)];
    if (filled == recent.filled && !filled.empty()) return recent.index;
    const std::string_view name = Words::unfilled(filled);
    const auto [found, fresh] = numbers_.try_emplace(name, static_cast<std::uint32_t>(notes_.files.size()));
    if (fresh) notes_.files.push_back(wanted_(notes_.directory, name));
    recent = {filled, found->second};
    return found->second;
  }

  // By its end, since most begin alike.
  static std::size_t place_of(std::string_view filled) {
    std::uint64_t end = 0;
    if (filled.size() >= sizeof end) std::memcpy(&end, filled.data() + filled.size() - sizeof end, sizeof end);
    return ((end + filled.size()) * 0x9e3779b97f4a7c15) >> (64 - k_recent_bits);
  }

  void keep() {
    if (!open_) return;
    open_ = false;
    if (!is_wanted_ || function_.artificial) return;
    function_.name = name_;
    number_counters();
    function_.arcs = arcs_;
    put_in_order(locations_, [](const LocationRead& a, const LocationRead& b) { return a.block < b.block; });
    function_.locations.reserve(locations_.size());
    for (const LocationRead& each : locations_) {
      const auto first = lines_.begin() + static_cast<std::ptrdiff_t>(each.first);
      function_.locations.push_back({each.block, each.file, {first, first + static_cast<std::ptrdiff_t>(each.lines)}});
      std::sort(function_.locations.back().lines.begin(), function_.locations.back().lines.end());
    }
    notes_.functions.push_back(std::move(function_));
  }

  // Counters are in the order of the blocks and of the arcs in the file.
  void number_counters() {
    put_in_order(arcs_, [](const Arc& a, const Arc& b) { return a.source < b.source; });
    for (Arc& each : arcs_) {
      if (each.counter != k_no_counter) each.counter = function_.counters++;
    }
    put_in_order(arcs_,
                 [](const Arc& a, const Arc& b) { return a.source != b.source ? a.source < b.source : a.target < b.target; });
  }

  // Of `lines_`, from `first` so many.
  struct LocationRead {
    std::uint32_t block;
    std::uint32_t file;
    std::size_t first;
    std::size_t lines;
  };

  Words words_;
  std::size_t size_;
  std::size_t blocks_ = 0;  // of all functions so far
  const Wanted& wanted_;
  Notes notes_;
  // Most functions are nobody's, so what a function has is put together only when it is kept.
  Function function_;
  std::string_view name_;
  std::vector<Arc> arcs_;
  std::vector<LocationRead> locations_;
  std::vector<std::uint32_t> lines_;
  bool open_ = false;
  bool is_wanted_ = false;
  std::unordered_map<std::string_view, std::uint32_t> numbers_;
  struct NameRead {
    std::string_view filled;
    std::uint32_t index = 0;
  };
  std::array<NameRead, 1UL << k_recent_bits> recent_;
};

}  // namespace

base::Result<Notes> read_notes(std::string_view bytes, const Wanted& wanted) {
  TRY(Opening opening, open_gcov(bytes, k_notes_magic));
  return unless_damaged([&] { return Reader(opening, wanted).read(); });
}

}  // namespace trireme::coverage
