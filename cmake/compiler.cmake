# A second build of the same file costs nothing where ccache is installed. -DCMAKE_CXX_COMPILER_LAUNCHER= does without.
find_program(TRIREME_CCACHE ccache)
if(TRIREME_CCACHE AND NOT DEFINED CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${TRIREME_CCACHE})
endif()

# What the presets asan, tsan, fuzz and coverage set; for everything that is built, tests included.
set(TRIREME_SANITIZE "" CACHE STRING "for -fsanitize=: address,undefined or thread")
option(TRIREME_FUZZ "build the fuzzers; the compiler must be clang")
option(TRIREME_COVERAGE "count which lines run, for gcov")
if(TRIREME_SANITIZE)
  add_compile_options(-fsanitize=${TRIREME_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${TRIREME_SANITIZE})
endif()
if(TRIREME_COVERAGE)
  add_compile_options(--coverage)
  add_link_options(--coverage)
endif()
