// The one place that names every service. A new one: a line here, a line in CMakeLists.txt.
#include "services/access/access_service.h"
#include "services/directory/directory_service.h"
#include "services/hub/case_services.h"
#include "services/hub/hosted_service.h"
#include "services/live/live_service.h"
#include "services/ops/ops_service.h"

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

class HostedOps : public HostedService {
 public:
  explicit HostedOps(const HostingParts& parts) : service_(parts.host) {
    for (const auto& [id, county] : parts.counties) {
      access::AccountStore& accounts = county->access().store();
      service_.AddCounty(
          {.county = id,
           .log = county->log(),
           .vault = county->vault(),
           .views = county->views(),
           .copy_accounts =
               [&accounts](const std::string& path) { return accounts.Checkpoint(path); },
           .key_file = county->key_file()});
    }
  }
  std::vector<grpc::Service*> GrpcServices() override { return {&service_}; }

 private:
  ops::OpsService service_;
};

template <class Service>
ServiceEntry Entry(std::string name) {
  return {std::move(name),
          [](const HostingParts& parts) -> absl::StatusOr<std::unique_ptr<HostedService>> {
            return std::make_unique<Service>(parts);
          }};
}

}  // namespace

const std::vector<ServiceEntry>& AllServices() {
  static const auto* const services = new std::vector<ServiceEntry>{
      Entry<HostedAccess>("access"),
      {"audit", HostAudit},
      {"casework", HostCasework},
      {"committee", HostCommittee},
      Entry<HostedDirectory>("directory"),
      Entry<HostedLive>("live"),
      Entry<HostedOps>("ops"),
      {"referral", HostReferral},
  };
  return *services;
}

}  // namespace rufaa::hub
