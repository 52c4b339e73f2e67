// What all pages have in them: style and script. Pages load nothing, so that they can be sent, archived, and opened from a
// file.
#pragma once

namespace trireme::coverage {

extern const char* const k_html_style;
extern const char* const k_index_script;  // sorts and filters the table
extern const char* const k_file_script;   // leads from one uncovered place to the next

}  // namespace trireme::coverage
