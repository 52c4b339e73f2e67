# The preset dev makes them errors (CMAKE_COMPILE_WARNING_AS_ERROR).
add_library(trireme_warnings INTERFACE)
target_compile_options(trireme_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor -Woverloaded-virtual
  $<$<CXX_COMPILER_ID:GNU>:-Wduplicated-cond> $<$<CXX_COMPILER_ID:GNU>:-Wlogical-op> -Wno-missing-field-initializers)
