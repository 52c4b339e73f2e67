// All that is told of a run: tally, terminal, and the reports that were asked for.
//
// Every report gets every event. What goes wrong with one (a full disk, a closed standard output) keeps the others from
// nothing: it is said at the end on standard error, and the run is no success.
#pragma once

#include <memory>

#include "base/result.h"
#include "events/sink.h"
#include "model/exit_code.h"
#include "model/options.h"

namespace trireme::report {

class Reporters {
 public:
  // Opens the reports at once: that one cannot be written is better known before hours of tests.
  static base::Result<Reporters> make(const model::Options& options);
  Reporters(Reporters&&) noexcept;
  Reporters& operator=(Reporters&&) noexcept;
  ~Reporters();

  // Lives as long as this, also when this is moved.
  [[nodiscard]] events::Sink& sink();
  // After the last event. Completes the reports; what could not be written or was lost is one sentence each on standard
  // error and makes it 3, whatever the tests did.
  model::ExitCode finish();

 private:
  struct Parts;
  explicit Reporters(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace trireme::report
