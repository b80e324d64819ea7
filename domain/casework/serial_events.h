// Case serials: the counter of one sub-county and year, stream
// "serial/<county>/<sub-county>/<year>", and who has a serial, stream "serial-text/<serial>". Both
// are written in the commit that registers the case, so no two cases can share one.
#pragma once

#include <cstdint>
#include <string>
#include <variant>

#include "absl/strings/string_view.h"
#include "domain/base/fields.h"

namespace rufaa::casework::serials {

struct Taken {
  static constexpr absl::string_view kType = "serial.taken";
  uint32_t number = 0;  // 0: the serial has not the county's form.
  std::string case_code;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "number", self.number);
    visit(2, "case_code", self.case_code);
  }
  bool operator==(const Taken&) const = default;
};

using Event = std::variant<Taken>;

}  // namespace rufaa::casework::serials
