#include "options/settings.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <string_view>
#include <utility>

#include "base/regex.h"
#include "base/text.h"

namespace trireme::options {

namespace {

using model::Options;

[[noreturn]] void refuse(std::string_view option, const std::string& value, const std::string& wanted) {
  throw InvalidValue{fmt::format("{} takes {}, not '{}'", option, wanted, base::printable(value))};
}

template <typename Number>
Number number(std::string_view option, const std::string& value, Number most, const std::string& wanted) {
  Number result = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), result);
  if (error != std::errc() || end != value.data() + value.size() || !(result >= 0 && result <= most)) {
    refuse(option, value, wanted);
  }
  return result;
}

int count(std::string_view option, const std::string& value) {
  return number(option, value, std::numeric_limits<int>::max(), "a whole number, 0 or more");
}

double seconds(std::string_view option, const std::string& value) {
  return number(option, value, 1e9, "a number of seconds, 0 or more");
}

bool is_on(std::string_view option, const std::string& value) {
  if (value != "true" && value != "false") refuse(option, value, "no value, or true or false");
  return value == "true";
}

// `-v` gives "true", `verbose = 2` in trireme.toml the number.
int times(std::string_view option, const std::string& value) {
  if (value == "true" || value == "false") return value == "true" ? 1 : 0;
  return count(option, value);
}

std::optional<int> worker_number(const std::string& value) {
  if (value == "auto" || value == "logical") return std::nullopt;
  return number("-n", value, 4096, "a number from 0 to 4096, 'auto' or 'logical'");
}

template <typename Choice>
Choice choose(std::string_view option, const std::string& value, const std::vector<std::pair<std::string, Choice>>& choices) {
  std::string names;
  for (const auto& [name, choice] : choices) {
    if (name == value) return choice;
    names += (names.empty() ? "" : ", ") + name;
  }
  refuse(option, value, "one of " + names);
}

model::Dist dist(const std::string& value) {
  using model::Dist;
  return choose<Dist>("--dist", value,
                      {{"load", Dist::load},
                       {"loadscope", Dist::loadscope},
                       {"loadfile", Dist::loadfile},
                       {"worksteal", Dist::worksteal},
                       {"each", Dist::each},
                       {"no", Dist::no}});
}

model::Isolation isolation(const std::string& value) {
  using model::Isolation;
  return choose<Isolation>("--isolation", value,
                           {{"auto", Isolation::automatic},
                            {"batch", Isolation::batch},
                            {"program", Isolation::program},
                            {"suite", Isolation::suite},
                            {"test", Isolation::test}});
}

model::LauncherKind launcher(const std::string& value) {
  using model::LauncherKind;
  return choose<LauncherKind>(
      "--launcher", value,
      {{"auto", LauncherKind::automatic}, {"forkserver", LauncherKind::forkserver}, {"exec", LauncherKind::exec}});
}

model::DatabaseKeep database_keep(const std::string& value) {
  using model::DatabaseKeep;
  return choose<DatabaseKeep>("--db-keep", value,
                              {{"failed", DatabaseKeep::failed}, {"all", DatabaseKeep::all}, {"none", DatabaseKeep::none}});
}

model::CoverageBranches coverage_branches(const std::string& value) {
  using model::CoverageBranches;
  return choose<CoverageBranches>(
      "--cov-branch", value,
      {{"true", CoverageBranches::useful}, {"false", CoverageBranches::none}, {"all", CoverageBranches::all}});
}

model::CoverageKind coverage_kind(const std::string& value) {
  using model::CoverageKind;
  return choose<CoverageKind>("--cov-report", value,
                              {{"term", CoverageKind::term},
                               {"term-missing", CoverageKind::term_missing},
                               {"html", CoverageKind::html},
                               {"xml", CoverageKind::xml},
                               {"json", CoverageKind::json},
                               {"markdown", CoverageKind::markdown},
                               {"lcov", CoverageKind::lcov},
                               {"gcda", CoverageKind::gcda},
                               {"profraw", CoverageKind::profraw},
                               {"sqlite", CoverageKind::sqlite}});
}

// "html:DIR", "term-missing:skip-covered"; "": none of those before.
void add_report(model::CoverageOptions& coverage, const std::string& value) {
  if (!coverage.outputs || value.empty()) coverage.outputs.emplace();
  if (value.empty()) return;
  const std::size_t colon = std::min(value.find(':'), value.size());
  const model::CoverageKind kind = coverage_kind(value.substr(0, colon));
  const std::string detail = value.substr(std::min(colon + 1, value.size()));
  const bool is_term = kind == model::CoverageKind::term || kind == model::CoverageKind::term_missing;
  if (is_term && !detail.empty() && detail != "skip-covered") refuse("--cov-report", value, "only skip-covered after 'term:'");
  coverage.outputs->push_back({kind, detail});
}

std::string percentage(const std::string& value) {
  number("--cov-fail-under", value, 100.0, "a number from 0 to 100");
  return value;
}

bool contexts(const std::string& option, const std::string& value) {
  return choose<bool>(option, value, {{"test", true}, {"none", false}});
}

void add_coverage(Options& options, const std::string& value) {
  model::CoverageOptions& coverage = options.coverage;
  coverage.asked = value != "false";
  if (value != "true" && value != "false" && !value.empty()) coverage.sources.push_back(value);
}

std::string some_text(std::string_view option, const std::string& value, const std::string& wanted) {
  if (value.empty()) refuse(option, value, wanted);
  return value;
}

// It may have a password, which no message may show.
void set_url(model::DatabaseOptions& database, const std::string& value) {
  const bool is_url = value.starts_with("postgresql://") || value.starts_with("postgres://");
  if (value != "own" && !is_url) throw InvalidValue{"--db-url takes a URL that begins with postgresql://, or own"};
  database.url = is_url ? value : "";
  database.url_is_said = true;
}

model::Color color(const std::string& value) {
  using model::Color;
  return choose<Color>("--color", value, {{"auto", Color::automatic}, {"yes", Color::yes}, {"no", Color::no}});
}

std::string report_chars(const std::string& value) {
  const std::size_t unknown = value.find_first_not_of("fERsSpPaAxXwN");
  if (unknown != std::string::npos) refuse("-r", value, "characters of fERspPaAN");
  return value;
}

std::string regex(std::string_view option, const std::string& value) {
  if (const auto compiled = base::Regex::compile(value); !compiled) {
    refuse(option, value, "a regular expression (" + compiled.error().text + ")");
  }
  return value;
}

constexpr const char* k_selection = "Selection";
constexpr const char* k_distribution = "Distribution";
constexpr const char* k_stopping = "Stopping";
constexpr const char* k_reruns = "Reruns";

std::vector<Setting> make_settings() {
  return {
      {"-k", "EXPR", "run tests whose names match: 'parse and not slow'", k_selection, KeyKind::text,
       [](Options& o, const std::string& v) { o.keyword = v; }},
      {"-m", "EXPR", "run tests whose marks match: 'unit or db'", k_selection, KeyKind::text,
       [](Options& o, const std::string& v) { o.mark_expression = v; }},
      {"--deselect", "ID", "leave out the tests whose node id begins so (repeatable)", k_selection, KeyKind::list,
       [](Options& o, const std::string& v) { o.deselect.push_back(v); }},
      {"--affected", "", "run the tests that what has changed may touch, new ones, and those that failed", k_selection,
       KeyKind::flag, [](Options& o, const std::string& v) { o.affected.asked = is_on("--affected", v); }},
      {"--since", "REV", "… and what differs from this revision of git counts as changed too", k_selection, KeyKind::text,
       [](Options& o, const std::string& v) { o.affected.since = some_text("--since", v, "a revision of git"); }},
      {"--affected-ignore", "GLOB", "… but not the files whose name or path matches: no test needs them (repeatable)",
       k_selection, KeyKind::list,
       [](Options& o, const std::string& v) { o.affected.ignored.push_back(some_text("--affected-ignore", v, "a pattern")); }},
      {"--collect-only,--co", "", "list the tests, run nothing; with -q node ids only", k_selection, KeyKind::flag,
       [](Options& o, const std::string& v) { o.collect_only = is_on("--collect-only", v); }},
      {"--markers", "", "list the marks of trireme.toml", k_selection, KeyKind::flag,
       [](Options& o, const std::string& v) { o.show_markers = is_on("--markers", v); }},
      {"--strict-markers", "", "an undeclared mark is an error", k_selection, KeyKind::flag,
       [](Options& o, const std::string& v) { o.strict_markers = is_on("--strict-markers", v); }},
      {"--continue-on-collection-errors", "", "run the other binaries although one is broken", k_selection, KeyKind::flag,
       [](Options& o, const std::string& v) { o.continue_on_collection_errors = is_on("--continue-on-collection-errors", v); }},

      {"-n,--numprocesses", "N", "workers: a number, auto (the CPUs we may use), logical; 0: one", k_distribution,
       KeyKind::text_or_count, [](Options& o, const std::string& v) { o.workers = worker_number(v); }},
      {"--maxprocesses", "N", "at most so many workers", k_distribution, KeyKind::number,
       [](Options& o, const std::string& v) { o.max_processes = count("--maxprocesses", v); }},
      {"--dist", "MODE", "load, loadscope (suite), loadfile, worksteal, each, no", k_distribution, KeyKind::text,
       [](Options& o, const std::string& v) { o.dist = dist(v); }},
      {"--isolation", "MODE", "tests that share a process: auto, batch, program, suite, test", k_distribution, KeyKind::text,
       [](Options& o, const std::string& v) { o.isolation = isolation(v); }},
      {"--launcher", "KIND", "start test processes by: auto, forkserver (fork where possible), exec", k_distribution,
       KeyKind::text, [](Options& o, const std::string& v) { o.launcher = launcher(v); }},

      {"-x,--exitfirst", "", "stop at the first failure", k_stopping, KeyKind::flag,
       [](Options& o, const std::string& v) { o.maxfail = is_on("--exitfirst", v) ? 1 : 0; }},
      {"--maxfail", "N", "stop at the Nth failure", k_stopping, KeyKind::number,
       [](Options& o, const std::string& v) { o.maxfail = count("--maxfail", v); }},
      {"--max-worker-restart", "N", "stop when more test processes must be replaced after a crash", k_stopping, KeyKind::number,
       [](Options& o, const std::string& v) { o.max_worker_restart = count("--max-worker-restart", v); }},
      {"--timeout", "SECONDS", "end a test that takes longer (default: none)", k_stopping, KeyKind::number,
       [](Options& o, const std::string& v) { o.timeout = seconds("--timeout", v); }},
      {"--session-timeout", "SECONDS", "end the run when it takes longer (default: no limit)", k_stopping, KeyKind::number,
       [](Options& o, const std::string& v) { o.session_timeout = seconds("--session-timeout", v); }},
      {"--slow-timeout", "SECONDS", "name a test that runs longer (default: 60)", k_stopping, KeyKind::number,
       [](Options& o, const std::string& v) { o.slow_timeout = seconds("--slow-timeout", v); }},

      {"--db", "MODE", "a PostgreSQL database for each worker, for each test, a cluster for each test, one shared by all, none",
       k_group_database, KeyKind::text, [](Options& o, const std::string& v) { o.database.mode = database_mode(v); }},
      {"--db-url", "URL", "make them on this server (default: TEST_DATABASE_URL); own: one of our own", k_group_database,
       KeyKind::text, [](Options& o, const std::string& v) { set_url(o.database, v); }},
      {"--db-schema", "PATH", "an SQL file, or a directory of them, that fills it (repeatable)", k_group_database,
       KeyKind::list,
       [](Options& o, const std::string& v) { o.database.schema.push_back(some_text("--db-schema", v, "a path")); }},
      {"--db-command", "COMMAND", "a command that fills the database which DATABASE_URL names", k_group_database, KeyKind::text,
       [](Options& o, const std::string& v) {
         o.database.command = v;
         o.database.command_directory.clear();
       }},
      {"--db-input", "GLOB", "files the command reads: it runs again only when they change (repeatable)", k_group_database,
       KeyKind::list,
       [](Options& o, const std::string& v) { o.database.inputs.push_back(some_text("--db-input", v, "a pattern")); }},
      {"--db-rebuild", "", "fill it anew, although nothing has changed", k_group_database, KeyKind::flag,
       [](Options& o, const std::string& v) { o.database.rebuild = is_on("--db-rebuild", v); }},
      {"--db-keep", "WHICH", "keep the databases of tests that failed, all, or none (default); see `trireme db`",
       k_group_database, KeyKind::text, [](Options& o, const std::string& v) { o.database.keep = database_keep(v); }},
      {"--db-bindir", "DIR", "where PostgreSQL's programs are (default: PATH, then the newest installed)", k_group_database,
       KeyKind::text, [](Options& o, const std::string& v) { o.database.bindir = v; }},
      {"--db-os-user", "USER", "run the server as this user when you are root (default: postgres)", k_group_database,
       KeyKind::text, [](Options& o, const std::string& v) { o.database.os_user = v; }},

      {"--cov", "[=PATH]", "measure coverage: of the files below PATH, else below the root (repeatable)", k_group_coverage,
       KeyKind::list, add_coverage},
      {"--cov-branch", "[=all]", "… of branches too; all: those to the handlers of exceptions as well", k_group_coverage,
       KeyKind::choice, [](Options& o, const std::string& v) { o.coverage.branches = coverage_branches(v); }},
      {"--cov-report", "TYPE[:DEST]",
       "term, term-missing (:skip-covered), html, xml, json, markdown, lcov, gcda, profraw, sqlite; '' is none",
       k_group_coverage, KeyKind::list, [](Options& o, const std::string& v) { add_report(o.coverage, v); }},
      {"--cov-fail-under", "MIN", "fail if less than MIN per cent is covered", k_group_coverage, KeyKind::number,
       [](Options& o, const std::string& v) { o.coverage.fail_under = percentage(v); }},
      {"--cov-precision", "N", "digits after the point of percentages (default: 0)", k_group_coverage, KeyKind::number,
       [](Options& o, const std::string& v) {
         o.coverage.precision = number("--cov-precision", v, 10, "a number from 0 to 10");
       }},
      {"--cov-append", "", "add to what the last run counted", k_group_coverage, KeyKind::flag,
       [](Options& o, const std::string& v) { o.coverage.append = is_on("--cov-append", v); }},
      {"--cov-context", "test", "tell which test ran which line; each gets a process of its own", k_group_coverage,
       KeyKind::choice, [](Options& o, const std::string& v) { o.coverage.contexts = contexts("--cov-context", v); }},
      {"--cov-omit", "GLOB", "leave out the files whose name or path matches (repeatable)", k_group_coverage, KeyKind::list,
       [](Options& o, const std::string& v) { o.coverage.omitted.push_back(some_text("--cov-omit", v, "a pattern")); }},
      {"--cov-exclude", "REGEX", "leave out the lines that match, as those marked LCOV_EXCL_LINE (repeatable)",
       k_group_coverage, KeyKind::list,
       [](Options& o, const std::string& v) {
         o.coverage.excluded.push_back(regex("--cov-exclude", some_text("--cov-exclude", v, "a regular expression")));
       }},
      {"--no-cov-on-fail", "", "report no coverage of a run that failed", k_group_coverage, KeyKind::flag,
       [](Options& o, const std::string& v) { o.coverage.not_on_fail = is_on("--no-cov-on-fail", v); }},
      {"--no-cov", "", "measure none after all", k_group_coverage, KeyKind::flag,
       [](Options& o, const std::string& v) { o.coverage.off = is_on("--no-cov", v); }},

      {"--reruns", "N", "run a test that fails again, up to N times, alone", k_reruns, KeyKind::number,
       [](Options& o, const std::string& v) { o.reruns = count("--reruns", v); }},
      {"--reruns-delay", "SECONDS", "wait before each of these", k_reruns, KeyKind::number,
       [](Options& o, const std::string& v) { o.reruns_delay = seconds("--reruns-delay", v); }},
      {"--only-rerun", "REGEX", "… only if its failure matches (repeatable: one of them)", k_reruns, KeyKind::list,
       [](Options& o, const std::string& v) { o.only_rerun.push_back(regex("--only-rerun", v)); }},
      {"--fail-on-flaky", "", "a test that passes only when run again fails the run", k_reruns, KeyKind::flag,
       [](Options& o, const std::string& v) { o.fail_on_flaky = is_on("--fail-on-flaky", v); }},
      {"--fail-on-leaky", "", "processes that a test leaves behind are an error", k_stopping, KeyKind::flag,
       [](Options& o, const std::string& v) { o.fail_on_leaky = is_on("--fail-on-leaky", v); }},
      {"--confirm-failures", "", "try a test alone that fails after others of its process", k_reruns, KeyKind::flag,
       [](Options& o, const std::string& v) { o.confirm_failures = is_on("--confirm-failures", v); }},

      {"-v,--verbose", "", "a line per test", k_group_output, KeyKind::flag_or_count,
       [](Options& o, const std::string& v) { o.verbosity += times("--verbose", v); }},
      {"-q,--quiet", "", "less; -qq: the last line only", k_group_output, KeyKind::flag_or_count,
       [](Options& o, const std::string& v) { o.verbosity -= times("--quiet", v); }},
      {"-s", "", "show output as it comes, each line with worker and test", k_group_output, KeyKind::flag,
       [](Options& o, const std::string& v) { o.live_output = is_on("-s", v); }},
      {"-r", "CHARS", "summarise (f)ailed (E)rror flaky (R) (s)kipped (p)assed (a)ll-but-p (A)ll (N)one; default fER",
       k_group_output, KeyKind::text, [](Options& o, const std::string& v) { o.report_chars = report_chars(v); }},
      {"--durations", "N", "show the N slowest tests; 0: all", k_group_output, KeyKind::number,
       [](Options& o, const std::string& v) { o.durations = count("--durations", v); }},
      {"--stacks", "N", "take the stacks of at most N tests that time out or crash (default: 5)", k_group_output,
       KeyKind::number, [](Options& o, const std::string& v) { o.stacks = count("--stacks", v); }},
      {"--color", "WHEN", "auto, yes, no", k_group_output, KeyKind::text,
       [](Options& o, const std::string& v) { o.color = color(v); }},

      {"--junitxml", "PATH", "write a JUnit report (pytest's xunit2)", k_group_reports, KeyKind::text,
       [](Options& o, const std::string& v) { o.junitxml = v; }},
      {"--report-log", "PATH", "write every event as a line of JSON; see `trireme replay`", k_group_reports, KeyKind::text,
       [](Options& o, const std::string& v) { o.report_log = v; }},
  };
}

}  // namespace

model::DatabaseMode database_mode(const std::string& value) {
  using model::DatabaseMode;
  return choose<DatabaseMode>("--db", value,
                              {{"worker", DatabaseMode::worker},
                               {"test", DatabaseMode::test},
                               {"cluster", DatabaseMode::cluster},
                               {"shared", DatabaseMode::shared},
                               {"none", DatabaseMode::none}});
}

std::string Setting::long_name() const {
  const std::size_t dashes = names.find("--");
  if (dashes == std::string::npos) return "";
  return names.substr(dashes + 2, names.find(',', dashes) - dashes - 2);
}

const std::vector<Setting>& settings() {
  static const std::vector<Setting> all = make_settings();
  return all;
}

}  // namespace trireme::options
