// The one place that names every service. A new one: a line here, a line in CMakeLists.txt.
#include "domain/base/status_macros.h"
#include "services/access/access_service.h"
#include "services/casework/eraser.h"
#include "services/directory/directory_service.h"
#include "services/hub/case_services.h"
#include "services/hub/host_publisher.h"
#include "services/hub/hosted_service.h"
#include "services/live/live_service.h"
#include "services/ops/ops_service.h"
#include "services/replica/replica_service.h"
#include "services/vault/vault_service.h"

namespace rufaa::hub {
namespace {

class HostedAccess : public HostedService {
 public:
  explicit HostedAccess(const HostingParts& parts) : service_(parts.host, parts.passwords) {
    for (const auto& [id, county] : parts.counties) service_.AddCounty(county->access());
  }
  std::vector<grpc::Service*> GrpcServices() override { return {&service_}; }

 private:
  access::AccessService service_;
};

class HostedDirectory : public HostedService {
 public:
  explicit HostedDirectory(const HostingParts& parts) : service_(parts.host) {}
  std::vector<grpc::Service*> GrpcServices() override { return {&service_}; }

 private:
  directory::DirectoryService service_;
};

class HostedLive : public HostedService {
 public:
  explicit HostedLive(const HostingParts& parts) : service_(parts.host) {}
  std::vector<grpc::Service*> GrpcServices() override { return {&service_}; }

 private:
  live_service::LiveService service_;
};

class HostedReplica : public HostedService {
 public:
  explicit HostedReplica(const HostingParts& parts)
      : service_(parts.host, parts.identity, SourcesOf(parts)) {}
  std::vector<grpc::Service*> GrpcServices() override { return {&service_}; }

 private:
  static std::map<std::string, replica_service::ReplicaService::Source, std::less<>> SourcesOf(
      const HostingParts& parts) {
    std::map<std::string, replica_service::ReplicaService::Source, std::less<>> sources;
    for (const auto& [id, county] : parts.counties) {
      sources[id] = {.log = &county->log(), .folder = county->log_folder()};
    }
    return sources;
  }

  replica_service::ReplicaService service_;
};

class HostedVault : public HostedService {
 public:
  explicit HostedVault(const HostingParts& parts)
      : host_(parts.host), service_(parts.host, KeptOf(parts)) {}
  std::vector<grpc::Service*> GrpcServices() override { return {&service_}; }
  // Keys may have been put back from before an erasure. Casework, in another process, has seen them
  // destroyed, and asks for it no more.
  absl::Status Start() override {
    for (const auto& [id, county] : host_.counties()) {
      RUFAA_ASSIGN_OR_RETURN(std::unique_ptr<case_service::Eraser> eraser,
                             case_service::Eraser::Start(county, host_.log()));
      erasers_.push_back(std::move(eraser));
    }
    return absl::OkStatus();
  }
  void Stop() override { erasers_.clear(); }

 private:
  static std::map<std::string, vault_service::VaultService::Kept, std::less<>> KeptOf(
      const HostingParts& parts) {
    std::map<std::string, vault_service::VaultService::Kept, std::less<>> kept;
    for (const auto& [id, county] : parts.counties) {
      kept.emplace(
          id, vault_service::VaultService::Kept{county->vault(), county->book(), county->reader()});
    }
    return kept;
  }

  rpc::Host& host_;
  vault_service::VaultService service_;
  std::vector<std::unique_ptr<case_service::Eraser>> erasers_;
};

class HostedOps : public HostedService {
 public:
  explicit HostedOps(const HostingParts& parts) : service_(parts.host) {
    for (const auto& [id, county] : parts.counties) {
      // Hosted only where keys and accounts are kept, too: in the one process that has everything.
      service_.AddCounty(
          {.county = id,
           .log = county->log(),
           .reads = county->reads(),
           .vault = county->vault(),
           .views = county->views(),
           .copy_accounts = [&accounts = county->access().store()](
                                const std::string& path) { return accounts.Checkpoint(path); },
           .key_file = county->key_file()});
    }
  }
  std::vector<grpc::Service*> GrpcServices() override { return {&service_}; }

 private:
  ops::OpsService service_;
};

template <class Service>
Hosted Host(const HostingParts& parts) {
  return std::make_unique<Service>(parts);
}

}  // namespace

const std::vector<ServiceEntry>& AllServices() {
  static const auto* const services = new std::vector<ServiceEntry>{
      {.name = "access", .make = Host<HostedAccess>},
      {.name = "audit", .make = HostAudit},
      {.name = "casework", .make = HostCasework, .sets_deadlines = true},
      {.name = "committee", .make = HostCommittee},
      {.name = "directory", .make = Host<HostedDirectory>},
      {.name = "live", .make = Host<HostedLive>},
      {.name = "ops", .make = Host<HostedOps>},
      {.name = "publisher", .make = HostPublisher, .keyless = true},
      {.name = "referral", .make = HostReferral, .sets_deadlines = true},
      {.name = "replica", .make = Host<HostedReplica>, .behind = true, .keyless = true},
      {.name = "vault", .make = Host<HostedVault>, .behind = true},
  };
  return *services;
}

}  // namespace rufaa::hub
