// A line that says what it is, one with the hash of the rest, and the rest: numbers of eight bytes, texts after their length. What
// several things share is written once, before them, and named by its number.
#include "coverage/test_map.h"

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <functional>

#include "base/cache_directory.h"
#include "base/fd.h"
#include "base/hash.h"
#include "coverage/gcov_format.h"
#include "events/report_file.h"

namespace trireme::coverage {

namespace {

constexpr std::string_view k_first_line = "trireme map of tests 2\n";
constexpr std::size_t k_hash_size = 16;

class Packer {
 public:
  void put(std::uint64_t number) { text_.append(reinterpret_cast<const char*>(&number), sizeof number); }
  void put(const std::string& text) {
    put(text.size());
    text_ += text;
  }
  template <typename List, typename Put>
  void put_all(const List& list, const Put& put_one) {
    put(list.size());
    for (const auto& each : list) put_one(each);
  }
  void put_texts(const std::vector<std::string>& texts) {
    put_all(texts, [this](const std::string& each) { put(each); });
  }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

// Throws Damaged.
class Unpacker {
 public:
  explicit Unpacker(std::string_view text) : rest_(text) {}

  std::uint64_t number() {
    std::uint64_t value = 0;
    std::memcpy(&value, take(sizeof value).data(), sizeof value);
    return value;
  }
  std::string text() { return std::string(take(number())); }
  template <typename Each>
  void all(const Each& each) {
    for (std::uint64_t count = number(); count > 0; --count) each();
  }
  std::vector<std::string> texts() {
    std::vector<std::string> result;
    all([&] { result.push_back(text()); });
    return result;
  }
  [[nodiscard]] bool at_end() const { return rest_.empty(); }

 private:
  std::string_view take(std::uint64_t size) {
    check(size <= rest_.size());
    const std::string_view taken = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return taken;
  }
  std::string_view rest_;
};

// What is written once, in the order in which it is first asked for; the same contents are the same thing.
template <typename Thing>
class Shared {
 public:
  using Ptr = std::shared_ptr<const Thing>;
  // `write`: packs one.
  explicit Shared(std::function<std::string(const Thing&)> write) : write_(std::move(write)) {}

  std::uint64_t number(const Ptr& thing) {
    const auto known = by_pointer_.find(thing.get());
    if (known != by_pointer_.end()) return known->second;
    const auto [at, fresh] = by_content_.try_emplace(write_(*thing), contents_.size());
    if (fresh) contents_.push_back(&at->first);
    return by_pointer_[thing.get()] = at->second;
  }
  void put(Packer& to) const {
    to.put_all(contents_, [&](const std::string* each) { to.put(*each); });
  }

 private:
  std::function<std::string(const Thing&)> write_;
  std::map<const Thing*, std::uint64_t> by_pointer_;
  std::map<std::string, std::uint64_t> by_content_;
  std::vector<const std::string*> contents_;
};

void put(Packer& to, const KnownFile& file) {
  to.put(file.path);
  to.put(file.size);
  to.put(static_cast<std::uint64_t>(file.modified));
  to.put(file.hash);
  to.put(file.stamp);
}

void put(Packer& to, const std::vector<KnownFile>& files) {
  to.put_all(files, [&](const KnownFile& each) { put(to, each); });
}

std::string written(const SourceCopy& source) {
  Packer to;
  to.put(source.path);
  to.put(source.text);
  to.put_all(source.functions, [&](const FunctionRange& each) {
    to.put(each.start);
    to.put(each.end);
  });
  to.put(source.is_true ? 1 : 0);
  return to.take();
}

class Writer {
 public:
  std::string write(const TestMap& map) {
    Packer tests;
    tests.put(map.tests.size());
    for (const auto& [id, test] : map.tests) {
      tests.put(id);
      tests.put(test.program);
      tests.put(revisions_.number(test.revision));
      tests.put(test.failed ? 1 : 0);
      put_lines(tests, test.lines);
    }
    Packer all;
    sources_.put(all);
    units_.put(all);
    revisions_.put(all);
    return all.take() + tests.take();
  }

 private:
  std::string written_unit(const MappedUnit& unit) {
    Packer to;
    put(to, unit.notes);
    to.put(unit.is_used ? 1 : 0);
    to.put_texts(unit.programs);
    to.put_all(unit.sources, [&](const SourcePtr& each) { to.put(sources_.number(each)); });
    return to.take();
  }

  std::string written_revision(const Revision& revision) {
    Packer to;
    to.put(static_cast<std::uint64_t>(revision.made));
    to.put(static_cast<std::uint64_t>(revision.newest));
    put(to, revision.files);
    for (const auto* each : {&revision.products, &revision.build_directories, &revision.configured}) to.put_texts(*each);
    put(to, revision.settings);
    to.put_all(revision.units, [&](const UnitPtr& each) { to.put(units_.number(each)); });
    to.put_all(revision.programs, [&](const MappedProgram& each) {
      to.put(each.name);
      put(to, each.files);
    });
    put_lines(to, revision.before);
    return to.take();
  }

  void put_lines(Packer& to, const LinesRun& lines) {
    to.put(lines.size());
    for (const auto& [source, set] : lines) {
      to.put(sources_.number(source));
      to.put(set.bytes());
    }
  }

  Shared<SourceCopy> sources_{written};
  Shared<MappedUnit> units_{[this](const MappedUnit& each) { return written_unit(each); }};
  Shared<Revision> revisions_{[this](const Revision& each) { return written_revision(each); }};
};

class Reader {
 public:
  explicit Reader(std::string_view text) : from_(text) {}

  TestMap read() {
    from_.all([&] { read_source(Unpacker(from_.text())); });
    from_.all([&] { read_unit(Unpacker(from_.text())); });
    from_.all([&] { read_revision(Unpacker(from_.text())); });
    TestMap map;
    from_.all([&] {
      MappedTest& test = map.tests[from_.text()];
      test.program = from_.text();
      test.revision = shared(revisions_, from_);
      test.failed = from_.number() != 0;
      test.lines = lines(from_);
    });
    check(from_.at_end());
    return map;
  }

 private:
  void read_source(Unpacker from) {
    SourceCopy source{.path = from.text(), .text = from.text(), .functions = {}};
    from.all([&] {
      const auto start = static_cast<std::uint32_t>(from.number());
      source.functions.push_back({start, static_cast<std::uint32_t>(from.number())});
    });
    source.is_true = from.number() != 0;
    sources_.push_back(std::make_shared<const SourceCopy>(std::move(source)));
  }

  void read_unit(Unpacker from) {
    MappedUnit unit{.notes = file(from), .is_used = from.number() != 0, .programs = from.texts(), .sources = {}};
    from.all([&] { unit.sources.push_back(shared(sources_, from)); });
    units_.push_back(std::make_shared<const MappedUnit>(std::move(unit)));
  }

  void read_revision(Unpacker from) {
    Revision revision{.made = static_cast<std::int64_t>(from.number())};
    revision.newest = static_cast<std::int64_t>(from.number());
    revision.files = files(from);
    for (auto* each : {&revision.products, &revision.build_directories, &revision.configured}) *each = from.texts();
    revision.settings = files(from);
    from.all([&] { revision.units.push_back(shared(units_, from)); });
    from.all([&] {
      std::string name = from.text();
      revision.programs.push_back({std::move(name), files(from)});
    });
    revision.before = lines(from);
    revisions_.push_back(std::make_shared<const Revision>(std::move(revision)));
  }

  static KnownFile file(Unpacker& from) {
    return {.path = from.text(),
            .size = from.number(),
            .modified = static_cast<std::int64_t>(from.number()),
            .hash = from.text(),
            .stamp = static_cast<std::uint32_t>(from.number())};
  }

  static std::vector<KnownFile> files(Unpacker& from) {
    std::vector<KnownFile> result;
    from.all([&] { result.push_back(file(from)); });
    return result;
  }

  LinesRun lines(Unpacker& from) {
    LinesRun result;
    from.all([&] {
      SourcePtr source = shared(sources_, from);
      result[std::move(source)] = LineSet(from.text());
    });
    return result;
  }

  template <typename Thing>
  static Thing shared(const std::vector<Thing>& things, Unpacker& from) {
    const std::uint64_t number = from.number();
    check(number < things.size());
    return things[number];
  }

  Unpacker from_;
  std::vector<SourcePtr> sources_;
  std::vector<UnitPtr> units_;
  std::vector<std::shared_ptr<const Revision>> revisions_;
};

}  // namespace

std::int64_t Revision::last_modified() const {
  std::int64_t last = newest;
  for (const auto* list : {&files, &settings}) {
    for (const KnownFile& each : *list) last = std::max(last, each.modified);
  }
  return last;
}

std::string test_map_path(const std::string& root) {
  const std::string directory = base::cache_directory("coverage");
  return directory.empty() ? "" : directory + "/" + base::hash(root) + ".map";
}

std::string packed(const TestMap& map) {
  const std::string rest = Writer().write(map);
  return std::string(k_first_line) + base::hash(rest) + "\n" + rest;
}

base::Result<TestMap> unpacked(std::string_view text) {
  if (!text.starts_with(k_first_line)) return base::fail("is of another version of Trireme");
  text.remove_prefix(k_first_line.size());
  const bool is_whole = text.size() > k_hash_size && text[k_hash_size] == '\n' &&
                        base::hash(text.substr(k_hash_size + 1)) == text.substr(0, k_hash_size);
  if (!is_whole) return base::fail("is damaged");
  return unless_damaged([&] { return Reader(text.substr(k_hash_size + 1)).read(); });
}

base::Result<void> write_test_map(const std::string& path, const TestMap& map) {
  TRY(events::ReportFile file, events::ReportFile::open(path));
  file.write(packed(map));
  return file.finish();
}

base::Result<TestMap> read_test_map(const std::string& path) {
  std::error_code error;
  if (path.empty() || !std::filesystem::exists(path, error)) return TestMap();
  const auto text = base::read_file(path);
  if (!text) return base::fail("cannot be read ({})", text.error().text);
  return unpacked(*text);
}

}  // namespace trireme::coverage
