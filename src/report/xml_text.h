// Text as XML can hold it, for a pugixml document, which escapes the rest (`<`, `&`, `]]>`).
#pragma once

#include <string>
#include <string_view>

namespace trireme::report {

// What XML 1.0 has no way to write (control characters, U+FFFE, U+FFFF) reads as pytest writes it, `#x1B`; a byte that is
// not UTF-8 as `#xFF`.
std::string xml_text(std::string_view text);

}  // namespace trireme::report
