// A trial: the test after some others in one process, by an ordinary run that nobody is told of.
#pragma once

#include <string>

#include "bisect/search.h"
#include "execute/launcher.h"
#include "execute/run.h"
#include "model/options.h"

namespace trireme::bisect {

// As the user wants tests to be run, less what would end, split or repeat the run of a trial.
model::Options options_for_trials(model::Options options);

class Trials {
 public:
  // All outlive this. `settings`: of a run of all tests; its options are those for trials.
  Trials(const execute::RunSettings& settings, execute::Launcher& launcher, model::TestIndex test)
      : settings_(settings), launcher_(launcher), test_(test) {}

  Trial run(const Tests& before);
  // "failed: a.cc:3: wrong", of the last trial; when it was stopped why, "" for a signal.
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  base::Result<void> renew();
  Trial stop(const std::string& why);
  [[nodiscard]] model::Collection collection_of(const Tests& before) const;

  const execute::RunSettings& settings_;
  execute::Launcher& launcher_;
  model::TestIndex test_;
  int count_ = 0;
  std::string text_;
};

}  // namespace trireme::bisect
