#include "collect/expression.h"

#include "input.h"

using namespace trireme;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto expression = collect::Expression::parse(fuzz::text(data, size));
  if (!expression) {
    fuzz::check(!expression.error().text.empty());
    return 0;
  }
  std::size_t asked = 0;
  (void)expression->evaluate([&](const std::string& name) { return ++asked, name.size() % 2 == 0; });
  fuzz::check(asked <= expression->names().size());
  return 0;
}
