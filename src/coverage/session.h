// Coverage of one run: where its processes write what they count, and what comes of it at the end.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "base/result.h"
#include "coverage/combine.h"
#include "coverage/covered_file.h"
#include "coverage/instrumented.h"
#include "coverage/losses.h"
#include "coverage/memory_counts.h"
#include "coverage/outcomes.h"
#include "execute/attendant.h"
#include "model/options.h"
#include "model/test_case.h"

namespace trireme::coverage {

// Processes that are executed to tell their tests would write what they count beside their object files. It goes to `directory`,
// since nobody wants it.
model::Options options_for_collection(model::Options options, const std::string& directory);

struct Combined;
class Sources;

class Session final : public execute::Attendant {
 public:
  // `directory`: for counts; made here, removed by nobody. Null when nobody asks for coverage, or no test will run. An error is
  // the user's.
  static base::Result<std::unique_ptr<Session>> make(const model::Options& options, const model::Collection& collection,
                                                     const std::string& directory);
  Session(const model::Options& options, const model::Collection& collection, Instrumented instrumented, std::string directory);

  // Paths of programs that must not be forked, since nobody but their own runtime can write what they count.
  [[nodiscard]] const std::set<std::string>& executed() const { return instrumented_.executed; }
  [[nodiscard]] std::vector<std::string> environment(const std::string& worker) const override;
  std::shared_ptr<const base::Fd> counts_of_next(const std::string& worker) override;
  void on_end(const std::string& worker, const std::vector<std::string>& tests) override;
  [[nodiscard]] std::string description() const override;
  // Perhaps it was killed while it wrote: what is written from now on goes elsewhere.
  void on_early_end(const std::string& worker, const std::vector<std::string>& ids) override;
  void on_killed(const std::set<std::string>& programs) override;
  void catch_up() override;

  // After the last process. `failed`: the run, whatever is covered.
  model::CoverageReported report(bool failed, const Outcomes& outcomes);

 private:
  // A process, of which nothing has been read.
  struct Ended {
    std::shared_ptr<const base::Fd> counts;  // null: it had none
    bool is_lost;                            // what it counted
    Context context;
    std::vector<std::string> tests;      // ran in it
    std::vector<std::string> too_early;  // what it ended in, if before its tests did
    std::set<std::string> killed;        // programs that it had started
  };
  void read(const Ended& ended);

  const model::Options& options_;
  const model::Collection& collection_;
  Instrumented instrumented_;
  std::string directory_;
  [[nodiscard]] std::string counts_directory(const std::string& worker) const;
  Context context_of(const std::vector<std::string>& tests);
  [[nodiscard]] Counts take_counts(std::vector<std::string>& problems);
  // Names of files that are not ours to read.
  [[nodiscard]] std::set<std::string> strays(const Combined& combined) const;
  [[nodiscard]] base::Result<void> keep(const Combined& combined) const;
  // For --affected, and who asks which tests run a line.
  void map_tests(const Outcomes& outcomes, const Combined& combined, const Sources& sources,
                 std::vector<std::string>& problems);

  std::map<std::string, int> beginnings_;  // by worker
  std::vector<std::string> contexts_ = {""};
  std::map<std::string, Context> context_numbers_;
  std::map<std::string, Context> context_of_directory_;                  // by path
  std::map<std::string, std::shared_ptr<const base::Fd>> counts_files_;  // by worker
  std::set<std::string> without_memory_;                                 // workers whose next process has none
  std::vector<Ended> ended_;
  MemoryCounts memory_{options_.coverage.contexts};
  Revision revision_;  // what the project was like before the tests, if they are mapped
  Losses losses_;
  std::filesystem::file_time_type begun_ = std::filesystem::file_time_type::clock::now();
};

}  // namespace trireme::coverage
