#include "collect/listing.h"

#include "collect/asking.h"
#include "collect/listing_cache.h"
#include "collect/listing_parse.h"
#include "collect/program_files.h"
#include "collect/registering.h"

namespace trireme::collect {

namespace {

constexpr std::chrono::seconds k_limit{10};

base::Result<Listing> understand(base::Result<std::string> answer, const Traces& traces) {
  // Before 1.10 the listing was another or none.
  if (traces.googletest && !traces.can_skip) return Listing{.too_old = true};
  if (!answer && !traces.googletest) {
    const std::string& why = answer.error().text;  // what it printed follows, and says nothing of tests
    return base::fail("seems to be no GoogleTest program: it {}", why.substr(0, why.find('\n')));
  }
  TRY(const std::string text, std::move(answer));
  auto tests = parse_listing(text);
  if (!tests) return base::fail("wrote a listing that {}", tests.error().text);
  return Listing{.tests = *std::move(tests), .has_fail_fast = traces.fail_fast};
}

}  // namespace

std::vector<base::Result<Listing>> ask(const std::vector<Question>& questions, AtOnce at_once, const std::string& directory,
                                       forkserver::Stock* stock) {
  const ListingCache cache;
  ProgramFiles files;
  std::vector<base::Result<Listing>> answers(questions.size());
  std::vector<std::size_t> open;  // indices of the questions the cache does not answer
  std::vector<Question> to_ask;
  for (std::size_t i = 0; i < questions.size(); ++i) {
    if (auto found = cache.find(questions[i], files.of(questions[i].path))) {
      answers[i] = *std::move(found);
    } else {
      open.push_back(i);
      to_ask.push_back(questions[i]);
    }
  }
  if (open.empty()) return answers;

  bool grown = false;
  // Workers will want what the cache knows as well.
  if (to_ask.size() < questions.size()) at_once.servers = 1;
  auto texts = listings_of(to_ask, at_once, k_limit, directory, stock);
  for (std::size_t i = 0; i < open.size(); ++i) {
    const std::string& path = to_ask[i].path;
    auto& answer = answers[open[i]];
    answer = understand(std::move(texts[i]), files.traces(path));
    if (!answer || answer->too_old || registers_at_start(files.of(path), *answer)) continue;
    grown |= cache.keep(to_ask[i], files.of(path), *answer);
  }
  if (grown) cache.prune();
  return answers;
}

}  // namespace trireme::collect
