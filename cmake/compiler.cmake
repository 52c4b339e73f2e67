# A second build of the same file costs nothing where ccache is installed. -DCMAKE_CXX_COMPILER_LAUNCHER= does without.
find_program(TRIREME_CCACHE ccache)
if(TRIREME_CCACHE AND NOT DEFINED CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${TRIREME_CCACHE})
endif()

# What the presets asan, tsan and coverage set; for everything that is built, tests included.
set(TRIREME_SANITIZE "" CACHE STRING "for -fsanitize=: address,undefined or thread")
option(TRIREME_FUZZ "build the fuzzers; the compiler must be clang")
option(TRIREME_COVERAGE "count which lines run, for gcov")
if(TRIREME_SANITIZE)
  add_compile_options(-fsanitize=${TRIREME_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${TRIREME_SANITIZE})
endif()
# clang 14, Debian 12's, has the coroutines of C++20 and does not say so.
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 15)
  add_compile_definitions(__cpp_impl_coroutine=201902L ASIO_HAS_CO_AWAIT ASIO_HAS_STD_COROUTINE)
endif()
if(TRIREME_COVERAGE)
  add_compile_options(--coverage)
  add_link_options(--coverage)
endif()
