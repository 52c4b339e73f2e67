// A connection to a PostgreSQL server, by libpq's functions that do not wait.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "postgres/address.h"
#include "postgres/async.h"
#include "postgres/libpq.h"

namespace trireme::postgres {

using Rows = std::vector<std::vector<std::string>>;  // NULL is ""

class Connection {
 public:
  // Gives up on a server that does not answer, after the connect_timeout of the address. `name` is what the server's
  // administrator sees of it.
  static Async<Connection> open(const Address& address, const std::string& database, const std::string& name = "trireme");

  // To another database of the server, as the same user.
  [[nodiscard]] Async<Connection> another(std::string database) const { co_return co_await open(address_, database, name_); }

  // One statement, with $1, $2 … for the parameters.
  Async<Rows> query(const std::string& sql, const std::vector<std::string>& parameters = {});
  // Ends it, and waits until its session has ended too.
  static asio::awaitable<void> close(Connection connection);
  // False once it has broken.
  [[nodiscard]] bool is_open() const { return pq_->status(connection_.get()) == CONNECTION_OK; }
  // The process of its session.
  [[nodiscard]] int session() const { return pq_->backend_pid(connection_.get()); }
  // Two statements of which the server gets either none or both, whatever becomes of us.
  Async<void> execute_both(const std::string& first, const std::string& second);
  // Where it has come to: of several hosts that the address may have named, the one that answered.
  [[nodiscard]] Address resolved(const Address& address) const;
  // What came without being asked for is read; the error is why the connection is no more.
  base::Result<void> check();
  [[nodiscard]] int socket() const { return pq_->socket(connection_.get()); }
  [[nodiscard]] int server_version() const { return pq_->server_version(connection_.get()); }
  [[nodiscard]] std::string version_text() const;

 private:
  using Handle = std::unique_ptr<PGconn, void (*)(PGconn*)>;
  Connection(const Libpq* pq, Handle connection, Address address, std::string name)
      : pq_(pq), connection_(std::move(connection)), address_(std::move(address)), name_(std::move(name)) {}

  [[nodiscard]] std::string error() const;
  Async<void> establish(std::chrono::seconds patience);
  Async<void> send();
  Async<void> send_query(const std::string& sql, const std::vector<std::string>& parameters);
  Async<PGresult*> next_result();
  [[nodiscard]] Rows rows_of(PGresult* result) const;

  const Libpq* pq_;
  Handle connection_;
  Address address_;
  std::string name_;
};

// 'text', "text"; as PostgreSQL reads them with standard_conforming_strings.
std::string quoted_literal(const std::string& text);
std::string quoted_name(const std::string& text);

}  // namespace trireme::postgres
