#include "coverage/unit.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <unordered_set>

#include "base/fd.h"
#include "coverage/context_finder.h"
#include "coverage/foreign.h"
#include "coverage/gcov_json.h"

namespace trireme::coverage {

namespace {

namespace fs = std::filesystem;

class UnitReader {
 public:
  UnitReader(const UnitFiles& unit, Sources& sources, std::optional<model::CoverageBranches> which, std::string& memory)
      : unit_(unit), sources_(sources), which_(which), bytes_(memory) {}

  UnitResult read() {
    const bool counted = !unit_.object.empty();
    if (!which_) {
      add_profiles();
      return std::move(result_);
    }
    if (const auto done = read_bytes(); !done) {
      complain("{}", done.error().text);
      result_.is_whole = !counted;
      return std::move(result_);
    }
    if (const auto foreign = foreign_notes(bytes_)) {
      read_foreign(*foreign);
      return std::move(result_);
    }
    auto notes = read_notes(bytes_, wanted());
    if (!notes) {
      complain("{} {}: it is left out", unit_.notes, notes.error().text);
      result_.is_whole = !counted;
      return std::move(result_);
    }
    notes_ = *std::move(notes);
    result_.version = notes_.version;
    for (const auto& number : notes_.files) {
      if (number) result_.sources.push_back(*number);
    }
    for (const Function& each : notes_.functions) by_ident_[each.ident] = &each;
    if (counted) add_profiles();
    // What could not be read was not counted; that it did not run is not known.
    if (!counted || result_.sum) take_lines();
    return std::move(result_);
  }

 private:
  template <typename... Args>
  void complain(fmt::format_string<Args...> format, Args&&... args) {
    result_.problems.push_back(fmt::format(format, std::forward<Args>(args)...));
  }

  Wanted wanted() {
    return [this](std::string_view directory, std::string_view name) { return sources_.number(directory, name); };
  }

  [[nodiscard]] base::Result<void> read_bytes() const {
    std::error_code error;
    const fs::file_type type = fs::status(unit_.notes, error).type();
    if (type == fs::file_type::not_found) {
      return base::fail("{} is missing, so nothing is known of what was counted of it: build again", unit_.notes);
    }
    // Another kind of file may never come to an end.
    if (!error && type != fs::file_type::regular) return base::fail("{} is no file: it is left out", unit_.notes);
    return base::read_file(unit_.notes, bytes_);
  }

  // Of what a gcc has compiled whose notes only its own gcov reads.
  void read_foreign(const ForeignNotes& notes) {
    notes_.version = notes.version;
    notes_.stamp = notes.stamp;
    result_.version = notes.version;
    if (!unit_.object.empty()) add_profiles();
    if (!unit_.object.empty() && !result_.sum) return;
    const auto text = ask_gcov(notes.version, unit_.notes, result_.sum ? &*result_.sum : nullptr);
    if (!text) return complain("{}: it is left out", text.error().text);
    if (text->empty()) return;
    auto lines = parse_gcov_json(*text, wanted(), *which_);
    if (!lines) return complain("{} {} of {}: it is left out", notes.version.gcov(), lines.error().text, unit_.notes);
    if (lines->negative) complain_of_negative();
    for (auto& [number, each] : lines->files) take_file(number, std::move(each));
  }

  void add_profiles() {
    for (const ProfileFile& file : unit_.profiles) {
      const auto bytes = base::read_file(file.path);
      auto profile = bytes ? read_profile(*bytes) : tl::unexpected(base::Error{"cannot be read"});
      if (!profile) {
        complain("{}: what one worker counted {}, and is left out", unit_.object, profile.error().text);
        result_.is_whole = false;
      } else {
        profile->object = unit_.object;
        const bool fine = add(*profile, "what one worker counted");
        result_.is_whole = result_.is_whole && fine;
        if (fine && unit_.by_context) from_files_.push_back(one_context(*profile, file.context));
      }
    }
    for (const UnitCounts* each : unit_.counted) {
      const bool fine = add(each->sum, "what one worker counted");
      result_.is_whole = result_.is_whole && fine;
      if (fine) from_memory_.push_back(each);
    }
    for (const Profile* each : unit_.kept) {
      const bool fine = add(*each, "what an earlier run counted");
      if (fine && unit_.by_context) from_files_.push_back(one_context(*each, k_earlier_run));
    }
  }

  bool add(const Profile& profile, const char* what) {
    if (!fits(profile)) {
      complain("{}: {} is of another build than {}, and is left out: build again", unit_.object, what, unit_.notes);
      return false;
    }
    if (!result_.sum) {
      result_.sum = profile;
    } else if (!add_profile(*result_.sum, profile)) {
      complain("{}: {} is of another build, and is left out", unit_.object, what);
      return false;
    }
    return true;
  }

  static UnitCounts one_context(const Profile& profile, Context context) {
    UnitCounts unit{profile, {{context, {}}}};
    for (std::uint32_t i = 0; i < profile.counters.size(); ++i) {
      if (profile.counters[i] != 0) unit.by_context[0].counters.emplace_back(i, profile.counters[i]);
    }
    return unit;
  }

  [[nodiscard]] bool fits(const Profile& profile) const {
    if (!which_) return true;  // who asks for lines is told
    if (profile.stamp != notes_.stamp || profile.version.word != notes_.version.word) return false;
    if (notes_.version.is_foreign()) return true;  // gcov compares the rest
    // Notes that lack a function were cut off between two of them.
    if (!knows_all(profile)) return false;
    for (const FunctionProfile& each : profile.functions) {
      const auto found = by_ident_.find(each.ident);
      if (found == by_ident_.end()) continue;
      const Function& function = *found->second;
      if (each.lines_checksum != function.lines_checksum || each.graph_checksum != function.graph_checksum) return false;
      if (each.count != function.counters && each.count != 0) return false;
    }
    return true;
  }

  // The compiler puts both in one order; linking leaves some out.
  [[nodiscard]] bool knows_all(const Profile& profile) const {
    auto at = notes_.idents.begin();
    const bool in_order = std::all_of(profile.functions.begin(), profile.functions.end(), [&](const FunctionProfile& each) {
      at = std::find(at, notes_.idents.end(), each.ident);
      return at != notes_.idents.end();
    });
    if (in_order) return true;
    const std::unordered_set<std::uint32_t> known(notes_.idents.begin(), notes_.idents.end());
    return std::all_of(profile.functions.begin(), profile.functions.end(),
                       [&](const FunctionProfile& each) { return known.contains(each.ident); });
  }

  void take_lines() {
    std::unordered_map<std::uint32_t, const FunctionProfile*> counted;
    if (result_.sum) {
      for (const FunctionProfile& each : result_.sum->functions) {
        if (by_ident_.contains(each.ident)) counted[each.ident] = &each;  // most are nobody's
      }
    }
    std::uint32_t most = 0;
    for (const Function& each : notes_.functions) most = std::max(most, each.counters);
    const std::vector<std::int64_t> none(most);
    std::vector<const std::int64_t*> of_functions;
    for (const Function& each : notes_.functions) {
      const auto found = counted.find(each.ident);
      // It was not linked, or it is of damaged notes, where another has its ident.
      const bool there = found != counted.end() && found->second->count == each.counters;
      of_functions.push_back(there ? result_.sum->counters.data() + found->second->first : none.data());
    }
    LineCounter counter(notes_, *which_);
    UnitLines lines = counter.count(of_functions);
    if (lines.negative) complain_of_negative();
    for (std::size_t i = 0; i < lines.files.size(); ++i) {
      if (const auto& number = notes_.files[i]) take_file(*number, std::move(lines.files[i]));
    }
    take_contexts(counter);
  }

  void complain_of_negative() {
    complain(
        "{}: counts fell below 0, and are taken as 0: threads counted at the same time (compile with -fprofile-update=atomic), "
        "or a process ended in the middle of it",
        unit_.object);
  }

  void take_contexts(const LineCounter& counter) {
    ContextFinder finder(by_ident_, counter);
    for (const UnitCounts& each : from_files_) finder.add(each);
    for (const UnitCounts* each : from_memory_) finder.add(*each);
    for (auto& [key, lines] : finder.take()) {
      const auto& number = notes_.files[key.first];
      if (number && reported_.contains(*number)) result_.by_context.push_back({*number, key.second, std::move(lines)});
    }
  }

  void take_file(std::uint32_t number, FileLines&& lines) {
    if (lines.lines.empty()) return;
    const Source source = sources_.at(number);
    const bool counted = !unit_.object.empty();
    // Of what a target left that is no more.
    if (!source.modified && !counted) return;
    if (source.modified && *source.modified > notes_time()) {
      result_.changed.push_back(number);
    } else {
      result_.files.emplace_back(number, std::move(lines));
      reported_.insert(number);
    }
  }

  fs::file_time_type notes_time() {
    std::error_code error;
    if (!notes_time_) notes_time_ = fs::last_write_time(unit_.notes, error);
    return *notes_time_;
  }

  const UnitFiles& unit_;
  Sources& sources_;
  std::optional<model::CoverageBranches> which_;
  std::string& bytes_;
  Notes notes_;
  FunctionsByIdent by_ident_;
  std::vector<UnitCounts> from_files_;
  std::vector<const UnitCounts*> from_memory_;
  std::set<std::uint32_t> reported_;  // sources
  std::optional<fs::file_time_type> notes_time_;
  UnitResult result_;
};

}  // namespace

UnitResult read_unit(const UnitFiles& unit, Sources& sources, std::optional<model::CoverageBranches> which,
                     std::string& memory) {
  return UnitReader(unit, sources, which, memory).read();
}

}  // namespace trireme::coverage
