#include <asio/io_context.hpp>

#include "commands/commands.h"
#include "commands/complain.h"
#include "postgres/manage.h"

namespace trireme::commands {

int manage_databases(const options::ManageDatabases& command) {
  asio::io_context loop{1};
  const auto done = postgres::manage(loop, {command.verb, command.names, command.options});
  return done ? *done : complain(done.error().text, done.error().code);
}

}  // namespace trireme::commands
