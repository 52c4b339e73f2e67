#include "execute/resource_log.h"

#include <utility>

namespace trireme::execute {

// Of its first test it would be heard too late: a short one has made the resource write by then.
void ResourceLog::begin(const std::string& worker) {
  if (resource_ == nullptr) return;
  resource_->begin(worker);
  fresh_.insert(worker);
}

void ResourceLog::hear(model::Event& event) {
  if (resource_ == nullptr) return;
  const auto* started = std::get_if<model::TestStarted>(&event);
  if (started != nullptr && fresh_.erase(started->worker) == 0) resource_->begin(started->worker);
  auto* ended = std::get_if<model::TestEnded>(&event);
  if (ended == nullptr || !model::is_bad(ended->outcome)) return;
  ended->server_log = resource_->said(ended->worker, now_() - ended->duration);
  told_[ended->test.id] = ended->server_log;
}

void ResourceLog::settle(BatchResult& result, const std::string& worker) {
  if (resource_ == nullptr) return;
  std::vector<std::string> failed;
  for (model::TestFinished& each : result.finished) {
    if (model::is_bad(each.outcome)) {
      add_to(each);
      failed.push_back(each.test.id);
    }
    told_.erase(each.test.id);
  }
  for (const model::ProcessFailed& each : result.failed) failed.push_back(each.id);
  if (!failed.empty()) resource_->keep(worker, failed);
}

// One that did not end is the last that began.
void ResourceLog::add_to(model::TestFinished& finished) {
  const auto told = told_.find(finished.test.id);
  if (told != told_.end()) {
    finished.server_log = std::move(told->second);
  } else if (finished.place > 0) {
    finished.server_log = resource_->said(finished.worker, now_());
  }
}

}  // namespace trireme::execute
