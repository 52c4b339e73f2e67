// What the process of a batch left behind, and which tests may have done it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "execute/googletest/hearing.h"
#include "execute/leftovers.h"
#include "execute/naming.h"
#include "model/event.h"

namespace trireme::execute {

class LeftBehind {
 public:
  void add(std::vector<Leftover> leftovers);
  // At `now`, by the clock of `hearing`. nullopt when nothing was left. Any test that ran while a leftover lived may have left
  // it; when there are several, the binary is charged and the text names them.
  [[nodiscard]] std::optional<model::Leaky> charge(const googletest::Hearing& hearing, const Naming& naming,
                                                   const std::string& worker, double now) const;

 private:
  std::vector<Leftover> leftovers_;
};

}  // namespace trireme::execute
