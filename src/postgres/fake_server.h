// A server for unit tests: it speaks PostgreSQL's protocol on the test's own loop, and answers as the test says.
#pragma once

#include <asio/buffer.hpp>
#include <asio/io_context.hpp>
#include <asio/local/stream_protocol.hpp>
#include <asio/read.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/temp_dir.h"
#include "postgres/connection.h"
#include "postgres/tasks.h"

namespace trireme::postgres {

struct Reply {
  Rows rows;
  std::string error;
  bool ends_session = false;
};
inline const Reply k_ends_session = {.rows = {}, .error = "", .ends_session = true};
inline Reply failing(const std::string& why) { return {.rows = {}, .error = why}; }

class FakeServer {
 public:
  explicit FakeServer(asio::io_context& loop)
      : directory_(*base::make_temp_dir("trireme_fake_")),
        acceptor_(loop, asio::local::stream_protocol::endpoint(directory_.path() + "/.s.PGSQL.5432")),
        tasks_(loop) {
    tasks_.start(serve());
  }

  [[nodiscard]] Address address() const { return {directory_.path(), 5432, "postgres", {}}; }

  // To statements that begin like this; what nobody has said gets no rows.
  void answer(const std::string& beginning, std::function<Reply(const std::string& sql)> reply) {
    replies_[beginning] = std::move(reply);
  }
  void answer(const std::string& beginning, const Reply& reply) {
    answer(beginning, [reply](const std::string&) { return reply; });
  }

  std::string version = "15.0";
  std::vector<std::string> statements;  // in the order in which they came
  int sessions = 0;                     // so far
  std::string refuses;                  // why it takes no session; "" = it does
  int refused = 0;                      // so many so far

  // As when one of the server's processes has crashed.
  void end_sessions() {
    for (Socket* each : open_) each->shutdown(Socket::shutdown_both);
  }

 private:
  using Socket = asio::local::stream_protocol::socket;

  class Listed {
   public:
    Listed(std::set<Socket*>& all, Socket& one) : all_(all), one_(&one) { all_.insert(one_); }
    Listed(const Listed&) = delete;
    Listed& operator=(const Listed&) = delete;
    ~Listed() { all_.erase(one_); }

   private:
    std::set<Socket*>& all_;
    Socket* one_;
  };

  static std::string number(std::uint32_t value, int bytes = 4) {
    std::string text;
    for (int i = bytes - 1; i >= 0; --i) text += static_cast<char>(value >> (8 * i));
    return text;
  }
  static std::string message(char type, const std::string& body) {
    return type + number(static_cast<std::uint32_t>(body.size()) + 4) + body;
  }
  static std::string text(std::string_view value) { return std::string(value) + '\0'; }

  static asio::awaitable<std::string> take(Socket& socket, std::size_t size) {
    std::string bytes(size, '\0');
    co_await asio::async_read(socket, asio::buffer(bytes), asio::use_awaitable);
    co_return bytes;
  }
  static asio::awaitable<std::string> take_body(Socket& socket) {
    const std::string size = co_await take(socket, 4);
    std::size_t value = 0;
    for (const char c : size) value = value << 8 | static_cast<unsigned char>(c);
    co_return co_await take(socket, value - 4);
  }

  asio::awaitable<void> serve() {
    for (;;) tasks_.start(converse(co_await acceptor_.async_accept(asio::use_awaitable)));
  }

  asio::awaitable<void> converse(Socket socket) {
    (void)co_await take_body(socket);
    if (!refuses.empty()) {
      ++refused;
      const std::string refusal = error("FATAL", refuses);
      co_await asio::async_write(socket, asio::buffer(refusal), asio::use_awaitable);
      co_return;
    }
    const Listed listed(open_, socket);
    std::string out = message('R', number(0)) + message('S', text("server_version") + text(version)) +
                      message('K', number(static_cast<std::uint32_t>(++sessions)) + number(0)) + message('Z', "I");
    co_await asio::async_write(socket, asio::buffer(out), asio::use_awaitable);
    for (Reply reply; !reply.ends_session;) {
      const std::string type = co_await take(socket, 1);
      const std::string body = co_await take_body(socket);
      if (type == "X") co_return;
      if (type == "P") reply = reply_to(body.substr(body.find('\0') + 1));
      out = type == "S" ? written(reply) : "";
      if (!reply.ends_session) co_await asio::async_write(socket, asio::buffer(out), asio::use_awaitable);
    }
  }

  Reply reply_to(const std::string& body) {
    const std::string sql = body.substr(0, body.find('\0'));
    if (sql.starts_with("SELECT pg_catalog.set_config(")) return {};  // what each connection begins with
    statements.push_back(sql);
    for (const auto& [beginning, reply] : replies_) {
      if (sql.starts_with(beginning)) return reply(sql);
    }
    return {};
  }

  static std::string error(const char* severity, const std::string& why) {
    return message('E', "S" + text(severity) + "C" + text("XX000") + "M" + text(why) + '\0');
  }

  static std::string written(const Reply& reply) {
    const std::string end = message('Z', "I");
    if (!reply.error.empty()) return error("ERROR", reply.error) + end;
    std::string out = message('1', "") + message('2', "");
    const std::size_t columns = reply.rows.empty() ? 0 : reply.rows[0].size();
    std::string names;
    for (std::size_t i = 0; i < columns; ++i)
      names += text("c") + number(0) + number(0, 2) + number(25) + number(0xffff, 2) + number(0) + number(0, 2);
    out += message('T', number(static_cast<std::uint32_t>(columns), 2) + names);
    for (const auto& row : reply.rows) {
      std::string values;
      for (const std::string& each : row) values += number(static_cast<std::uint32_t>(each.size())) + each;
      out += message('D', number(static_cast<std::uint32_t>(row.size()), 2) + values);
    }
    return out + message('C', text("SELECT")) + end;
  }

  base::TempDir directory_;
  asio::local::stream_protocol::acceptor acceptor_;
  std::map<std::string, std::function<Reply(const std::string&)>> replies_;
  std::set<Socket*> open_;
  Tasks tasks_;  // the last member, since they use the others
};

// Lets the loop work until it is so; false: it has not come to that in 20 s.
inline bool until(asio::io_context& loop, const std::function<bool()>& condition) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  loop.restart();
  while (!condition()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    loop.run_one_for(std::chrono::milliseconds(10));
  }
  return true;
}

// Runs the task to its end.
template <typename T>
base::Result<T> run(asio::io_context& loop, Async<T> task) {
  base::Result<T> result = base::fail("it has not come to its end");
  Tasks tasks(loop);
  bool done = false;
  const auto store = [&](Async<T> what) -> asio::awaitable<void> {
    result = co_await std::move(what);
    done = true;
  };
  tasks.start(store(std::move(task)));
  (void)until(loop, [&] { return done; });
  return result;
}

}  // namespace trireme::postgres
