# trireme.1, from `trireme --help`: the options are described once.
set(man_page ${CMAKE_BINARY_DIR}/trireme.1)
add_custom_command(OUTPUT ${man_page}
  COMMAND ${Python3_EXECUTABLE} ${CMAKE_SOURCE_DIR}/tools/make_man.py $<TARGET_FILE:trireme> ${man_page}
  DEPENDS trireme ${CMAKE_SOURCE_DIR}/tools/make_man.py
  COMMENT "Writing trireme.1"
  VERBATIM)
add_custom_target(man_page ALL DEPENDS ${man_page})

find_program(TRIREME_GROFF groff)
if(TRIREME_GROFF)
  add_test(NAME tools.man_page COMMAND ${CMAKE_SOURCE_DIR}/tools/check_man.sh ${TRIREME_GROFF} ${man_page})
endif()
