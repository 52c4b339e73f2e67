# Every library comes from Debian 12; tools/install_dependencies.sh names the packages.
find_package(Threads REQUIRED)
find_package(fmt REQUIRED)
find_package(CLI11 REQUIRED)
find_package(tomlplusplus REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(simdjson REQUIRED)
find_package(pugixml REQUIRED)
find_package(GTest REQUIRED)
find_package(Python3 REQUIRED COMPONENTS Interpreter)

# RE2 and Asio come without a CMake package.
find_path(TRIREME_RE2_INCLUDE re2/re2.h REQUIRED)
find_library(TRIREME_RE2_LIBRARY re2 REQUIRED)
add_library(re2::re2 INTERFACE IMPORTED)
target_include_directories(re2::re2 INTERFACE ${TRIREME_RE2_INCLUDE})
target_link_libraries(re2::re2 INTERFACE ${TRIREME_RE2_LIBRARY})
find_path(TRIREME_ASIO_INCLUDE asio.hpp REQUIRED)
add_library(asio::asio INTERFACE IMPORTED)
target_include_directories(asio::asio INTERFACE ${TRIREME_ASIO_INCLUDE})
target_link_libraries(asio::asio INTERFACE Threads::Threads)
# Else it finds out by what was included before it, and what one file allocates another frees in another way.
target_compile_definitions(asio::asio INTERFACE ASIO_DISABLE_STD_ALIGNED_ALLOC)
