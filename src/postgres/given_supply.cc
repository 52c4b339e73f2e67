#include "postgres/given_supply.h"

#include "base/hash.h"
#include "postgres/clone_sql.h"
#include "postgres/liveness.h"
#include "postgres/marks.h"
#include "postgres/refusal.h"
#include "postgres/rights.h"
#include "postgres/shared_templates.h"
#include "postgres/template.h"

namespace trireme::postgres {

namespace {

constexpr int k_most_sweeps = 4;
constexpr const char* k_format = "trireme template 1";  // of what we do to a template

std::string hash_of(const Recipe& recipe, const Connection& server, const Address& address) {
  std::string inputs;
  base::add_part(inputs, k_format);
  base::add_part(inputs, std::to_string(server.server_version()));
  base::add_part(inputs, address.user);  // whose all is that is in it
  return base::hash(inputs + recipe.inputs);
}

}  // namespace

Async<Entered> enter(GivenUrl url, std::string name) {
  std::string database = "postgres";
  auto connection = co_await Connection::open(url.address, database, name);
  if (!connection && is_of_the_server(connection.error().text)) {
    database = url.database;
    connection = co_await Connection::open(url.address, database, name);
  }
  if (!connection) co_return tl::unexpected(refusal(url.address, connection.error().text));
  Address address = connection->resolved(url.address);
  co_return Entered{*std::move(connection), std::move(address), std::move(database)};
}

GivenSupply::GivenSupply(GivenUrl url, std::string psql, std::string log, Recipe recipe, Surroundings surroundings)
    : url_(std::move(url)),
      psql_(std::move(psql)),
      log_(std::move(log)),
      recipe_(std::move(recipe)),
      surroundings_(std::move(surroundings)),
      key_(new_run_key()) {}

std::string GivenSupply::name_of(const std::string& part) const { return run_database(key_, part); }

Async<void> GivenSupply::make() {
  CO_TRY(Entered entered, co_await enter(url_, session_name(key_)));
  connection_.emplace(std::move(entered.connection));
  address_ = std::move(entered.address);
  home_ = std::move(entered.database);
  version_ = connection_->version_text() + " at " + place_of(address_);
  CO_CHECK(co_await check_rights(*connection_, address_));
  CO_TRY(const Rows fsync, co_await connection_->query("SHOW fsync"));
  waits_for_disk_ = fsync.at(0).at(0) != "off";
  const std::string hash = hash_of(recipe_, *connection_, address_);
  const std::vector<std::string> held = {key_, hash};
  auto life = co_await claim(address_, home_, key_, held);
  if (!life) co_return tl::unexpected(refusal(address_, life.error().text));
  life_.emplace(*std::move(life));
  CO_CHECK(co_await sweep());
  auto made = co_await make_template(hash);
  if (!made) co_return base::fail("{}", without_secrets(made.error().text, address_));
  connection_.reset();  // others may want it
  co_return base::Result<void>();
}

// What cannot be dropped a later run may be able to. Of two runs that drop the same one the server may end the session.
Async<void> GivenSupply::sweep() {
  for (int attempts = 0; attempts < k_most_sweeps; ++attempts) {
    auto swept = co_await drop_dead(*connection_);
    if (swept) stayed_ = std::move(swept->stayed);
    if (connection_->is_open()) break;
    CO_TRY(Connection another, co_await connect());
    connection_.emplace(std::move(another));
  }
  co_return base::Result<void>();
}

std::vector<std::string> GivenSupply::warnings() const {
  std::vector<std::string> warnings;
  warnings.reserve(stayed_.size());
  for (const auto& [name, why] : stayed_) {
    warnings.push_back(fmt::format("the database {} of a dead run stays at {}: {}", name, place_of(address_), why));
  }
  return warnings;
}

Async<void> GivenSupply::make_template(std::string hash) {
  const std::string shared = shared_template(hash);
  if (recipe_.repeatable && !surroundings_.rebuild) {
    CO_TRY(const bool there, co_await has_shared_template(*connection_, shared));
    template_ = shared;
    origin_ = "template from the server";
    if (there) co_return base::Result<void>();
  }
  template_ = name_of("template");
  CO_CHECK(co_await build());
  origin_ = recipe_.repeatable ? k_built : k_built_each_time;
  if (!recipe_.repeatable) co_return base::Result<void>();
  const Publication publication{key_, template_, shared, hash, surroundings_.rebuild};
  CO_TRY(const bool published, co_await publish_template(*life_, *connection_, publication));
  if (published) template_ = shared;
  co_return base::Result<void>();
}

Async<void> GivenSupply::build() {
  const std::string mark = run_mark(key_);
  const Builder builder{template_, psql_, recipe_, address_, surroundings_};
  auto made = co_await connection_->execute_both("CREATE DATABASE " + quoted_name(template_), marking_sql(template_, mark));
  if (!made) {
    CO_TRY(base::Error why, co_await why_not_made(*connection_, address_, made.error()));
    co_return tl::unexpected(std::move(why));
  }
  CO_CHECK(co_await complete_template(*connection_, builder));
  co_return co_await put_mark(*connection_, template_, mark);
}

Async<Connection> GivenSupply::connect() { co_return co_await connect_to(address_, home_, session_name(key_)); }

Async<void> GivenSupply::add(Connection& by, std::string name) const {
  const Cloning cloning{template_, name, run_mark(key_), true, !waits_for_disk_};
  co_return co_await clone_database(by, cloning);
}

Async<void> GivenSupply::remove(Connection& by, std::string name) const { co_return co_await drop_database(by, name); }

Async<Server> GivenSupply::add_server(int /*number*/) const { co_return base::fail("a server that is given cannot be copied"); }

Async<void> GivenSupply::remove_files_of_server(int /*number*/) const { co_return base::Result<void>(); }

// By a session of its own: the other one may have been left in the midst of something.
Async<std::vector<std::string>> GivenSupply::close(std::vector<KeptDatabase> kept) {
  std::vector<std::string> commands;
  connection_.reset();
  if (!life_) co_return commands;
  CO_TRY(Connection server, co_await connect());
  for (const KeptDatabase& each : kept) {
    CO_CHECK(co_await put_mark(server, each.name, kept_mark(each.why)));
    commands.push_back("psql '" + shown_url_of(address_, each.name) + "'");
  }
  // The schema may have given it another comment, and then have failed.
  if (template_ == name_of("template")) (void)co_await put_mark(server, template_, run_mark(key_));
  CO_CHECK(co_await drop_all_of(server, key_));
  life_.reset();
  co_return commands;
}

std::string GivenSupply::loss() {
  const auto there = life_->check();
  if (there) return "";
  return "the database server has ended our session\nits last words:\n" + there.error().text;
}

}  // namespace trireme::postgres
