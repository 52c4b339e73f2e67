#include "report/markers.h"

#include <gtest/gtest.h>

namespace trireme::report {
namespace {

TEST(Markers, declared_ones_then_those_that_are_only_used) {
  model::Options options;
  options.markers = {{"slow", "takes over a second"}, {"net", ""}};
  options.rules = {{.match = "*", .marks = {"slow", "odd", "odd"}}};
  EXPECT_EQ(markers_text(options), "slow: takes over a second\nnet\nodd: not declared in markers\n");
}

TEST(Markers, none) { EXPECT_EQ(markers_text({}).substr(0, 11), "no markers:"); }

}  // namespace
}  // namespace trireme::report
