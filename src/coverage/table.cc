#include "coverage/table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <vector>

#include "report/style.h"

namespace trireme::coverage {

namespace {

using Row = std::vector<std::string>;  // as the header

struct Table {
  Row header;
  std::vector<Row> rows;
  Row total;
  std::size_t cover = 0;  // the column of percentages; only Missing may come after it
  std::size_t skipped = 0;
};

constexpr std::size_t k_name = 0;

Row row_of(const std::string& name, const Numbers& numbers, const Report& report) {
  Row row = {name, fmt::format("{}", numbers.statements), fmt::format("{}", numbers.missing)};
  if (report.has_branches) {
    row.push_back(fmt::format("{}", numbers.branches));
    row.push_back(fmt::format("{}", numbers.partial_branches));
  }
  row.push_back(percent_text(numbers.percent(), report.precision));
  return row;
}

Table table_of(const Report& report, const TableStyle& style) {
  Table table;
  table.header = {"Name", "Stmts", "Miss"};
  if (report.has_branches) table.header.insert(table.header.end(), {"Branch", "BrPart"});
  table.cover = table.header.size();
  table.header.emplace_back("Cover");
  if (style.shows_missing) table.header.emplace_back("Missing");
  for (const CoveredFile& file : report.files) {
    const Numbers numbers = file.numbers();
    if (style.skips_covered && numbers.missing == 0 && numbers.partial_branches == 0) {
      ++table.skipped;
      continue;
    }
    Row row = row_of(report::one_line(file.name), numbers, report);
    if (style.shows_missing) row.push_back(file.missing());
    table.rows.push_back(std::move(row));
  }
  table.total = row_of("TOTAL", report.total, report);
  if (style.shows_missing) table.total.emplace_back();
  return table;
}

std::size_t width(const std::string& text) { return static_cast<std::size_t>(report::width_of(text)); }

std::string left(const std::string& text, std::size_t columns) {
  return text + std::string(columns - std::min(columns, width(text)), ' ');
}

std::string right(const std::string& text, std::size_t columns) {
  return std::string(columns - std::min(columns, width(text)), ' ') + text;
}

void add_line(std::string& out, std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  out += line + "\n";
}

std::string skipped_line(const Table& table) {
  if (table.skipped == 0) return "";
  return fmt::format("\n{} file{} skipped due to complete coverage.\n", table.skipped, table.skipped > 1 ? "s" : "");
}

// In all rows but the total.
std::size_t widest(const Table& table, std::size_t column, std::size_t least) {
  for (const Row& each : table.rows) least = std::max(least, width(each[column]));
  return least;
}

class Term {
 public:
  explicit Term(const Table& table) : table_(table) {
    name_ = widest(table, k_name, 5) + 1;
    cover_ = std::max(widest(table, table.cover, 0) + 2, std::max(width(table.total[table.cover]) + 2, std::size_t{6}) + 1);
  }

  std::string text() {
    std::string header;
    for (std::size_t i = 0; i < table_.header.size(); ++i) header += head(i);
    const std::string rule(header.size(), '-');
    std::string out;
    add_line(out, header);
    add_line(out, rule);
    for (const Row& each : table_.rows) add_line(out, cells(each));
    if (!table_.rows.empty()) add_line(out, rule);
    add_line(out, cells(table_.total));
    return out + skipped_line(table_);
  }

 private:
  [[nodiscard]] std::string head(std::size_t column) const {
    const std::string& title = table_.header[column];
    if (column == k_name) return left(title, name_);
    if (column == table_.cover) return right(title, cover_);
    return right(title, column > table_.cover ? 10 : 7);
  }

  [[nodiscard]] std::string cells(const Row& row) const {
    std::string line = left(row[k_name], name_);
    for (std::size_t i = k_name + 1; i < table_.cover; ++i) line += right(row[i], 7);
    line += right(row[table_.cover], cover_ - 1) + "%";
    return row.size() > table_.cover + 1 ? line + "   " + row.back() : line;
  }

  const Table& table_;
  std::size_t name_;
  std::size_t cover_;
};

// What would be formatting, or the end of a cell.
std::string escaped(const std::string& text) {
  std::string result;
  for (const char c : text) {
    if (std::ispunct(static_cast<unsigned char>(c)) != 0 && std::string_view(".,/-").find(c) == std::string_view::npos)
      result += '\\';
    result += c;
  }
  return result;
}

class Markdown {
 public:
  explicit Markdown(const Table& table) : table_(table) {
    name_ = std::string_view("**TOTAL**").size();
    for (const Row& each : table.rows) name_ = std::max(name_, width(escaped(each[k_name])));
    name_ += 1;
    cover_ = std::max(width(table.total[table.cover]) + 6, std::size_t{7});
  }

  std::string text() {
    std::string header = "| " + left(table_.header[k_name], name_) + "|";
    std::string rule = "|" + std::string(name_ - 1, '-') + "- |";
    for (std::size_t i = k_name + 1; i < table_.header.size(); ++i) {
      header += right(table_.header[i], columns(i)) + " |";
      rule += " " + std::string(columns(i) - 3, '-') + "-: |";
    }
    std::string out;
    add_line(out, header);
    add_line(out, rule);
    for (const Row& each : table_.rows) add_line(out, cells(each));
    add_line(out, total());
    return out + skipped_line(table_);
  }

 private:
  [[nodiscard]] std::size_t columns(std::size_t column) const { return column == table_.cover ? cover_ : 9; }
  [[nodiscard]] const char* unit(std::size_t column) const { return column == table_.cover ? "%" : ""; }

  [[nodiscard]] std::string cells(const Row& row) const {
    std::string line = "| " + left(escaped(row[k_name]), name_) + "|";
    for (std::size_t i = k_name + 1; i < row.size(); ++i) line += right(escaped(row[i]) + unit(i), columns(i)) + " |";
    return line;
  }

  [[nodiscard]] std::string total() const {
    const auto bold = [&](std::size_t i) { return fmt::format(" **{}{}**", table_.total[i], unit(i)); };
    std::string line = "|" + left(bold(k_name), name_) + " |";
    for (std::size_t i = k_name + 1; i < table_.total.size(); ++i) line += right(bold(i), columns(i)) + " |";
    return line;
  }

  const Table& table_;
  std::size_t name_;
  std::size_t cover_;
};

}  // namespace

std::string term_table(const Report& report, const TableStyle& style) {
  const Table table = table_of(report, style);
  return Term(table).text();
}

std::string markdown_table(const Report& report) {
  const Table table = table_of(report, {});
  return Markdown(table).text();
}

}  // namespace trireme::coverage
