// One sink for several, told in their order.
#pragma once

#include <utility>
#include <vector>

#include "events/sink.h"

namespace trireme::events {

class FanOut final : public Sink {
 public:
  // The sinks outlive this.
  explicit FanOut(std::vector<Sink*> sinks) : sinks_(std::move(sinks)) {}

  void on(const model::TimedEvent& event) override {
    for (Sink* each : sinks_) each->on(event);
  }

 private:
  std::vector<Sink*> sinks_;
};

}  // namespace trireme::events
