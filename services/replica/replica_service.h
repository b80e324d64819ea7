// Gives this process's replicas to new ones of its own kind: nobody else, not the gateway either,
// has use for a whole log.
#pragma once

#include <map>
#include <string>

#include "eventlog/stored_log.h"
#include "rufaa/replica/v1/replica_service.grpc.pb.h"
#include "services/rpc/host.h"

namespace rufaa::replica_service {

namespace v1 = replica::v1;

class ReplicaService final : public v1::ReplicaService::CallbackService {
 public:
  // By county. A copy is made in a folder beside the log's own, and is gone when it was sent.
  struct Source {
    StoredLog* log;
    std::string folder;  // Of the log.
  };

  // `kind` is this process's service, "casework". `host` and the logs must outlive this. The logs
  // are open in this process alone, so copies that are there already are nobody's, and removed.
  ReplicaService(rpc::Host& host, std::string kind,
                 std::map<std::string, Source, std::less<>> sources);

  static constexpr char kService[] = "ReplicaService";

  grpc::ServerWriteReactor<v1::CopyResponse>* Copy(grpc::CallbackServerContext* context,
                                                   const v1::CopyRequest* request) override;

 private:
  rpc::Host& host_;
  const std::string kind_;
  const std::map<std::string, Source, std::less<>> sources_;
};

}  // namespace rufaa::replica_service
