#include "coverage/test_map_reader.h"

#include "coverage/packing.h"

namespace trireme::coverage {

namespace {

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

TestMap read_map(std::string_view text) { return Reader(text).read(); }

}  // namespace trireme::coverage
