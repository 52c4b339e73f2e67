#include "coverage/test_map_writer.h"

#include <functional>

#include "coverage/packing.h"

namespace trireme::coverage {

namespace {

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

std::string written_source(const SourceCopy& source) {
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

  Shared<SourceCopy> sources_{written_source};
  Shared<MappedUnit> units_{[this](const MappedUnit& each) { return written_unit(each); }};
  Shared<Revision> revisions_{[this](const Revision& each) { return written_revision(each); }};
};

}  // namespace

std::string written(const TestMap& map) { return Writer().write(map); }

}  // namespace trireme::coverage
