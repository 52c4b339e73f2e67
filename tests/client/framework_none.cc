// A program without a framework: an error that nobody would see ends it.
#include <libpq-fe.h>
#include <trireme/postgres.h>

#include <string>

int main(int, char** arguments) {
  trireme::DbFixture fixture;
  if (arguments[1] != std::string("escape")) return fixture.db.execute("SELECT count(*) FROM words").value() == "1" ? 0 : 1;
  PQclear(PQexec(fixture.db.connection(), "COMMIT"));
}
