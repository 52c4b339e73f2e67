// Text of others in XML and HTML.
#pragma once

#include <string>
#include <string_view>

namespace trireme::coverage {

// For contents and for attributes in double quotes, whatever is in it.
std::string markup_text(std::string_view text);

}  // namespace trireme::coverage
