#include "execute/company.h"

#include <algorithm>

namespace trireme::execute {

TestsByName::TestsByName(const model::Collection& collection) {
  for (model::TestIndex i = 0; i < collection.tests.size(); ++i) indexes_.emplace(collection.tests[i].id, i);
}

model::TestIndex TestsByName::operator()(const model::TestName& test) const { return indexes_.at(model::plain_id(test)); }

Company::Company(const std::vector<model::TestFinished>& results, const TestsByName& tests) : tests_(tests) {
  for (const model::TestFinished& each : results) {
    if (each.place > 0) ran_.push_back({each.place, tests(each.test), each.test.id});
  }
  std::sort(ran_.begin(), ran_.end(), [](const Ran& a, const Ran& b) { return a.place < b.place; });
}

// A test that did not start, because the set-up of its suite failed, has its turn after those that its program has before it.
std::vector<std::string> Company::before(const model::TestFinished& result) const {
  std::vector<std::string> ids;
  const model::TestIndex test = tests_(result.test);
  for (const Ran& each : ran_) {
    if (result.place > 0 ? each.place < result.place : each.test < test) ids.push_back(each.id);
  }
  return ids;
}

}  // namespace trireme::execute
