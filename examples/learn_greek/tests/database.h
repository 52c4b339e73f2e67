// Databases for the tests of the backend: a transaction that is rolled back for most, a database of its own where several
// connections must see the same.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "backend/sql.h"

namespace trireme {
class DbSession;
class IsolatedDatabase;
}  // namespace trireme

namespace learn_greek {

// LEARN_GREEK_DESIGN chooses how tests are kept apart; compare.py measures them.
//   (unset)   a transaction for each test
//   recreate  each test creates all tables and drops them
//   naive     a transaction too; each process creates the tables that are not there, and drops all when it ends
class DatabaseTest : public testing::Test {
 protected:
  DatabaseTest();
  ~DatabaseTest() override;

  Sql& sql() { return *sql_; }
  long count(const std::string& table) { return number_of(sql_->execute("SELECT count(*) FROM " + table)); }
  // Of what a statement fails with; "" if it does not.
  std::string state_of(const std::string& statement);

 private:
  std::unique_ptr<trireme::DbSession> session_;
  std::unique_ptr<Sql> sql_;
};

class IsolatedTest : public testing::Test {
 protected:
  IsolatedTest();
  ~IsolatedTest() override;
  std::unique_ptr<Sql> connect();

 private:
  std::unique_ptr<trireme::IsolatedDatabase> database_;
};

}  // namespace learn_greek
