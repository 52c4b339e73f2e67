// What the last run of a project counted, for --cov-append.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "coverage/profile.h"

namespace trireme::coverage {

// The file for the project whose root this is; "" when there is no place to keep it.
std::string kept_counts_path(const std::string& root);

// Those of projects that have not been measured for long go.
void prune_kept_counts();

// `of_clang`: of its programs and libraries.
base::Result<void> keep_counts(const std::string& path, const std::vector<Profile>& profiles,
                               const std::vector<Profile>& of_clang);
// Nothing when there is no such file.
base::Result<std::vector<Profile>> read_kept_counts(const std::string& path);
// Of what a file holds.
base::Result<std::vector<Profile>> parse_kept_counts(std::string_view text);

}  // namespace trireme::coverage
