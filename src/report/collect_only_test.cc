#include "report/collect_only.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <unistd.h>

#include "base/fd.h"

namespace trireme::report {
namespace {

using model::ExitCode;
using testing::HasSubstr;
using testing::StartsWith;

model::Collection three_tests() {
  model::Collection collection;
  collection.binaries = {{.path = "/x/b", .name = "b"}, {.path = "/x/c", .name = "c"}};
  collection.launches = {{.binary = 0}, {.binary = 1}};
  collection.tests = {{.id = "b::A.a", .suite = "A", .name = "a"},
                      {.id = "b::A.b", .suite = "A", .name = "b"},
                      {.id = "c::A.a", .suite = "A", .name = "a", .launch = 1}};
  return collection;
}

std::string text_of(const model::Collection& collection, int verbosity) {
  return collection_text({.verbosity = verbosity, .color = model::Color::no}, collection, 0.5);
}

// show_collection() with standard output on `file`.
ExitCode shown_on(const char* file, const model::Collection& collection) {
  const base::Fd saved(dup(STDOUT_FILENO));
  const base::Fd target(open(file, O_WRONLY | O_CLOEXEC));
  dup2(target.get(), STDOUT_FILENO);
  const ExitCode code = show_collection({}, collection, 0);
  dup2(saved.get(), STDOUT_FILENO);
  return code;
}

TEST(CollectOnly, a_tree) {
  EXPECT_THAT(text_of(three_tests(), 0), StartsWith("<Binary b>\n  <Suite A>\n    <Test a>\n    <Test b>\n"
                                                    "<Binary c>\n  <Suite A>\n    <Test a>\n\n="));
}

TEST(CollectOnly, quietly_ids_alone) {
  EXPECT_EQ(text_of(three_tests(), -1), "b::A.a\nb::A.b\nc::A.a\n\n3 tests collected in 0.50s\n");
}

TEST(CollectOnly, counts_what_was_deselected_and_what_is_broken) {
  model::Collection collection = three_tests();
  collection.deselected = 2;
  collection.errors = {{"d", "crashed"}};
  EXPECT_THAT(text_of(collection, -1), HasSubstr("_ ERROR collecting d _"));
  EXPECT_THAT(text_of(collection, -1), HasSubstr("\n3/5 tests collected (2 deselected), 1 error in"));
  collection.tests.clear();
  EXPECT_THAT(text_of(collection, -1), HasSubstr("\nno tests collected (2 deselected), 1 error in"));
}

TEST(CollectOnly, exit_codes) {
  model::Collection collection = three_tests();
  EXPECT_EQ(shown_on("/dev/null", collection), ExitCode::ok);
  EXPECT_EQ(shown_on("/dev/full", collection), ExitCode::internal);
  EXPECT_EQ(shown_on("/dev/null", {}), ExitCode::nothing_collected);
  collection.errors = {{"d", "crashed"}};
  EXPECT_EQ(shown_on("/dev/null", collection), ExitCode::interrupted);
}

}  // namespace
}  // namespace trireme::report
