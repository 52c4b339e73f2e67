#include "coverage/html.h"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "base/fd.h"
#include "base/hash.h"
#include "base/text.h"
#include "coverage/html_assets.h"
#include "coverage/markup.h"
#include "coverage/out.h"
#include "events/json_writer.h"

namespace trireme::coverage {

namespace {

// A file's own name may be anything; of a page's name nothing must be left to be escaped, and no two may be the same.
std::string page_of(const CoveredFile& file) {
  std::string name;
  for (const char c : file.name.substr(file.name.rfind('/') + 1)) {
    const bool plain =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
    name += plain ? c : '_';
  }
  constexpr std::size_t longest = 100;
  return fmt::format("{}_{}.html", base::hash(file.name), name.substr(0, longest));
}

std::string head(const std::string& title) {
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; script-src "
      "'unsafe-inline'\">\n"
      "<meta name=\"viewport\" content=\"width=device-width\">\n<title>{}</title>\n<style>{}</style>\n</head>\n<body>\n",
      markup_text(title), k_html_style);
}

std::string foot(const char* script) { return fmt::format("<script>{}</script>\n</body>\n</html>\n", script); }

std::string percent(const Numbers& numbers, const Report& report) {
  return percent_text(numbers.percent(), report.precision) + "%";
}

std::string made_at(const Report& report) {
  return fmt::format("{:%Y-%m-%d %H:%M} by trireme {}, {}", fmt::localtime(report.time), TRIREME_VERSION,
                     markup_text(report.compiler));
}

// The tests that ran a line, by number, as "0 3-9": one that all tests run has many.
std::string ranges_of(const std::vector<Context>& contexts) {
  std::vector<std::string> ranges;
  for (std::size_t first = 0, next = 0; first < contexts.size(); first = next) {
    next = first + 1;
    while (next < contexts.size() && contexts[next] == contexts[next - 1] + 1) ++next;
    ranges.push_back(next - first == 1 ? fmt::format("{}", contexts[first])
                                       : fmt::format("{}-{}", contexts[first], contexts[next - 1]));
  }
  return fmt::format("{}", fmt::join(ranges, " "));
}

std::string names_of(const std::vector<std::string>& contexts) {
  std::string text = "[\"(no known test)\"";
  for (std::size_t i = 1; i < contexts.size(); ++i) {
    text += ",";
    events::append_json_text(text, base::printable(contexts[i]));
  }
  return text + "]";
}

// Name, then a cell for each number; data-v is what the cell is sorted by.
std::string row(const std::string& name, const Numbers& numbers, const Report& report) {
  Out out;
  out.add("<tr><td>{}</td>", name);
  const auto cell = [&](std::size_t value) { out.add("<td data-v=\"{0}\">{0}</td>", value); };
  for (const std::size_t each : {numbers.statements, numbers.missing, numbers.excluded}) cell(each);
  if (report.has_branches) {
    cell(numbers.branches);
    cell(numbers.partial_branches);
  }
  out.add("<td data-v=\"{0}\">{1}<span class=\"bar\"><i style=\"width:{0:.2f}%\"></i></span></td></tr>\n", numbers.percent(),
          percent(numbers, report));
  return out.take();
}

std::string index_page(const Report& report) {
  Out out;
  out.add(
      "{}<header><h1>Coverage: <b>{}</b></h1><div class=\"dim\">{}</div></header>\n<main>\n<input type=\"search\" "
      "placeholder=\"filter files  ( / )\" aria-label=\"filter files\"> <span id=\"shown\" class=\"dim\"></span>\n"
      "<table class=\"index\">\n<thead><tr>",
      head("Coverage report"), percent(report.total, report), made_at(report));
  std::vector<const char*> titles = {"File", "statements", "missing", "excluded"};
  if (report.has_branches) titles.insert(titles.end(), {"branches", "partial"});
  titles.push_back("coverage");
  for (const char* each : titles) out.add("<th><button>{}</button></th>", each);
  out.add("</tr></thead>\n<tbody>\n");
  for (const CoveredFile& each : report.files) {
    out.add("{}", row(fmt::format("<a href=\"{}\">{}</a>", page_of(each), markup_text(each.name)), each.numbers(), report));
  }
  out.add("</tbody>\n<tfoot>\n{}</tfoot>\n</table>\n</main>\n{}", row("Total", report.total, report), foot(k_index_script));
  return out.take();
}

class FilePage : Out {
 public:
  FilePage(const Report& report, const CoveredFile& file) : report_(report), file_(file) {
    for (const CoveredLine& each : file.lines) lines_[each.number] = &each;
    excluded_.insert(file.excluded.begin(), file.excluded.end());
  }

  std::string text() {
    const Numbers numbers = file_.numbers();
    add("{}", head("Coverage of " + file_.name));
    add("<header class=\"sticky\"><h1>{}: <b>{}</b></h1><div class=\"dim\"><a href=\"index.html\">index</a> · {} statements, "
        "{} missing, "
        "{} excluded",
        markup_text(file_.name), percent(numbers, report_), numbers.statements, numbers.missing, numbers.excluded);
    if (report_.has_branches) add(" · {} branches, {} partial", numbers.branches, numbers.partial_branches);
    add(" · next uncovered <kbd>n</kbd>, previous <kbd>p</kbd>, index <kbd>u</kbd></div></header>\n<main>\n");
    add_source();
    add("</main>\n{}", foot(k_file_script));
    return take();
  }

 private:
  void add_source() {
    const auto text = base::read_file(file_.path);
    if (!text) return add("<p>The source cannot be read: {}</p>\n", markup_text(text.error().text));
    add("<table class=\"source\"{}>\n",
        report_.contexts.empty() ? "" : fmt::format(" data-tests=\"{}\"", markup_text(names_of(report_.contexts))));
    std::string_view rest = *text;
    for (std::uint32_t number = 1; !rest.empty(); ++number) {
      const std::string_view line = rest.substr(0, rest.find('\n'));
      rest.remove_prefix(std::min(line.size() + 1, rest.size()));
      add_line(number, line.ends_with('\r') ? line.substr(0, line.size() - 1) : line);
    }
    add("</table>\n");
  }

  void add_line(std::uint32_t number, std::string_view text) {
    const auto found = lines_.find(number);
    const CoveredLine* line = found == lines_.end() ? nullptr : found->second;
    add("<tr id=\"L{0}\" class=\"{1}\"><td class=\"n\"><a href=\"#L{0}\">{0}</a></td><td "
        "class=\"c\">{2}</td><td><pre>{3}</pre></td>"
        "<td class=\"b\">{4}</td>{5}</tr>\n",
        number, class_of(number, line), line != nullptr ? fmt::format("{}", line->count) : "", markup_text(text),
        line != nullptr ? branches_of(*line) : "", tests_of(line));
  }

  [[nodiscard]] const char* class_of(std::uint32_t number, const CoveredLine* line) const {
    if (excluded_.contains(number)) return "out";
    if (line == nullptr) return "";
    if (!line->ran()) return "miss";
    return line->missing_branches() > 0 ? "part" : "hit";
  }

  [[nodiscard]] std::string tests_of(const CoveredLine* line) const {
    if (report_.contexts.empty()) return "";
    const std::vector<Context> contexts = line != nullptr ? file_.contexts_of(line->number) : std::vector<Context>();
    if (contexts.empty()) return "<td></td>";
    return fmt::format("<td class=\"t\"><details data-t=\"{}\"><summary>{}</summary></details></td>", ranges_of(contexts),
                       contexts.size());
  }

  static std::string branches_of(const CoveredLine& line) {
    if (line.branches.empty()) return "";
    std::vector<std::string> missing;
    for (const Branch& each : line.branches) {
      if (each.count == 0) missing.push_back(each.target_text());
    }
    const std::size_t taken = line.branches.size() - missing.size();
    const std::string never = missing.empty() || !line.ran() ? "" : fmt::format(", never to {}", fmt::join(missing, ", "));
    return fmt::format("{}/{}{}", taken, line.branches.size(), never);
  }

  const Report& report_;
  const CoveredFile& file_;
  std::unordered_map<std::uint32_t, const CoveredLine*> lines_;
  std::unordered_set<std::uint32_t> excluded_;
};

}  // namespace

std::vector<HtmlFile> html_files(const Report& report) {
  std::vector<HtmlFile> files = {{"index.html", [&report] { return index_page(report); }}};
  for (const CoveredFile& each : report.files) {
    files.push_back({page_of(each), [&report, &each] { return FilePage(report, each).text(); }});
  }
  return files;
}

}  // namespace trireme::coverage
