#include "coverage/profile.h"

#include <algorithm>
#include <cstdlib>
#include <unordered_map>

#include "coverage/sums.h"

namespace trireme::coverage {

namespace {

constexpr std::uint32_t k_tag_object_summary = 0xa1000000;

class Reader {
 public:
  explicit Reader(const Opening& opening) : words_(opening.rest), version_(opening.version) {
    profile_.version = opening.version;
    profile_.stamp = opening.stamp;
    profile_.checksum = opening.checksum;
  }

  // Throws Damaged.
  Profile read() {
    // A 0 ends it: what was cut off between two records is told by that alone.
    for (std::uint32_t tag = words_.word(); tag != 0; tag = words_.word()) {
      const auto length = static_cast<std::int32_t>(words_.word());
      // A negative length: so many counters, all of them 0, and none written.
      Words record = words_.record(length < 0 ? 0 : static_cast<std::uint32_t>(length));
      if (tag == k_tag_function) {
        begin(record);
      } else if (tag == k_tag_arc_counters) {
        count(record, length);
      }
    }
    check(words_.good());
    return std::move(profile_);
  }

 private:
  void begin(Words& record) {
    open_ = record.left() != 0;  // empty: another unit's instance of it was linked
    if (!open_) return;
    FunctionProfile function{.ident = record.word(), .lines_checksum = record.word(), .graph_checksum = record.word()};
    check(record.good());
    function.first = static_cast<std::uint32_t>(profile_.counters.size());
    profile_.functions.push_back(function);
  }

  void count(Words& record, std::int32_t length) {
    check(open_ && profile_.functions.back().count == 0);
    FunctionProfile& function = profile_.functions.back();
    const std::uint64_t size = static_cast<std::uint64_t>(std::abs(std::int64_t{length})) * (version_.counts_bytes() ? 1 : 4);
    check(size % 8 == 0 && size / 8 <= k_most_counters);
    function.count = static_cast<std::uint32_t>(size / 8);
    zeros_ += length < 0 ? function.count : 0;
    check(zeros_ <= k_most_counters);
    for (std::uint32_t i = 0; i < function.count; ++i) profile_.counters.push_back(length < 0 ? 0 : record.counter());
  }

  // A few bytes of a damaged file say that there are any number of zeros.
  static constexpr std::uint64_t k_most_counters = 1UL << 22;

  Words words_;
  Version version_;
  Profile profile_;
  std::uint64_t zeros_ = 0;
  bool open_ = false;
};

class Writer {
 public:
  explicit Writer(Version version) : unit_(version.counts_bytes() ? 1 : 4) {}

  void word(std::uint32_t value) { text_.append(reinterpret_cast<const char*>(&value), sizeof value); }
  void counter(std::int64_t value) { text_.append(reinterpret_cast<const char*>(&value), sizeof value); }
  void record(std::uint32_t tag, std::size_t bytes) {
    word(tag);
    word(static_cast<std::uint32_t>(bytes / unit_));
  }
  std::string take() { return std::move(text_); }

 private:
  std::size_t unit_;
  std::string text_;
};

bool is_same(const FunctionProfile& a, const FunctionProfile& b) {
  return a.ident == b.ident && a.lines_checksum == b.lines_checksum && a.graph_checksum == b.graph_checksum &&
         a.count == b.count;
}

void add(std::int64_t* to, const std::int64_t* more, std::size_t size) {
  for (std::size_t i = 0; i < size; ++i) to[i] = wrapped_sum(to[i], more[i]);
}

// Of a function that is in many units, programs may have linked different units' instances.
base::Result<void> add_by_ident(Profile& to, const Profile& from) {
  std::unordered_map<std::uint32_t, std::size_t> places;
  for (std::size_t i = 0; i < to.functions.size(); ++i) places[to.functions[i].ident] = i;
  for (const FunctionProfile& each : from.functions) {
    const auto [at, fresh] = places.try_emplace(each.ident, to.functions.size());
    const std::int64_t* counters = from.counters.data() + each.first;
    if (fresh) {
      to.functions.push_back(each);
      to.functions.back().first = static_cast<std::uint32_t>(to.counters.size());
      to.counters.insert(to.counters.end(), counters, counters + each.count);
      continue;
    }
    const FunctionProfile& known = to.functions[at->second];
    if (!is_same(known, each)) return base::fail("is of another build");
    add(to.counters.data() + known.first, counters, each.count);
  }
  return {};
}

}  // namespace

base::Result<Profile> read_profile(std::string_view bytes) {
  TRY(const Opening opening, open_gcov(bytes, k_profile_magic));
  return unless_damaged([&] { return Reader(opening).read(); });
}

base::Result<void> add_profile(Profile& to, const Profile& from) {
  if (to.version.word != from.version.word || to.stamp != from.stamp || to.checksum != from.checksum) {
    return base::fail("is of another build");
  }
  if (std::equal(to.functions.begin(), to.functions.end(), from.functions.begin(), from.functions.end(), is_same)) {
    add(to.counters.data(), from.counters.data(), to.counters.size());
    return {};
  }
  return add_by_ident(to, from);
}

std::string gcda_of(const Profile& profile) {
  Writer writer(profile.version);
  writer.word(k_profile_magic);
  writer.word(profile.version.word);
  writer.word(profile.stamp);
  if (profile.version.has_checksum()) writer.word(profile.checksum);
  writer.record(k_tag_object_summary, 8);
  writer.word(1);  // runs
  writer.word(0);  // the largest counter, which only optimisation reads
  for (const FunctionProfile& each : profile.functions) {
    writer.record(k_tag_function, 12);
    writer.word(each.ident);
    writer.word(each.lines_checksum);
    writer.word(each.graph_checksum);
    writer.record(k_tag_arc_counters, std::size_t{each.count} * 8);
    for (std::uint32_t i = 0; i < each.count; ++i) writer.counter(profile.counters[each.first + i]);
  }
  writer.word(0);
  return writer.take();
}

}  // namespace trireme::coverage
