// Tests as databases.py measures them, and PostgreSQL itself at the same work.
#include <gtest/gtest.h>
#include <libpq-fe.h>
#include <poll.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

class Connected {
 public:
  explicit Connected(const std::string& parameters = std::getenv("TEST_DATABASE_URL"))
      : connection_(PQconnectdb(parameters.c_str()), PQfinish) {}

  void run(const std::string& sql) {
    const std::unique_ptr<PGresult, void (*)(PGresult*)> result(PQexec(connection_.get(), sql.c_str()), PQclear);
    const ExecStatusType status = PQresultStatus(result.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) ADD_FAILURE() << PQerrorMessage(connection_.get());
  }

  // Until the server has ended the session, which DROP DATABASE would look for every 100 ms.
  void close() {
    pollfd end{.fd = dup(PQsocket(connection_.get())), .events = POLLRDHUP};
    connection_.reset();
    poll(&end, 1, -1);
    ::close(end.fd);
  }

 private:
  std::unique_ptr<PGconn, void (*)(PGconn*)> connection_;
};

class Nothing : public testing::TestWithParam<int> {};
class Process : public testing::TestWithParam<int> {};
class Read : public testing::TestWithParam<int> {};
class Write : public testing::TestWithParam<int> {};
class Alter : public testing::TestWithParam<int> {};
class Paced : public testing::TestWithParam<int> {};

}  // namespace

TEST_P(Nothing, at_all) {}
INSTANTIATE_TEST_SUITE_P(Many, Nothing, testing::Range(0, 8));

TEST_P(Process, of_its_own) {}
INSTANTIATE_TEST_SUITE_P(Many, Process, testing::Range(0, 400));

TEST_P(Read, rows) { Connected().run("SELECT count(*) FROM t0"); }
INSTANTIATE_TEST_SUITE_P(Many, Read, testing::Range(0, 300));

TEST_P(Write, row) { Connected().run("INSERT INTO t0 DEFAULT VALUES"); }
INSTANTIATE_TEST_SUITE_P(Many, Write, testing::Range(0, 400));

// Of which only a copy of the template is rid.
TEST_P(Alter, schema) { Connected().run("CREATE TABLE mine" + std::to_string(GetParam()) + " ()"); }
INSTANTIATE_TEST_SUITE_P(Many, Alter, testing::Range(0, 200));

// Slow enough that databases can be made meanwhile.
TEST_P(Paced, row) {
  const auto started = Clock::now();
  Connected connected;
  connected.run("SELECT count(*) FROM t0");
  RecordProperty("first_query", std::to_string(std::chrono::duration<double>(Clock::now() - started).count()));
  connected.run("INSERT INTO t0 DEFAULT VALUES");
  std::this_thread::sleep_for(std::chrono::milliseconds(80));
}
INSTANTIATE_TEST_SUITE_P(Many, Paced, testing::Range(0, 60));

// What PostgreSQL does by itself on the same server, for as many clients as there are workers.
void measure_raw(const std::string& between) {
  constexpr int k_clients = 4;
  constexpr auto k_time = std::chrono::seconds(4);
  std::atomic<int> made = 0;
  const auto started = Clock::now();
  std::vector<std::thread> clients;
  for (int client = 0; client < k_clients; ++client) {
    clients.emplace_back([&, client] {
      Connected connected("dbname=postgres");
      const std::string name = "raw" + std::to_string(client);
      while (Clock::now() - started < k_time) {
        connected.run("CREATE DATABASE " + name + " TEMPLATE trireme_template STRATEGY file_copy");
        if (!between.empty()) {
          Connected inside("dbname=" + name);
          inside.run(between);
          inside.close();
        }
        connected.run("DROP DATABASE " + name);
        ++made;
      }
    });
  }
  for (std::thread& each : clients) each.join();
  const double seconds = std::chrono::duration<double>(Clock::now() - started).count();
  testing::Test::RecordProperty("per_second", std::to_string(made / seconds));
}

TEST(Raw, create_and_drop) { measure_raw(""); }

// … with what Alter does, and no process for each.
TEST(Used, create_and_drop) { measure_raw("CREATE TABLE mine ()"); }
