# cmake --install: the program, its man page, the client headers and library, and a package for CMake.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

install(TARGETS trireme RUNTIME)
install(FILES ${CMAKE_BINARY_DIR}/trireme.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(DIRECTORY ${CMAKE_SOURCE_DIR}/include/trireme TYPE INCLUDE FILES_MATCHING PATTERN "*.h")

# find_package(trireme) gives trireme::client; find_package(trireme COMPONENTS postgres) trireme::postgres too, with libpq.
set(package_dir ${CMAKE_INSTALL_DATADIR}/cmake/trireme)
install(TARGETS trireme_client EXPORT trireme-targets)
install(TARGETS trireme_client_postgres EXPORT trireme-postgres-targets ARCHIVE)
install(EXPORT trireme-targets NAMESPACE trireme:: DESTINATION ${package_dir})
install(EXPORT trireme-postgres-targets NAMESPACE trireme:: DESTINATION ${package_dir})
write_basic_package_version_file(${CMAKE_BINARY_DIR}/trireme-config-version.cmake COMPATIBILITY SameMajorVersion)
install(FILES ${CMAKE_SOURCE_DIR}/cmake/trireme-config.cmake ${CMAKE_BINARY_DIR}/trireme-config-version.cmake
  DESTINATION ${package_dir})
