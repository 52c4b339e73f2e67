#include "coverage/limit.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace trireme::coverage {

namespace {

double number(const std::string& text) {
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

// As it is shown, and as Python rounds: a half to the even one.
double rounded(double value, int digits) { return number(fmt::format("{:.{}f}", value, digits)); }

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
