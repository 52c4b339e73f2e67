// Where events go. Reporters are sinks; so is the tally.
#pragma once

#include "model/event.h"

namespace trireme::events {

class Sink {
 public:
  Sink() = default;
  Sink(const Sink&) = delete;
  Sink& operator=(const Sink&) = delete;
  virtual ~Sink() = default;

  // Called once an event, in order, from one thread.
  virtual void on(const model::TimedEvent& event) = 0;
};

}  // namespace trireme::events
