#include "cli/rpc/connection.h"

#include <grpc/support/log.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/impl/codegen/proto_utils.h>
#include <sys/random.h>

#include <algorithm>
#include <chrono>
#include <future>

#include "absl/random/random.h"
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "domain/base/check.h"
#include "domain/base/status_macros.h"
#include "google/protobuf/empty.pb.h"
#include "google/protobuf/unknown_field_set.h"
#include "services/rpc/repeatable.h"
#include "services/rpc/status.h"
#include "services/rpc/trace.h"
#include "services/rpc/unary.h"

namespace rufaa::cli {
namespace {

using google::protobuf::Message;

constexpr int kMaxTries = 5;
constexpr absl::Duration kFirstPause = absl::Milliseconds(100);
// A log whose brokers answer is never so far behind (docs/running-a-county.md).
constexpr absl::Duration kOldAfter = absl::Seconds(30);
constexpr int kMaxReplyBytes = 64 << 20;
// Of a network that is gone nobody tells: a stream that waits for an answer hears of it within half
// a minute. A server takes a ping each five seconds (services/rpc/server.cc).
constexpr int kKeepaliveMs = 20'000;
constexpr int kKeepaliveTimeoutMs = 10'000;

// What gRPC says besides is in the status of the call, too, and there once.
void SilenceGrpc() {
  gpr_set_log_function([](gpr_log_func_args*) {});
}

std::shared_ptr<grpc::Channel> NewChannel(const ServerAddress& server) {
  SilenceGrpc();
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kMaxReplyBytes);
  // A hub that is being restarted must be found at the next try, not after gRPC's own long pause.
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 50);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 200);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, kKeepaliveMs);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, kKeepaliveTimeoutMs);
  // Who only listens sends nothing between two pings.
  arguments.SetInt(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0);
  // An address of this county's network is never to be had through a proxy.
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  return grpc::CreateCustomChannel(server.target, server.credentials, arguments);
}

// Doubling pauses, spread so that many clients of a hub that comes back do not arrive together.
absl::Duration PauseBefore(int next_try) {
  thread_local absl::BitGen random;
  return kFirstPause * (1 << (next_try - 1)) * absl::Uniform(random, 0.5, 1.0);
}

// Zero: the reply says nothing of it, so it is of this moment.
absl::Duration AgeOf(const grpc::ClientContext& context) {
  const auto& told = context.GetServerTrailingMetadata();
  const auto found = told.find(rpc::kAgeMetadata);
  int64_t age_ms = 0;
  if (found == told.end() ||
      !absl::SimpleAtoi(absl::string_view(found->second.data(), found->second.size()), &age_ms)) {
    return absl::ZeroDuration();
  }
  return absl::Milliseconds(age_ms);
}

}  // namespace

Connection::Connection(const ServerAddress& server) : Connection(NewChannel(server)) {}

Connection::Connection(std::shared_ptr<grpc::Channel> channel) : channel_(std::move(channel)) {
  SilenceGrpc();
  const rpc::Trace trace = rpc::ContinueTrace("");
  trace_id_ = trace.trace_id;
  trace_header_ = trace.ToHeader();
}

std::unique_ptr<grpc::ClientContext> Connection::NewContext(absl::Duration timeout) const {
  auto context = std::make_unique<grpc::ClientContext>();
  if (timeout < absl::InfiniteDuration()) {
    context->set_deadline(absl::ToChronoTime(absl::Now() + timeout));
  }
  context->AddMetadata(rpc::kTraceParent, trace_header_);
  if (!token_.empty()) context->AddMetadata("authorization", "Bearer " + token_);
  return context;
}

absl::Status Connection::CallOnce(const std::string& path, const Message& request,
                                  Message& response, absl::Duration timeout) const {
  grpc::TemplatedGenericStub<Message, Message> stub(channel_);
  const std::unique_ptr<grpc::ClientContext> context = NewContext(timeout);
  std::promise<grpc::Status> answered;
  stub.UnaryCall(context.get(), path, grpc::StubOptions(), &request, &response,
                 [&answered](grpc::Status status) { answered.set_value(std::move(status)); });
  const absl::Status status = rpc::FromGrpc(answered.get_future().get());
  const absl::Duration age = AgeOf(*context);
  if (status.ok() && age > kOldAfter && on_old_) on_old_(age);
  return status;
}

absl::Status Connection::Call(const google::protobuf::MethodDescriptor& method,
                              const Message& request, Message& response, absl::Duration timeout,
                              const Retrying& retrying) const {
  const std::string path = absl::StrCat("/", method.service()->full_name(), "/", method.name());
  const absl::Time deadline = absl::Now() + timeout;
  absl::Status heard;  // Why it was tried again, the last time.
  for (int tries = 1;; ++tries) {
    const absl::Status status = CallOnce(path, request, response, deadline - absl::Now());
    // That the time is over says nothing of what there was to wait for.
    if (absl::IsDeadlineExceeded(status) && !heard.ok()) return heard;
    const absl::Duration pause = PauseBefore(tries);
    if (!absl::IsUnavailable(status) || !rpc::MayBeRepeated(method) || tries == kMaxTries ||
        absl::Now() + pause >= deadline) {
      return status;
    }
    heard = status;
    if (retrying) retrying(status);
    absl::SleepFor(pause);
  }
}

bool Connection::Connects(absl::Duration within) const {
  const auto deadline = absl::ToChronoTime(absl::Now() + within);
  for (;;) {
    const grpc_connectivity_state state = channel_->GetState(/*try_to_connect=*/true);
    if (state == GRPC_CHANNEL_READY) return true;
    if (state == GRPC_CHANNEL_TRANSIENT_FAILURE) return false;
    if (!channel_->WaitForStateChange(state, deadline)) return false;
  }
}

absl::StatusOr<uint64_t> Connection::CheckHealth(absl::Duration timeout) const {
  // The messages of the health protocol are not generated here. An empty request asks for the
  // server as a whole; the answer's one field stands among those that Empty does not know.
  const google::protobuf::Empty request;
  google::protobuf::Empty reply;
  RUFAA_RETURN_IF_ERROR(CallOnce("/grpc.health.v1.Health/Check", request, reply, timeout));
  const google::protobuf::UnknownFieldSet& fields =
      google::protobuf::Empty::GetReflection()->GetUnknownFields(reply);
  for (int i = 0; i < fields.field_count(); ++i) {
    const google::protobuf::UnknownField& field = fields.field(i);
    if (field.number() == 1 && field.type() == google::protobuf::UnknownField::TYPE_VARINT) {
      return field.varint();
    }
  }
  return 0;
}

std::string NewRequestId() {
  unsigned char bytes[16];
  RUFAA_CHECK(getrandom(bytes, sizeof(bytes), 0) == sizeof(bytes));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const std::string hex = absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(bytes), sizeof(bytes)));
  return absl::StrCat(hex.substr(0, 8), "-", hex.substr(8, 4), "-", hex.substr(12, 4), "-",
                      hex.substr(16, 4), "-", hex.substr(20));
}

}  // namespace rufaa::cli
