// What ensure_database_ready() does without Trireme: the schema, in the caller's database or in a template.
#pragma once

#include <string>
#include <vector>

#include <trireme/postgres.h>

namespace trireme::detail {

struct Schema {
  struct File {
    std::string path;
    std::string sql;
  };
  std::vector<File> files;
  std::string hash;  // 16 hexadecimal digits
};

Schema read_schema(const std::vector<std::string>& paths);
// Unless it is there. Programs that start at the same time wait for each other.
void apply_once(Connection& connection, const Schema& schema);
// A template with it, made unless it is there; its name.
std::string template_of(Engine& engine, const Schema& schema);

}  // namespace trireme::detail
