#include "coverage/part_description.h"

namespace trireme::coverage {

namespace {

DescribedUnit read_unit(Bytes& text, std::uint64_t& counters) {
  DescribedUnit unit{.head = text.value<agent::CountedUnit>(), .name = {}, .functions = {}};
  check(unit.head.name_size <= agent::k_counts_size);
  unit.name = text.take(agent::filled_up(unit.head.name_size)).substr(0, unit.head.name_size);
  unit.functions = text.take(unit.head.functions * sizeof(agent::CountedFunction));
  const std::uint64_t before = counters;
  unit.for_each_function([&](const agent::CountedFunction& each) {
    check(each.offset % k_word == 0 && each.offset <= agent::k_counts_size);
    counters += each.count;
    check(counters <= agent::k_counts_size / k_word);
  });
  unit.counters = counters - before;
  return unit;
}

}  // namespace

base::Result<std::vector<DescribedUnit>> read_description(std::string_view description) {
  return unless_damaged([&] {
    std::vector<DescribedUnit> units;
    std::uint64_t counters = 0;
    for (Bytes text(description); !text.at_end();) units.push_back(read_unit(text, counters));
    return units;
  });
}

}  // namespace trireme::coverage
