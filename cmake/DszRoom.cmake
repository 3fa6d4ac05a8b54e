# A room is one static library, src/ROOM + include/dsz/ROOM; it may use only the rooms named after DEPENDS (docs/ARCHITECTURE.md).
# SMALL: a release compiles it for size, as what works once a run; the pages of code that are touched count as memory too.
add_library(dsz_options INTERFACE)
target_compile_features(dsz_options INTERFACE cxx_std_20)
target_compile_options(dsz_options INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow)
if(DSZ_WERROR)
  target_compile_options(dsz_options INTERFACE -Werror)
endif()
if(DSZ_SANITIZE)
  target_compile_options(dsz_options INTERFACE -fno-omit-frame-pointer
    $<$<NOT:$<BOOL:$<TARGET_PROPERTY:DSZ_STAND_IN>>>:-fsanitize=${DSZ_SANITIZE}$<SEMICOLON>-fno-sanitize-recover=all>)
  target_link_options(dsz_options INTERFACE -fsanitize=${DSZ_SANITIZE})
endif()
find_program(DSZ_LLD ld.lld)
if(DSZ_LLD AND CMAKE_CXX_COMPILER_ID STREQUAL "Clang")  # several times quicker than the default one
  set(DSZ_LINKER -fuse-ld=lld)
  target_link_options(dsz_options INTERFACE ${DSZ_LINKER})
endif()
# A release has fmt and the C++ runtime in itself: a megabyte of memory less than with the shared libraries.
add_library(dsz_fmt INTERFACE)
target_link_libraries(dsz_fmt INTERFACE $<IF:$<CONFIG:Release>,fmt::fmt-header-only,fmt::fmt>)
include(CheckLinkerFlag)
check_linker_flag(CXX -static-libstdc++ DSZ_STATIC_RUNTIME)
# The table of addresses to be set at the start, which is all read then, in a thirtieth of its room: 0.1 MiB of memory less.
# Run, not only linked: glibc knows it from 2.36 on.
include(CheckCXXSourceRuns)
set(CMAKE_REQUIRED_LINK_OPTIONS ${DSZ_LINKER} -Wl,--fatal-warnings -Wl,-z,pack-relative-relocs)
check_cxx_source_runs("int main() { return 0; }" DSZ_PACKED_RELOCATIONS)
unset(CMAKE_REQUIRED_LINK_OPTIONS)
function(dsz_small_program program)
  if(DSZ_STATIC_RUNTIME AND NOT DSZ_SANITIZE)
    target_link_options(${program} PRIVATE $<$<CONFIG:Release>:-static-libstdc++$<SEMICOLON>-static-libgcc>)
  endif()
  if(DSZ_PACKED_RELOCATIONS)
    target_link_options(${program} PRIVATE $<$<CONFIG:Release>:-Wl,-z,pack-relative-relocs>)
  endif()
endfunction()
if(DSZ_COVERAGE)
  target_compile_options(dsz_options INTERFACE --coverage)
  target_link_options(dsz_options INTERFACE --coverage)
endif()

function(dsz_room room)
  cmake_parse_arguments(ARG "SMALL" "" "SOURCES;DEPENDS;LIBRARIES" ${ARGN})
  add_library(dsz_${room} STATIC ${ARG_SOURCES})
  target_include_directories(dsz_${room} PUBLIC ${PROJECT_SOURCE_DIR}/include)
  list(TRANSFORM ARG_DEPENDS PREPEND dsz_)
  target_link_libraries(dsz_${room} PUBLIC dsz_options ${ARG_DEPENDS} ${ARG_LIBRARIES})
  if(ARG_SMALL)
    target_compile_options(dsz_${room} PRIVATE $<$<CONFIG:Release>:-Os>)
  endif()
  if(DSZ_FUZZ)  # the fuzzers are to see which branches an input takes
    target_compile_options(dsz_${room} PRIVATE -fsanitize=fuzzer-no-link)
  endif()
endfunction()

# A program of tests: compiled without optimisation, since it is built far more often than it is run.
function(dsz_test_program name)
  target_compile_options(${name} PRIVATE -O0)
endfunction()

# The other side of the wire, which shares no memory with the program under test: compiled without AddressSanitizer, under
# which it would take most of the time of a test. (ThreadSanitizer would see races where half of a process is not compiled
# with it.)
function(dsz_stand_in name)
  if(NOT DSZ_SANITIZE MATCHES "thread")
    set_target_properties(${name} PROPERTIES DSZ_STAND_IN ON)
  endif()
endfunction()

# The unit tests of one room, tests/unit/ROOM: one program, each test known to ctest by its own name; with a sanitizer, whose
# start and end cost more than most tests, the program is one test.
function(dsz_unit_tests room)
  cmake_parse_arguments(ARG "" "" "SOURCES;LIBRARIES" ${ARGN})
  add_executable(unit_${room} ${ARG_SOURCES})
  target_link_libraries(unit_${room} PRIVATE dsz_${room} dsz_test_support GTest::gmock GTest::gtest_main ${ARG_LIBRARIES})
  dsz_test_program(unit_${room})
  if(DSZ_SANITIZE)
    add_test(NAME unit.${room} COMMAND unit_${room} --gtest_brief=1)
  else()
    gtest_discover_tests(unit_${room} TEST_PREFIX "unit.${room}." DISCOVERY_TIMEOUT 60 PROPERTIES TIMEOUT 120)
  endif()
endfunction()
