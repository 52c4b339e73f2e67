// A program without a framework: an error that nobody would see ends it.
#include <libpq-fe.h>
#include <trireme/postgres.h>

#include <string>

int main(int, char** arguments) {
  trireme::DbFixture fixture;
  const std::string name = arguments[1];
  if (name == "escape") PQclear(PQexec(fixture.db.connection(), "COMMIT"));
  return fixture.db.execute("SELECT count(*) FROM words").value() == "1" ? 0 : 1;
}
