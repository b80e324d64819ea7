#include "services/ops/ops_service.h"

#include <utility>

#include "absl/strings/match.h"
#include "domain/base/field_checks.h"
#include "domain/base/refusal.h"
#include "services/rpc/convert.h"

namespace rufaa::ops {
namespace {

absl::Status CheckRequest(const rpc::Call& call, const v1::CreateBackupRequest& request) {
  if (call.caller.role != Role::kOperator) return Refuse(Reason::NOT_PERMITTED);
  // The hub's working directory is nobody's business.
  if (!absl::StartsWith(request.folder(), "/")) return Malformed("folder", "is not absolute");
  if (!absl::StartsWith(request.keys_folder(), "/")) {
    return Malformed("keys_folder", "is not absolute");
  }
  return absl::OkStatus();
}

void Fill(const BackupManifest& manifest, v1::CreateBackupResponse* reply) {
  reply->set_county(manifest.county);
  reply->set_position(manifest.position);
  reply->set_root(manifest.root);
  reply->set_views(static_cast<uint32_t>(manifest.views.size()));
  reply->set_files(static_cast<uint32_t>(manifest.files.size()));
  uint64_t bytes = 0;
  for (const FileEntry& file : manifest.files) bytes += file.bytes;
  reply->set_bytes(bytes);
  *reply->mutable_create_time() = rpc::ToProto(manifest.created_at);
}

}  // namespace

OpsService::~OpsService() {
  if (worker_.joinable()) worker_.join();
}

void OpsService::AddCounty(BackupSource source) {
  std::string county = source.county;
  sources_.emplace(std::move(county), std::move(source));
}

void OpsService::CreateBackup(const rpc::CallPtr& call, const v1::CreateBackupRequest& request,
                              v1::CreateBackupResponse* reply, const rpc::Done& done) {
  if (absl::Status may = CheckRequest(*call, request); !may.ok()) return done(may);
  const auto source = sources_.find(call->county->id);
  if (source == sources_.end()) return done(Refuse(Reason::NOT_FOUND_OR_NOT_YOURS));
  const std::lock_guard lock(mutex_);
  if (running_) {
    return done(Refuse(Reason::NOT_ALLOWED_IN_STATE, "Another backup is being made."));
  }
  if (worker_.joinable()) worker_.join();  // It has ended, all but its return.
  running_ = true;
  worker_ = std::thread([this, call, &request, reply, done, &from = source->second] {
    const absl::StatusOr<BackupManifest> made =
        ops::CreateBackup(from, request.folder(), request.keys_folder(), call->now);
    if (made.ok()) Fill(*made, reply);
    {
      const std::lock_guard ended(mutex_);
      running_ = false;
    }
    done(made.status());
  });
}

}  // namespace rufaa::ops
