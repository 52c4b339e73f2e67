// The fields of each event in the log, described once for writing and reading: fields(archive, event) calls
// archive(key, field) for each. Fields that are empty may be left out of the log.
#pragma once

#include <concepts>
#include <string_view>
#include <type_traits>

#include "model/event.h"

namespace trireme::events {

template <typename Given, typename Wanted>
concept Is = std::same_as<std::remove_const_t<Given>, Wanted>;

template <typename Archive, Is<model::Failure> T>
void fields(Archive& archive, T& failure) {
  archive("file", failure.file);
  archive("line", failure.line);
  archive("message", failure.message);
}

template <typename Archive, Is<model::Captured> T>
void fields(Archive& archive, T& captured) {
  archive("head", captured.head);
  archive("omitted", captured.omitted);
  archive("tail", captured.tail);
  archive("file", captured.file);
  archive("file_problem", captured.file_problem);
}

template <typename Archive, Is<model::TestName> T>
void fields(Archive& archive, T& name) {
  archive("id", name.id);
  archive("binary", name.binary);
  archive("suite", name.suite);
  archive("name", name.name);
  archive("file", name.file);
  archive("line", name.line);
}

template <typename Archive, Is<model::RunStarted> T>
void fields(Archive& archive, T& event) {
  archive("version", event.version);
  archive("run_id", event.run_id);
  archive("started_at", event.started_at);
  archive("root", event.root);
  archive("config_file", event.config_file);
  archive("workers", event.workers);
  archive("serial", event.serial);
  archive("selected", event.selected);
  archive("deselected", event.deselected);
  archive("header", event.header);
  archive("warnings", event.warnings);
  archive("fail_on_flaky", event.fail_on_flaky);
  archive("none_needed", event.none_needed);
}

template <typename Archive, Is<model::CollectionFailed> T>
void fields(Archive& archive, T& event) {
  archive("path", event.path);
  archive("text", event.text);
}

template <typename Archive, Is<model::TestStarted> T>
void fields(Archive& archive, T& event) {
  archive("id", event.id);
  archive("worker", event.worker);
}

template <typename Archive, Is<model::TestEnded> T>
void fields(Archive& archive, T& event) {
  fields(archive, event.test);
  archive("worker", event.worker);
  archive("outcome", event.outcome);
  archive("duration", event.duration);
  archive("failures", event.failures);
  archive("output", event.output);
  archive("repeat_command", event.repeat_command);
  archive("server_log", event.server_log);
}

template <typename Archive, Is<model::TestFinished> T>
void fields(Archive& archive, T& event) {
  fields(archive, event.test);
  archive("worker", event.worker);
  archive("outcome", event.outcome);
  archive("duration", event.duration);
  archive("reason", event.reason);
  archive("failures", event.failures);
  archive("properties", event.properties);
  archive("output", event.output);
  archive("repeat_command", event.repeat_command);
  archive("kept_directory", event.kept_directory);
  archive("process", event.process);
  archive("place", event.place);
  archive("ran_before", event.ran_before);
  archive("stacks", event.stacks);
  archive("server_log", event.server_log);
}

template <typename Archive, Is<model::TestRerun> T>
void fields(Archive& archive, T& event) {
  fields(archive, event.result);
  archive("attempt", event.attempt);
  archive("most", event.most);
}

template <typename Archive, Is<model::ProcessFailed> T>
void fields(Archive& archive, T& event) {
  archive("id", event.id);
  archive("worker", event.worker);
  archive("text", event.text);
  archive("failures", event.failures);
  archive("output", event.output);
  archive("repeat_command", event.repeat_command);
  archive("stacks", event.stacks);
}

template <typename Archive, Is<model::TestSlow> T>
void fields(Archive& archive, T& event) {
  archive("id", event.id);
  archive("worker", event.worker);
  archive("elapsed", event.elapsed);
}

template <typename Archive, Is<model::OutputLine> T>
void fields(Archive& archive, T& event) {
  archive("id", event.id);
  archive("worker", event.worker);
  archive("text", event.text);
}

template <typename Archive, Is<model::Notice> T>
void fields(Archive& archive, T& event) {
  archive("text", event.text);
  archive("detail", event.detail);
}

template <typename Archive, Is<model::Leaky> T>
void fields(Archive& archive, T& event) {
  archive("id", event.id);
  archive("worker", event.worker);
  archive("text", event.text);
}

template <typename Archive, Is<model::CoverageReported> T>
void fields(Archive& archive, T& event) {
  archive("heading", event.heading);
  archive("text", event.text);
  archive("problems", event.problems);
  archive("verdict", event.verdict);
  archive("failure", event.failure);
  archive("unwritten", event.unwritten);
}

template <typename Archive, Is<model::Tick> T>
void fields(Archive&, T&) {}

template <typename Archive, Is<model::RunFinished> T>
void fields(Archive& archive, T& event) {
  archive("stopped", event.stopped);
  archive("interrupted", event.interrupted);
  archive("untold", event.untold);
  archive("kept", event.kept);
}

// The "type" of each event, in the order of model::Event.
inline constexpr std::array<std::string_view, std::variant_size_v<model::Event>> k_type_names = {
    "run_started", "collection_failed", "test_started", "test_ended", "test_finished",     "test_rerun", "process_failed",
    "test_slow",   "output_line",       "notice",       "leaky",      "coverage_reported", "tick",       "run_finished"};

}  // namespace trireme::events
