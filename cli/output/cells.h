// A field of a message as one cell: times in the reader's zone, codes with their label where there
// is room for it, lists joined.
#pragma once

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "cli/output/table.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace rufaa::cli {

// For a number that is not shown to who asks: a small one, or one from which a small one could be
// reckoned.
inline constexpr char kHidden[] = "hidden";

struct CellStyle {
  absl::TimeZone zone;
  absl::Time now;
  bool labels = false;  // "RLHG (High)" for "RLHG".
  // "2026-11-26 09:00 (in 2 d)" for RFC 3339; "" for false and 0, but for places that are counted.
  bool for_people = true;
};

// A google.protobuf.Timestamp.
bool IsTime(const google::protobuf::FieldDescriptor& field);

// One cell holds it: it is neither a message (but a time) nor a list of messages.
bool IsSimple(const google::protobuf::FieldDescriptor& field);

Cell CellOf(const google::protobuf::Message& message,
            const google::protobuf::FieldDescriptor& field, const CellStyle& style);

// Rows of a repeated field. `columns`: names of fields; empty: every simple field, for people only
// those that some row has a value for.
Table TableOf(const google::protobuf::Message& message,
              const google::protobuf::FieldDescriptor& rows, std::vector<std::string> columns,
              const CellStyle& style);

// "case_code" → "case code".
std::string Heading(const std::string& field_name);

}  // namespace rufaa::cli
