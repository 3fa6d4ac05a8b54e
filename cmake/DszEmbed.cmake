# As a script (cmake -DFROM=file -DTO=file.inc -P DszEmbed.cmake): writes a file's bytes as numbers that C++ can include. The file is
# plain ASCII. As a module: dsz_embed(target from to.inc) does that when `target` is built and `from` has changed.
if(CMAKE_SCRIPT_MODE_FILE)
  file(READ "${FROM}" bytes HEX)
  string(REGEX REPLACE "(..)" "0x\\1," numbers "${bytes}")
  file(WRITE "${TO}" "${numbers}\n")
  return()
endif()

set(DSZ_EMBED_SCRIPT ${CMAKE_CURRENT_LIST_FILE})
function(dsz_embed target from to)
  set(folder ${CMAKE_CURRENT_BINARY_DIR}/embedded)
  file(MAKE_DIRECTORY ${folder})
  add_custom_command(
    OUTPUT ${folder}/${to}
    COMMAND ${CMAKE_COMMAND} -DFROM=${CMAKE_CURRENT_SOURCE_DIR}/${from} -DTO=${folder}/${to} -P ${DSZ_EMBED_SCRIPT}
    DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${from} ${DSZ_EMBED_SCRIPT}
    COMMENT "Embedding ${from}"
    VERBATIM)
  target_sources(${target} PRIVATE ${folder}/${to})
  target_include_directories(${target} PRIVATE ${folder})
endfunction()
