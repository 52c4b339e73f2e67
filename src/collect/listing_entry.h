// An entry of the listing cache: a list of texts, each followed by a NUL, which none of them holds: the key, what is known of
// the program, the texts of each test, and a checksum of all before it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "collect/listing.h"

namespace trireme::collect {

std::string write_entry(const std::string& key, const Listing& listing);
// nullopt if the entry is damaged or has another key.
std::optional<Listing> read_entry(std::string_view text, const std::string& key);

}  // namespace trireme::collect
