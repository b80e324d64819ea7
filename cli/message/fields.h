// How the fields of a request are given on the command line. Read off the proto, so that a new
// field is a new flag.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "cli/app/verb.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace rufaa::cli {

enum class Way {
  kFlag,      // --owner-person p-12
  kText,      // Personal: --note-file FILE|-, in --from, or asked for.
  kSecret,    // The same, not shown while it is typed and not in --from.
  kJsonOnly,  // Personal and structured: in --from, or asked for part by part.
  kPaging,    // The verb turns pages by itself.
  kRequestId,
};

Way WayOf(const google::protobuf::FieldDescriptor& field);

// "owner-person"; for a text or secret "note-file".
std::string FlagNameOf(const google::protobuf::FieldDescriptor& field);
// Only for fields that have one.
bool HasFlag(const google::protobuf::FieldDescriptor& field);
Flag FlagOf(const google::protobuf::FieldDescriptor& field);

bool IsRequired(const google::protobuf::FieldDescriptor& field);

// What texts mean depends on where and when they are read.
struct Reading {
  absl::TimeZone zone;
  absl::Time now;
};

// Sets `field` of `message` from what was typed. A repeated field takes every value; several may
// stand in one, separated by commas. A message of short fields is written in their order, with
// colons: CSRG:CEPR:OOEM:2026-11-20. INVALID_ARGUMENT tells what form was expected.
absl::Status SetField(const Reading& reading, const google::protobuf::FieldDescriptor& field,
                      const std::vector<std::string>& values, google::protobuf::Message& message);

// A usage error, naming the field, where a text of `message` is not UTF-8, as what older Windows
// programs save: no message can hold it, and the hub would be sent none.
absl::Status CheckTexts(const google::protobuf::Message& message);

// "case-mgmt" for PURPOSE_CASE_MGMT.
std::string ShortName(const google::protobuf::EnumValueDescriptor& value);

}  // namespace rufaa::cli
