// A program that may hold tests, and how far collection has come with it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/file_stamp.h"
#include "collect/listing.h"
#include "collect/listing_index.h"
#include "collect/rules.h"

namespace trireme::collect {

// What tests that match the same rules share.
struct Shared {
  Settings settings;
  bool runs_disabled = false;
  std::optional<std::uint32_t> launch;  // index in Collection::launches, once a test of it is selected
};

struct Candidate {
  std::string path;       // absolute
  std::string name;       // as in node ids
  bool typed = false;     // named on the command line
  bool found = false;     // in a directory
  base::FileStamp stamp;  // of before it was asked

  base::Result<Listing> answer = Listing();
  bool judged = false;                // the answer has been looked at
  std::optional<ListingIndex> index;  // set if the answer is good
  std::uint32_t binary = 0;           // index in Collection::binaries, if the answer is good
  std::vector<bool> taken;            // by index in the listing
  std::map<Matching, Shared> shared;
};

// A part of the command line: tests of one candidate.
struct Wanted {
  std::size_t candidate = 0;
  std::optional<std::string> name;  // nullopt: every test
  std::string typed;                // for messages
};

}  // namespace trireme::collect
