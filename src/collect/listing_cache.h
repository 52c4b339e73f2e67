// What programs answered, kept in ${XDG_CACHE_HOME:-~/.cache}/trireme/listings. An entry holds for one version (size, time
// of change, build id) of the program and its libraries, with the same directory, arguments and environment.
//
// Not kept: a listing whose tests may come from data read at run time (value parameters, tests registered in a loop),
// for no version tells when that data changes; and one of a file changed so lately that it may change again within the
// resolution of its time.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "collect/listing.h"
#include "collect/program_files.h"

namespace trireme::collect {

class ListingCache {
 public:
  // Without a directory that is ours alone the cache finds nothing and keeps nothing; that is no error.
  ListingCache();

  // `files`: of the program, as ProgramFiles::of gives them. A damaged entry is none.
  [[nodiscard]] std::optional<Listing> find(const Question& question, const std::vector<ProgramFile*>& files) const;
  // Was it kept?
  bool keep(const Question& question, const std::vector<ProgramFile*>& files, const Listing& listing) const;
  // Removes entries that are older than 30 days.
  void prune() const;

 private:
  [[nodiscard]] std::string entry(const Question& question) const;

  std::string directory_;  // "" = no cache
};

}  // namespace trireme::collect
