#include "collect/expression.h"

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace trireme::collect {

namespace {

enum class Kind { left, right, either, both, negate, name, end };

struct Token {
  Kind kind;
  std::string_view text;
  std::size_t at;  // byte, from 0
};

constexpr std::string_view k_end = "end of input";

// From 1, in characters.
std::size_t column(std::string_view text, std::size_t at) {
  const auto begins = [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; };
  return 1 + static_cast<std::size_t>(std::count_if(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), begins));
}

std::string_view spelled(Kind kind) {
  switch (kind) {
    case Kind::left: return "left parenthesis";
    case Kind::right: return "right parenthesis";
    case Kind::either: return "or";
    case Kind::both: return "and";
    case Kind::negate: return "not";
    case Kind::name: return "identifier";
    case Kind::end: break;
  }
  return k_end;
}

// Bytes beyond ASCII are letters here, as nearly all of them are to pytest.
bool in_name(char c) {
  constexpr std::string_view k_others = "_:+-.[]\\/";
  const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  return letter || static_cast<unsigned char>(c) >= 0x80 || k_others.find(c) != std::string_view::npos;
}

Kind kind_of_word(std::string_view word) {
  if (word == "or") return Kind::either;
  if (word == "and") return Kind::both;
  if (word == "not") return Kind::negate;
  return Kind::name;
}

base::Result<std::vector<Token>> scan(std::string_view text) {
  std::vector<Token> tokens;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (c == ' ' || c == '\t') {
      ++at;
    } else if (c == '(' || c == ')') {
      tokens.push_back({c == '(' ? Kind::left : Kind::right, text.substr(at, 1), at});
      ++at;
    } else if (in_name(c)) {
      const auto* const end = std::find_if_not(text.begin() + at, text.end(), in_name);
      const std::string_view word(text.data() + at, static_cast<std::size_t>(end - (text.begin() + at)));
      tokens.push_back({kind_of_word(word), word, at});
      at += word.size();
    } else {
      return base::fail("at column {}: unexpected character \"{}\"", column(text, at), base::printable({&c, 1}));
    }
  }
  tokens.push_back({Kind::end, {}, text.size()});
  return tokens;
}

}  // namespace

// Recursive descent: a level a function.
class ExpressionParser {
 public:
  ExpressionParser(std::string_view text, std::vector<Token> tokens) : text_(text), tokens_(std::move(tokens)) {}

  base::Result<Expression> parse() {
    if (next().kind == Kind::end) return Expression();
    if (auto parsed = either(0); !parsed) return tl::unexpected(parsed.error());
    if (next().kind != Kind::end) return expected(k_end);
    return std::move(expression_);
  }

 private:
  using Step = Expression::Step;
  using Parsed = base::Result<void>;

  [[nodiscard]] const Token& next() const { return tokens_[at_]; }

  bool accept(Kind kind) {
    if (next().kind != kind) return false;
    ++at_;
    return true;
  }

  [[nodiscard]] tl::unexpected<base::Error> expected(std::string_view what) const {
    return base::fail("at column {}: expected {}; got {}", column(text_, next().at), what, spelled(next().kind));
  }

  Parsed either(int depth) {
    if (auto parsed = both(depth); !parsed) return parsed;
    while (accept(Kind::either)) {
      if (auto parsed = both(depth); !parsed) return parsed;
      expression_.steps_.push_back(Step::either);
    }
    return {};
  }

  Parsed both(int depth) {
    if (auto parsed = operand(depth); !parsed) return parsed;
    while (accept(Kind::both)) {
      if (auto parsed = operand(depth); !parsed) return parsed;
      expression_.steps_.push_back(Step::both);
    }
    return {};
  }

  Parsed operand(int depth) {
    constexpr int k_deepest = 500;  // far beyond use, far from the end of the stack
    if (depth > k_deepest) return base::fail("at column {}: nested more than {} deep", column(text_, next().at), k_deepest);
    if (accept(Kind::negate)) {
      if (auto parsed = operand(depth + 1); !parsed) return parsed;
      expression_.steps_.push_back(Step::negate);
      return {};
    }
    if (accept(Kind::left)) {
      if (auto parsed = either(depth + 1); !parsed) return parsed;
      return accept(Kind::right) ? Parsed() : expected("right parenthesis");
    }
    if (next().kind != Kind::name) return expected("not OR left parenthesis OR identifier");
    expression_.names_.emplace_back(next().text);
    expression_.steps_.push_back(Step::name);
    ++at_;
    return {};
  }

  std::string_view text_;
  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  Expression expression_;
};

base::Result<Expression> Expression::parse(std::string_view text) {
  TRY(auto tokens, scan(text));
  return ExpressionParser(text, std::move(tokens)).parse();
}

bool Expression::evaluate(const std::function<bool(const std::string&)>& holds) const {
  std::vector<bool> values;
  const auto pop = [&] {
    const bool value = values.back();
    values.pop_back();
    return value;
  };
  auto name = names_.begin();
  for (const Step step : steps_) {
    if (step == Step::name) {
      values.push_back(holds(*name++));
    } else if (step == Step::negate) {
      values.back() = !values.back();
    } else {
      const bool right = pop();
      const bool left = pop();
      values.push_back(step == Step::both ? left && right : left || right);
    }
  }
  return !values.empty() && values.back();
}

}  // namespace trireme::collect
