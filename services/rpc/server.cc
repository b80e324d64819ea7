#include "services/rpc/server.h"

#include <grpc/support/log.h>
#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/resource_quota.h>
#include <grpcpp/security/server_credentials.h>

#include <unistd.h>

#include <mutex>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "services/rpc/log.h"

namespace rufaa::rpc {
namespace {

// Requests are refused by our own, smaller limit first, with a reason.
constexpr int kMaxReceiveBytes = 4 << 20;
constexpr int kMaxMetadataBytes = 8 << 10;
// A phone that lost its network is noticed within half a minute.
constexpr int kKeepaliveMs = 20'000;
constexpr int kKeepaliveTimeoutMs = 10'000;
constexpr int kMinPingIntervalMs = 5'000;
constexpr int kMaxConnectionAgeMs = 5 * 60'000;
// Of one connection, beside its streams' own limits.
constexpr int kMaxConcurrentStreams = 4096;
// What messages that are still coming in, and what goes out, may hold of memory, of all
// connections.
constexpr size_t kBufferBytes = size_t{256} << 20;

// The same where strangers call. No service of ours takes a request of more than 256 KiB.
constexpr int kStrangersReceiveBytes = 1 << 20;
constexpr int kStrangersStreams = 128;
constexpr size_t kStrangersBufferBytes = size_t{64} << 20;

// What gRPC has to say goes where all that we say goes. Of a client that asks for a service and not
// a machine it says so at every handshake: there the name in the certificate's URI counts.
void TellGrpcsWords(gpr_log_func_args* said) {
  const absl::string_view text = said->message;
  if (absl::StrContains(text, "No match found for server name")) return;
  static Log* const log = new Log(STDERR_FILENO, Level::kInfo);
  log->Write(said->severity == GPR_LOG_SEVERITY_ERROR ? Level::kWarning : Level::kInfo, "grpc",
             {{"text", text}});
}

void TurnOnPlugins(bool reflection) {
  static std::once_flag words_once, mutexes_once, health_once, reflection_once;
  std::call_once(words_once, [] { gpr_set_log_function(TellGrpcsWords); });
  // Debian's Abseil looks for cycles among all mutexes that a thread holds: an aid to its own
  // developers, which gRPC pays for with every call.
  std::call_once(mutexes_once,
                 [] { absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore); });
  std::call_once(health_once, [] { grpc::EnableDefaultHealthCheckService(true); });
  // gRPC turns it on for every server made after; it can't be turned off again.
  if (reflection) {
    std::call_once(reflection_once,
                   [] { grpc::reflection::InitProtoReflectionServerBuilderPlugin(); });
  }
}

// What a call costs before anybody knows who calls.
void LimitCost(bool of_strangers, grpc::ServerBuilder& builder) {
  builder.SetMaxReceiveMessageSize(of_strangers ? kStrangersReceiveBytes : kMaxReceiveBytes);
  builder.AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, kMaxMetadataBytes);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS,
                             of_strangers ? kStrangersStreams : kMaxConcurrentStreams);
  grpc::ResourceQuota quota;
  quota.Resize(of_strangers ? kStrangersBufferBytes : kBufferBytes);
  builder.SetResourceQuota(quota);
  // gRPC holds a message to its limit only before it unpacks it: 4 MiB may become 4 GiB.
  builder.AddChannelArgument(GRPC_ARG_ENABLE_PER_MESSAGE_DECOMPRESSION, 0);
  builder.SetCompressionAlgorithmSupportStatus(GRPC_COMPRESS_DEFLATE, false);
  builder.SetCompressionAlgorithmSupportStatus(GRPC_COMPRESS_GZIP, false);
}

}  // namespace

absl::StatusOr<std::unique_ptr<Server>> Server::Start(const ServerOptions& options,
                                                      const std::vector<grpc::Service*>& services) {
  TurnOnPlugins(options.reflection);
  grpc::ServerBuilder builder;
  int port = 0;
  if (!options.address.empty()) {
    builder.AddListeningPort(
        options.address,
        options.credentials != nullptr ? options.credentials : grpc::InsecureServerCredentials(),
        &port);
  }
  LimitCost(options.of_strangers, builder);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, kKeepaliveMs);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, kKeepaliveTimeoutMs);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS,
                             kMinPingIntervalMs);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  // Whoever found this server by a name asks for it again now and then, and so learns of instances
  // that are new. Calls under way go on.
  if (options.credentials != nullptr) {
    builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_MS, kMaxConnectionAgeMs);
  }
  // Two hubs on one port would each get half of the calls.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  for (grpc::Service* service : services) builder.RegisterService(service);
  if (options.generic != nullptr) builder.RegisterCallbackGenericService(options.generic);
  std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (server == nullptr || (!options.address.empty() && port == 0)) {
    return absl::UnavailableError(
        absl::StrCat("can't listen on ", options.address, ": in use, or not an address here"));
  }
  return std::unique_ptr<Server>(new Server(std::move(server), port));
}

Server::Server(std::unique_ptr<grpc::Server> server, int port)
    : server_(std::move(server)), port_(port) {
  SetServing(false);
}

Server::~Server() { Drain(absl::ZeroDuration()); }

std::shared_ptr<grpc::Channel> Server::InProcessChannel() const {
  return server_->InProcessChannel(grpc::ChannelArguments());
}

void Server::SetServing(bool serving) {
  if (auto* health = server_->GetHealthCheckService()) health->SetServingStatus(serving);
}

void Server::Drain(absl::Duration grace) {
  SetServing(false);
  server_->Shutdown(absl::ToChronoTime(absl::Now() + grace));
  server_->Wait();
}

}  // namespace rufaa::rpc
