#include "execute/company.h"

#include <gmock/gmock.h>

#include "schedule/fixtures.h"

namespace trireme::execute {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class Companies : public testing::Test {
 protected:
  static model::TestFinished ran(const std::string& suite, const std::string& name, int place) {
    model::TestFinished result{.test = {"bin::" + suite + "." + name + "@gw0", "bin", suite, name}};
    result.place = place;
    return result;
  }

  const TestsByName tests_{schedule::collection_of({"A.one", "A.two", "B.one", "C.one"})};
};

TEST_F(Companies, AreThoseThatRanBefore) {
  const std::vector<model::TestFinished> results = {ran("A", "one", 2), ran("A", "two", 1), ran("B", "one", 3)};
  const Company company(results, tests_);
  EXPECT_THAT(company.before(results[1]), IsEmpty());
  EXPECT_THAT(company.before(results[2]), ElementsAre("bin::A.two@gw0", "bin::A.one@gw0"));
}

TEST_F(Companies, OfATestThatDidNotStartAreThoseTheProgramHasBeforeIt) {
  const std::vector<model::TestFinished> results = {ran("A", "one", 1), ran("B", "one", 0), ran("C", "one", 2)};
  EXPECT_THAT(Company(results, tests_).before(results[1]), ElementsAre("bin::A.one@gw0"));
}

}  // namespace
}  // namespace trireme::execute
