#include "cli/output/printer.h"

#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "cli/app/exit_code.h"
#include "cli/output/cells.h"
#include "cli/output/reply_parts.h"
#include "google/protobuf/util/json_util.h"

namespace rufaa::cli {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

Format FormatNamed(const std::string& name) {
  if (name == "json") return Format::kJson;
  if (name == "jsonl") return Format::kJsonLines;
  if (name == "csv") return Format::kCsv;
  return Format::kTable;
}

std::string JsonOf(const Message& message, bool pretty) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = pretty;
  // The names of the protos: they are the names of the flags too.
  options.preserve_proto_field_names = true;
  std::string json;
  (void)google::protobuf::util::MessageToJsonString(message, &json, options);
  return json;
}

// What is not UTF-8 is shown as what it is not, rather than thrown over.
std::string Dump(const nlohmann::ordered_json& json, int indent) {
  return json.dump(indent, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

// Whether a list says that there is more than it may show.
bool HidesSome(const Message& reply) {
  const FieldDescriptor* hidden = reply.GetDescriptor()->FindFieldByName("some_hidden");
  return hidden != nullptr && reply.GetReflection()->GetBool(reply, hidden);
}

void AddToRow(const Message& part, const CellStyle& style, Table& table) {
  for (int i = 0; i < part.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor& field = *part.GetDescriptor()->field(i);
    if (!IsSimple(field) || IsFrame(field)) continue;
    table.columns.push_back(field.name());
    table.rows.back().push_back(CellOf(part, field, style));
  }
}

// The thing that a reply is about, and what the reply says beside it.
Table OneRow(const Message& reply, const CellStyle& style) {
  Table table;
  table.rows.emplace_back();
  if (const FieldDescriptor* thing = ThingOf(*reply.GetDescriptor())) {
    AddToRow(reply.GetReflection()->GetMessage(reply, thing), style, table);
  }
  AddToRow(reply, style, table);
  return table;
}

// What is there and has no column.
std::set<std::string> LeftOutOfCsv(const Message& reply) {
  const Reflection& access = *reply.GetReflection();
  std::set<std::string> names;
  const auto add = [&names](const Message& part) {
    for (std::string& name : LeftOutOf(part)) names.insert(std::move(name));
  };
  if (const FieldDescriptor* rows = RowsOf(*reply.GetDescriptor())) {
    for (int i = 0; i < access.FieldSize(reply, rows); ++i) {
      add(access.GetRepeatedMessage(reply, rows, i));
    }
    return names;
  }
  add(reply);
  if (const FieldDescriptor* thing = ThingOf(*reply.GetDescriptor())) {
    names.erase(thing->name());
    add(access.GetMessage(reply, thing));
  }
  return names;
}

// "As of when" belongs to such a list, and is no column of it.
bool TellsWhen(const Descriptor& type) {
  for (int i = 0; i < type.field_count(); ++i) {
    if (!IsFrame(*type.field(i)) && IsTime(*type.field(i))) return true;
  }
  return false;
}

}  // namespace

Printer::Printer(const Settings& settings, bool out_is_terminal, bool refuses_color,
                 std::ostream& out, std::ostream& err)
    : format_(FormatNamed(settings.Text("output"))),
      quiet_(settings.Switch("quiet")),
      verbose_(settings.Switch("verbose")),
      color_(out_is_terminal && !refuses_color && !settings.Switch("no_color")),
      zone_(settings.zone()),
      out_(out),
      err_(err) {}

absl::Status Printer::CanShow(const Descriptor& reply) const {
  if (format_ != Format::kCsv || IsOneTable(reply)) return absl::OkStatus();
  return UsageError("-o csv: this answer is not one table; -o json and -o jsonl have all of it");
}

void Printer::Show(const Message& reply, const Shape& shape) {
  const FieldDescriptor* rows = RowsOf(*reply.GetDescriptor());
  switch (format_) {
    case Format::kTable:
      ShowForPeople(reply, shape);
      break;
    case Format::kJson:
      out_ << JsonOf(reply, /*pretty=*/true);
      break;
    case Format::kJsonLines:
      if (rows == nullptr) {
        out_ << JsonOf(reply, false) << "\n";
        break;
      }
      for (int i = 0; i < reply.GetReflection()->FieldSize(reply, rows); ++i) {
        out_ << JsonOf(reply.GetReflection()->GetRepeatedMessage(reply, rows, i), false) << "\n";
      }
      break;
    case Format::kCsv:
      ShowAsCsv(reply);
      break;
  }
  out_.flush();
  if (HidesSome(reply)) Note("some are not listed: how many they are is hidden from you");
}

void Printer::ShowAsCsv(const Message& reply) {
  const CellStyle style{.zone = zone_, .now = absl::Now(), .labels = false, .for_people = false};
  const FieldDescriptor* rows = RowsOf(*reply.GetDescriptor());
  PrintCsv(rows != nullptr ? TableOf(reply, *rows, {}, style) : OneRow(reply, style), out_);
  const std::set<std::string> left_out = LeftOutOfCsv(reply);
  if (left_out.empty()) return;
  Note(absl::StrCat("csv has no column for: ", absl::StrJoin(left_out, ", "), " (-o json has)"));
}

void Printer::ShowForPeople(const Message& reply, const Shape& shape) {
  const CellStyle style{.zone = zone_, .now = absl::Now()};
  const Descriptor& type = *reply.GetDescriptor();
  if (const FieldDescriptor* rows = RowsOf(type); rows != nullptr && !TellsWhen(type)) {
    const Table table = TableOf(reply, *rows, shape.columns, style);
    if (table.rows.empty()) return Note("nothing to show");
    return PrintTable(table, color_, out_);
  }
  ShowCard(reply, shape);
}

void Printer::ShowCard(const Message& part, const Shape& shape) {
  const CellStyle style{.zone = zone_, .now = absl::Now(), .labels = true};
  const Descriptor& type = *part.GetDescriptor();
  std::vector<std::pair<std::string, Cell>> lines;
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (!IsSimple(field) || IsFrame(field)) continue;
    lines.emplace_back(Heading(field.name()), CellOf(part, field, style));
  }
  PrintCard(lines, color_, out_);
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (IsSimple(field)) continue;
    if (!field.is_repeated()) {
      if (part.GetReflection()->HasField(part, &field)) {
        ShowCard(part.GetReflection()->GetMessage(part, &field), shape);
      }
      continue;
    }
    // Of what a changed thing consists is for who reads it; what the reply adds is shown.
    const bool within = type.name() != "CaseReply" && type.name() != "ReferralReply";
    if (part.GetReflection()->FieldSize(part, &field) == 0 || (shape.brief && within)) continue;
    out_ << "\n" << Heading(field.name()) << ":\n";
    PrintTable(TableOf(part, field, {}, {.zone = zone_, .now = absl::Now()}), color_, out_);
  }
}

void Printer::ShowTable(const Table& table) {
  if (format_ == Format::kTable) {
    PrintTable(table, color_, out_);
  } else if (format_ == Format::kCsv) {
    PrintCsv(table, out_);
  } else {
    nlohmann::ordered_json all = nlohmann::ordered_json::array();
    for (const auto& row : table.rows) {
      nlohmann::ordered_json object;
      for (size_t i = 0; i < row.size(); ++i) object[table.columns[i]] = row[i].text;
      if (format_ == Format::kJsonLines) out_ << Dump(object, -1) << "\n";
      all.push_back(std::move(object));
    }
    if (format_ == Format::kJson) out_ << Dump(all, 1) << "\n";
  }
  out_.flush();
}

void Printer::ShowLine(const Message& row, const std::string& for_people) {
  if (format_ == Format::kTable) {
    out_ << Printable(for_people) << "\n";
  } else {
    out_ << JsonOf(row, false) << "\n";
  }
  out_.flush();
}

void Printer::Note(absl::string_view message) {
  if (!quiet_) err_ << message << "\n";
}

void Printer::Detail(absl::string_view message) {
  if (verbose_) err_ << message << "\n";
}

}  // namespace rufaa::cli
