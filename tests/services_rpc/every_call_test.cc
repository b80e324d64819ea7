// What holds for every call of every service, seen at the directory's.
#include <future>
#include <thread>

#include "absl/strings/match.h"
#include "grpcpp/health_check_service_interface.h"
#include "grpcpp/impl/codegen/client_unary_call.h"
#include "gtest/gtest.h"
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

TEST(EveryCall, NeedsADeadline) {
  ServedHub hub;
  grpc::ClientContext context;
  ListAgenciesResponse reply;
  const grpc::Status status = hub.directory().ListAgencies(&context, ListAgenciesRequest(), &reply);
  EXPECT_EQ(ReasonOf(rpc::FromGrpc(status)), "DEADLINE_REQUIRED");
}

TEST(EveryCall, NeedsASession) {
  ServedHub hub;
  ListAgenciesResponse reply;
  EXPECT_EQ(ReasonOf(ListAgencies(hub, "", {}, &reply)), "UNAUTHENTICATED");
  EXPECT_EQ(ReasonOf(ListAgencies(hub, "001.made-up", {}, &reply)), "UNAUTHENTICATED");
  EXPECT_EQ(ReasonOf(ListAgencies(hub, "no-county", {}, &reply)), "UNAUTHENTICATED");
}

TEST(EveryCall, RefusesAFieldThatTheHubDoesNotKnow) {
  ServedHub hub;
  ListAgenciesRequest request;
  request.GetReflection()->MutableUnknownFields(&request)->AddVarint(1234, 1);
  ListAgenciesResponse reply;
  const absl::Status status = ListAgencies(hub, hub.AdminToken(), request, &reply);
  EXPECT_EQ(ReasonOf(status), "MALFORMED");
  EXPECT_EQ(RefusalOf(status)->details[0],
            std::make_pair(std::string("field"), std::string("#1234")));
}

// A method that speaks bytes reads its request itself (RUFAA_CALL_IN_BYTES).
TEST(EveryCall, RefusesBytesThatAreNoRequest) {
  ServedHub hub;
  const grpc::Slice garbage("\xff\xff\xff");
  const grpc::ByteBuffer request(&garbage, 1);
  grpc::ByteBuffer reply;
  const grpc::Status status = grpc::internal::BlockingUnaryCall(
      hub.channel().get(),
      grpc::internal::RpcMethod("/rufaa.referral.v1.ReferralService/ListWorklist",
                                grpc::internal::RpcMethod::NORMAL_RPC),
      ServedHub::Context(hub.AdminToken()).get(), request, &reply);
  EXPECT_EQ(ReasonOf(rpc::FromGrpc(status)), "MALFORMED");
}

TEST(EveryCall, RefusesWhatIsTooLarge) {
  ServedHub hub;
  const std::string admin = hub.AdminToken();
  directory::v1::RegisterAgencyRequest request;
  directory::v1::RegisterAgencyResponse reply;
  request.set_display_name(std::string(300 << 10, 'x'));
  EXPECT_EQ(ReasonOf(hub.Call(hub.directory(), &DirectoryService::Stub::RegisterAgency, request,
                              &reply, admin)),
            "TOO_LARGE");
  // Beyond what gRPC itself takes there is no reason to be had, only the code.
  request.set_display_name(std::string(5 << 20, 'x'));
  EXPECT_EQ(
      hub.Call(hub.directory(), &DirectoryService::Stub::RegisterAgency, request, &reply, admin)
          .code(),
      absl::StatusCode::kResourceExhausted);
}

TEST(EveryCall, AnswersAtLeastFromTheRevisionAskedFor) {
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

TEST(EveryCall, SaysThatARevisionHasNotComeByTheDeadline) {
  ServedHub hub;
  const std::string admin = hub.AdminToken();
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Milliseconds(300)));
  context.AddMetadata("authorization", "Bearer " + admin);
  ListAgenciesRequest request;
  request.set_min_revision(1'000'000);
  ListAgenciesResponse reply;
  const absl::Status status =
      rpc::FromGrpc(hub.directory().ListAgencies(&context, request, &reply));
  // The deadline itself may win by a hair on a busy machine; then there is nothing to read.
  if (status.code() != absl::StatusCode::kDeadlineExceeded) {
    EXPECT_EQ(ReasonOf(status), "NOT_CAUGHT_UP");
  }
}

TEST(EveryCall, IsCountedByMethodAndCode) {
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

TEST(EveryCall, OfOneCountyReachesNothingOfAnother) {
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

TEST(EveryCall, AMadeUpPageTokenIsRefused) {
  ServedHub hub;
  ListAgenciesRequest request;
  request.set_page_token("made-up");
  ListAgenciesResponse reply;
  EXPECT_EQ(ReasonOf(ListAgencies(hub, hub.AdminToken(), request, &reply)), "MALFORMED");
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

TEST(Hub, LetsCallsInFlightEndWhenItStops) {
  ServedHub hub;
  const std::string admin = hub.AdminToken();
  // A read that waits for a revision yet to come is in flight while the hub stops.
  auto waiting = std::async(std::launch::async, [&] {
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(2)));
    context.AddMetadata("authorization", "Bearer " + admin);
    ListAgenciesRequest request;
    request.set_min_revision(hub.hub().counties().at("001")->log().Head() + 1);
    ListAgenciesResponse reply;
    return rpc::FromGrpc(hub.directory().ListAgencies(&context, request, &reply));
  });
  hub.hub().Stop();
  const absl::Status status = waiting.get();
  EXPECT_FALSE(status.ok());
}

}  // namespace
}  // namespace rufaa
