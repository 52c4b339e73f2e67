#include "report/header.h"

#include <gtest/gtest.h>

namespace trireme::report {
namespace {

constexpr Style k_narrow{false, 30};

model::RunStarted parallel_run() {
  model::RunStarted run;
  run.version = "0.1.0";
  run.root = "/x";
  run.workers = 4;
  run.selected = 333;
  return run;
}

TEST(Header, of_a_parallel_run) {
  model::RunStarted run = parallel_run();
  run.config_file = "/x/trireme.toml";
  run.header = {"seed 7"};
  run.warnings = {"unknown key"};
  EXPECT_EQ(header_text(run, false, k_narrow),
            "======= trireme 0.1.0 ========\nrootdir: /x, configfile: trireme.toml\nseed 7\n4 workers [333 items]\n"
            "warning: unknown key\n");
}

TEST(Header, says_how_many_were_deselected) {
  model::RunStarted run = parallel_run();
  run.workers = 1;
  run.selected = 1;
  run.deselected = 3;
  EXPECT_NE(header_text(run, false, k_narrow).find("\n1 worker [1 item / 3 deselected]\n"), std::string::npos);
  run.serial = true;
  const std::string text = header_text(run, false, k_narrow);
  EXPECT_NE(text.find("\ncollected 4 items / 3 deselected / 1 selected\n"), std::string::npos);
}

TEST(Header, a_brief_one_has_only_warnings) {
  model::RunStarted run = parallel_run();
  EXPECT_EQ(header_text(run, true, k_narrow), "");
  run.warnings = {"unknown key"};
  EXPECT_EQ(header_text(run, true, k_narrow), "warning: unknown key\n");
}

TEST(Header, a_config_file_outside_the_root_is_named_in_full) {
  model::RunStarted run = parallel_run();
  run.config_file = "/xy/trireme.toml";
  EXPECT_NE(header_text(run, false, k_narrow).find("configfile: /xy/trireme.toml\n"), std::string::npos);
}

}  // namespace
}  // namespace trireme::report
