// One of many libraries: some classes with virtual functions, a table of names made before main, and code of the C++ library.
#include <functional>
#include <map>
#include <memory>
#include <regex>
#include <sstream>
#include <string>

namespace PART {

struct Shape {
  virtual ~Shape() = default;
  virtual std::string name() const = 0;
};

template <int Number>
struct Polygon : Shape {
  std::string name() const override { return "polygon with " + std::to_string(Number) + " corners"; }
};

using Makers = std::map<std::string, std::function<std::unique_ptr<Shape>()>>;

template <int Number>
void add_makers(Makers& makers) {
  if constexpr (Number > 2) {
    makers.emplace(Polygon<Number>().name(), [] { return std::make_unique<Polygon<Number>>(); });
    add_makers<Number - 1>(makers);
  }
}

const Makers k_makers = [] {
  Makers makers;
  add_makers<60>(makers);
  return makers;
}();

std::string first_word(const std::string& text) {
  static const std::regex k_word("[a-z]+");
  std::smatch match;
  std::ostringstream out;
  if (std::regex_search(text, match, k_word)) out << match.str() << k_makers.size();
  return out.str();
}

}  // namespace PART
