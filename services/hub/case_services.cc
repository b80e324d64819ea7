#include "services/hub/case_services.h"

#include <utility>
#include <vector>

#include "domain/base/status_macros.h"
#include "services/audit/audit_service.h"
#include "services/audit/log_service.h"
#include "services/audit/view_service.h"
#include "services/casework/counties.h"
#include "services/casework/service.h"
#include "services/committee/service.h"
#include "services/referral/service.h"
#include "services/referral/ticker.h"

namespace rufaa::hub {
namespace {

// Clocks run in hours; a few seconds late is on time.
constexpr absl::Duration kTickEvery = absl::Seconds(5);

class HostedCasework : public HostedService {
 public:
  HostedCasework(rpc::Host& host, std::unique_ptr<case_service::Counties> counties)
      : counties_(std::move(counties)), service_(host, *counties_) {}
  std::vector<grpc::Service*> GrpcServices() override { return {&service_}; }

 private:
  const std::unique_ptr<case_service::Counties> counties_;
  case_service::CaseworkService service_;
};

class HostedReferral : public HostedService {
 public:
  explicit HostedReferral(rpc::Host& host) : host_(host), service_(host) {}
  std::vector<grpc::Service*> GrpcServices() override { return {&service_}; }
  absl::Status Start() override {
    for (const auto& [id, county] : host_.counties()) {
      tickers_.push_back(std::make_unique<referral_service::Ticker>(county, host_.clock(),
                                                                    host_.log(), kTickEvery));
    }
    return absl::OkStatus();
  }
  void Stop() override { tickers_.clear(); }

 private:
  rpc::Host& host_;
  referral_service::ReferralService service_;
  std::vector<std::unique_ptr<referral_service::Ticker>> tickers_;
};

class HostedCommittee : public HostedService {
 public:
  explicit HostedCommittee(rpc::Host& host) : service_(host) {}
  std::vector<grpc::Service*> GrpcServices() override { return {&service_}; }

 private:
  committee_service::CommitteeService service_;
};

class HostedAudit : public HostedService {
 public:
  explicit HostedAudit(rpc::Host& host) : audit_(host), log_(host), view_(host) {}
  std::vector<grpc::Service*> GrpcServices() override { return {&audit_, &log_, &view_}; }

 private:
  audit_service::AuditService audit_;
  audit_log::LogService log_;
  audit_service::ViewService view_;
};

}  // namespace

Hosted HostCasework(const HostingParts& parts) {
  RUFAA_ASSIGN_OR_RETURN(std::unique_ptr<case_service::Counties> counties,
                         case_service::Counties::Start(parts.host));
  return std::make_unique<HostedCasework>(parts.host, std::move(counties));
}

Hosted HostReferral(const HostingParts& parts) {
  return std::make_unique<HostedReferral>(parts.host);
}

Hosted HostCommittee(const HostingParts& parts) {
  return std::make_unique<HostedCommittee>(parts.host);
}

Hosted HostAudit(const HostingParts& parts) { return std::make_unique<HostedAudit>(parts.host); }

}  // namespace rufaa::hub
