#include "services/rpc/repeatable.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "domain/base/check.h"
#include "google/protobuf/descriptor.pb.h"
#include "protos/descriptors.h"
#include "rufaa/replica/v1/replica_service.pb.h"
#include "rufaa/vault/v1/vault_service.pb.h"

namespace rufaa::rpc {
namespace {

using google::protobuf::FileDescriptor;
using google::protobuf::MethodDescriptor;
using google::protobuf::ServiceDescriptor;

// So the hub's protos name what only reads.
constexpr absl::string_view kReads[] = {"Get", "List", "Find", "Count"};

// What reads by another name, or leaves the same behind however often it is done.
constexpr absl::string_view kOthers[] = {
    "rufaa.access.v1.AccessService.ResolveSession",
    "rufaa.access.v1.AccessService.WhoAmI",
    "rufaa.live.v1.LiveService.Watch",
    "rufaa.log.v1.LogService.ReadLog",
    "rufaa.log.v1.LogService.TailLog",
    "rufaa.log.v1.LogService.VerifyLog",
    "rufaa.replica.v1.ReplicaService.Copy",
    "rufaa.vault.v1.VaultService.DeriveKey",
    "rufaa.vault.v1.VaultService.Erase",
    "rufaa.vault.v1.VaultService.Index",
    "rufaa.vault.v1.VaultService.Match",
    "rufaa.vault.v1.VaultService.Seal",
};

void AddNames(const FileDescriptor& file, std::string& names) {
  for (int s = 0; s < file.service_count(); ++s) {
    const ServiceDescriptor& service = *file.service(s);
    for (int m = 0; m < service.method_count(); ++m) {
      if (!MayBeRepeated(*service.method(m))) continue;
      absl::StrAppend(&names, names.empty() ? "" : ",", R"({"service":")", service.full_name(),
                      R"(","method":")", service.method(m)->name(), R"("})");
    }
  }
}

std::string MakeNames() {
  std::string names;
  google::protobuf::FileDescriptorSet files;
  RUFAA_CHECK(
      files.ParseFromArray(protos::kDescriptorSet, static_cast<int>(protos::kDescriptorSetSize)));
  google::protobuf::DescriptorPool pool;
  for (const auto& file : files.file()) {
    const FileDescriptor* built = pool.BuildFile(file);
    RUFAA_CHECK(built != nullptr);
    AddNames(*built, names);
  }
  // Those that only the hub's own processes call are not in that set.
  AddNames(*vault::v1::SealRequest::descriptor()->file(), names);
  AddNames(*replica::v1::CopyRequest::descriptor()->file(), names);
  return absl::StrCat("[", names, "]");
}

}  // namespace

bool MayBeRepeated(const MethodDescriptor& method) {
  if (method.client_streaming()) return false;
  if (method.input_type()->FindFieldByName("request_id") != nullptr) return true;
  const auto begins = [&](absl::string_view verb) { return absl::StartsWith(method.name(), verb); };
  return std::any_of(std::begin(kReads), std::end(kReads), begins) ||
         std::find(std::begin(kOthers), std::end(kOthers), method.full_name()) != std::end(kOthers);
}

const std::string& RepeatableNames() {
  static const auto& names = *new std::string(MakeNames());
  return names;
}

}  // namespace rufaa::rpc
