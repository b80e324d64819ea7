// Streams of commands, and health, as a client sees them.
#include <grpcpp/generic/generic_stub.h>

#include <chrono>
#include <functional>
#include <future>
#include <map>
#include <set>
#include <thread>
#include <utility>

#include "absl/strings/match.h"
#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"
#include "rufaa/casework/v1/casework_service.grpc.pb.h"
#include "services/rpc/command_stream.h"
#include "services/rpc/server.h"
#include "services/rpc/stream_pace.h"
#include "tests/services_rpc/fake_access.h"
#include "tests/services_rpc/served_hub.h"

namespace rufaa {
namespace {

using casework::v1::CaseworkService;
using casework::v1::CommandReply;
using casework::v1::CommandRequest;

CommandRequest Identify() {
  CommandRequest command;
  auto& request = *command.mutable_identify_child();
  request.set_request_id(NewRequestId());
  request.set_reporter("CRSF");
  request.add_categories()->set_category("CSRG");
  request.set_sex("SFEM");
  request.set_age_years(14);
  request.set_subcounty("003");
  return command;
}

// The token of a children's officer, of an office of their own.
std::string EnrolOfficer(ServedHub& hub) {
  hub.RegisterAgency("office", "CHILDREN_OFFICE");
  return hub.Enrol("p-officer", "office", "childrens_officer");
}

class Stream : public SharedHubTest {
 public:
  static void SetUpTestSuite() {
    SharedHubTest::SetUpTestSuite();
    token_ = EnrolOfficer(*shared_);
  }

 protected:
  static inline std::string token_;
  const std::unique_ptr<CaseworkService::Stub> stub_ = CaseworkService::NewStub(hub_.channel());
};

// Whose hub is stopped by the test.
class StreamOfAHubThatStops : public testing::Test {
 protected:
  ServedHub hub_;
  const std::string token_ = EnrolOfficer(hub_);
  const std::unique_ptr<CaseworkService::Stub> stub_ = CaseworkService::NewStub(hub_.channel());
};

TEST_F(Stream, AnswersEveryCommandUnderItsOwnRequestId) {
  const auto context = ServedHub::Context(token_);
  auto stream = stub_->StreamCommands(context.get());
  std::set<std::string> asked;
  constexpr int kCommands = 200;
  for (int i = 0; i < kCommands; ++i) {
    const CommandRequest command = Identify();
    asked.insert(command.identify_child().request_id());
    ASSERT_TRUE(stream->Write(command));
  }
  ASSERT_TRUE(stream->WritesDone());
  std::set<uint64_t> revisions;
  CommandReply reply;
  while (stream->Read(&reply)) {
    EXPECT_EQ(asked.erase(reply.request_id()), 1u) << reply.ShortDebugString();
    ASSERT_TRUE(reply.has_case_reply()) << reply.ShortDebugString();
    revisions.insert(reply.case_reply().revision());
  }
  EXPECT_TRUE(stream->Finish().ok());
  EXPECT_TRUE(asked.empty());
  EXPECT_EQ(revisions.size(), static_cast<size_t>(kCommands));
}

TEST_F(Stream, ARefusedCommandDoesNotEndIt) {
  const auto context = ServedHub::Context(token_);
  auto stream = stub_->StreamCommands(context.get());
  CommandRequest bad = Identify();
  bad.mutable_identify_child()->clear_sex();
  CommandReply reply;
  ASSERT_TRUE(stream->Write(bad));
  ASSERT_TRUE(stream->Read(&reply));
  EXPECT_EQ(reply.request_id(), bad.identify_child().request_id());
  const absl::Status refusal = rpc::FromProto(reply.refusal());
  EXPECT_EQ(ReasonOf(refusal), "MALFORMED");
  EXPECT_EQ(RefusalOf(refusal)->details[0].second, "identify_child.sex");

  ASSERT_TRUE(stream->Write(CommandRequest()));
  ASSERT_TRUE(stream->Read(&reply));
  EXPECT_EQ(ReasonOf(rpc::FromProto(reply.refusal())), "MALFORMED");

  // Half a character in the answer would end the stream.
  CommandRequest wordy = Identify();
  wordy.mutable_identify_child()->set_request_id(std::string(35, 'x') + "\u00e9\u00e9");
  ASSERT_TRUE(stream->Write(wordy));
  ASSERT_TRUE(stream->Read(&reply));
  EXPECT_EQ(reply.request_id(), std::string(35, 'x'));
  EXPECT_EQ(ReasonOf(rpc::FromProto(reply.refusal())), "MALFORMED");

  ASSERT_TRUE(stream->Write(Identify()));
  ASSERT_TRUE(stream->Read(&reply));
  EXPECT_TRUE(reply.has_case_reply()) << reply.ShortDebugString();
  stream->WritesDone();
  EXPECT_TRUE(stream->Finish().ok());
}

TEST_F(Stream, ARepeatedCommandIsAnsweredAsAtFirst) {
  const auto context = ServedHub::Context(token_);
  auto stream = stub_->StreamCommands(context.get());
  const CommandRequest command = Identify();
  CommandReply first, second;
  ASSERT_TRUE(stream->Write(command));
  ASSERT_TRUE(stream->Read(&first));
  const uint64_t head = hub_.hub().counties().at("001")->log().Head();
  ASSERT_TRUE(stream->Write(command));
  ASSERT_TRUE(stream->Read(&second));
  EXPECT_EQ(second.case_reply().revision(), first.case_reply().revision());
  EXPECT_EQ(second.case_reply().case_file().case_code(),
            first.case_reply().case_file().case_code());
  EXPECT_EQ(hub_.hub().counties().at("001")->log().Head(), head);
  stream->WritesDone();
  EXPECT_TRUE(stream->Finish().ok());
}

// More than the hub lets wait: it stops reading, and goes on.
TEST_F(Stream, AFastSenderHasAllOfItsAnswers) {
  const auto context = ServedHub::Context(token_);
  auto stream = stub_->StreamCommands(context.get());
  constexpr int kCommands = 6 * rpc::kMaxUnsent;
  std::thread sender([&] {
    CommandRequest note;
    note.mutable_add_note()->set_case_code("MS-NONE-00-0");
    note.mutable_add_note()->set_note("n");
    for (int i = 0; i < kCommands; ++i) {
      note.mutable_add_note()->set_request_id(NewRequestId());
      if (!stream->Write(i % 3 == 0 ? Identify() : note)) break;
    }
    stream->WritesDone();
  });
  int answers = 0;
  CommandReply reply;
  while (stream->Read(&reply)) ++answers;
  sender.join();
  EXPECT_TRUE(stream->Finish().ok());
  EXPECT_EQ(answers, kCommands);
}

// Sends until nothing is taken any more, without reading an answer. How many it sent.
int SendUntilNothingIsTaken(
    grpc::ClientAsyncReaderWriterInterface<CommandRequest, CommandReply>& stream,
    grpc::CompletionQueue& queue, const CommandRequest& command, int most) {
  for (int sent = 0; sent < most; ++sent) {
    stream.Write(command, nullptr);
    void* tag = nullptr;
    bool ok = false;
    const auto patience = std::chrono::system_clock::now() + std::chrono::seconds(2);
    if (queue.AsyncNext(&tag, &ok, patience) != grpc::CompletionQueue::GOT_EVENT || !ok) {
      return sent;
    }
  }
  return most;
}

TEST_F(StreamOfAHubThatStops, WhoTakesNoAnswersIsNotReadForEverAndLeavesTheHubFree) {
  constexpr int kCommands = 40 * rpc::kMaxUnsent;
  CommandRequest refused;
  refused.mutable_add_note()->set_note(std::string(1000, 'n'));
  grpc::CompletionQueue queue;
  {
    const auto context = ServedHub::Context(token_);
    auto stream = stub_->AsyncStreamCommands(context.get(), &queue, nullptr);
    void* tag = nullptr;
    bool ok = false;
    ASSERT_TRUE(queue.Next(&tag, &ok) && ok);
    EXPECT_LT(SendUntilNothingIsTaken(*stream, queue, refused, kCommands), kCommands);
    context->TryCancel();
    grpc::Status status;
    stream->Finish(&status, nullptr);
    queue.Shutdown();
    while (queue.Next(&tag, &ok)) {
    }
  }
  hub_.hub().Stop();  // Comes back only when the stream is over.
}

// Commands that the test answers itself.
class TestCommands : public CaseworkService::CallbackService {
 public:
  using Commands = rpc::CommandStream<CommandRequest, CommandReply>;
  TestCommands(rpc::Host& host, Commands::Dispatch dispatch)
      : host_(host), dispatch_(std::move(dispatch)) {}

  grpc::ServerBidiReactor<CommandRequest, CommandReply>* StreamCommands(
      grpc::CallbackServerContext* context) override {
    return Commands::Start(host_, "Test/StreamCommands", context, dispatch_);
  }

 private:
  rpc::Host& host_;
  const Commands::Dispatch dispatch_;
};

// A sender that takes no answers makes them wait: their requests must not wait with them.
TEST_F(Stream, LetsGoOfARequestOnceItIsAnswered) {
  rpc::Log log(2, rpc::Level::kOff);
  rpc::Metrics metrics;
  rpc::Sessions sessions(hub_.clock());
  rpc::FakeAccess access([](const std::function<void()>& answer) { answer(); });
  const auto access_server = *rpc::Server::Start({}, {&access});
  sessions.Connect(access_server->InProcessChannel());
  rpc::Host host({log, metrics, hub_.clock(), sessions});
  host.AddCounty(*hub_.hub().counties().at("001")->Runtime());
  std::promise<std::pair<bool, bool>> held;  // Before and after.
  TestCommands commands(host, [&](const rpc::CallPtr&, const CommandRequest& request, CommandReply*,
                                  const rpc::Done& done) {
    const bool before = request.has_identify_child();
    done(absl::OkStatus());
    held.set_value({before, request.has_identify_child()});
  });
  const auto server = *rpc::Server::Start({}, {&commands});
  const auto stub = CaseworkService::NewStub(server->InProcessChannel());
  const auto context = ServedHub::Context("001.token");
  auto stream = stub->StreamCommands(context.get());
  ASSERT_TRUE(stream->Write(Identify()));
  CommandReply reply;
  EXPECT_TRUE(stream->Read(&reply)) << stream->Finish().error_message();
  EXPECT_FALSE(reply.has_refusal()) << reply.ShortDebugString();
  EXPECT_EQ(held.get_future().get(), std::make_pair(true, false));
  stream->WritesDone();
  EXPECT_TRUE(stream->Finish().ok());
}

TEST_F(Stream, NeedsASessionAndADeadline) {
  CommandReply reply;
  const auto nobody = ServedHub::Context();
  auto stream = stub_->StreamCommands(nobody.get());
  EXPECT_FALSE(stream->Read(&reply));
  EXPECT_EQ(ReasonOf(rpc::FromGrpc(stream->Finish())), "UNAUTHENTICATED");
  EXPECT_TRUE(
      absl::StrContains(hub_.hub().metrics().RenderText(),
                        "rufaa_rpc_handled_total{method=\"CaseworkService/StreamCommands\",code="
                        "\"UNAUTHENTICATED\"} 1\n"));

  grpc::ClientContext endless;
  endless.AddMetadata("authorization", "Bearer " + token_);
  stream = stub_->StreamCommands(&endless);
  EXPECT_FALSE(stream->Read(&reply));
  EXPECT_EQ(ReasonOf(rpc::FromGrpc(stream->Finish())), "DEADLINE_REQUIRED");
}

TEST_F(StreamOfAHubThatStops, EndsWithTheHubAndLosesNothingThatWasAnswered) {
  const auto context = ServedHub::Context(token_);
  auto stream = stub_->StreamCommands(context.get());
  std::map<std::string, uint64_t> answered;
  for (int i = 0; i < 50; ++i) ASSERT_TRUE(stream->Write(Identify()));
  CommandReply reply;
  for (int i = 0; i < 10; ++i) {
    ASSERT_TRUE(stream->Read(&reply));
    answered[reply.case_reply().case_file().case_code()] = reply.case_reply().revision();
  }
  hub_.hub().Stop();
  while (stream->Read(&reply)) {
    if (reply.has_case_reply()) {
      answered[reply.case_reply().case_file().case_code()] = reply.case_reply().revision();
    }
  }
  stream->Finish();
  hub_.Restart();
  for (const auto& [code, revision] : answered) {
    EXPECT_GE(*hub_.hub().counties().at("001")->log().Version(CaseStream(code)), 1u) << code;
  }
}

// Unpacked, a small message may be any size: none is.
TEST_F(Stream, ACompressedRequestIsRefused) {
  casework::v1::GetCaseRequest request;
  request.set_case_code(std::string(100'000, 'x'));
  const auto context = ServedHub::Context(token_);
  context->set_compression_algorithm(GRPC_COMPRESS_GZIP);
  casework::v1::GetCaseResponse reply;
  EXPECT_EQ(stub_->GetCase(context.get(), request, &reply).error_code(),
            grpc::StatusCode::UNIMPLEMENTED);
}

// The status byte of grpc.health.v1.HealthCheckResponse: 1 SERVING, 2 NOT_SERVING; 0: no answer.
int Health(const std::shared_ptr<grpc::Channel>& channel) {
  grpc::GenericStub stub(channel);
  const auto context = ServedHub::Context();
  const grpc::ByteBuffer request(nullptr, 0);
  grpc::ByteBuffer response;
  std::promise<grpc::Status> answered;
  stub.UnaryCall(context.get(), "/grpc.health.v1.Health/Check", grpc::StubOptions(), &request,
                 &response, [&](grpc::Status status) { answered.set_value(std::move(status)); });
  if (!answered.get_future().get().ok()) return 0;
  std::vector<grpc::Slice> slices;
  std::string bytes;
  if (!response.Dump(&slices).ok()) return 0;
  for (const grpc::Slice& slice : slices) {
    bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return bytes.size() == 2 && bytes[0] == 8 ? bytes[1] : 0;
}

TEST(Health, SaysServingWhileTheHubServesAndNeedsNoSession) {
  ServedHub hub;
  EXPECT_EQ(Health(hub.channel()), 1);
  hub.hub().Stop();
  EXPECT_NE(Health(hub.channel()), 1);
}

}  // namespace
}  // namespace rufaa
