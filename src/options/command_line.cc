#include "options/command_line.h"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <array>

#include "base/text.h"
#include "options/secrets.h"
#include "options/settings.h"

namespace trireme::options {

namespace {

constexpr const char* k_footer = R"(Arguments after -- are given to every test executable.

Subcommands:
  trireme replay LOG [output and report options]     the reports again, from a --report-log
  trireme bisect NODEID --report-log=LOG             the tests before it in its process that make it fail;
      [--timeout, --launcher, --db…, --profile, -- ARGS]  0 found, 1 it fails alone, 5 it does not fail again
  trireme db list|gc|drop NAME…|psql NAME [--db-url]  databases that were kept, or left by a killed run
  trireme db start|stop                              a server of ours that later runs use
  trireme cov who FILE:LINE                          the tests that ran a line, by --cov-context=test

Examples:
  trireme build                          all tests of all test executables under build/
  trireme -n4 build -k 'parse and not slow' --junitxml=report.xml
  trireme build/unit_tests::Parser.Empty -- --gtest_also_run_disabled_tests

Exit codes:
  0 all passed   1 tests failed   2 interrupted, or an error in collection
  3 internal error, or a report could not be written   4 bad options or paths   5 no tests
)";

// Options that are no settings: what they name has settings.
constexpr std::array k_options_of_files{"--profile", "--cov-config"};

std::vector<std::string> option_names() {
  std::vector<std::string> names{"--help", "--version"};
  names.insert(names.end(), k_options_of_files.begin(), k_options_of_files.end());
  for (const Setting& each : settings()) {
    std::string rest = each.names;
    for (std::size_t comma = 0; comma != std::string::npos; rest = comma == std::string::npos ? "" : rest.substr(comma + 1)) {
      comma = rest.find(',');
      names.push_back(rest.substr(0, comma));
    }
  }
  return names;
}

std::string unknown_option(const std::string& argument) {
  const std::string name = argument.substr(0, argument.find('='));
  const std::string near = name.size() > 2 ? base::nearest(name, option_names()) : "";
  return fmt::format("unknown option {}{}; see trireme --help", base::printable(name),
                     near.empty() ? "" : " (did you mean " + near + "?)");
}

// CLI11 gives "-=3" back of "-x=3" and "-vx=3".
std::string value_of_flag(const std::string& rest, const std::vector<std::string>& given) {
  const auto has_it = [value = rest.substr(1)](const std::string& each) {
    return each.starts_with("-") && !each.starts_with("--") && each.size() > value.size() + 1 && each.ends_with(value);
  };
  const auto found = std::find_if(given.begin(), given.end(), has_it);
  if (found == given.end()) return unknown_option(rest);
  const char flag = (*found)[found->size() - rest.size()];
  return fmt::format("{}: -{} takes no value; see trireme --help", base::printable(*found), flag);
}

bool knows(Grammar grammar, const Setting& setting) {
  if (grammar == Grammar::replay) return setting.group == k_group_output || setting.group == k_group_reports;
  if (grammar == Grammar::coverage) return false;
  const std::string name = setting.long_name();
  if (grammar == Grammar::databases) return name == "db-url" || name == "db-bindir" || name == "db-os-user";
  return grammar == Grammar::run || setting.group == k_group_database || name == "report-log" || name == "timeout" ||
         name == "launcher";
}

bool takes_value(const std::string& option) {
  if (std::find(k_options_of_files.begin(), k_options_of_files.end(), option) != k_options_of_files.end()) return true;
  return std::any_of(settings().begin(), settings().end(), [&](const Setting& each) {
    return !each.is_flag() && ("," + each.names + ",").find("," + option + ",") != std::string::npos;
  });
}

// CLI11 would take the next argument for the value of `--cov-report=`, and "=2" for that of `-n=2`.
std::vector<std::string> with_values_apart(const std::vector<std::string>& arguments) {
  std::vector<std::string> result;
  for (const std::string& each : arguments) {
    const std::size_t end = each.find('=');
    const bool is_apart = end + 1 == each.size() ? each.starts_with("--") : end == 2 && each.starts_with('-');
    if (end != std::string::npos && is_apart && takes_value(each.substr(0, end))) {
      result.insert(result.end(), {each.substr(0, end), each.substr(end + 1)});
    } else {
      result.push_back(each);
    }
  }
  return result;
}

class Parser {
 public:
  Parser(Grammar grammar, model::Options& options) : app_("Runs test suites in parallel.", "trireme"), options_(options) {
    app_.allow_extras();
    app_.footer(k_footer);
    app_.set_help_flag();
    app_.get_formatter()->column_width(34);
    app_.get_formatter()->label("Positionals", "What to run");
    app_.add_option("PATH", line_.paths,
                    "a test executable, a directory to search for them, or a node id\n"
                    "(path/to/binary::Suite.Test); default: the testpaths of trireme.toml, else .")
        ->type_name("");
    for (const Setting& each : settings()) {
      if (knows(grammar, each)) add(each);
    }
    app_.add_option("--profile", line_.profile, "use [profile.NAME] of trireme.toml")
        ->group("Configuration")
        ->type_name("NAME");
    if (grammar == Grammar::run) {
      app_.add_option("--cov-config", line_.coverage_config, "take [cov] from this file, not from trireme.toml")
          ->group(k_group_coverage)
          ->type_name("FILE");
    }
    app_.add_flag("-h,--help", line_.help, "show this")->group("Configuration");
    app_.add_flag("--version", line_.version, "show the version")->group("Configuration");
  }

  base::Result<CommandLine> parse(const std::vector<std::string>& given) {
    std::vector<std::string> arguments = with_values_apart(given);
    std::reverse(arguments.begin(), arguments.end());  // CLI11 takes them from the back
    try {
      app_.parse(std::move(arguments));
    } catch (const InvalidValue& error) {
      return base::fail("{}", error.text);
    } catch (const CLI::ArgumentMismatch& error) {
      const std::string what = error.what();
      return base::fail("{} needs a value; see trireme --help", what.substr(0, what.find(':')));
    } catch (const CLI::Error& error) {
      return base::fail("{}; see trireme --help", base::printable(error.what()));
    }
    for (const std::string& each : app_.remaining()) {
      return base::fail("{}", each.starts_with("-=") ? value_of_flag(each, given) : unknown_option(each));
    }
    if (!line_.profile.empty()) options_.repeated.push_back("--profile=" + line_.profile);
    return line_;
  }

  // Without the second of two empty lines.
  [[nodiscard]] std::string help() const {
    std::string text = app_.help();
    for (std::size_t at = text.find("\n\n\n"); at != std::string::npos; at = text.find("\n\n\n", at)) text.erase(at, 1);
    return text;
  }

 private:
  void add(const Setting& setting) {
    if (setting.is_flag()) {
      add_flag(setting);
      return;
    }
    const auto set_all = [this, &setting](const std::vector<std::string>& values) {
      for (const std::string& each : values) {
        setting.set(options_, each);
        if (setting.group != k_group_database) continue;
        options_.database.asked = true;
        options_.repeated.push_back("--" + setting.long_name() + "=" + without_password(each));
      }
    };
    app_.add_option_function<std::vector<std::string>>(setting.names, set_all, setting.help)
        ->allow_extra_args(false)
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
        ->type_name(setting.metavar)
        ->group(setting.group);
  }

  void add_flag(const Setting& setting) {
    const auto set = [this, &setting](const std::string& value) {
      setting.set(options_, value);
      options_.database.asked = options_.database.asked || setting.group == k_group_database;
    };
    app_.add_flag(setting.names, setting.help)->group(setting.group)->option_text(setting.metavar)->each(set);
  }

  CLI::App app_;
  model::Options& options_;
  CommandLine line_;
};

}  // namespace

base::Result<CommandLine> read_arguments(const std::vector<std::string>& arguments, Grammar grammar, model::Options& options) {
  return Parser(grammar, options).parse(arguments);
}

std::string help_text() {
  model::Options unused;
  return Parser(Grammar::run, unused).help();
}

}  // namespace trireme::options
