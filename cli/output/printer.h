// Where everything that `rufaa` says goes: data to standard output in the form that was asked for,
// messages to standard error.
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "cli/config/settings.h"
#include "cli/output/table.h"
#include "google/protobuf/message.h"

namespace rufaa::cli {

enum class Format { kTable, kJson, kJsonLines, kCsv };

// What of a reply to show as a table. The other formats show all of it.
struct Shape {
  std::vector<std::string> columns = {};  // Of its rows; empty: every one that has a value.
  bool brief = false;                     // No lists within the thing: it was changed, not read.
};

class Printer {
 public:
  // Colour where `out_is_terminal`, unless it was refused.
  Printer(const Settings& settings, bool out_is_terminal, bool refuses_color, std::ostream& out,
          std::ostream& err);

  Format format() const { return format_; }
  bool color() const { return color_; }
  absl::TimeZone zone() const { return zone_; }
  std::ostream& out() { return out_; }
  std::ostream& err() { return err_; }

  // A usage error where csv was asked for and a reply of this type is more than one table. To be
  // asked before the call: it may be an act.
  absl::Status CanShow(const google::protobuf::Descriptor& reply) const;
  // A reply. Its one repeated message field, if it has one beside what a cell holds, gives the rows
  // of jsonl and csv; else csv is one row. What csv leaves out is noted.
  void Show(const google::protobuf::Message& reply, const Shape& shape = {});
  // Rows that come from no reply. In JSON each is an object by column.
  void ShowTable(const Table& table);
  // One row or message of an endless list, as it comes.
  void ShowLine(const google::protobuf::Message& row, const std::string& for_people);

  // To standard error: unless --quiet; and only with --verbose.
  void Note(absl::string_view message);
  void Detail(absl::string_view message);

 private:
  void ShowAsCsv(const google::protobuf::Message& reply);
  void ShowForPeople(const google::protobuf::Message& reply, const Shape& shape);
  void ShowCard(const google::protobuf::Message& part, const Shape& shape);

  const Format format_;
  const bool quiet_, verbose_;
  bool color_;
  const absl::TimeZone zone_;
  std::ostream& out_;
  std::ostream& err_;
};

}  // namespace rufaa::cli
