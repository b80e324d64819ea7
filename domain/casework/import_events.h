// One import of a line list: stream "import/<id>".
#pragma once

#include <cstdint>
#include <string>
#include <variant>

#include "absl/strings/string_view.h"
#include "domain/base/fields.h"

namespace rufaa::casework::imports {

struct Started {
  static constexpr absl::string_view kType = "import.started";
  std::string import_id;
  std::string file_digest;  // Hex SHA-256 of the file: the same file again is recognised.
  uint32_t rows = 0;
  std::string started_by;
  std::string source;  // What it is, for people: "line list 2024". Never the file's name.

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "import_id", self.import_id);
    visit(2, "file_digest", self.file_digest);
    visit(3, "rows", self.rows);
    visit(4, "started_by", self.started_by);
    visit(5, "source", self.source);
  }
  bool operator==(const Started&) const = default;
};

struct Finished {
  static constexpr absl::string_view kType = "import.finished";
  uint32_t accepted = 0;
  uint32_t refused = 0;
  uint32_t flagged = 0;  // Likely duplicates, for a person to decide.

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "accepted", self.accepted);
    visit(2, "refused", self.refused);
    visit(3, "flagged", self.flagged);
  }
  bool operator==(const Finished&) const = default;
};

struct Reverted {
  static constexpr absl::string_view kType = "import.reverted";
  std::string reason;
  std::string reverted_by;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "reason", self.reason);
    visit(2, "reverted_by", self.reverted_by);
  }
  bool operator==(const Reverted&) const = default;
};

using Event = std::variant<Started, Finished, Reverted>;

}  // namespace rufaa::casework::imports
