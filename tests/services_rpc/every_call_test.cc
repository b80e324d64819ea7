// What holds for every call of every service, seen at the directory's.
#include <future>
#include <memory>

#include "absl/strings/match.h"
#include "domain/events.h"
#include "eventlog/codec/event_codec.h"
#include "grpcpp/health_check_service_interface.h"
#include "grpcpp/impl/codegen/client_unary_call.h"
#include "gtest/gtest.h"
#include "rufaa/log/v1/log_service.grpc.pb.h"
#include "tests/services_rpc/served_hub.h"

namespace rufaa {
namespace {

using directory::v1::DirectoryService;
using directory::v1::ListAgenciesRequest;
using directory::v1::ListAgenciesResponse;

absl::Status ListAgencies(ServedHub& hub, const std::string& token,
                          const ListAgenciesRequest& request, ListAgenciesResponse* reply) {
  return hub.Call(hub.directory(), &DirectoryService::Stub::ListAgencies, request, reply, token);
}

// Those that leave nothing behind call one hub; the others have one of their own.
using EveryCall = SharedHubTest;

TEST_F(EveryCall, NeedsADeadline) {
  grpc::ClientContext context;
  ListAgenciesResponse reply;
  const grpc::Status status =
      hub_.directory().ListAgencies(&context, ListAgenciesRequest(), &reply);
  EXPECT_EQ(ReasonOf(rpc::FromGrpc(status)), "DEADLINE_REQUIRED");
}

TEST_F(EveryCall, NeedsASession) {
  ListAgenciesResponse reply;
  EXPECT_EQ(ReasonOf(ListAgencies(hub_, "", {}, &reply)), "UNAUTHENTICATED");
  EXPECT_EQ(ReasonOf(ListAgencies(hub_, "001.made-up", {}, &reply)), "UNAUTHENTICATED");
  EXPECT_EQ(ReasonOf(ListAgencies(hub_, "no-county", {}, &reply)), "UNAUTHENTICATED");
}

TEST_F(EveryCall, RefusesAFieldThatTheHubDoesNotKnow) {
  ListAgenciesRequest request;
  request.GetReflection()->MutableUnknownFields(&request)->AddVarint(1234, 1);
  ListAgenciesResponse reply;
  const absl::Status status = ListAgencies(hub_, hub_.AdminToken(), request, &reply);
  EXPECT_EQ(ReasonOf(status), "MALFORMED");
  EXPECT_EQ(RefusalOf(status)->details[0],
            std::make_pair(std::string("field"), std::string("#1234")));
}

// A method that speaks bytes reads its request itself (RUFAA_CALL_IN_BYTES).
TEST_F(EveryCall, RefusesBytesThatAreNoRequest) {
  const grpc::Slice garbage("\xff\xff\xff");
  const grpc::ByteBuffer request(&garbage, 1);
  grpc::ByteBuffer reply;
  const grpc::Status status = grpc::internal::BlockingUnaryCall(
      hub_.channel().get(),
      grpc::internal::RpcMethod("/rufaa.referral.v1.ReferralService/ListWorklist",
                                grpc::internal::RpcMethod::NORMAL_RPC),
      ServedHub::Context(hub_.AdminToken()).get(), request, &reply);
  EXPECT_EQ(ReasonOf(rpc::FromGrpc(status)), "MALFORMED");
}

TEST_F(EveryCall, RefusesWhatIsTooLarge) {
  const std::string admin = hub_.AdminToken();
  directory::v1::RegisterAgencyRequest request;
  directory::v1::RegisterAgencyResponse reply;
  request.set_display_name(std::string(300 << 10, 'x'));
  EXPECT_EQ(ReasonOf(hub_.Call(hub_.directory(), &DirectoryService::Stub::RegisterAgency, request,
                               &reply, admin)),
            "TOO_LARGE");
  // Beyond what gRPC itself takes there is no reason to be had, only the code.
  request.set_display_name(std::string(5 << 20, 'x'));
  EXPECT_EQ(
      hub_.Call(hub_.directory(), &DirectoryService::Stub::RegisterAgency, request, &reply, admin)
          .code(),
      absl::StatusCode::kResourceExhausted);
}

TEST_F(EveryCall, AnswersAtLeastFromTheRevisionAskedFor) {
  ServedHub hub;
  const std::string admin = hub.AdminToken();
  ListAgenciesRequest request;
  ListAgenciesResponse reply;
  for (int i = 0; i < 20; ++i) {
    request.set_min_revision(hub.RegisterAgency(absl::StrCat("cso-", i), "CSO"));
    ASSERT_TRUE(ListAgencies(hub, admin, request, &reply).ok());
    EXPECT_GE(reply.revision(), request.min_revision());
    EXPECT_EQ(reply.agencies_size(), i + 2) << "and the hub's own";
  }
}

TEST_F(EveryCall, SaysThatARevisionHasNotComeByTheDeadline) {
  const std::string admin = hub_.AdminToken();
  ListAgenciesRequest request;
  request.set_min_revision(1'000'000);
  ListAgenciesResponse reply;
  absl::Status status = absl::DeadlineExceededError("not asked yet");
  // The deadline itself may win by a hair on a busy machine, which leaves nothing to read; not at
  // each of them.
  for (int tries = 1; tries <= 10 && absl::IsDeadlineExceeded(status); ++tries) {
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(absl::Now() + tries * absl::Milliseconds(200)));
    context.AddMetadata("authorization", "Bearer " + admin);
    status = rpc::FromGrpc(hub_.directory().ListAgencies(&context, request, &reply));
  }
  EXPECT_EQ(ReasonOf(status), "NOT_CAUGHT_UP");
}

TEST_F(EveryCall, IsCountedByMethodAndCode) {
  ServedHub hub;
  ListAgenciesResponse reply;
  ASSERT_TRUE(ListAgencies(hub, hub.AdminToken(), {}, &reply).ok());
  ASSERT_FALSE(ListAgencies(hub, "", {}, &reply).ok());
  const std::string text = hub.hub().metrics().RenderText();
  EXPECT_TRUE(absl::StrContains(
      text, "rufaa_rpc_handled_total{method=\"DirectoryService/ListAgencies\",code=\"OK\"} 1\n"));
  EXPECT_TRUE(absl::StrContains(text,
                                "rufaa_rpc_handled_total{method=\"DirectoryService/ListAgencies\","
                                "code=\"UNAUTHENTICATED\"} 1\n"));
  EXPECT_TRUE(absl::StrContains(text, "rufaa_log_position{county=\"001\"} "));
}

TEST_F(EveryCall, AStreamThatIsOnlyReadIsCountedWhenItEndsAndIsNoLatency) {
  ServedHub hub;
  hub.RegisterAgency("rescue-1", "RESCUE_CENTRE");
  const auto stub = log::v1::LogService::NewStub(hub.channel());
  log::v1::ReadLogRequest request;
  request.set_purpose(common::v1::PURPOSE_AUDIT);
  log::v1::ReadLogResponse reply;
  for (const std::string& token : {std::string(), hub.Enrol("p-1", "rescue-1", "agency_desk")}) {
    const auto context = ServedHub::Context(token);
    const auto stream = stub->ReadLog(context.get(), request);
    EXPECT_FALSE(stream->Read(&reply));
    EXPECT_FALSE(stream->Finish().ok());
  }
  const std::string text = hub.hub().metrics().RenderText();
  for (const char* code : {"UNAUTHENTICATED", "PERMISSION_DENIED"}) {
    EXPECT_TRUE(absl::StrContains(
        text, absl::StrCat("rufaa_rpc_handled_total{method=\"LogService/ReadLog\",code=\"", code,
                           "\"} 1\n")))
        << code;
  }
  EXPECT_FALSE(absl::StrContains(text, "_count{method=\"LogService/ReadLog\"}"));
}

TEST_F(EveryCall, OfOneCountyReachesNothingOfAnother) {
  ServedHub hub({"001", "002"});
  hub.RegisterAgency("only-in-one", "CSO", "001");
  const std::string one = hub.AdminToken("001");
  const std::string two = hub.AdminToken("002");
  ListAgenciesRequest request;
  ListAgenciesResponse reply;
  request.set_min_revision(hub.hub().counties().at("001")->log().Head());
  ASSERT_TRUE(ListAgencies(hub, one, request, &reply).ok());
  EXPECT_EQ(reply.agencies_size(), 2);
  ASSERT_TRUE(ListAgencies(hub, two, {}, &reply).ok());
  ASSERT_EQ(reply.agencies_size(), 1);
  EXPECT_EQ(reply.agencies(0).agency(), "hub");

  // Nor does a session of one county become one of the other by its name.
  std::string bent = one;
  bent.replace(0, 3, "002");
  EXPECT_EQ(ReasonOf(ListAgencies(hub, bent, {}, &reply)), "UNAUTHENTICATED");

  // What is done in one moves the other's log not at all.
  const uint64_t before = hub.hub().counties().at("002")->log().Head();
  hub.RegisterAgency("another-in-one", "CSO", "001");
  EXPECT_EQ(hub.hub().counties().at("002")->log().Head(), before);
}

TEST_F(EveryCall, AMadeUpPageTokenIsRefused) {
  ListAgenciesRequest request;
  request.set_page_token("made-up");
  ListAgenciesResponse reply;
  EXPECT_EQ(ReasonOf(ListAgencies(hub_, hub_.AdminToken(), request, &reply)), "MALFORMED");
}

TEST(Hub, KeepsEverythingOverARestart) {
  ServedHub hub;
  const uint64_t revision = hub.RegisterAgency("cso-1", "CSO");
  const std::string admin = hub.AdminToken();
  hub.Restart();
  ListAgenciesRequest request;
  request.set_min_revision(revision);
  ListAgenciesResponse reply;
  // The session, too.
  ASSERT_TRUE(ListAgencies(hub, admin, request, &reply).ok());
  EXPECT_EQ(reply.agencies_size(), 2);
}

TEST(Hub, ServesOnlyOnceItHasSeenWhatWasThere) {
  ServedHub hub;
  const uint64_t revision = hub.RegisterAgency("cso-1", "CSO");
  for (int restart = 0; restart < 5; ++restart) {
    hub.RestartWithoutViews();
    for (const ViewStatus& view : hub.hub().counties().at("001")->views().Status()) {
      EXPECT_GE(view.position, revision) << view.view;
    }
  }
}

TEST(Hub, RefusesAFolderThatAnotherHubHasOpen) {
  ServedHub hub;
  hub::HubOptions options;
  options.data_dir = hub.folder();
  options.counties = {"001"};
  options.log_level = rpc::Level::kOff;
  options.password_cost = {.passes = 1, .memory_bytes = 1 << 13};
  EXPECT_EQ(ReasonOf(hub::Hub::Start(options).status()), "STORE_IN_USE");
}

TEST(Hub, RefusesAPortThatIsTaken) {
  ServedHub hub;
  TemporaryFolder folder;
  hub::HubOptions options;
  options.data_dir = folder.path();
  options.counties = {"001"};
  options.make_keys = true;
  options.listen = absl::StrCat("127.0.0.1:", hub.hub().port());
  options.log_level = rpc::Level::kOff;
  options.password_cost = {.passes = 1, .memory_bytes = 1 << 13};
  EXPECT_EQ(hub::Hub::Start(options).status().code(), absl::StatusCode::kUnavailable);
}

TEST(Hub, DoesNotMakeAKeyForAVaultThatLostIts) {
  ServedHub hub;
  const std::string folder = hub.folder();
  hub.hub().Stop();
  TemporaryFolder copy;
  std::filesystem::copy(
      folder, copy.path(),
      std::filesystem::copy_options::recursive | std::filesystem::copy_options::overwrite_existing);
  std::filesystem::remove_all(copy.path() + "/001/keys");
  hub::HubOptions options;
  options.data_dir = copy.path();
  options.counties = {"001"};
  options.make_keys = true;
  options.log_level = rpc::Level::kOff;
  options.password_cost = {.passes = 1, .memory_bytes = 1 << 13};
  EXPECT_EQ(ReasonOf(hub::Hub::Start(options).status()), "KEY_FILE_UNUSABLE");
}

// A read that waits for a revision yet to come; in flight once this is made.
class WaitingRead {
 public:
  WaitingRead(ServedHub& hub, absl::Duration within) {
    const std::string admin = hub.AdminToken();
    context_.set_deadline(absl::ToChronoTime(absl::Now() + within));
    context_.AddMetadata("authorization", "Bearer " + admin);
    request_.set_min_revision(hub.hub().counties().at("001")->log().Head() + 1);
    hub.directory().async()->ListAgencies(
        &context_, &request_, &reply_,
        [answered = answered_](const grpc::Status& status) { answered->set_value(status); });
    // What came after it on the same connection was answered, so it is there, too.
    ListAgenciesResponse reply;
    EXPECT_TRUE(ListAgencies(hub, admin, {}, &reply).ok());
  }

  uint64_t wanted() const { return request_.min_revision(); }
  const ListAgenciesResponse& reply() const { return reply_; }
  absl::Status Answer() { return rpc::FromGrpc(answered_->get_future().get()); }

 private:
  grpc::ClientContext context_;
  ListAgenciesRequest request_;
  ListAgenciesResponse reply_;
  const std::shared_ptr<std::promise<grpc::Status>> answered_ =
      std::make_shared<std::promise<grpc::Status>>();
};

TEST(Hub, LetsCallsInFlightEndWhenItStops) {
  ServedHub hub({"001"}, absl::Minutes(1));
  WaitingRead read(hub, absl::Minutes(1));
  const std::string admin = hub.AdminToken();
  auto stopping = std::async(std::launch::async, [&] { hub.hub().Stop(); });
  ListAgenciesResponse reply;
  while (ListAgencies(hub, admin, {}, &reply).ok()) {
  }
  const absl::StatusOr<Receipt> late = hub.hub().counties().at("001")->log().AppendAndWait(
      {.caller = "test",
       .request_id = std::string(16, 'r'),
       .digest = std::string(32, 'd'),
       .conditions = {},
       .events = {EncodeEvent(AgencyStream("cso-late"),
                              directory::AgencyRegistered{.agency = "cso-late",
                                                          .kind = "CSO",
                                                          .unit_type = {},
                                                          .display_name = "Late",
                                                          .subcounties = {}})},
       .actor = {"system", "hub", "", "system"},
       .authority = {},
       .occurred_at = hub.clock().Now(),
       .correlation = {}});
  ASSERT_TRUE(late.ok()) << late.status();
  const absl::Status answer = read.Answer();
  EXPECT_TRUE(answer.ok()) << answer;
  EXPECT_GE(late->position, read.wanted());
  EXPECT_EQ(read.reply().revision(), late->position);
  stopping.get();
}

// The test would not end if it did.
TEST(Hub, WaitsForNoCallLongerThanItsDrain) {
  ServedHub hub({"001"}, absl::Milliseconds(300));
  WaitingRead read(hub, absl::Hours(1));
  hub.hub().Stop();
  const absl::Status answer = read.Answer();
  EXPECT_FALSE(answer.ok());
  EXPECT_FALSE(absl::IsDeadlineExceeded(answer)) << answer;
}

}  // namespace
}  // namespace rufaa
