#include "collect/selection.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "collect/targets.h"

namespace trireme::collect {

namespace {

std::optional<Expression> parse(const char* option, const std::string& text, std::vector<std::string>& usage_errors) {
  if (text.empty()) return std::nullopt;
  auto expression = Expression::parse(text);
  if (expression) return *std::move(expression);
  usage_errors.push_back(
      fmt::format("Wrong expression passed to '{}': {}: {}", option, base::printable(text), expression.error().text));
  return std::nullopt;
}

// As pytest does for -k alone: a blank one selects all.
std::string without_leading_space(const std::string& text) {
  return text.substr(std::min(text.find_first_not_of(" \t\n"), text.size()));
}

std::vector<std::string> node_id_starts(const model::Options& options, std::vector<std::string> typed) {
  for (std::string& each : typed) each = node_id_start(options, each);
  return typed;
}

bool contains(const std::vector<std::string>& texts, const std::string& text) {
  return std::find(texts.begin(), texts.end(), text) != texts.end();
}

// Adds an error for each of `marks` that no marker declares, unless it is in `told`, and then adds it there.
void check_declared(const model::Options& options, const std::vector<std::string>& marks, std::string_view where,
                    std::vector<std::string>& told, std::vector<std::string>& usage_errors) {
  std::vector<std::string> declared;
  for (const model::MarkDeclaration& marker : options.markers) declared.push_back(marker.name);
  for (const std::string& mark : marks) {
    if (contains(declared, mark) || contains(told, mark)) continue;
    told.push_back(mark);
    const std::string nearest = base::nearest(mark, declared);
    usage_errors.push_back(fmt::format("'{}' not found in `markers` configuration option (used in {}{})", mark, where,
                                       nearest.empty() ? "" : fmt::format("; did you mean '{}'?", nearest)));
  }
}

}  // namespace

// A text that starts with another one adds nothing. Without those, only the last text in order that is not after `text`
// can start it: anything between would start with the one that does.
Prefixes::Prefixes(std::vector<std::string> texts) : texts_(std::move(texts)) {
  std::sort(texts_.begin(), texts_.end());
  std::vector<std::string> kept;
  for (std::string& text : texts_) {
    if (kept.empty() || text.compare(0, kept.back().size(), kept.back()) != 0) kept.push_back(std::move(text));
  }
  texts_ = std::move(kept);
}

bool Prefixes::start(std::string_view text) const {
  const auto after = std::upper_bound(texts_.begin(), texts_.end(), text);
  return after != texts_.begin() && text.substr(0, std::prev(after)->size()) == *std::prev(after);
}

Selection::Selection(const model::Options& options, std::vector<std::string>& usage_errors)
    : keyword_(parse("-k", without_leading_space(options.keyword), usage_errors)),
      mark_(parse("-m", options.mark_expression, usage_errors)),
      deselected_(node_id_starts(options, options.deselect)) {
  if (!options.strict_markers) return;
  std::vector<std::string> told;
  for (const model::TestRule& rule : options.rules) {
    check_declared(options, rule.marks, "[[test]] of trireme.toml", told, usage_errors);
    if (!rule.mark.empty()) check_declared(options, {rule.mark}, "[[test]] of trireme.toml", told, usage_errors);
  }
  for (const model::DatabaseRule& rule : options.database.rules) {
    if (!rule.mark.empty()) check_declared(options, {rule.mark}, "[[db]] of trireme.toml", told, usage_errors);
  }
  if (mark_) check_declared(options, mark_->names(), "-m", told, usage_errors);
}

bool Selection::selects(const std::string& id, const std::vector<std::string>& marks) const {
  if (deselected_.start(id)) return false;
  if (mark_ && !mark_->evaluate([&](const std::string& name) { return contains(marks, name); })) return false;
  if (!keyword_) return true;
  std::vector<std::string> texts = {base::lower(id)};
  for (const std::string& mark : marks) texts.push_back(base::lower(mark));
  return keyword_->evaluate([&](const std::string& name) {
    const std::string lowered = base::lower(name);
    return std::any_of(texts.begin(), texts.end(),
                       [&](const std::string& text) { return text.find(lowered) != std::string::npos; });
  });
}

}  // namespace trireme::collect
