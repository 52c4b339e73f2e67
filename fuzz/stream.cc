// A program of three tests, heard by its output and its result stream, in pieces; and the verdict that comes of it.
#include <vector>

#include "execute/googletest/hearing.h"
#include "execute/googletest/verdict.h"
#include "input.h"

using namespace trireme;
using namespace trireme::execute;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::vector<model::TestCase> tests = {{.id = "a::S.one", .suite = "S", .name = "one"},
                                                     {.id = "a::S.two", .suite = "S", .name = "two"},
                                                     {.id = "a::T/0.x", .suite = "T/0", .name = "x"}};
  std::vector<const model::TestCase*> cases;
  for (const auto& each : tests) cases.push_back(&each);
  std::string_view rest = fuzz::text(data, size);
  const int status = rest.empty() ? 0 : rest.back() & 3;
  googletest::Hearing hearing(cases);
  double now = 0;
  while (!rest.empty()) {
    const std::string_view output = fuzz::take_piece(rest, '\x01');
    hearing.on_data(output, fuzz::take_piece(rest, '\x01'), now += 1);
  }
  hearing.on_exit(now);

  googletest::ProcessFacts facts;
  facts.tests = cases;
  facts.heard = hearing.heard();
  facts.outside = hearing.outside();
  facts.stream_believed = hearing.stream_spoke();
  facts.open_suite = hearing.open_suite();
  facts.open_suite_has_run = hearing.open_suite_has_run();
  facts.inside_run = (status & 1) != 0;
  facts.status.signal = (status & 2) != 0 ? 11 : 0;
  const auto conclusion = googletest::conclude(facts);
  fuzz::check(conclusion.verdicts.size() == tests.size());
  // Else such a process would be started again for ever.
  bool any = conclusion.each_alone || !conclusion.unexplained.empty();
  for (const auto& each : conclusion.verdicts) any = any || each.has_value();
  fuzz::check(any);
  return 0;
}
