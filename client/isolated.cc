#include <unistd.h>

#include <atomic>

#include <trireme/postgres.h>
#include "databases.h"
#include "url.h"

namespace trireme {

namespace {

// Trireme removes what is left of a run by the beginning of its databases' names.
std::string new_name(Connection& connection) {
  static std::atomic<int> count = 0;
  std::string base = connection.execute("SELECT current_database()").value();
  if (base.rfind("trireme_", 0) != 0) base = "trireme_" + worker_id();
  return base + "_" + test_run_id().substr(0, 8) + "_" + std::to_string(getpid()) + "_" + std::to_string(++count);
}

std::string made(Engine& engine) {
  try {
    const std::string source = detail::template_for(engine);
    const Engine::Lease connection = engine.connection();
    std::string name = new_name(*connection);
    detail::clone_database(*connection, source, name);
    return name;
  } catch (const DatabaseError& error) {
    throw DatabaseError(std::string("an IsolatedDatabase cannot be made: ") + error.what(), error.sqlstate());
  }
}

}  // namespace

IsolatedDatabase::IsolatedDatabase(Engine& engine)
    : maker_(engine), name_(made(engine)), engine_(detail::url_with(engine.url(), Engine::application_name(), name_)) {}

IsolatedDatabase::~IsolatedDatabase() {
  connection_.reset();
  engine_.close_idle();
  try {
    detail::drop_database(*maker_.connection(), name_);
  } catch (const DatabaseError& error) {
    report_error("the database " + name_ + " of this test is not dropped: " + error.what());
  }
}

Rows IsolatedDatabase::execute(const std::string& sql, const Parameters& parameters) {
  if (!connection_) connection_ = engine_.connection();
  return connection_->execute(sql, parameters);
}

}  // namespace trireme
