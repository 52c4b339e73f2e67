// Lazy binding, done once before forking: otherwise every child looks up the same functions again.
#pragma once

namespace trireme::agent {

// Fills the slots for functions of other objects that have not been called yet, as their first call would. Leaves alone
// what it is not sure of; asking the loader to bind all (LD_BIND_NOW) would also change what a later dlopen does.
void bind_functions();

}  // namespace trireme::agent
