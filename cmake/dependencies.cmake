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

# Asio comes without a CMake package.
find_path(TRIREME_ASIO_INCLUDE asio.hpp REQUIRED)
add_library(asio::asio INTERFACE IMPORTED)
target_include_directories(asio::asio INTERFACE ${TRIREME_ASIO_INCLUDE})
target_link_libraries(asio::asio INTERFACE Threads::Threads)
