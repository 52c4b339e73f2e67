// Databases on a fake server, for unit tests.
#pragma once

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include "postgres/fake_server.h"
#include "postgres/supply.h"

namespace trireme::postgres {

// Makes nothing, and remembers it.
class FakeSupply : public Supply {
 public:
  explicit FakeSupply(FakeServer& server) : address_(server.address()) {}

  Async<void> make() override { co_return base::Result<void>(); }
  std::string name_of(const std::string& part) const override { return part; }
  std::string template_name() const override { return "template"; }
  Async<Connection> connect() override { co_return co_await Connection::open(address_, "postgres"); }
  Async<void> add(Connection& /*by*/, std::string name) const override {
    most_adding = std::max(most_adding, ++adding_);
    co_await pause(time_to_add);
    --adding_;
    if (!refusal.empty()) co_return base::fail("{}", refusal);
    made.push_back(name);
    co_return base::Result<void>();
  }
  Async<void> remove(Connection& /*by*/, std::string name) const override {
    co_await pause(std::chrono::milliseconds(1));
    removed.push_back(name);
    if (!refusal_to_remove.empty()) co_return base::fail("{}", refusal_to_remove);
    co_return base::Result<void>();
  }
  Async<Server> add_server(int /*number*/) const override { co_return base::fail("none"); }
  Async<void> remove_files_of_server(int /*number*/) const override { co_return base::Result<void>(); }
  Async<std::vector<std::string>> close(std::vector<KeptDatabase> /*kept*/) override { co_return std::vector<std::string>(); }
  bool is_ours() const override { return true; }
  const Address& address() const override { return address_; }
  const std::string& version() const override { return nothing_; }
  const std::string& origin() const override { return nothing_; }
  int watched() const override { return -1; }
  std::string loss() override { return lost; }
  std::vector<pid_t> own_processes() const override { return {}; }
  std::string log() const override { return ""; }

  std::string refusal;
  std::string refusal_to_remove;
  std::string lost;
  std::chrono::milliseconds time_to_add{1};
  mutable int most_adding = 0;  // at once
  mutable std::vector<std::string> made;
  mutable std::vector<std::string> removed;

 private:
  Address address_;
  std::string nothing_;
  mutable int adding_ = 0;
};

}  // namespace trireme::postgres
