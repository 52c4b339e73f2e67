// libpq, loaded when the first run wants a database: with the libraries it needs itself it would double the time that
// `trireme --version` takes.
#pragma once

#include <libpq-fe.h>

#include "base/result.h"

namespace trireme::postgres {

// Its functions that do not wait, but that names of hosts are looked up by the system's.
struct Libpq {
  decltype(&PQconnectStartParams) connect_start = nullptr;
  decltype(&PQconnectPoll) connect_poll = nullptr;
  decltype(&PQconninfoParse) parse_url = nullptr;
  decltype(&PQconninfoFree) free_parsed = nullptr;
  decltype(&PQfreemem) free_memory = nullptr;
  decltype(&PQsetErrorVerbosity) set_verbosity = nullptr;
  decltype(&PQhost) host = nullptr;
  decltype(&PQhostaddr) host_address = nullptr;
  decltype(&PQport) port = nullptr;
  decltype(&PQuser) user = nullptr;
  decltype(&PQenterPipelineMode) enter_pipeline = nullptr;
  decltype(&PQexitPipelineMode) exit_pipeline = nullptr;
  decltype(&PQpipelineSync) pipeline_sync = nullptr;
  decltype(&PQstatus) status = nullptr;
  decltype(&PQsocket) socket = nullptr;
  decltype(&PQerrorMessage) error_message = nullptr;
  decltype(&PQserverVersion) server_version = nullptr;
  decltype(&PQparameterStatus) parameter_status = nullptr;
  decltype(&PQsetnonblocking) set_nonblocking = nullptr;
  decltype(&PQsetNoticeReceiver) set_notice_receiver = nullptr;
  decltype(&PQsendQueryParams) send_query_params = nullptr;
  decltype(&PQflush) flush = nullptr;
  decltype(&PQconsumeInput) consume_input = nullptr;
  decltype(&PQisBusy) is_busy = nullptr;
  decltype(&PQgetResult) get_result = nullptr;
  decltype(&PQresultStatus) result_status = nullptr;
  decltype(&PQresultErrorMessage) result_error_message = nullptr;
  decltype(&PQntuples) ntuples = nullptr;
  decltype(&PQnfields) nfields = nullptr;
  decltype(&PQgetvalue) getvalue = nullptr;
  decltype(&PQclear) free_result = nullptr;
  decltype(&PQfinish) finish = nullptr;
};

// The same each time. It stays loaded.
base::Result<const Libpq*> load_libpq();

}  // namespace trireme::postgres
