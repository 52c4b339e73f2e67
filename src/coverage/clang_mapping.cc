#include "coverage/clang_mapping.h"

#include <algorithm>
#include <utility>

#include "coverage/bytes.h"
#include "coverage/sums.h"

namespace trireme::coverage {

namespace {

constexpr std::uint32_t k_to_the_end = 0xffffffff;   // column
constexpr std::uint32_t k_gap_bit = 1U << 31;        // in the column of the end
constexpr std::uint32_t k_most_counters = 1U << 26;  // of a function

// What a region's number says where it is no term.
enum : std::uint32_t { k_code = 0, k_skipped = 2, k_branch = 4, k_decision = 5, k_decided_branch = 6 };

class Reader {
 public:
  Reader(std::string_view bytes, const SourceNumbers& sources) : bytes_(bytes), sources_(sources) {}

  Mapping read() {
    read_files();
    mapping_.expressions.resize(bytes_.count());
    for (Expression& each : mapping_.expressions) {
      each.left = term(bytes_.number32());
      each.right = term(bytes_.number32());
    }
    for (std::uint32_t file = 0; file < mapping_.files.size(); ++file) read_regions(file);
    find_counts_of_expansions();
    find_order();
    return std::move(mapping_);
  }

 private:
  void read_files() {
    for (std::size_t rest = bytes_.count(); rest > 0; --rest) {
      const std::uint32_t index = bytes_.number32();
      check(index < sources_.size());
      mapping_.files.push_back(sources_[index]);
    }
  }

  // Which operation an expression is, those say that refer to it.
  Term term(std::uint32_t word) {
    const Term term{word};
    if (term.kind() == Term::Kind::counter) {
      check(term.index() < k_most_counters);
      mapping_.counters = std::max(mapping_.counters, term.index() + 1);
    }
    if (term.kind() == Term::Kind::difference || term.kind() == Term::Kind::sum) {
      check(term.index() < mapping_.expressions.size());
      mapping_.expressions[term.index()].is_sum = term.kind() == Term::Kind::sum;
    }
    return term;
  }

  void read_regions(std::uint32_t file) {
    std::uint32_t line = 0;
    for (std::size_t rest = bytes_.count(); rest > 0; --rest) {
      Region region{.file = file};
      const bool wanted = read_kind(region);
      read_range(region, line);
      if (wanted) mapping_.regions.push_back(region);
    }
  }

  // False for what nothing is counted of.
  bool read_kind(Region& region) {
    const std::uint32_t word = bytes_.number32();
    region.count = term(word);
    if (region.count.kind() != Term::Kind::zero) return true;
    const std::uint32_t rest = word >> 2;
    region.count = {};
    if ((rest & 1) != 0) {
      region.kind = RegionKind::expansion;
      region.expanded = rest >> 1;
      check(region.expanded < mapping_.files.size());
      return true;
    }
    switch (rest >> 1) {
      case k_code: return true;
      case k_skipped: region.kind = RegionKind::skipped; return true;
      case k_branch:
      case k_decided_branch:
        region.kind = RegionKind::branch;
        region.count = term(bytes_.number32());
        region.alternative = term(bytes_.number32());
        if (rest >> 1 == k_decided_branch) skip_numbers(3);
        return true;
      case k_decision: skip_numbers(2); return false;
      default: throw Damaged();
    }
  }

  void skip_numbers(int count) {
    while (count-- > 0) bytes_.number();
  }

  // `line`: where the one before begins.
  void read_range(Region& region, std::uint32_t& line) {
    const std::uint32_t further = bytes_.number32();
    std::uint32_t begin = bytes_.number32();
    const std::uint32_t more = bytes_.number32();
    std::uint32_t end = bytes_.number32();
    check(further <= k_most_lines - line);
    line += further;
    check(more <= k_most_lines - line);
    if ((end & k_gap_bit) != 0) {
      region.kind = RegionKind::gap;
      end &= ~k_gap_bit;
    }
    if (begin == 0 && end == 0) {  // whole lines
      begin = 1;
      end = k_to_the_end;
    }
    region.range = {{line, begin}, {line + more, end}};
    check(region.range.begin <= region.range.end);
  }

  // An expansion counts as the first region of its code does.
  void find_counts_of_expansions() {
    for (std::size_t pass = 1; pass < std::min(mapping_.files.size(), k_most_nested); ++pass) {
      std::vector<Region*> expansions(mapping_.files.size());
      for (Region& each : mapping_.regions) {
        if (each.kind == RegionKind::expansion) expansions[each.expanded] = &each;
      }
      for (const Region& each : mapping_.regions) {
        Region*& expansion = expansions[each.file];
        if (expansion != nullptr) expansion->count = each.count;
        expansion = nullptr;
      }
    }
  }

  // What is needed first comes first. Without recursion: a chain may be as long as the file.
  void find_order() {
    enum class State : std::uint8_t { fresh, open, done };
    std::vector<State> states(mapping_.expressions.size());
    std::vector<std::uint32_t> pending;
    const auto push = [&](Term term) {
      if (term.kind() == Term::Kind::zero || term.kind() == Term::Kind::counter) return;
      if (states[term.index()] == State::fresh) pending.push_back(term.index());
      check(states[term.index()] != State::open);  // it would need itself
    };
    for (std::uint32_t i = 0; i < states.size(); ++i) {
      if (states[i] == State::fresh) pending.push_back(i);
      while (!pending.empty()) {
        const std::uint32_t now = pending.back();
        if (states[now] == State::fresh) {
          states[now] = State::open;
          push(mapping_.expressions[now].left);
          push(mapping_.expressions[now].right);
          continue;
        }
        pending.pop_back();
        if (std::exchange(states[now], State::done) == State::open) mapping_.order.push_back(now);
      }
    }
  }

  static constexpr std::size_t k_most_nested = 256;

  Bytes bytes_;
  const SourceNumbers& sources_;
  Mapping mapping_;
};

}  // namespace

std::uint32_t Mapping::main_file() const {
  std::vector<bool> expanded(files.size());
  for (const Region& each : regions) {
    if (each.kind == RegionKind::expansion) expanded[each.expanded] = true;
  }
  const auto found = std::find(expanded.begin(), expanded.end(), false);
  return found == expanded.end() ? 0 : static_cast<std::uint32_t>(found - expanded.begin());
}

Counted::Counted(const Mapping& mapping, const std::int64_t* counters)
    : counters_(counters), expressions_(mapping.expressions.size()) {
  if (counters == nullptr) return;
  for (const std::uint32_t each : mapping.order) {
    const Expression& expression = mapping.expressions[each];
    const std::int64_t left = of(expression.left);
    const std::int64_t right = of(expression.right);
    expressions_[each] = expression.is_sum ? wrapped_sum(left, right) : wrapped_difference(left, right);
  }
}

std::int64_t Counted::of(Term term) const {
  if (counters_ == nullptr || term.kind() == Term::Kind::zero) return 0;
  return term.kind() == Term::Kind::counter ? counters_[term.index()] : expressions_[term.index()];
}

Mapping read_mapping(const MappingRecord& record, const SourceNumbers& sources) { return Reader(record.bytes, sources).read(); }

}  // namespace trireme::coverage
