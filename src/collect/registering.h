// Whether the tests of a program may become others while its files stay the same.
#pragma once

#include <vector>

#include "collect/listing.h"
#include "collect/program_files.h"

namespace trireme::collect {

// Do these files of one program register tests when it starts: by RegisterTest, or of parameters, of which there may have been none
// when it listed? Told by the names of classes in them; without those (-fno-rtti) it is taken for true.
bool registers_at_start(const std::vector<ProgramFile*>& files, const Listing& listing);

}  // namespace trireme::collect
