#include "postgres/libpq.h"

#include "base/library.h"

namespace trireme::postgres {

namespace {

bool find_all(const base::Library& library, Libpq& pq) {
  return library.find("PQconnectStartParams", pq.connect_start) && library.find("PQconnectPoll", pq.connect_poll) &&
         library.find("PQconninfoParse", pq.parse_url) && library.find("PQconninfoFree", pq.free_parsed) &&
         library.find("PQfreemem", pq.free_memory) && library.find("PQsetErrorVerbosity", pq.set_verbosity) &&
         library.find("PQhost", pq.host) && library.find("PQhostaddr", pq.host_address) && library.find("PQport", pq.port) &&
         library.find("PQuser", pq.user) && library.find("PQenterPipelineMode", pq.enter_pipeline) &&
         library.find("PQexitPipelineMode", pq.exit_pipeline) && library.find("PQpipelineSync", pq.pipeline_sync) &&
         library.find("PQstatus", pq.status) && library.find("PQsocket", pq.socket) &&
         library.find("PQerrorMessage", pq.error_message) && library.find("PQserverVersion", pq.server_version) &&
         library.find("PQbackendPID", pq.backend_pid) && library.find("PQparameterStatus", pq.parameter_status) &&
         library.find("PQsetnonblocking", pq.set_nonblocking) && library.find("PQsetNoticeReceiver", pq.set_notice_receiver) &&
         library.find("PQsendQueryParams", pq.send_query_params) && library.find("PQflush", pq.flush) &&
         library.find("PQconsumeInput", pq.consume_input) && library.find("PQisBusy", pq.is_busy) &&
         library.find("PQgetResult", pq.get_result) && library.find("PQresultStatus", pq.result_status) &&
         library.find("PQresultErrorMessage", pq.result_error_message) && library.find("PQntuples", pq.ntuples) &&
         library.find("PQnfields", pq.nfields) && library.find("PQgetvalue", pq.getvalue) &&
         library.find("PQclear", pq.free_result) && library.find("PQfinish", pq.finish);
}

base::Result<Libpq> load() {
  const base::Library library("libpq.so.5");
  Libpq pq;
  if (find_all(library, pq)) return pq;
  return base::fail("cannot use PostgreSQL's client library ({}); install libpq5, 14 or newer", dlerror());
}

}  // namespace

base::Result<const Libpq*> load_libpq() {
  static const base::Result<Libpq> loaded = load();
  if (!loaded) return tl::unexpected(loaded.error());
  return &*loaded;
}

}  // namespace trireme::postgres
