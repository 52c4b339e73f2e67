#include <libpq-fe.h>
#include <unistd.h>

#include <algorithm>

#include <trireme/postgres.h>
#include "url.h"

namespace trireme {

namespace {

std::string url_of_environment() {
  std::string url = detail::variable("TEST_DATABASE_URL", "");
  if (url.empty()) {
    throw DatabaseError(
        "TEST_DATABASE_URL is not set: run the tests by `trireme --db-schema FILE`, or set it to "
        "postgresql://USER@HOST:PORT/DATABASE");
  }
  return url;
}

// Can another test have it, as if it were new?
bool made_clean(Connection& connection) noexcept {
  if (PQstatus(connection.raw()) != CONNECTION_OK || PQtransactionStatus(connection.raw()) != PQTRANS_IDLE) return false;
  try {
    connection.execute("DISCARD ALL");
  } catch (const DatabaseError&) {
    return false;
  }
  return true;
}

}  // namespace

Engine& Engine::instance() {
  static Engine engine;
  return engine;
}

Engine::~Engine() { forget_those_of_the_parent(); }

std::string Engine::url() {
  const std::lock_guard lock(mutex_);
  if (url_.empty()) url_ = url_of_environment();
  return detail::url_with(url_, application_name());
}

// To close one would end the parent's session with it.
void Engine::forget_those_of_the_parent() {
  if (process_ != getpid()) {
    for (auto& each : idle_) static_cast<void>(each.release());
    idle_.clear();
  }
  process_ = getpid();
}

bool Engine::is_of_the_parent() {
  const std::lock_guard lock(mutex_);
  return process_ != getpid();
}

Connection* Engine::take_idle() {
  const std::lock_guard lock(mutex_);
  forget_those_of_the_parent();
  if (idle_.empty()) return nullptr;
  Connection* const last = idle_.back().release();
  idle_.pop_back();
  return last;
}

Engine::Lease Engine::connection() {
  Connection* const idle = take_idle();
  return {idle != nullptr ? idle : new Connection(url()), {this}};
}

void Engine::GiveBack::operator()(Connection* connection) const noexcept { engine->take_back(connection); }

void Engine::take_back(Connection* connection) noexcept {
  if (is_of_the_parent()) return;
  std::unique_ptr<Connection> owned(connection);
  if (!made_clean(*owned)) return;
  const std::lock_guard lock(mutex_);
  idle_.push_back(std::move(owned));
}

void Engine::close_idle() noexcept {
  const std::lock_guard lock(mutex_);
  forget_those_of_the_parent();
  idle_.clear();
}

}  // namespace trireme
