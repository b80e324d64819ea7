# What most files include is parsed once for all of them, in builds that are made often: debug and the
# sanitizers'. At -O0 parsing is most of what a file costs. The release build does without, so that a
# file that forgets an include is found out there.
#
# All files that share one must be built with the same options; hence -fPIC and -pthread for programs,
# too, in the presets.
if(CMAKE_BUILD_TYPE STREQUAL Debug)
  set(RUFAA_PRECOMPILED ON)
endif()

function(rufaa_precompiled_set name)
  if(RUFAA_PRECOMPILED)
    cmake_parse_arguments(ARG "" "" "HEADERS;DEPS" ${ARGN})
    set(empty ${CMAKE_BINARY_DIR}/precompiled/${name}.cc)
    file(GENERATE OUTPUT ${empty} CONTENT "// Holds precompiled headers.\n")
    add_library(${name} OBJECT ${empty})
    target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR})
    target_link_libraries(${name} PRIVATE ${ARG_DEPS})
    target_precompile_headers(${name} PRIVATE ${ARG_HEADERS})
  endif()
endfunction()

set(common <algorithm> <chrono> <filesystem> <fstream> <functional> <future> <map> <memory> <mutex>
  <optional> <set> <string> <thread> <variant> <vector> <absl/container/flat_hash_map.h>
  <absl/container/flat_hash_set.h> <absl/status/statusor.h> <absl/strings/ascii.h>
  <absl/strings/str_cat.h> <absl/strings/str_format.h> <absl/strings/str_join.h> <absl/time/time.h>
  <rocksdb/db.h> <domain/coordination/coordination.h>)
set(grpc <grpcpp/grpcpp.h> <rufaa/access/v1/access_service.grpc.pb.h>
  <rufaa/casework/v1/casework_service.grpc.pb.h> <rufaa/directory/v1/directory_service.grpc.pb.h>
  <rufaa/referral/v1/referral_service.grpc.pb.h>
  <eventlog/execute/executor.h> <services/rpc/call.h>)
rufaa_precompiled_set(precompiled_floors HEADERS ${common})
rufaa_precompiled_set(precompiled_services HEADERS ${common} ${grpc} DEPS rufaa_protos)
rufaa_precompiled_set(precompiled_tests HEADERS ${common} <gmock/gmock.h> DEPS GTest::gmock)
rufaa_precompiled_set(precompiled_service_tests
  HEADERS ${common} ${grpc} <gmock/gmock.h> DEPS rufaa_protos GTest::gmock)
rufaa_precompiled_set(precompiled_hub_tests
  HEADERS ${common} ${grpc} <gmock/gmock.h> <tests/walk_grpc/county.h>
  DEPS rufaa_protos GTest::gmock)

# rufaa_use_precompiled(TARGET DEPS…): the set that fits what the target stands on, and its folder.
function(rufaa_use_precompiled target)
  if(NOT RUFAA_PRECOMPILED)
    return()
  endif()
  file(RELATIVE_PATH folder ${CMAKE_SOURCE_DIR} ${CMAKE_CURRENT_SOURCE_DIR})
  if(walk_support IN_LIST ARGN)
    set(set precompiled_hub_tests)
  elseif(folder MATCHES "^tests/(services|cli|backup|demo|gateway|import|processes|walk_grpc)")
    set(set precompiled_service_tests)
  elseif(folder MATCHES "^(services|cli|bench)")
    set(set precompiled_services)
  elseif(folder MATCHES "^tests")
    set(set precompiled_tests)
  else()
    set(set precompiled_floors)
  endif()
  target_precompile_headers(${target} REUSE_FROM ${set})
endfunction()
