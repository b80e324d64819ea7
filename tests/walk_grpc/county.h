// A county for tests that speak gRPC: a hub of every service in this process, with a data directory
// and a clock of its own, agencies with people, and a client for each of them.
#pragma once

#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "domain/base/refusal.h"
#include "eventlog/clock.h"
#include "rufaa/access/v1/access_service.grpc.pb.h"
#include "rufaa/audit/v1/audit_service.grpc.pb.h"
#include "rufaa/casework/v1/casework_service.grpc.pb.h"
#include "rufaa/committee/v1/committee_service.grpc.pb.h"
#include "rufaa/directory/v1/directory_service.grpc.pb.h"
#include "rufaa/log/v1/log_service.grpc.pb.h"
#include "rufaa/referral/v1/referral_service.grpc.pb.h"
#include "rufaa/view/v1/view_service.grpc.pb.h"
#include "services/hub/hub.h"

namespace rufaa::testing {

// Goes on only when told to.
class TestClock : public Clock {
 public:
  explicit TestClock(absl::Time now) : now_(now) {}
  absl::Time Now() override {
    const std::lock_guard lock(mutex_);
    return now_;
  }
  void Advance(absl::Duration by) {
    const std::lock_guard lock(mutex_);
    now_ += by;
  }

 private:
  std::mutex mutex_;
  absl::Time now_;
};

std::string NewUuid();

// One person's connection: calls go out with that person's session.
class Client {
 public:
  Client(std::shared_ptr<grpc::Channel> channel, std::string token);

  // Calls `method` of a stub and gives the refusal or failure as the service meant it.
  //   client.Call(&casework::v1::CaseworkService::Stub::SetRisk, request, &reply)
  template <class Stub, class Request, class Reply>
  absl::Status Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Reply*),
                    const Request& request, Reply* reply) {
    grpc::ClientContext context;
    Prepare(context);
    return Meant((StubOf<Stub>().*method)(&context, request, reply));
  }
  // As Call, and the test ends here when it is refused.
  template <class Reply, class Stub, class Request>
  Reply Must(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Reply*),
             const Request& request) {
    Reply reply;
    const absl::Status status = Call(method, request, &reply);
    EXPECT_TRUE(status.ok()) << request.GetTypeName() << ": " << status;
    return reply;
  }

  // Deadline and session.
  void Prepare(grpc::ClientContext& context) const;
  static absl::Status Meant(const grpc::Status& status);

  casework::v1::CaseworkService::Stub& casework() { return *casework_; }
  referral::v1::ReferralService::Stub& referral() { return *referral_; }
  const std::string& token() const { return token_; }

 private:
  template <class Stub>
  Stub& StubOf();

  std::string token_;
  std::unique_ptr<access::v1::AccessService::Stub> access_;
  std::unique_ptr<audit::v1::AuditService::Stub> audit_;
  std::unique_ptr<casework::v1::CaseworkService::Stub> casework_;
  std::unique_ptr<committee::v1::CommitteeService::Stub> committee_;
  std::unique_ptr<directory::v1::DirectoryService::Stub> directory_;
  std::unique_ptr<log::v1::LogService::Stub> log_;
  std::unique_ptr<referral::v1::ReferralService::Stub> referral_;
  std::unique_ptr<view::v1::ViewService::Stub> view_;
};

// Where a person works, and as what.
struct Post {
  std::string person;
  std::string agency;
  std::string role;
};

// People of a county that has all kinds of agency: see kPosts in county.cc.
class County {
 public:
  // `county` is "001" (Mombasa) or another; `hub` serves it.
  County(hub::Hub& hub, std::string county);

  // Registers agencies, offers with beds, people and their accounts.
  void Settle();
  // One person more, with an account.
  void Enroll(const Post& post);

  // Signs `person` in. Twice gives two sessions.
  Client SignIn(const std::string& person);
  // Signs in and shows a second factor.
  Client SignInSteppedUp(const std::string& person);

 private:
  void RegisterAgency(Client& admin, const std::string& id, const std::string& kind,
                      const std::vector<std::string>& subcounties);
  void PublishOffer(Client& by, const std::string& offer, const std::string& agency,
                    const std::string& service, uint32_t beds);
  void EnrollBy(Client& admin, const Post& post);

  hub::Hub& hub_;
  const std::string county_;
};

// A hub over a new data directory that goes with the test.
class HubTest : public ::testing::Test {
 protected:
  explicit HubTest(std::vector<std::string> counties = {"001"});
  ~HubTest() override;
  void SetUp() override { Start(); }

  void Start();
  void Stop() { hub_.reset(); }

  std::string data_dir_;
  std::string log_path_;
  ClockTable clocks_ = ClockTable::Builtin();
  // Tests let months pass between two calls.
  access::SessionLimits session_limits_{.idle = absl::Hours(24 * 365),
                                        .absolute = absl::Hours(24 * 365)};
  std::optional<hub::KafkaPlace> kafka_;
  std::optional<publisher::PublicPlace> public_place_;
  rocksdb::Env* env_ = nullptr;
  TestClock clock_{
      absl::FromCivil(absl::CivilSecond(2026, 3, 2, 9, 0, 0), absl::FixedTimeZone(3 * 3600))};
  std::vector<std::string> county_ids_;
  int log_fd_ = -1;
  std::unique_ptr<hub::Hub> hub_;
};

#define EXPECT_REFUSED(status, want)                                                              \
  do {                                                                                            \
    const absl::Status refused_status = (status);                                                 \
    const auto refusal = ::rufaa::RefusalOf(refused_status);                                      \
    ASSERT_TRUE(refusal.has_value()) << refused_status;                                           \
    EXPECT_EQ(::rufaa::InfoOf(refusal->reason).name, ::rufaa::InfoOf(::rufaa::Reason::want).name) \
        << refused_status;                                                                        \
  } while (false)

}  // namespace rufaa::testing
