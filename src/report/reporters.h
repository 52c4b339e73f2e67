// All that is told of a run: tally, terminal, and the reports that were asked for.
//
// Every report gets every event. What goes wrong with one (a missing folder, a full disk, a closed standard output) keeps the
// others from nothing: it is said at the end on standard error, and the run is no success.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "events/sink.h"
#include "model/exit_code.h"
#include "model/options.h"

namespace trireme::report {

class Reporters {
 public:
  // Opens the reports at once.
  explicit Reporters(const model::Options& options);
  Reporters(Reporters&&) noexcept;
  Reporters& operator=(Reporters&&) noexcept;
  ~Reporters();

  // A sentence for each report that could not be opened: better known before hours of tests too.
  [[nodiscard]] const std::vector<std::string>& unopened() const;
  // Lives as long as this, also when this is moved.
  [[nodiscard]] events::Sink& sink();
  // After the last event. Completes the reports; what could not be written or was lost is one sentence each on standard
  // error and makes it 3, whatever the tests did.
  model::ExitCode finish();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace trireme::report
