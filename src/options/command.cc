#include "options/command.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <utility>

#include "base/text.h"
#include "options/command_line.h"
#include "options/config.h"
#include "options/environment.h"
#include "options/reports.h"
#include "options/settings.h"
#include "options/test_arguments.h"

namespace trireme::options {

namespace {

constexpr const char* k_version = "trireme " TRIREME_VERSION "\n";

std::vector<Key> config_keys() {
  std::vector<Key> keys;
  for (const Setting& each : settings()) {
    if (const std::string name = each.long_name(); !name.empty()) keys.push_back({name, each.kind});
  }
  return keys;
}

// Cuts the arguments for the tests off.
std::vector<std::string> take_test_arguments(std::vector<std::string>& arguments) {
  const auto dashes = std::find(arguments.begin(), arguments.end(), "--");
  if (dashes == arguments.end()) return {};
  std::vector<std::string> rest(dashes + 1, arguments.end());
  arguments.erase(dashes, arguments.end());
  return rest;
}

void apply_environment(const std::vector<std::string>& environment, model::Options& options) {
  TestEnvironment tests = environment_for_tests(environment);
  options.environment = std::move(tests.kept);
  options.removed_variables = std::move(tests.removed);
  if (!variable(environment, "NO_COLOR").empty()) options.color = model::Color::no;
}

// Tests get these from us, and what is left of them would lead somewhere else.
void remove_database_variables(model::Options& options) {
  const auto& named = options.database.variables;
  const auto ours = [&](const std::string& variable) {
    const std::string name = variable.substr(0, variable.find('='));
    return name.starts_with("PG") || name == "TEST_DATABASE_URL" || std::find(named.begin(), named.end(), name) != named.end();
  };
  for (const std::string& each : options.environment) {
    if (!ours(each)) continue;
    options.removed_variables.push_back(each.substr(0, each.find('=')));
    options.database.callers.push_back(each);
  }
  std::erase_if(options.environment, ours);
}

// The options say how tests share a process, which those that start from a fresh database cannot.
base::Result<void> check_isolation(const model::Options& options) {
  using model::Isolation;
  const bool shares = options.isolation != Isolation::automatic && options.isolation != Isolation::test;
  if (shares && options.coverage.wanted() && options.coverage.contexts) {
    return base::fail(
        "--cov-context=test gives each test a process of its own, which --isolation does not allow here; leave one out");
  }
  if (!shares || !options.database.any_mode(model::needs_own_process)) return {};
  return base::fail(
      "--db=test and --db=cluster give each test a process of its own, which --isolation does not allow here; leave one out");
}

// It may be meant for the tests: only who asks for databases means us.
void take_callers_url(const std::vector<std::string>& environment, model::DatabaseOptions& database) {
  if (database.asked && !database.url_is_said) database.url = variable(environment, "TEST_DATABASE_URL");
}

base::Result<void> apply_config(Config&& config, model::Options& options) {
  if (auto read = read_arguments(config.arguments, Grammar::run, options); !read) {
    return base::fail("{}: {}", config.path, read.error().text);
  }
  if (!config.path.empty()) options.root = std::filesystem::path(config.path).parent_path();
  for (const model::TestRule& each : config.rules) {
    if (auto fine = check_test_arguments(each.args, config.path); !fine) return fine;
  }
  options.config_file = std::move(config.path);
  options.header_lines = std::move(config.header_lines);
  options.markers = std::move(config.markers);
  options.rules = std::move(config.rules);
  options.database.command_directory = options.root;
  options.database.variables = std::move(config.database_variables);
  options.database.rules = std::move(config.database_rules);
  options.database.role = std::move(config.database_role);
  options.database.asked = options.database.asked || config.has_database;
  options.repeated.clear();  // the file is read again
  options.warnings = std::move(config.warnings);
  options.paths = std::move(config.test_paths);
  return {};
}

// `path`: from the working directory.
base::Result<void> apply_coverage_config(const std::string& path, model::Options& options) {
  TRY(Config config, load_coverage_config((std::filesystem::path(options.directory) / path).lexically_normal(), config_keys()));
  if (auto read = read_arguments(config.arguments, Grammar::run, options); !read) {
    return base::fail("{}: {}", config.path, read.error().text);
  }
  options.warnings.insert(options.warnings.end(), config.warnings.begin(), config.warnings.end());
  return {};
}

// Command line and trireme.toml. When the line asks for help or the version, nothing else is read.
struct Whole {
  CommandLine line;
  model::Options options;
};

base::Result<Whole> read_all(std::vector<std::string> arguments, Grammar grammar, const std::vector<std::string>& environment) {
  model::Options options;
  options.test_args = take_test_arguments(arguments);
  // The command line is read for itself first: it names the profile, and its errors should not wait for the file's.
  model::Options unused;
  TRY(const CommandLine first, read_arguments(arguments, grammar, unused));
  if (first.help || first.version) return Whole{first, {}};
  if (auto fine = check_test_arguments(options.test_args, "after --"); !fine) return tl::unexpected(fine.error());

  std::error_code error;
  options.directory = std::filesystem::current_path(error).string();
  if (error) return base::fail("cannot find out the working directory: {}", error.message());
  options.root = options.directory;
  apply_environment(environment, options);
  TRY(Config config, load_config(options.directory, first.profile, config_keys(), first.coverage_config.empty()));
  if (auto applied = apply_config(std::move(config), options); !applied) return tl::unexpected(applied.error());
  if (!first.coverage_config.empty()) {
    if (auto applied = apply_coverage_config(first.coverage_config, options); !applied) return tl::unexpected(applied.error());
  }
  const auto mode_of_file = std::exchange(options.database.mode, std::nullopt);
  const std::string since_of_file = options.affected.since;
  TRY(CommandLine line, read_arguments(arguments, grammar, options));
  if (options.affected.since != since_of_file && !options.affected.asked)
    return base::fail("--since says what --affected takes for changed, and does nothing without it");
  if (options.database.mode == model::DatabaseMode::none) options.database.rules.clear();
  if (!options.database.mode) options.database.mode = mode_of_file;
  if (auto fine = check_isolation(options); !fine) return tl::unexpected(fine.error());
  if (options.coverage.wanted() && options.coverage.contexts) options.isolation = model::Isolation::test;
  options.database.asked = options.database.asked || grammar == Grammar::databases;
  take_callers_url(environment, options.database);
  const auto is_ours = [](model::DatabaseMode mode) { return mode != model::DatabaseMode::none; };
  if (options.database.any_mode(is_ours)) remove_database_variables(options);
  for (std::string& each : options.coverage.sources) each = std::filesystem::path(options.directory) / each;
  return Whole{std::move(line), std::move(options)};
}

std::optional<Print> asked_print(const CommandLine& line) {
  if (line.help) return Print{help_text()};
  if (line.version) return Print{k_version};
  return std::nullopt;
}

base::Result<Command> parse_run(const std::vector<std::string>& arguments, const std::vector<std::string>& environment) {
  TRY(Whole whole, read_all(arguments, Grammar::run, environment));
  if (auto print = asked_print(whole.line)) return *std::move(print);
  if (!whole.line.paths.empty()) whole.options.paths = std::move(whole.line.paths);
  if (whole.options.paths.empty()) whole.options.paths = {"."};
  if (auto fine = check_reports(whole.options, ""); !fine) return tl::unexpected(fine.error());
  return Run{std::move(whole.options)};
}

base::Result<Command> parse_bisect(const std::vector<std::string>& arguments, const std::vector<std::string>& environment) {
  TRY(Whole whole, read_all(arguments, Grammar::bisect, environment));
  if (auto print = asked_print(whole.line)) return *std::move(print);
  if (whole.line.paths.size() != 1) return base::fail("trireme bisect takes one node id, of a test that failed");
  if (whole.options.report_log.empty())
    return base::fail("trireme bisect needs --report-log=LOG, the log of a run in which the test failed");
  return Bisect{whole.line.paths.front(), std::move(whole.options)};
}

base::Result<Command> parse_db(const std::vector<std::string>& arguments, const std::vector<std::string>& environment) {
  TRY(Whole whole, read_all(arguments, Grammar::databases, environment));
  if (auto print = asked_print(whole.line)) return *std::move(print);
  std::vector<std::string> words = std::move(whole.line.paths);
  const std::vector<std::string> verbs = {"list", "drop", "gc", "psql", "start", "stop"};
  const std::string verb = words.empty() ? "" : words.front();
  if (std::find(verbs.begin(), verbs.end(), verb) == verbs.end()) {
    return base::fail("trireme db takes one of {}, not '{}'", fmt::join(verbs, ", "), base::printable(verb));
  }
  words.erase(words.begin());
  const bool fine = verb == "psql" ? words.size() == 1 : (verb == "drop") == !words.empty();
  if (!fine) {
    const char* wanted = verb == "psql" ? "one name" : verb == "drop" ? "names" : "no names";
    return base::fail("trireme db {} takes {} of databases, as trireme db list shows them", verb, wanted);
  }
  return ManageDatabases{verb, std::move(words), std::move(whole.options)};
}

base::Result<Command> parse_cov(const std::vector<std::string>& arguments, const std::vector<std::string>& environment) {
  TRY(Whole whole, read_all(arguments, Grammar::coverage, environment));
  if (auto print = asked_print(whole.line)) return *std::move(print);
  const std::vector<std::string>& words = whole.line.paths;
  if (words.size() != 2 || words[0] != "who")
    return base::fail("trireme cov takes 'who' and a line: trireme cov who src/parser.cc:120");
  return AskCoverage{words[1], std::move(whole.options)};
}

base::Result<Command> parse_replay(const std::vector<std::string>& arguments, const std::vector<std::string>& environment) {
  model::Options options;
  apply_environment(environment, options);
  TRY(const CommandLine line, read_arguments(arguments, Grammar::replay, options));
  if (auto print = asked_print(line)) return *std::move(print);
  if (line.paths.size() != 1) return base::fail("trireme replay takes one file, written by --report-log");
  if (auto fine = check_reports(options, line.paths.front()); !fine) return tl::unexpected(fine.error());
  return Replay{line.paths.front(), std::move(options)};
}

}  // namespace

base::Result<Command> parse(const std::vector<std::string>& arguments, const std::vector<std::string>& environment) {
  // Before anything that takes time.
  if (arguments == std::vector<std::string>{"--version"}) return Print{k_version};
  const std::string first = arguments.empty() ? "" : arguments.front();
  if (first == "replay") return parse_replay({arguments.begin() + 1, arguments.end()}, environment);
  if (first == "db") return parse_db({arguments.begin() + 1, arguments.end()}, environment);
  if (first == "cov") return parse_cov({arguments.begin() + 1, arguments.end()}, environment);
  if (first == "bisect") return parse_bisect({arguments.begin() + 1, arguments.end()}, environment);
  return parse_run(arguments, environment);
}

}  // namespace trireme::options
