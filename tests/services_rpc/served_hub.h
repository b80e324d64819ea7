// A hub over a fresh folder, on a free port, with time in the test's hands: what the tests of
// services call.
#pragma once

#include <stdlib.h>

#include <atomic>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>

#include <grpcpp/grpcpp.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "eventlog/clock.h"
#include "gtest/gtest.h"
#include "rufaa/access/v1/access_service.grpc.pb.h"
#include "rufaa/directory/v1/directory_service.grpc.pb.h"
#include "services/hub/hub.h"
#include "services/rpc/status.h"
#include "tests/support/scenario.h"

namespace rufaa {

// A folder of its own, gone with the test.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "rufaa-test-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

class TestClock : public Clock {
 public:
  absl::Time Now() override { return absl::FromUnixNanos(now_ns_); }
  void Advance(absl::Duration by) { now_ns_ += absl::ToInt64Nanoseconds(by); }

 private:
  std::atomic<int64_t> now_ns_{absl::ToUnixNanos(absl::Now())};
};

inline constexpr char kAdmin[] = "admin";
inline constexpr char kAdminPassword[] = "correct horse battery";

// A new UUID at each call.
inline std::string NewRequestId() {
  static std::atomic<uint64_t> next{1};
  return absl::StrFormat("00000000-0000-4000-8000-%012x", next++);
}

class ServedHub {
 public:
  explicit ServedHub(std::vector<std::string> counties = {"001"},
                     absl::Duration drain = absl::Seconds(5))
      : counties_(std::move(counties)), drain_(drain) {
    Start();
  }
  ~ServedHub() { hub_.reset(); }

  // Again, over the same folder.
  void Restart() {
    hub_.reset();
    Start();
  }

  // Again, its views to be made anew.
  void RestartWithoutViews(const std::string& county = "001") {
    hub_.reset();
    std::filesystem::remove_all(folder_.path() + "/" + county + "/views");
    Start();
  }

  hub::Hub& hub() { return *hub_; }
  TestClock& clock() { return clock_; }
  const std::shared_ptr<grpc::Channel>& channel() { return channel_; }
  const std::string& folder() const { return folder_.path(); }

  // A context with a deadline, and with `token` if any.
  static std::unique_ptr<grpc::ClientContext> Context(const std::string& token = "") {
    auto context = std::make_unique<grpc::ClientContext>();
    context->set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(20)));
    if (!token.empty()) context->AddMetadata("authorization", "Bearer " + token);
    return context;
  }

  // Calls `method` of a stub of Service; the refusal, or OK with `reply` filled.
  template <class Stub, class Request, class Reply>
  absl::Status Call(Stub& stub,
                    grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Reply*),
                    const Request& request, Reply* reply, const std::string& token) {
    return rpc::FromGrpc((stub.*method)(Context(token).get(), request, reply));
  }

  access::v1::AccessService::Stub& access() { return *access_; }
  directory::v1::DirectoryService::Stub& directory() { return *directory_; }

  absl::StatusOr<std::string> SignIn(const std::string& login, const std::string& password,
                                     const std::string& county = "001") {
    access::v1::SignInRequest request;
    request.set_county(county);
    request.set_login_name(login);
    request.set_password(password);
    access::v1::SignInResponse reply;
    const absl::Status status =
        Call(access(), &access::v1::AccessService::Stub::SignIn, request, &reply, "");
    if (!status.ok()) return status;
    return reply.token();
  }
  std::string AdminToken(const std::string& county = "001") {
    const absl::StatusOr<std::string> token = SignIn(kAdmin, kAdminPassword, county);
    EXPECT_TRUE(token.ok()) << token.status();
    return token.ok() ? *token : "";
  }

  absl::Status WhoAmI(const std::string& token, access::v1::WhoAmIResponse* reply = nullptr) {
    access::v1::WhoAmIResponse unused;
    return Call(access(), &access::v1::AccessService::Stub::WhoAmI, access::v1::WhoAmIRequest(),
                reply != nullptr ? reply : &unused, token);
  }

  // Registers an agency as the administrator; the revision.
  uint64_t RegisterAgency(const std::string& agency, const std::string& kind,
                          const std::string& county = "001") {
    directory::v1::RegisterAgencyRequest request;
    request.set_request_id(NewRequestId());
    request.set_agency(agency);
    request.set_kind(kind);
    request.set_display_name("Name of " + agency);
    directory::v1::RegisterAgencyResponse reply;
    const absl::Status status =
        Call(directory(), &directory::v1::DirectoryService::Stub::RegisterAgency, request, &reply,
             AdminToken(county));
    EXPECT_TRUE(status.ok()) << status;
    return reply.revision();
  }

  // Enrols a person and opens an account of the same name; its token.
  std::string Enrol(const std::string& person, const std::string& agency, const std::string& role,
                    const std::string& county = "001") {
    const std::string admin = AdminToken(county);
    directory::v1::EnrollPersonRequest enroll;
    enroll.set_request_id(NewRequestId());
    enroll.set_person(person);
    enroll.set_agency(agency);
    enroll.set_role(role);
    directory::v1::EnrollPersonResponse enrolled;
    absl::Status status = Call(directory(), &directory::v1::DirectoryService::Stub::EnrollPerson,
                               enroll, &enrolled, admin);
    EXPECT_TRUE(status.ok()) << status;
    access::v1::CreateAccountRequest create;
    create.set_login_name(person);
    create.set_person(person);
    create.set_password("a password of " + person);
    access::v1::CreateAccountResponse created;
    status =
        Call(access(), &access::v1::AccessService::Stub::CreateAccount, create, &created, admin);
    EXPECT_TRUE(status.ok()) << status;
    const absl::StatusOr<std::string> token = SignIn(person, "a password of " + person, county);
    EXPECT_TRUE(token.ok()) << token.status();
    return token.ok() ? *token : "";
  }

 private:
  void Start() {
    hub::HubOptions options;
    options.data_dir = folder_.path();
    options.counties = counties_;
    options.make_keys = true;
    options.monitor = "0";
    options.log_level = rpc::Level::kOff;
    options.drain = drain_;
    options.clock = &clock_;
    options.password_cost = {.passes = 1, .memory_bytes = 1 << 13};
    options.founding = {
        .name = {}, .prefix = "MS", .admin_login = kAdmin, .admin_password = kAdminPassword};
    absl::StatusOr<std::unique_ptr<hub::Hub>> hub = hub::Hub::Start(options);
    ASSERT_TRUE(hub.ok()) << hub.status();
    hub_ = *std::move(hub);
    const absl::Status serving = hub_->WaitUntilServing(absl::Now() + absl::Seconds(20));
    ASSERT_TRUE(serving.ok()) << serving;
    channel_ = grpc::CreateChannel(absl::StrCat("127.0.0.1:", hub_->port()),
                                   grpc::InsecureChannelCredentials());
    access_ = access::v1::AccessService::NewStub(channel_);
    directory_ = directory::v1::DirectoryService::NewStub(channel_);
  }

  const std::vector<std::string> counties_;
  const absl::Duration drain_;
  TemporaryFolder folder_;
  TestClock clock_;
  std::unique_ptr<hub::Hub> hub_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<access::v1::AccessService::Stub> access_;
  std::unique_ptr<directory::v1::DirectoryService::Stub> directory_;
};

// Tests of one hub, which starts with the first of them and ends with the last: starting takes
// longer than most of them. What one test leaves there, the next ones find.
class SharedHubTest : public ::testing::Test {
 public:
  static void SetUpTestSuite() { shared_ = std::make_unique<ServedHub>(); }
  static void TearDownTestSuite() { shared_.reset(); }

 protected:
  static inline std::unique_ptr<ServedHub> shared_;
  ServedHub& hub_ = *shared_;
};

}  // namespace rufaa
