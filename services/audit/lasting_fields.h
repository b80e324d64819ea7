// Which fields of events say anew what an earlier event of the same stream said of the same thing.
// A second matter at court is no change of the first; a date that is moved is one.
#pragma once

#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "absl/strings/string_view.h"
#include "eventlog/codec/describe.h"

namespace rufaa::audit_service {

struct FieldChange {
  std::string field, before, after;  // Empty: nothing.
};

// What was said last of each thing of one stream. Not thread-safe.
class LastSaid {
 public:
  // What an event changes, in the order of its fields, and then what it leaves empty that was not.
  // Only a lasting field has a before. Events come in the stream's order.
  std::vector<FieldChange> Hear(absl::string_view type, const Description& event);

 private:
  // What, of which kind of part, of which of them; the latter two are empty for the stream's own.
  using Thing = std::tuple<std::string, std::string, std::string>;
  std::map<Thing, std::string> said_;
};

// For the test of the table: every type with a lasting field, and its names of fields.
std::vector<std::pair<std::string, std::vector<std::string>>> LastingFields();

}  // namespace rufaa::audit_service
