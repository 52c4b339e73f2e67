#include "postgres/connection.h"

#include <fcntl.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <string_view>

#include "base/fd.h"
#include "postgres/host_name.h"

namespace trireme::postgres {

namespace {

constexpr std::chrono::seconds k_patience{20};  // for a server to take a connection, unless its URL says another time

// What our sessions rely on, whatever is set for the role or the database. Some came with later versions. A role that a database
// of ours sets for its sessions is the tests'.
constexpr const char* k_settle = R"(SELECT pg_catalog.set_config(name, value, false) FROM (VALUES
  ('default_transaction_read_only', 'off'), ('statement_timeout', '0'), ('lock_timeout', '0'), ('transaction_timeout', '0'),
  ('idle_session_timeout', '0'), ('idle_in_transaction_session_timeout', '0'), ('standard_conforming_strings', 'on'),
  ('role', 'none')) AS needed (name, value)
WHERE pg_catalog.current_setting(name, true) IS NOT NULL AND (name <> 'role' OR EXISTS (
  SELECT FROM pg_catalog.pg_database d JOIN pg_catalog.pg_db_role_setting s ON s.setdatabase = d.oid, unnest(setconfig) c
  WHERE datname = current_database() AND datname ~ '^trireme_' AND c ~ '^role=')))";
constexpr int k_first_settled_version = 130000;  // older ones are refused

std::chrono::seconds patience_with(const Address& address) {
  for (const ConnectionSetting& each : address.more) {
    if (each.keyword != "connect_timeout") continue;
    if (const int seconds = std::atoi(each.value.c_str()); seconds > 0) return std::chrono::seconds(seconds);
  }
  return k_patience;
}

std::string trimmed(const char* text) {
  std::string result(text != nullptr ? text : "");
  while (!result.empty() && (result.back() == '\n' || result.back() == ' ')) result.pop_back();
  return result;
}

// What the server says, without the word before it.
std::string message_of(const char* text) {
  const std::string message = trimmed(text);
  constexpr std::string_view k_word = "ERROR:  ";
  return message.starts_with(k_word) ? message.substr(k_word.size()) : message;
}

// libpq wants as many hosts as addresses.
void add_host(const Address& address, std::vector<ConnectionSetting>& settings) {
  std::string host = host_of(address);
  if (host.empty()) return;
  if (!address.host_addresses.empty()) settings.push_back({"hostaddr", address.host_addresses, "", false});
  const auto more = std::count(address.host_addresses.begin(), address.host_addresses.end(), ',');
  const std::string one = "," + host;
  for (auto i = more; i > 0; --i) host += one;
  settings.push_back({"host", host, "", false});
}

// Ours come last and win.
std::vector<ConnectionSetting> settings_of(const Address& address, const std::string& database, const std::string& name) {
  std::vector<ConnectionSetting> settings = address.more;
  const bool own = address.more.empty();
  add_host(address, settings);
  if (address.port != 0) settings.push_back({"port", std::to_string(address.port), "", false});
  if (!address.user.empty()) settings.push_back({"user", address.user, "", false});
  if (!database.empty()) settings.push_back({"dbname", database, "", false});
  settings.push_back({"client_encoding", "UTF8", "", false});
  settings.push_back({"application_name", name, "", false});
  if (own) settings.push_back({"sslmode", "disable", "", false});
  if (own) settings.push_back({"gssencmode", "disable", "", false});
  return settings;
}

std::string doubled(const std::string& text, char quote) {
  std::string result(1, quote);
  for (const char c : text) result += c == quote ? std::string(2, quote) : std::string(1, c);
  return result + quote;
}

}  // namespace

Async<Connection> Connection::open(const Address& address, const std::string& database, const std::string& name) {
  CO_TRY(const Libpq* pq, load_libpq());
  Address known = address;
  if (std::string host = name_to_look_up(known); !host.empty()) {
    CO_TRY(known.host_addresses, co_await look_up(std::move(host), patience_with(known)));
  }
  const std::vector<ConnectionSetting> settings = settings_of(known, database, name);
  std::vector<const char*> names;
  std::vector<const char*> values;
  for (const ConnectionSetting& each : settings) {
    names.push_back(each.keyword.c_str());
    values.push_back(each.value.c_str());
  }
  names.push_back(nullptr);
  values.push_back(nullptr);
  Handle handle(pq->connect_start(names.data(), values.data(), 0), pq->finish);
  if (handle == nullptr) co_return base::fail("there is no memory for a connection");
  Connection connection(pq, std::move(handle), std::move(known), name);
  CO_CHECK(co_await connection.establish(patience_with(connection.address_)));
  if (connection.server_version() >= k_first_settled_version) CO_CHECK(co_await connection.query(k_settle));
  co_return connection;
}

// Of an error the server's code is wanted, because its text may be in any language.
Async<void> Connection::establish(std::chrono::seconds patience) {
  pq_->set_notice_receiver(
      connection_.get(), [](void*, const PGresult*) {}, nullptr);
  pq_->set_verbosity(connection_.get(), PQERRORS_VERBOSE);
  if (pq_->status(connection_.get()) == CONNECTION_BAD) co_return base::fail("{}", error());
  for (PostgresPollingStatusType next = PGRES_POLLING_WRITING; next != PGRES_POLLING_OK;) {
    if (next == PGRES_POLLING_FAILED) co_return base::fail("{}", error());
    const auto what = next == PGRES_POLLING_READING ? Readiness::readable : Readiness::writable;
    const bool came = co_await becomes(pq_->socket(connection_.get()), what, patience);
    if (!came) co_return base::fail("it has not answered for {} s", patience.count());
    next = pq_->connect_poll(connection_.get());
  }
  pq_->set_verbosity(connection_.get(), PQERRORS_DEFAULT);
  pq_->set_nonblocking(connection_.get(), 1);
  co_return base::Result<void>();
}

Async<Rows> Connection::query(const std::string& sql, const std::vector<std::string>& parameters) {
  CO_CHECK(co_await send_query(sql, parameters));
  CO_CHECK(co_await send());
  base::Result<Rows> answer = Rows();
  for (;;) {
    CO_TRY(PGresult* const raw, co_await next_result());
    if (raw == nullptr) co_return answer;
    const std::unique_ptr<PGresult, void (*)(PGresult*)> result(raw, pq_->free_result);
    const ExecStatusType status = pq_->result_status(raw);
    if (status == PGRES_TUPLES_OK) {
      answer = rows_of(raw);
    } else if (status != PGRES_COMMAND_OK) {
      answer = base::fail("{}", message_of(pq_->result_error_message(raw)));
    }
  }
}

// A server closes its end last of all.
asio::awaitable<void> Connection::close(Connection connection) {
  const base::Fd end(fcntl(connection.pq_->socket(connection.connection_.get()), F_DUPFD_CLOEXEC, 0));
  connection.connection_.reset();
  std::array<char, 512> rest;
  while (end) {
    const ssize_t size = recv(end.get(), rest.data(), rest.size(), MSG_DONTWAIT);
    if (size == 0 || (size < 0 && errno != EAGAIN && errno != EINTR)) co_return;
    if (size < 0) co_await readable(end.get());
  }
}

Async<void> Connection::send_query(const std::string& sql, const std::vector<std::string>& parameters) {
  std::vector<const char*> values;
  values.reserve(parameters.size());
  for (const std::string& each : parameters) values.push_back(each.c_str());
  const int sent = pq_->send_query_params(connection_.get(), sql.c_str(), static_cast<int>(values.size()), nullptr,
                                          values.data(), nullptr, nullptr, 0);
  if (sent == 0) co_return base::fail("{}", error());
  co_return base::Result<void>();
}

// They leave in one piece, and the server answers only when it has done both. The first may be one that cannot be in a
// transaction with others: it is committed by itself.
Async<void> Connection::execute_both(const std::string& first, const std::string& second) {
  if (pq_->enter_pipeline(connection_.get()) == 0) co_return base::fail("{}", error());
  CO_CHECK(co_await send_query(first, {}));
  CO_CHECK(co_await send_query(second, {}));
  if (pq_->pipeline_sync(connection_.get()) == 0) co_return base::fail("{}", error());
  CO_CHECK(co_await send());
  base::Result<void> answer;
  for (bool synced = false; !synced;) {
    CO_TRY(PGresult* const raw, co_await next_result());
    if (raw == nullptr) {
      if (pq_->status(connection_.get()) == CONNECTION_BAD) co_return base::fail("{}", error());
      continue;
    }
    const std::unique_ptr<PGresult, void (*)(PGresult*)> result(raw, pq_->free_result);
    const ExecStatusType status = pq_->result_status(raw);
    synced = status == PGRES_PIPELINE_SYNC;
    if (status == PGRES_FATAL_ERROR && answer) answer = base::fail("{}", message_of(pq_->result_error_message(raw)));
  }
  pq_->exit_pipeline(connection_.get());
  co_return answer;
}

base::Result<void> Connection::check() {
  const bool fine = pq_->consume_input(connection_.get()) != 0 && pq_->status(connection_.get()) == CONNECTION_OK;
  if (!fine) return base::fail("{}", error());
  return {};
}

Address Connection::resolved(const Address& address) const {
  Address found{pq_->host(connection_.get()), std::atoi(pq_->port(connection_.get())), pq_->user(connection_.get()),
                address.more};
  std::erase_if(found.more, [](const ConnectionSetting& each) {
    return each.keyword == "host" || each.keyword == "port" || each.keyword == "user";
  });
  if (!address_.host_addresses.empty()) found.host_addresses = pq_->host_address(connection_.get());
  for (ConnectionSetting& each : found.more) {
    if (each.keyword == "hostaddr") each.value = pq_->host_address(connection_.get());
  }
  return found;
}

Async<void> Connection::send() {
  for (;;) {
    const int left = pq_->flush(connection_.get());
    if (left < 0) co_return base::fail("{}", error());
    if (left == 0) co_return base::Result<void>();
    co_await writable(pq_->socket(connection_.get()));
  }
}

// Null: there are no more.
Async<PGresult*> Connection::next_result() {
  while (pq_->is_busy(connection_.get()) != 0) {
    co_await readable(pq_->socket(connection_.get()));
    if (pq_->consume_input(connection_.get()) == 0) co_return base::fail("{}", error());
  }
  co_return pq_->get_result(connection_.get());
}

Rows Connection::rows_of(PGresult* result) const {
  Rows rows(static_cast<std::size_t>(pq_->ntuples(result)));
  for (std::size_t row = 0; row < rows.size(); ++row) {
    for (int column = 0; column < pq_->nfields(result); ++column) {
      rows[row].emplace_back(pq_->getvalue(result, static_cast<int>(row), column));
    }
  }
  return rows;
}

std::string Connection::error() const { return trimmed(pq_->error_message(connection_.get())); }

std::string Connection::version_text() const {
  const std::string text = trimmed(pq_->parameter_status(connection_.get(), "server_version"));
  return text.substr(0, text.find(' '));
}

std::string quoted_literal(const std::string& text) { return doubled(text, '\''); }
std::string quoted_name(const std::string& text) { return doubled(text, '"'); }

}  // namespace trireme::postgres
