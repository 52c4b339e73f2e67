#include "coverage/touched.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "coverage/code_text.h"
#include "coverage/function_head.h"
#include "coverage/line_diff.h"

namespace trireme::coverage {

namespace {

constexpr std::size_t k_none = std::string_view::npos;

class Text {
 public:
  explicit Text(std::string_view text)
      : text_(text), code_(code_of(text)), directives_(directives_of(text, code_)), lines_(lines_of(text)) {
    std::size_t at = 0;
    for (const std::string_view each : lines_) {
      beginnings_.push_back(at);
      at += each.size() + 1;
    }
    beginnings_.push_back(text.size());
  }

  [[nodiscard]] std::string_view text() const { return text_; }
  [[nodiscard]] std::string_view code() const { return code_; }
  [[nodiscard]] const std::vector<std::string_view>& lines() const { return lines_; }
  // Of a line from 0; of the one after the last, the end.
  [[nodiscard]] std::size_t beginning(std::size_t line) const { return beginnings_[std::min(line, lines_.size())]; }
  [[nodiscard]] bool has_directive(std::size_t begin, std::size_t end) const {
    for (; begin < end; ++begin) {
      if (directives_[begin]) return true;
    }
    return false;
  }

  // Of the brace at `open` the other one.
  [[nodiscard]] std::size_t closing(std::size_t open) const {
    int depth = 0;
    for (std::size_t at = open; at != k_none; at = code().find_first_of("{}", at + 1)) {
      depth += code_[at] == '{' ? 1 : -1;
      if (depth == 0) return at;
    }
    return k_none;
  }

 private:
  std::string_view text_;
  std::string code_;
  std::vector<bool> directives_;
  std::vector<std::string_view> lines_;
  std::vector<std::size_t> beginnings_;
};

// A change, by characters: what both have at its ends is not part of it.
struct Change {
  Hunk hunk;
  std::size_t old_begin = 0;
  std::size_t old_end = 0;
  std::size_t new_begin = 0;
  std::size_t new_end = 0;
};

Change exact(const Hunk& hunk, const Text& before, const Text& after) {
  Change change{hunk, before.beginning(hunk.old_begin), before.beginning(hunk.old_end), after.beginning(hunk.new_begin),
                after.beginning(hunk.new_end)};
  const auto is_any = [&] { return change.old_begin < change.old_end && change.new_begin < change.new_end; };
  while (is_any() && before.text()[change.old_begin] == after.text()[change.new_begin]) {
    ++change.old_begin;
    ++change.new_begin;
  }
  while (is_any() && before.text()[change.old_end - 1] == after.text()[change.new_end - 1]) {
    --change.old_end;
    --change.new_end;
  }
  return change;
}

// Where a change is, as one function has it.
enum class Place { outside, inside, in_other_code };

// Between its braces.
struct Body {
  std::size_t open = 0;
  std::size_t close = 0;
};

class Search {
 public:
  Search(std::string_view before, std::string_view after, const std::vector<FunctionRange>& functions)
      : before_(before), after_(after), functions_(functions) {
    for (const Hunk& each : differences(before_.lines(), after_.lines())) changes_.push_back(exact(each, before_, after_));
  }

  Touched run() {
    std::set<FunctionRange> touched;
    Touched result;
    for (const Change& each : changes_) {
      std::set<Place> places;
      for (const FunctionRange& function : functions_) {
        if (!overlaps(function, each.hunk)) continue;
        touched.insert(function);
        places.insert(place_of(each, function));
      }
      const bool inside = places.contains(Place::inside) && !places.contains(Place::in_other_code);
      const bool is_code = before_.has_directive(each.hunk.old_begin, each.hunk.old_end) ||
                           after_.has_directive(each.hunk.new_begin, each.hunk.new_end);
      if ((!inside || is_code) && !result.outside) result.outside = static_cast<std::uint32_t>(each.hunk.old_begin) + 1;
    }
    result.functions.assign(touched.begin(), touched.end());
    return result;
  }

 private:
  // Lines that are put between two of its own do.
  static bool overlaps(const FunctionRange& function, const Hunk& hunk) {
    return function.start <= hunk.old_end && hunk.old_begin < function.end;
  }

  // A lambda is constexpr where it can be: that is the matter of the function around it, if there is one.
  [[nodiscard]] Place place_of(const Change& change, const FunctionRange& function) const {
    const std::optional<Body> body = body_of(function);
    if (!body || change.old_begin <= body->open || change.old_end > body->close) return Place::outside;
    const auto open = moved(body->open);
    const auto close = moved(body->close);
    // Braces or comments that came may end it elsewhere.
    if (!open || !close || after_.closing(*open) != *close || is_lambda(head_of(body->open))) return Place::outside;
    const std::size_t begin = end_of_statement(before_.beginning(function.start - 1));
    return makes_other_code(before_.code().substr(begin, body->open - begin)) ? Place::in_other_code : Place::inside;
  }

  // The first braces that end on its last line: those before may be of arguments, or of what members are made of. Those of a
  // class that begins on its line are around it.
  [[nodiscard]] std::optional<Body> body_of(const FunctionRange& function) const {
    if (function.start == 0 || function.end < function.start || function.end > before_.lines().size()) return std::nullopt;
    const std::size_t last = before_.beginning(function.end - 1);
    const std::size_t end = before_.beginning(function.end);
    std::size_t open = before_.code().find('{', before_.beginning(function.start - 1));
    while (open < end) {
      if (is_scope(head_of(open))) {
        open = before_.code().find('{', open + 1);
        continue;
      }
      const std::size_t close = before_.closing(open);
      if (close == k_none || close >= end) return std::nullopt;
      if (close >= last) return Body{open, close};
      open = before_.code().find('{', close);
    }
    return std::nullopt;
  }

  // Of the last one before `at`.
  [[nodiscard]] std::size_t end_of_statement(std::size_t at) const {
    const std::size_t found = at == 0 ? k_none : before_.code().find_last_of(";{}", at - 1);
    return found == k_none ? 0 : found + 1;
  }

  // What is before a brace.
  [[nodiscard]] std::string_view head_of(std::size_t open) const {
    const std::size_t begin = end_of_statement(open);
    return before_.code().substr(begin, open - begin);
  }

  // Where a character that is not changed is now.
  [[nodiscard]] std::optional<std::size_t> moved(std::size_t place) const {
    std::size_t result = place;
    for (const Change& each : changes_) {
      if (each.old_begin > place) break;
      if (place < each.old_end) return std::nullopt;
      result = place - each.old_end + each.new_end;
    }
    return result;
  }

  Text before_;
  Text after_;
  const std::vector<FunctionRange>& functions_;
  std::vector<Change> changes_;
};

}  // namespace

Touched find_touched(std::string_view before, std::string_view after, const std::vector<FunctionRange>& functions) {
  return Search(before, after, functions).run();
}

}  // namespace trireme::coverage
