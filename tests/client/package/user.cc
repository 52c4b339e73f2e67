#ifdef WITH_POSTGRES
#include <trireme/postgres.h>
bool works() { return trireme::Engine("dbname=a").url().find("application_name=trireme-master") != std::string::npos; }
#else
#include <trireme/worker.h>
bool works() { return trireme::worker_id() == "master"; }
#endif

int main() { return works() ? 0 : 1; }
