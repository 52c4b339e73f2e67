#include "collect/gather.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <unordered_map>
#include <utility>

#include "base/text.h"
#include "collect/candidate.h"
#include "collect/disabled.h"
#include "collect/selection.h"
#include "collect/targets.h"

namespace trireme::collect {

namespace {

std::string place(const ListedTest& test) {
  return test.file.empty() ? "an unknown place" : fmt::format("{}:{}", test.file, test.line);
}

class Gathering {
 public:
  Gathering(const model::Options& options, const Surroundings& surroundings)
      : options_(options), surroundings_(surroundings), selection_(options, collection_.usage_errors) {}

  model::Collection run() {
    for (const std::string& typed : options_.paths) resolve(typed);
    if (options_.paths.empty()) resolve(options_.directory);
    if (!collection_.usage_errors.empty()) return std::move(collection_);
    ask();
    for (const Wanted& wanted : wanted_) take(wanted);
    return std::move(collection_);
  }

 private:
  void refuse_typed(const std::string& text) { collection_.usage_errors.push_back(base::printable(text)); }

  void resolve(const std::string& typed) {
    auto target = find_target(options_, typed);
    if (!target) {
      refuse_typed(target.error().text);
    } else if (target->is_directory) {
      for (const std::string& path : surroundings_.find(target->path)) {
        wanted_.push_back({candidate(path, false), std::nullopt, typed});
      }
    } else {
      wanted_.push_back({candidate(target->path, true), target->name, typed});
    }
  }

  // A file that a search finds is one, whatever its names. Names that were typed are all meant: a program may ask for its own.
  std::size_t candidate(const std::string& path, bool typed) {
    const auto [known, fresh] = candidate_of_path_.try_emplace(path, candidates_.size());
    if (fresh) {
      const base::FileStamp stamp = base::stamp_of(path);
      const auto same = candidate_of_file_.try_emplace({stamp.device, stamp.number}, candidates_.size()).first->second;
      const bool is_gone = stamp.number == 0;  // since it was found
      const bool is_one = same < candidates_.size() && !is_gone && (!typed || candidates_[same].found);
      if (is_one) {
        known->second = same;
      } else {
        candidates_.push_back({.path = path, .name = binary_name(options_, path), .stamp = stamp});
      }
    }
    Candidate& one = candidates_[known->second];
    one.typed |= typed;
    one.found |= !typed;
    return known->second;
  }

  void ask() {
    std::vector<Question> questions;
    for (Candidate& candidate : candidates_) {
      // A rule for some of the tests only cannot speak for the listing.
      const auto launch = settings(options_, matching_rules(options_, candidate.name + "::")).launch;
      questions.push_back(
          {candidate.path, launch.directory, launch.args, whole_environment(options_, launch), options_.coverage.wanted()});
    }
    auto answers = surroundings_.ask(questions);
    std::size_t tests = 0;
    for (std::size_t i = 0; i < candidates_.size(); ++i) {
      candidates_[i].answer = std::move(answers[i]);
      if (candidates_[i].answer) tests += candidates_[i].answer->tests.size();
    }
    collection_.tests.reserve(tests);
  }

  void take(const Wanted& wanted) {
    Candidate& candidate = candidates_[wanted.candidate];
    if (!std::exchange(candidate.judged, true)) judge(candidate);
    if (!candidate.index) return;
    if (!wanted.name) {
      for (std::size_t i = 0; i < candidate.taken.size(); ++i) take(candidate, i);
      return;
    }
    const std::vector<std::size_t> found = candidate.index->find(*wanted.name);
    if (found.empty()) miss(candidate, wanted);
    for (const std::size_t i : found) take(candidate, i);
  }

  // Sets the candidate's index and binary, or says what is wrong with it.
  void judge(Candidate& candidate) {
    if (!candidate.answer) return refuse(candidate, candidate.answer.error().text);
    if (candidate.answer->too_old) {
      refuse_typed(
          fmt::format("{} uses a GoogleTest older than 1.10, which cannot say what tests it has: build it with a newer one",
                      candidate.name));
      return;
    }
    ListingIndex index(*candidate.answer);
    if (index.duplicate()) return refuse_duplicate(candidate, *index.duplicate());
    candidate.index = std::move(index);
    candidate.taken.resize(candidate.answer->tests.size());
    candidate.binary = static_cast<std::uint32_t>(collection_.binaries.size());
    collection_.binaries.push_back({candidate.path, candidate.name, candidate.answer->has_fail_fast, candidate.stamp});
  }

  // A broken test program is an error of the collection; a file that is none should not have been typed.
  void refuse(const Candidate& candidate, const std::string& text) {
    if (candidate.typed && !surroundings_.holds_googletest(candidate.path)) {
      refuse_typed(fmt::format("{} {}", candidate.name, text));
    } else {
      collection_.errors.push_back({candidate.name, text});
    }
  }

  void refuse_duplicate(const Candidate& candidate, const std::pair<std::size_t, std::size_t>& pair) {
    const ListedTest& first = candidate.answer->tests[pair.first];
    const ListedTest& second = candidate.answer->tests[pair.second];
    const std::string id = candidate.name + "::" + full_name(first);
    collection_.errors.push_back({id, fmt::format("the test name {} is registered twice, at {} and at {}: rename one of them",
                                                  full_name(first), place(first), place(second))});
  }

  void miss(const Candidate& candidate, const Wanted& wanted) {
    constexpr int k_most_hints = 10;  // looking for one takes a while: a long list of outdated ids must not
    const std::string nearest = ++misses_ > k_most_hints ? std::string() : candidate.index->nearest(*wanted.name);
    refuse_typed(fmt::format("not found: {} (no match in {}{})", wanted.typed, candidate.name,
                             nearest.empty() ? "; see its tests with --collect-only"
                                             : fmt::format("; did you mean '{}::{}'?", candidate.name, nearest)));
  }

  void take(Candidate& candidate, std::size_t index) {
    if (candidate.taken[index]) return;
    candidate.taken[index] = true;
    ListedTest& listed = candidate.answer->tests[index];  // of no use to others once taken
    std::string id = candidate.name + "::" + full_name(listed);
    Shared& shared = shared_of(candidate, id);
    if (!selection_.selects(id, shared.settings.marks)) {
      ++collection_.deselected;
      return;
    }
    const bool disabled = !shared.runs_disabled && is_disabled(listed.suite, listed.name);
    if (!shared.launch) shared.launch = launch(candidate, shared.settings.launch);
    collection_.tests.push_back({
        .id = std::move(id),
        .suite = std::move(listed.suite),
        .name = std::move(listed.name),
        .file = std::move(listed.file),
        .line = listed.line,
        .type_param = std::move(listed.type_param),
        .value_param = std::move(listed.value_param),
        .launch = *shared.launch,
        .timeout = shared.settings.timeout,
        .slow_timeout = shared.settings.slow_timeout,
        .reruns = shared.settings.reruns,
        .marks = shared.settings.marks,
        .serial = shared.settings.serial,
        .disabled = disabled,
    });
  }

  Shared& shared_of(Candidate& candidate, const std::string& id) {
    const auto [entry, fresh] = candidate.shared.try_emplace(matching_rules(options_, id));
    Shared& shared = entry->second;
    if (fresh) {
      shared.settings = settings(options_, entry->first);
      shared.runs_disabled = runs_disabled(shared.settings.launch.args);
    }
    return shared;
  }

  // The index of the candidate's launch like `wanted`.
  std::uint32_t launch(const Candidate& candidate, model::Launch wanted) {
    wanted.binary = candidate.binary;
    auto& launches = collection_.launches;
    const auto known = std::find(launches.begin(), launches.end(), wanted);
    const auto index = static_cast<std::uint32_t>(known - launches.begin());
    if (known == launches.end()) launches.push_back(std::move(wanted));
    return index;
  }

  const model::Options& options_;
  const Surroundings& surroundings_;
  model::Collection collection_;
  Selection selection_;
  std::vector<Candidate> candidates_;
  std::unordered_map<std::string, std::size_t> candidate_of_path_;
  std::map<std::pair<std::uint64_t, std::uint64_t>, std::size_t> candidate_of_file_;  // by device and inode
  std::vector<Wanted> wanted_;
  int misses_ = 0;
};

}  // namespace

model::Collection gather(const model::Options& options, const Surroundings& surroundings) {
  return Gathering(options, surroundings).run();
}

}  // namespace trireme::collect
