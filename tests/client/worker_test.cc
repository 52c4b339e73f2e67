// include/trireme/worker.h with the environment it may meet. Compiled as C++17, the oldest it promises.
#include <gtest/gtest.h>

#include <trireme/worker.h>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include "other_unit.h"

namespace {

class Worker : public testing::Test {
 protected:
  // Also when this very test is run by Trireme.
  Worker() {
    for (const char* name : {"TRIREME_WORKER", "TRIREME_WORKER_COUNT", "TRIREME_TESTRUNUID", "TRIREME_TMPDIR", "TMPDIR"}) {
      unsetenv(name);
    }
  }
  static void set(const char* name, const char* value) { setenv(name, value, 1); }
};

TEST_F(Worker, is_master_outside) {
  EXPECT_EQ(trireme::worker_id(), "master");
  EXPECT_EQ(trireme::worker_count(), 1);
  EXPECT_FALSE(trireme::is_parallel_run());
}

TEST_F(Worker, is_what_the_run_calls_it) {
  set("TRIREME_WORKER", "gw3");
  set("TRIREME_WORKER_COUNT", "4");
  EXPECT_EQ(trireme::worker_id(), "gw3");
  EXPECT_EQ(trireme::worker_count(), 4);
  EXPECT_TRUE(trireme::is_parallel_run());
}

TEST_F(Worker, is_parallel_although_the_only_one) {
  set("TRIREME_WORKER", "gw0");
  set("TRIREME_WORKER_COUNT", "1");
  EXPECT_TRUE(trireme::is_parallel_run());
}

TEST_F(Worker, of_a_serial_run_is_master) {
  set("TRIREME_WORKER", "master");
  set("TRIREME_WORKER_COUNT", "1");
  EXPECT_EQ(trireme::worker_id(), "master");
  EXPECT_FALSE(trireme::is_parallel_run());
}

TEST_F(Worker, with_an_empty_name_is_master) {
  set("TRIREME_WORKER", "");
  EXPECT_EQ(trireme::worker_id(), "master");
  EXPECT_FALSE(trireme::is_parallel_run());
}

TEST_F(Worker, count_that_is_none_is_1) {
  for (const char* text : {"", "0", "-4", "+4", " 4", "4 ", "4x", "four", "4.0", "0x4", "99999999999999999999"}) {
    set("TRIREME_WORKER_COUNT", text);
    EXPECT_EQ(trireme::worker_count(), 1) << "'" << text << "'";
  }
}

TEST_F(Worker, count_may_be_large) {
  set("TRIREME_WORKER_COUNT", "4096");
  EXPECT_EQ(trireme::worker_count(), 4096);
}

TEST_F(Worker, run_id_is_the_runs) {
  set("TRIREME_TESTRUNUID", "0123456789abcdef0123456789abcdef");
  EXPECT_EQ(trireme::test_run_id(), "0123456789abcdef0123456789abcdef");
}

TEST_F(Worker, run_id_outside_is_one_for_the_process) {
  const std::string id = trireme::test_run_id();
  EXPECT_EQ(id.size(), 32U) << id;
  EXPECT_EQ(id.find_first_not_of("0123456789abcdef"), std::string::npos) << id;
  EXPECT_EQ(trireme::test_run_id(), id);
  EXPECT_EQ(run_id_in_another_unit(), id);
  set("TRIREME_TESTRUNUID", "");
  EXPECT_EQ(trireme::test_run_id(), id);
}

TEST_F(Worker, run_id_outside_is_one_for_all_threads) {
  std::vector<std::string> ids(4);
  std::vector<std::thread> threads;
  for (std::string& id : ids) threads.emplace_back([&id] { id = trireme::test_run_id(); });
  for (std::thread& thread : threads) thread.join();
  for (const std::string& id : ids) EXPECT_EQ(id, trireme::test_run_id());
}

TEST_F(Worker, temporary_directory_is_the_runs) {
  set("TRIREME_TMPDIR", "/runs/7");
  set("TMPDIR", "/elsewhere");
  EXPECT_EQ(trireme::temporary_directory(), "/runs/7");
}

TEST_F(Worker, temporary_directory_outside_is_the_systems) {
  EXPECT_EQ(trireme::temporary_directory(), "/tmp");
  set("TMPDIR", "/elsewhere");
  EXPECT_EQ(trireme::temporary_directory(), "/elsewhere");
}

}  // namespace
