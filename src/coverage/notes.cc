#include "coverage/notes.h"

#include <algorithm>
#include <unordered_map>

namespace trireme::coverage {

namespace {

constexpr std::uint32_t k_on_tree = 1;
constexpr std::uint32_t k_fake = 2;
constexpr std::uint32_t k_falls_through = 4;

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
    function_ = {};
    function_.ident = record.word();
    notes_.idents.push_back(function_.ident);
    function_.lines_checksum = record.word();
    function_.graph_checksum = record.word();
    name_ = record.text();
    function_.artificial = record.word() != 0;
    function_.file = file(record.text());
    function_.start_line = record.word();
    record.word();  // column
    function_.end_line = record.word();
    check(record.good());
    open_ = true;
    is_wanted_ = notes_.files[function_.file].number.has_value();
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
    const std::size_t first = function_.arcs.size();
    const std::uint32_t source = block(record.word());
    bool is_call = false;
    while (record.left() >= 8) {
      Arc arc{.source = source, .target = block(record.word())};
      const std::uint32_t flags = record.word();
      arc.counter = (flags & k_on_tree) != 0 ? k_no_counter : 0;
      arc.fake = (flags & k_fake) != 0;
      arc.falls_through = (flags & k_falls_through) != 0;
      is_call = is_call || (arc.fake && source != 0);
      function_.arcs.push_back(arc);
    }
    // A call that may not return leads on, or to where its exception is handled.
    for (std::size_t i = first; i < function_.arcs.size() && is_call; ++i) {
      Arc& arc = function_.arcs[i];
      arc.throws = !arc.fake && !arc.falls_through;
    }
  }

  void read_lines(Words& record) {
    const std::uint32_t at = block(record.word());
    while (record.good()) {
      if (const std::uint32_t line = record.word(); line != 0) {
        check(!function_.locations.empty() && function_.locations.back().block == at);
        function_.locations.back().lines.push_back(line);
        continue;
      }
      const std::string_view name = record.text();
      if (name.empty()) return;
      const std::uint32_t index = file(name);
      is_wanted_ = is_wanted_ || notes_.files[index].number.has_value();
      function_.locations.push_back({at, index, {}});
    }
  }

  std::uint32_t block(std::uint32_t number) const {
    check(number < function_.blocks);
    return number;
  }

  // The same name follows itself most of the time.
  std::uint32_t file(std::string_view name) {
    if (last_file_ < notes_.files.size() && notes_.files[last_file_].name == name) return last_file_;
    const auto [found, fresh] = numbers_.try_emplace(std::string(name), static_cast<std::uint32_t>(notes_.files.size()));
    if (fresh) notes_.files.push_back({found->first, wanted_(notes_.directory, found->first)});
    last_file_ = found->second;
    return last_file_;
  }

  void keep() {
    if (!open_) return;
    open_ = false;
    if (!is_wanted_ || function_.artificial) return;
    function_.name = name_;
    number_counters();
    std::stable_sort(function_.locations.begin(), function_.locations.end(),
                     [](const Location& a, const Location& b) { return a.block < b.block; });
    for (Location& each : function_.locations) std::sort(each.lines.begin(), each.lines.end());
    notes_.functions.push_back(std::move(function_));
  }

  // Counters are in the order of the blocks and of the arcs in the file.
  void number_counters() {
    auto& arcs = function_.arcs;
    std::stable_sort(arcs.begin(), arcs.end(), [](const Arc& a, const Arc& b) { return a.source < b.source; });
    for (Arc& each : arcs) {
      if (each.counter != k_no_counter) each.counter = function_.counters++;
    }
    std::stable_sort(arcs.begin(), arcs.end(), [](const Arc& a, const Arc& b) {
      return a.source != b.source ? a.source < b.source : a.target < b.target;
    });
  }

  Words words_;
  std::size_t size_;
  std::size_t blocks_ = 0;  // of all functions so far
  const Wanted& wanted_;
  Notes notes_;
  Function function_;
  std::string_view name_;
  bool open_ = false;
  bool is_wanted_ = false;
  std::unordered_map<std::string, std::uint32_t> numbers_;
  std::uint32_t last_file_ = 0;
};

}  // namespace

base::Result<Notes> read_notes(std::string_view bytes, const Wanted& wanted) {
  TRY(Opening opening, open_gcov(bytes, k_notes_magic));
  return unless_damaged([&] { return Reader(opening, wanted).read(); });
}

}  // namespace trireme::coverage
