#include "services/gateway/methods.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/base/check.h"
#include "domain/base/refusal.h"
#include "google/protobuf/descriptor.pb.h"
#include "google/protobuf/util/json_util.h"
#include "google/protobuf/util/type_resolver_util.h"
#include "protos/descriptors.h"

namespace rufaa::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FileDescriptor;
using google::protobuf::MethodDescriptor;

constexpr char kTypePrefix[] = "type.googleapis.com";

std::string UrlOf(const Descriptor& type) {
  return absl::StrCat(kTypePrefix, "/", type.full_name());
}

MethodKind KindOf(const MethodDescriptor& method) {
  if (method.client_streaming()) return MethodKind::kManyRequests;
  return method.server_streaming() ? MethodKind::kServerStream : MethodKind::kUnary;
}

absl::Status Unreadable(const char* problem) {
  return Refuse(Reason::MALFORMED, "The request can't be read.",
                {{"field", "body"}, {"problem", problem}});
}

}  // namespace

Methods::Methods(absl::string_view descriptor_set) {
  google::protobuf::FileDescriptorSet files;
  RUFAA_CHECK(files.ParseFromArray(descriptor_set.data(), static_cast<int>(descriptor_set.size())));
  for (const auto& file : files.file()) RUFAA_CHECK(database_.Add(file));
  pool_ = std::make_unique<google::protobuf::DescriptorPool>(&database_);
  types_.reset(google::protobuf::util::NewTypeResolverForDescriptorPool(kTypePrefix, pool_.get()));
  messages_ = std::make_unique<google::protobuf::DynamicMessageFactory>(pool_.get());
  for (const auto& proto : files.file()) {
    const FileDescriptor* file = pool_->FindFileByName(proto.name());
    RUFAA_CHECK(file != nullptr);
    for (int s = 0; s < file->service_count(); ++s) {
      for (int m = 0; m < file->service(s)->method_count(); ++m) {
        const MethodDescriptor& method = *file->service(s)->method(m);
        std::string path = absl::StrCat("/", file->service(s)->full_name(), "/", method.name());
        Method entry{path, KindOf(method), method.input_type(), method.output_type()};
        by_path_.emplace(std::move(path), std::move(entry));
      }
    }
  }
}

const Method* Methods::Find(absl::string_view path) const {
  const auto found = by_path_.find(path);
  return found == by_path_.end() ? nullptr : &found->second;
}

absl::StatusOr<std::string> Methods::RequestFromJson(const Method& method,
                                                     absl::string_view json) const {
  // Protobuf takes nothing at all for an empty message; the protocol does not.
  if (json.find_first_not_of(" \t\r\n") == absl::string_view::npos) {
    return Unreadable("empty; an empty message is {}");
  }
  google::protobuf::util::JsonParseOptions options;
  options.ignore_unknown_fields = true;
  std::string bytes;
  const auto status = google::protobuf::util::JsonToBinaryString(
      types_.get(), UrlOf(*method.request), {json.data(), json.size()}, &bytes, options);
  if (!status.ok()) return Unreadable("not JSON of this message");
  return bytes;
}

absl::Status Methods::CheckRequest(const Method& method, absl::string_view bytes) const {
  const std::unique_ptr<google::protobuf::Message> message(
      messages_->GetPrototype(method.request)->New());
  if (message->ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return absl::OkStatus();
  }
  return Unreadable("not the bytes of this message");
}

absl::StatusOr<std::string> Methods::ResponseToJson(const Method& method,
                                                    const std::string& bytes) const {
  std::string json;
  const auto status = google::protobuf::util::BinaryToJsonString(
      types_.get(), UrlOf(*method.response), bytes, &json);
  if (!status.ok()) return absl::InternalError(absl::StrCat("no JSON of ", method.path));
  return json;
}

const Methods& HubMethods() {
  static const auto* const methods =
      new Methods({protos::kDescriptorSet, protos::kDescriptorSetSize});
  return *methods;
}

}  // namespace rufaa::gateway
