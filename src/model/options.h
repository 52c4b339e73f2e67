// Everything the user asked for, after command line, trireme.toml and environment have been put together.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/database_mode.h"

namespace trireme::model {

enum class Dist { load, loadscope, loadfile, worksteal, each, no };
enum class Isolation { automatic, batch, program, suite, test };
// How test processes are started. automatic and forkserver fork them where that can be done; forkserver says where it cannot.
enum class LauncherKind { automatic, forkserver, exec };
enum class Color { automatic, yes, no };
// Which of the databases that tests had stay after the run.
enum class DatabaseKeep { none, failed, all };

// What tests matching a pattern get ([[test]] in trireme.toml). Every matching rule applies, in the order of the file:
// for directory, timeouts, reruns and serial the first that names one wins; args and marks add up; of two values of a variable
// the first wins.
struct TestRule {
  std::string match;  // glob over the node id
  std::string mark;   // one that a rule without `mark` gives the test; "" = any
  std::string directory;
  std::vector<std::string> args;
  std::vector<std::pair<std::string, std::string>> environment;
  std::optional<double> timeout;       // seconds, 0 = none
  std::optional<double> slow_timeout;  // seconds, 0 = never
  std::optional<int> reruns;           // 0 = none
  std::optional<bool> serial;          // no other test runs meanwhile
  std::vector<std::string> marks;
};

struct MarkDeclaration {
  std::string name;
  std::string description;
};

// Which database some tests get ([[db]] in trireme.toml); the first rule that a test matches counts.
struct DatabaseRule {
  std::string match;  // glob over the node id; "" = any
  std::string mark;   // one that the test has; "" = any
  DatabaseMode mode = DatabaseMode::none;
};

struct DatabaseOptions {
  std::optional<DatabaseMode> mode;    // nullopt: worker where there is something to put into it, else none
  std::vector<std::string> schema;     // SQL files, and directories of them, in order
  std::string command;                 // makes the schema, after these; "" = none
  std::string command_directory;       // where it runs; "" = the working directory
  std::vector<std::string> inputs;     // patterns of the files that the command reads
  bool rebuild = false;                // although the template is in the cache
  std::string bindir;                  // PostgreSQL's programs; "" = search
  std::string os_user;                 // as whom the server runs when we are root; "" = postgres
  std::vector<std::string> variables;  // further ones that get the URL
  std::string role;                    // as whom tests connect; "" = the superuser
  std::vector<DatabaseRule> rules;
  std::vector<std::string> callers;  // the caller's variables that tests with a database do not get, "NAME=value"
  std::string url;                   // of the server to use; "" = one of our own
  bool url_is_said = false;          // … so that TEST_DATABASE_URL says nothing
  DatabaseKeep keep = DatabaseKeep::none;
  bool asked = false;  // there is an option of databases, or [db]

  [[nodiscard]] DatabaseMode chosen() const {
    const bool filled = !schema.empty() || !command.empty() || !url.empty();
    return mode.value_or(filled ? DatabaseMode::worker : DatabaseMode::none);
  }
  // Does this hold for the mode of some tests?
  template <typename Predicate>
  [[nodiscard]] bool any_mode(Predicate holds) const {
    return holds(chosen()) || std::any_of(rules.begin(), rules.end(), [&](const auto& each) { return holds(each.mode); });
  }
};

// Which ways on from a line are counted; useful: without those to the handlers of exceptions.
enum class CoverageBranches { none, useful, all };

// What --cov-report can write; the first two to the terminal.
enum class CoverageKind { term, term_missing, html, xml, json, markdown, lcov, gcda, profraw, sqlite };

struct CoverageOutput {
  CoverageKind kind = CoverageKind::term;
  std::string detail;  // where it goes, or "skip-covered"; "" = as usual
};

struct CoverageOptions {
  bool asked = false;
  bool off = false;                  // --no-cov
  std::vector<std::string> sources;  // files and directories, absolute; empty = the root
  CoverageBranches branches = CoverageBranches::none;
  std::optional<std::vector<CoverageOutput>> outputs;  // nullopt: a table on the terminal
  std::string fail_under;                              // as typed; "" = none
  int precision = 0;                                   // digits of percentages
  bool append = false;                                 // to the counts of the last run
  bool contexts = false;                               // which test ran which line
  bool not_on_fail = false;                            // no report of a run that failed
  std::vector<std::string> omitted;                    // patterns of files
  std::vector<std::string> excluded;                   // regular expressions of lines

  [[nodiscard]] bool wanted() const { return asked && !off; }
  [[nodiscard]] bool maps_tests() const { return wanted() && contexts; }
};

// Which tests a change may have touched.
struct AffectedOptions {
  bool asked = false;
  std::string since;                 // a revision of git; "" = none
  std::vector<std::string> ignored;  // patterns of files that no test needs
};

struct Options {
  // What to run.
  std::vector<std::string> paths;      // as typed: executables, directories, node ids
  std::vector<std::string> test_args;  // after "--", for every test executable
  std::string keyword;                 // -k, "" = all
  std::string mark_expression;         // -m, "" = all
  std::vector<std::string> deselect;   // node id prefixes
  bool continue_on_collection_errors = false;
  bool strict_markers = false;

  // How to run it.
  std::optional<int> workers;  // -n N; nullopt = auto. 0: one worker, called master
  int max_processes = 0;       // 0 = no limit
  Dist dist = Dist::load;
  Isolation isolation = Isolation::automatic;
  LauncherKind launcher = LauncherKind::automatic;
  int maxfail = 0;                        // stop at the Nth failure; 0 = never. -x is 1
  std::optional<int> max_worker_restart;  // test processes replaced after a crash or timeout; nullopt = any number
  double timeout = 0;                     // seconds a test may take; 0 = none
  double session_timeout = 0;             // seconds the run may take; 0 = none
  double slow_timeout = 60;               // seconds after which a running test is named; 0 = never

  // What tests use.
  DatabaseOptions database;

  CoverageOptions coverage;
  AffectedOptions affected;

  // What to do about failures.
  int reruns = 0;                       // at most so many further attempts of a test that failed
  double reruns_delay = 0;              // seconds before each
  std::vector<std::string> only_rerun;  // regular expressions, one of which its failure must match; empty = any failure
  bool fail_on_flaky = false;
  bool fail_on_leaky = false;     // a process left behind is an error
  bool confirm_failures = false;  // a test that fails with others before it in its process is tried alone

  // What to show and write.
  bool collect_only = false;
  bool show_markers = false;
  int verbosity = 0;  // -v counts up, -q down
  bool live_output = false;
  Color color = Color::automatic;
  std::string report_chars = "fER";  // -r
  std::optional<int> durations;      // the N slowest; 0 = all
  int stacks = 5;                    // at most so many tests have stacks of their processes taken
  std::string junitxml;              // path, "" = none
  std::string report_log;            // path, "" = none

  // From trireme.toml and the surroundings.
  std::string root;         // absolute: the folder of trireme.toml, else the working directory; node ids are relative to it
  std::string directory;    // absolute: the working directory
  std::string config_file;  // absolute path of the trireme.toml used, "" = none
  std::vector<std::string> header_lines;
  std::vector<MarkDeclaration> markers;
  std::vector<TestRule> rules;
  std::vector<std::string> environment;        // for the tests: the caller's without what steers GoogleTest
  std::vector<std::string> removed_variables;  // their names; the header says so
  std::vector<std::string> repeated;           // of the command line, what a command that repeats a test needs as well
  std::vector<std::string> warnings;           // shown before the run: unknown keys and the like
};

}  // namespace trireme::model
