#include "cli/message/proto_docs.h"

#include <unordered_map>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "domain/base/check.h"
#include "google/protobuf/descriptor.pb.h"
#include "protos/descriptors.h"

namespace rufaa::cli {

namespace {

using google::protobuf::DescriptorProto;
using google::protobuf::FileDescriptorProto;
using google::protobuf::FileDescriptorSet;
using google::protobuf::ServiceDescriptorProto;
using google::protobuf::SourceCodeInfo;

using Docs = std::unordered_map<std::string, std::string>;

std::string OneLine(const std::string& comment) {
  std::string line = absl::StrReplaceAll(comment, {{"\n", " "}});
  absl::RemoveExtraAsciiWhitespace(&line);
  return std::string(absl::StripSuffix(line, "."));
}

// A path of descriptor.proto's field numbers leads to what a comment is about: 4, m, 2, f is field
// f of message m; 6, s, 2, m is method m of service s.
void AddDocs(const FileDescriptorProto& file, Docs& docs) {
  for (const SourceCodeInfo::Location& place : file.source_code_info().location()) {
    if (!place.has_leading_comments() || place.path_size() != 4 || place.path(2) != 2) continue;
    std::string owner, name;
    if (place.path(0) == FileDescriptorProto::kMessageTypeFieldNumber) {
      const DescriptorProto& message = file.message_type(place.path(1));
      owner = message.name();
      name = message.field(place.path(3)).name();
    } else if (place.path(0) == FileDescriptorProto::kServiceFieldNumber) {
      const ServiceDescriptorProto& service = file.service(place.path(1));
      owner = service.name();
      name = service.method(place.path(3)).name();
    } else {
      continue;
    }
    docs[absl::StrCat(file.package(), ".", owner, ".", name)] = OneLine(place.leading_comments());
  }
}

const Docs& AllDocs() {
  static const Docs* const docs = [] {
    FileDescriptorSet files;
    RUFAA_CHECK(
        files.ParseFromArray(protos::kDescriptorSet, static_cast<int>(protos::kDescriptorSetSize)));
    auto* made = new Docs;
    for (const FileDescriptorProto& file : files.file()) AddDocs(file, *made);
    return made;
  }();
  return *docs;
}

std::string Find(const std::string& full_name) {
  const auto found = AllDocs().find(full_name);
  return found == AllDocs().end() ? "" : found->second;
}

}  // namespace

std::string DocOf(const google::protobuf::FieldDescriptor& field) {
  return Find(field.full_name());
}

std::string DocOf(const google::protobuf::MethodDescriptor& method) {
  return Find(method.full_name());
}

}  // namespace rufaa::cli
