#include "postgres/libpq.h"

#include <dlfcn.h>

namespace trireme::postgres {

namespace {

template <typename Function>
bool find(void* library, const char* name, Function& function) {
  function = reinterpret_cast<Function>(dlsym(library, name));
  return function != nullptr;
}

bool find_all(void* library, Libpq& pq) {
  return find(library, "PQconnectStartParams", pq.connect_start) && find(library, "PQconnectPoll", pq.connect_poll) &&
         find(library, "PQconninfoParse", pq.parse_url) && find(library, "PQconninfoFree", pq.free_parsed) &&
         find(library, "PQfreemem", pq.free_memory) && find(library, "PQsetErrorVerbosity", pq.set_verbosity) &&
         find(library, "PQhost", pq.host) && find(library, "PQhostaddr", pq.host_address) && find(library, "PQport", pq.port) &&
         find(library, "PQuser", pq.user) && find(library, "PQenterPipelineMode", pq.enter_pipeline) &&
         find(library, "PQexitPipelineMode", pq.exit_pipeline) && find(library, "PQpipelineSync", pq.pipeline_sync) &&
         find(library, "PQstatus", pq.status) && find(library, "PQsocket", pq.socket) &&
         find(library, "PQerrorMessage", pq.error_message) && find(library, "PQserverVersion", pq.server_version) &&
         find(library, "PQparameterStatus", pq.parameter_status) && find(library, "PQsetnonblocking", pq.set_nonblocking) &&
         find(library, "PQsetNoticeReceiver", pq.set_notice_receiver) &&
         find(library, "PQsendQueryParams", pq.send_query_params) && find(library, "PQflush", pq.flush) &&
         find(library, "PQconsumeInput", pq.consume_input) && find(library, "PQisBusy", pq.is_busy) &&
         find(library, "PQgetResult", pq.get_result) && find(library, "PQresultStatus", pq.result_status) &&
         find(library, "PQresultErrorMessage", pq.result_error_message) && find(library, "PQntuples", pq.ntuples) &&
         find(library, "PQnfields", pq.nfields) && find(library, "PQgetvalue", pq.getvalue) &&
         find(library, "PQclear", pq.free_result) && find(library, "PQfinish", pq.finish);
}

base::Result<Libpq> load() {
  // NODELETE: what it registered with other libraries would outlive it.
  void* library = dlopen("libpq.so.5", RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
  Libpq pq;
  if (library != nullptr && find_all(library, pq)) return pq;
  return base::fail("cannot use PostgreSQL's client library ({}); install libpq5, 14 or newer", dlerror());
}

}  // namespace

base::Result<const Libpq*> load_libpq() {
  static const base::Result<Libpq> loaded = load();
  if (!loaded) return tl::unexpected(loaded.error());
  return &*loaded;
}

}  // namespace trireme::postgres
