#include "coverage/session.h"

#include <algorithm>
#include <filesystem>
#include <future>
#include <utility>

#include "agent/counts.h"
#include "base/cache_directory.h"
#include "base/cpus.h"
#include "base/environment.h"
#include "base/fd.h"
#include "base/text.h"
#include "coverage/change_map.h"
#include "coverage/clang_combine.h"
#include "coverage/combine.h"
#include "coverage/foreign.h"
#include "coverage/foreign_clang.h"
#include "coverage/kept_counts.h"
#include "coverage/limit.h"
#include "coverage/make_report.h"
#include "coverage/map_run.h"
#include "coverage/naming.h"
#include "coverage/outputs.h"
#include "coverage/paths.h"
#include "coverage/strays.h"

namespace trireme::coverage {

namespace {

namespace fs = std::filesystem;
using model::CoverageReported;
using Found = MemoryCounts::Found;

const std::string k_errors = "/messages";  // of gcc's runtime

std::vector<base::Regex> compiled(const std::vector<std::string>& expressions) {
  std::vector<base::Regex> result;
  result.reserve(expressions.size());
  for (const std::string& each : expressions) result.push_back(*base::Regex::compile(each));  // options checked them
  return result;
}

std::vector<std::string> sources_of(const model::Options& options) {
  return options.coverage.sources.empty() ? std::vector<std::string>{options.root} : options.coverage.sources;
}

// The caller may have asked gcc's runtime that directories be left out of names. Clang's sets the last one itself otherwise, which
// a fork server would have to take for the program's doing.
std::vector<std::string> variables(const std::string& directory, const std::string& clang_file) {
  return {"GCOV_PREFIX=" + directory, "GCOV_PREFIX_STRIP=0", "LLVM_PROFILE_FILE=" + clang_file,
          "__LLVM_PROFILE_RT_INIT_ONCE=__LLVM_PROFILE_RT_INIT_ONCE"};
}

bool is_of_clang(const Profile& profile) { return profile.version.word == agent::k_clang; }

// A table, unless other reports are asked for.
std::vector<model::CoverageOutput> outputs_of(const model::CoverageOptions& options) {
  return options.outputs.value_or(std::vector<model::CoverageOutput>(1));
}

}  // namespace

model::Options options_for_collection(model::Options options, const std::string& directory) {
  if (!options.coverage.wanted()) return options;
  for (const std::string& each : variables(directory + "/listing", "/dev/null")) base::set_variable(options.environment, each);
  return options;
}

base::Result<std::unique_ptr<Session>> Session::make(const model::Options& options, const model::Collection& collection,
                                                     const std::string& directory) {
  if (!options.coverage.wanted() || collection.tests.empty()) return nullptr;
  for (const std::string& each : options.coverage.sources) {
    std::error_code error;
    if (!fs::exists(each, error)) return base::fail("--cov={}: there is no such file or directory", each);
  }
  if (options.coverage.append && kept_counts_path(options.root).empty())
    return base::fail("--cov-append: {}", base::k_no_cache);
  TRY(Instrumented instrumented, check_instrumented(collection.binaries));
  if (auto done = check_foreign_clang(instrumented.of_foreign_clang, options.coverage); !done)
    return tl::unexpected(done.error());
  if (auto done = check_foreign(instrumented.notes, options.coverage.contexts, base::available_cpus()); !done)
    return tl::unexpected(done.error());
  return std::make_unique<Session>(options, collection, std::move(instrumented), directory);
}

Session::Session(const model::Options& options, const model::Collection& collection, Instrumented instrumented,
                 std::string directory)
    : options_(options), collection_(collection), instrumented_(std::move(instrumented)), directory_(std::move(directory)) {
  std::error_code error;
  fs::create_directories(directory_, error);
  if (options_.coverage.contexts) revision_ = revision_now(options_, instrumented_.directories);
}

std::string Session::counts_directory(const std::string& worker) const {
  const auto found = beginnings_.find(worker);
  return fmt::format("{}/counts/{}_{}", directory_, worker, found == beginnings_.end() ? 0 : found->second);
}

std::string Session::description() const {
  return options_.coverage.contexts ? "coverage: which test runs which line, and a process of its own for each" : "";
}

std::vector<std::string> Session::environment(const std::string& worker) const {
  const std::string directory = counts_directory(worker);
  // A file for each program and library, to which its processes add.
  std::vector<std::string> result = variables(directory, directory + "/%m.profraw");
  result.push_back("GCOV_ERROR_FILE=" + directory_ + k_errors);
  return result;
}

std::shared_ptr<const base::Fd> Session::counts_of_next(const std::string& worker) {
  if (options_.launcher == model::LauncherKind::exec) return nullptr;
  auto file = make_counts_file();
  if (!file) {  // gcc's files will do; clang's runtime has been told that it need not write
    if (!instrumented_.of_clang.empty()) without_memory_.insert(worker);
    return nullptr;
  }
  return counts_files_[worker] = std::make_shared<const base::Fd>(*std::move(file));
}

Context Session::context_of(const std::vector<std::string>& tests) {
  if (!options_.coverage.contexts || tests.empty()) return 0;
  const auto [at, fresh] = context_numbers_.try_emplace(tests.front(), static_cast<Context>(contexts_.size()));
  if (fresh) contexts_.push_back(tests.front());
  return at->second;
}

void Session::on_end(const std::string& worker, const std::vector<std::string>& tests) {
  const Context context = context_of(tests);
  if (options_.coverage.contexts) {
    context_of_directory_[counts_directory(worker)] = context;
    ++beginnings_[worker];
  }
  auto counts = counts_files_.extract(worker);
  const bool is_lost = without_memory_.erase(worker) > 0;
  ended_.push_back({counts ? std::move(counts.mapped()) : nullptr, is_lost, context, tests, {}, {}});
}

void Session::on_early_end(const std::string& worker, const std::vector<std::string>& ids) {
  ++beginnings_[worker];
  ended_.back().too_early = ids;
}

void Session::on_killed(const std::set<std::string>& programs) { ended_.back().killed = programs; }

void Session::catch_up() {
  for (const Ended& each : std::exchange(ended_, {})) read(each);
}

void Session::read(const Ended& ended) {
  Found found = ended.counts ? memory_.add(ended.counts->get(), ended.context) : Found::nothing;
  if (ended.counts) losses_.add_killed(killed_programs(ended.counts->get()), ended.tests);
  losses_.add_killed({ended.killed}, ended.tests);
  if (ended.is_lost) found = Found::lost;
  losses_.add(found, ended.tests);
  if (!ended.too_early.empty()) losses_.add_early_end(found, ended.too_early);
}

Counts Session::take_counts(std::vector<std::string>& problems) {
  Counts counts{.by_context = options_.coverage.contexts};
  for (UnitCounts& each : memory_.take(base::available_cpus())) {
    (is_of_clang(each.sum) ? counts.counted_by_clang : counts.counted).push_back(std::move(each));
  }
  std::error_code error;
  for (fs::directory_iterator at(directory_ + "/counts", error); !error && at != fs::directory_iterator();
       at.increment(error)) {
    const std::string path = at->path().string();
    const auto known = context_of_directory_.find(path);
    counts.directories.push_back({path, known == context_of_directory_.end() ? 0 : known->second});
  }
  if (!options_.coverage.append) return counts;
  if (auto before = read_kept_counts(kept_counts_path(options_.root))) {
    for (Profile& each : *before) (is_of_clang(each) ? counts.kept_of_clang : counts.kept).push_back(std::move(each));
  } else {
    problems.push_back(before.error().text + ": nothing is appended to");
  }
  return counts;
}

std::set<std::string> Session::strays(const Combined& combined) const {
  std::set<std::string> directories;
  for (const model::Launch& each : collection_.launches) directories.insert(each.directory);
  std::set<std::string> names;
  for (const std::string& each : stray_counts(combined.units, directories, begun_)) {
    names.insert(is_below(each, options_.root) ? each.substr(options_.root.size() + 1) : each);
  }
  return names;
}

base::Result<void> Session::keep(const Combined& combined) const {
  const std::string kept = kept_counts_path(options_.root);
  if (kept.empty()) {
    if (!outputs_of(options_.coverage).empty()) return {};  // nobody has asked for it
    return base::fail("what was counted is not kept for --cov-append: {}", base::k_no_cache);
  }
  auto done = keep_counts(kept, combined.sums, combined.clang_sums);
  prune_kept_counts();
  return done;
}

void Session::map_tests(const Outcomes& outcomes, const Combined& combined, const Sources& sources,
                        std::vector<std::string>& problems) {
  const std::string path = test_map_path(options_.root);
  if (path.empty()) {
    problems.push_back(
        fmt::format("which test runs which line is not kept for --affected and trireme cov who: {}", base::k_no_cache));
    return;
  }
  const auto add = [&](TestMap& map) {
    add_run({options_, collection_, outcomes, combined, sources.all(), contexts_, instrumented_.without, losses_.ids()},
            std::move(revision_), map);
    return true;
  };
  if (auto done = change_test_map(path, add); !done) problems.push_back(done.error().text);
}

CoverageReported Session::report(bool failed, const Outcomes& outcomes) {
  catch_up();
  CoverageReported told;
  const model::CoverageOptions& asked = options_.coverage;
  const Counts counts = take_counts(told.problems);
  const std::vector<std::string> lost = losses_.told(instrumented_);
  Sources sources(options_.root, sources_of(options_), asked.omitted, asked.contexts);
  const bool has_lines = !outputs_of(asked).empty() || !asked.fail_under.empty() || asked.contexts;
  Combined combined = combine(counts, instrumented_.notes, sources, has_lines ? std::optional(asked.branches) : std::nullopt,
                              base::available_cpus());
  combine_clang(counts, instrumented_.of_clang, instrumented_.directories, sources, asked.branches, combined,
                base::available_cpus());
  const std::set<std::string> strays = this->strays(combined);
  if (asked.contexts) map_tests(outcomes, combined, sources, combined.problems);
  // While the reports are written.
  std::future<base::Result<void>> kept = std::async([&] { return keep(combined); });
  const Report report =
      make_report(combined, sources,
                  {options_.root, asked.branches != model::CoverageBranches::none, asked.precision, compiled(asked.excluded),
                   asked.contexts ? contexts_ : std::vector<std::string>(), base::available_cpus()});
  told.heading = "coverage: platform linux" + (report.compiler.empty() ? "" : ", " + report.compiler);
  if (!(failed && asked.not_on_fail)) {
    Written written = write_outputs(outputs_of(asked), options_.directory, report, {combined.sums, combined.clang_sums});
    told.text = std::move(written.text);
    told.unwritten = std::move(written.failures);
    judge(asked.fail_under, report, told);
  }
  told.problems.insert(told.problems.end(), combined.problems.begin(), combined.problems.end());
  if (const auto done = kept.get(); !done) told.problems.push_back(done.error().text);
  if (!instrumented_.without.empty()) told.problems.push_back("built without coverage: " + named(instrumented_.without));
  told.problems.insert(told.problems.end(), lost.begin(), lost.end());
  if (!strays.empty()) {
    told.problems.push_back(
        "programs ran without the GCOV_PREFIX and LLVM_PROFILE_FILE that this run gives to tests, so what they wrote is not "
        "counted: " +
        named(strays));
  }
  if (const auto messages = base::read_file(directory_ + k_errors); messages && !messages->empty()) {
    told.problems.push_back("gcc's runtime says: " + base::last_lines(*messages));
  }
  if (has_lines && report.files.empty()) {
    told.problems.emplace_back(
        "there is nothing to report: no file that was asked for was compiled with coverage and can be read");
  }
  return told;
}

}  // namespace trireme::coverage
