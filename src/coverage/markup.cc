#include "coverage/markup.h"

#include "report/xml_text.h"

namespace trireme::coverage {

std::string markup_text(std::string_view text) {
  std::string result;
  for (const char c : report::xml_text(text)) {
    switch (c) {
      case '&': result += "&amp;"; break;
      case '<': result += "&lt;"; break;
      case '>': result += "&gt;"; break;
      case '"': result += "&quot;"; break;
      case '\'': result += "&#39;"; break;
      default: result += c;
    }
  }
  return result;
}

}  // namespace trireme::coverage
