// The machine over gRPC: backups. A copy takes long, so it is made on a thread of its own, one at a
// time.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "rufaa/ops/v1/ops_service.grpc.pb.h"
#include "services/ops/backup.h"
#include "services/rpc/host.h"
#include "services/rpc/unary.h"

namespace rufaa::ops {

class OpsService final : public v1::OpsService::CallbackService {
 public:
  // `host`, and what the sources refer to, must outlive this.
  explicit OpsService(rpc::Host& host) : host_(host) {}
  ~OpsService() override;

  static constexpr char kService[] = "OpsService";

  // Before serving.
  void AddCounty(BackupSource source);

  RUFAA_CALL(CreateBackup, CreateBackupResponse)

 private:
  void CreateBackup(const rpc::CallPtr& call, const v1::CreateBackupRequest& request,
                    v1::CreateBackupResponse* reply, const rpc::Done& done);

  rpc::Host& host_;
  std::map<std::string, BackupSource> sources_;
  std::mutex mutex_;
  bool running_ = false;
  std::thread worker_;
};

}  // namespace rufaa::ops
