# cmake --install: the program, its man page, the client headers, and trireme::client for find_package(trireme).
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

install(TARGETS trireme RUNTIME)
install(FILES ${CMAKE_BINARY_DIR}/trireme.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(DIRECTORY ${CMAKE_SOURCE_DIR}/include/trireme TYPE INCLUDE FILES_MATCHING PATTERN "*.h")

set(package_dir ${CMAKE_INSTALL_DATADIR}/cmake/trireme)
install(TARGETS trireme_client EXPORT trireme-targets)
install(EXPORT trireme-targets NAMESPACE trireme:: DESTINATION ${package_dir} FILE trireme-config.cmake)
write_basic_package_version_file(${CMAKE_BINARY_DIR}/trireme-config-version.cmake
  COMPATIBILITY SameMajorVersion ARCH_INDEPENDENT)
install(FILES ${CMAKE_BINARY_DIR}/trireme-config-version.cmake DESTINATION ${package_dir})
