#include "coverage/limit.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace trireme::coverage {

namespace {

double number(const std::string& text) {
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

double rounded(double value, int digits) {
  const double scale = std::pow(10.0, digits);
  return std::round(value * scale) / scale;
}

// The limit may have more digits than percentages are shown with.
int digits_of(const std::string& limit, int precision) {
  const std::size_t point = limit.find('.');
  return std::max(precision, point == std::string::npos ? 0 : static_cast<int>(limit.size() - point - 1));
}

}  // namespace

void judge(const std::string& limit, const Report& report, model::CoverageReported& told) {
  const double least = number(limit);
  if (limit.empty() || least <= 0) return;
  // Nothing is no reason to be content: perhaps nothing could be read.
  const bool nothing = report.total.statements == 0;
  const double total = nothing ? 0 : report.total.percent();
  const int digits = digits_of(limit, report.precision);
  const bool reached = least >= 100 ? total >= 100 : rounded(total, digits) >= least;
  told.verdict =
      fmt::format("{}Required test coverage of {}% {}reached. Total coverage: {:.2f}%{}", reached ? "" : "FAIL ", limit,
                  reached ? "" : "not ", total, nothing ? ", since there is no line that could be covered" : "");
  if (reached) return;
  told.failure =
      fmt::format("Coverage failure: total of {} is less than fail-under={:.{}f}", percent_text(total, digits), least, digits);
}

}  // namespace trireme::coverage
