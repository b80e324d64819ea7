# rufaa_library(NAME SRCS a.cc … DEPS x …), rufaa_binary(…) and rufaa_test(…): the only ways to
# make a target, so that every file of ours is built with the same warnings.
function(rufaa_flags target)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Werror)
  target_include_directories(${target} PUBLIC ${CMAKE_SOURCE_DIR})
endfunction()

# What tests share is static in every build, since GoogleTest is: it would otherwise stand in the
# program and once more in a library, and let go of its flags twice.
function(rufaa_library)
  cmake_parse_arguments(ARG "" "NAME" "SRCS;DEPS" ${ARGN})
  set(kind)
  file(RELATIVE_PATH folder ${CMAKE_SOURCE_DIR} ${CMAKE_CURRENT_SOURCE_DIR})
  if(folder MATCHES "^tests/")
    set(kind STATIC)
  endif()
  add_library(${ARG_NAME} ${kind} ${ARG_SRCS})
  rufaa_flags(${ARG_NAME})
  target_link_libraries(${ARG_NAME} PUBLIC ${ARG_DEPS})
  rufaa_use_precompiled(${ARG_NAME} ${ARG_DEPS})
endfunction()

function(rufaa_binary)
  cmake_parse_arguments(ARG "" "NAME" "SRCS;DEPS" ${ARGN})
  add_executable(${ARG_NAME} ${ARG_SRCS})
  rufaa_flags(${ARG_NAME})
  target_link_libraries(${ARG_NAME} PRIVATE ${ARG_DEPS})
  rufaa_use_precompiled(${ARG_NAME} ${ARG_DEPS})
  # Sanitizers bring an allocator of their own.
  if(NOT CMAKE_CXX_FLAGS_DEBUG MATCHES "fsanitize")
    target_link_libraries(${ARG_NAME} PRIVATE PkgConfig::jemalloc)
    target_sources(${ARG_NAME} PRIVATE ${CMAKE_SOURCE_DIR}/domain/base/allocator.cc)
  endif()
endfunction()

# The test runs in the source folder (golden files, samples) and may use what `rufaa_binary` built
# through the RUFAA_BIN environment variable.
function(rufaa_test)
  cmake_parse_arguments(ARG "" "NAME;TIMEOUT" "SRCS;DEPS" ${ARGN})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 300)
  endif()
  add_executable(${ARG_NAME} ${ARG_SRCS})
  rufaa_flags(${ARG_NAME})
  target_link_libraries(${ARG_NAME} PRIVATE ${ARG_DEPS} GTest::gmock GTest::gtest_main)
  rufaa_use_precompiled(${ARG_NAME} ${ARG_DEPS})
  add_test(NAME ${ARG_NAME} COMMAND ${ARG_NAME} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
  set_tests_properties(${ARG_NAME} PROPERTIES TIMEOUT ${ARG_TIMEOUT}
    ENVIRONMENT "RUFAA_BIN=${CMAKE_RUNTIME_OUTPUT_DIRECTORY}")
endfunction()
