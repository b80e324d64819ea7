// The server that the official Connect conformance runner starts: its service over gRPC, behind the
// gateway's own code. Reads what is wanted on standard input, tells its port on standard output,
// and serves until it is told to stop.
#include <grpcpp/grpcpp.h>
#include <stdlib.h>
#include <unistd.h>

#include <condition_variable>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <mutex>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/time/clock.h"
#include "conformance.grpc.pb.h"
#include "domain/base/check.h"
#include "google/protobuf/descriptor.pb.h"
#include "google/rpc/status.pb.h"
#include "services/gateway/gateway.h"

namespace rufaa {
namespace {

using namespace connectrpc::conformance::v1;  // NOLINT: the whole file speaks of it.
using Headers = google::protobuf::RepeatedPtrField<Header>;

constexpr size_t kMessageBytes = size_t{4} << 20;

bool IsBinary(const std::string& name) {
  return name.size() > 4 && name.compare(name.size() - 4, 4, "-bin") == 0;
}

class Service final : public ConformanceService::Service {
 public:
  grpc::Status Unary(grpc::ServerContext* context, const UnaryRequest* request,
                     UnaryResponse* response) override {
    const UnaryResponseDefinition& wanted = request->response_definition();
    SetMetadata(*context, wanted.response_headers(), wanted.response_trailers());
    ConformancePayload::RequestInfo info = InfoOf(*context, *request);
    Delay(*context, wanted.response_delay_ms());
    if (wanted.has_error()) return ErrorOf(wanted.error(), &info);
    response->mutable_payload()->set_data(wanted.response_data());
    response->mutable_payload()->mutable_request_info()->Swap(&info);
    return grpc::Status::OK;
  }

  grpc::Status ServerStream(grpc::ServerContext* context, const ServerStreamRequest* request,
                            grpc::ServerWriter<ServerStreamResponse>* writer) override {
    const StreamResponseDefinition& wanted = request->response_definition();
    SetMetadata(*context, wanted.response_headers(), wanted.response_trailers());
    writer->SendInitialMetadata();
    ConformancePayload::RequestInfo info = InfoOf(*context, *request);
    bool first = true;
    for (const std::string& data : wanted.response_data()) {
      Delay(*context, wanted.response_delay_ms());
      ServerStreamResponse response;
      response.mutable_payload()->set_data(data);
      if (first) *response.mutable_payload()->mutable_request_info() = info;
      if (!writer->Write(response)) return grpc::Status::CANCELLED;
      first = false;
    }
    if (!wanted.has_error()) return grpc::Status::OK;
    return ErrorOf(wanted.error(), first ? &info : nullptr);
  }

 private:
  static void SetMetadata(grpc::ServerContext& context, const Headers& headers,
                          const Headers& trailers) {
    for (const Header& header : headers) {
      for (const std::string& value : header.value()) {
        context.AddInitialMetadata(Lower(header.name()), Raw(header.name(), value));
      }
    }
    for (const Header& header : trailers) {
      for (const std::string& value : header.value()) {
        context.AddTrailingMetadata(Lower(header.name()), Raw(header.name(), value));
      }
    }
  }

  static std::string Lower(const std::string& name) { return absl::AsciiStrToLower(name); }

  // gRPC encodes binary values by itself.
  static std::string Raw(const std::string& name, const std::string& value) {
    std::string raw;
    return IsBinary(name) && absl::Base64Unescape(value, &raw) ? raw : value;
  }

  template <class Request>
  static ConformancePayload::RequestInfo InfoOf(const grpc::ServerContext& context,
                                                const Request& request) {
    ConformancePayload::RequestInfo info;
    for (const auto& [key, value] : context.client_metadata()) {  // Sorted by name.
      const std::string name(key.data(), key.size()), bytes(value.data(), value.size());
      const int known = info.request_headers_size();
      const bool again = known > 0 && info.request_headers(known - 1).name() == name;
      Header& header =
          again ? *info.mutable_request_headers(known - 1) : *info.add_request_headers();
      header.set_name(name);
      header.add_value(IsBinary(name) ? absl::Base64Escape(bytes) : bytes);
    }
    if (context.deadline() < std::chrono::system_clock::now() + std::chrono::hours(24 * 365)) {
      info.set_timeout_ms(
          absl::ToInt64Milliseconds(absl::FromChrono(context.deadline()) - absl::Now()));
    }
    info.add_requests()->PackFrom(request);
    return info;
  }

  static grpc::Status ErrorOf(const Error& error, const ConformancePayload::RequestInfo* info) {
    google::rpc::Status status;
    status.set_code(error.code());
    status.set_message(error.message());
    *status.mutable_details() = error.details();
    if (info != nullptr) status.add_details()->PackFrom(*info);
    return {static_cast<grpc::StatusCode>(error.code()), error.message(),
            status.SerializeAsString()};
  }

  // As long as asked, or until nobody waits any more.
  void Delay(grpc::ServerContext& context, uint32_t milliseconds) {
    std::unique_lock lock(mutex_);
    const absl::Time until = absl::Now() + absl::Milliseconds(milliseconds);
    while (absl::Now() < until && !context.IsCancelled()) {
      never_.wait_for(lock, std::chrono::milliseconds(5));
    }
  }

  std::mutex mutex_;
  std::condition_variable never_;
};

bool ReadAll(char* bytes, size_t size) { return std::fread(bytes, 1, size, stdin) == size; }

ServerCompatRequest ReadRequest() {
  unsigned char head[4];
  RUFAA_CHECK(ReadAll(reinterpret_cast<char*>(head), sizeof(head)));
  std::string bytes(size_t{head[0]} << 24 | head[1] << 16 | head[2] << 8 | head[3], '\0');
  RUFAA_CHECK(ReadAll(bytes.data(), bytes.size()));
  ServerCompatRequest request;
  RUFAA_CHECK(request.ParseFromString(bytes));
  return request;
}

void WriteResponse(const ServerCompatResponse& response) {
  const std::string bytes = response.SerializeAsString();
  for (const int shift : {24, 16, 8, 0})
    std::putchar(static_cast<int>(bytes.size() >> shift & 255));
  std::fwrite(bytes.data(), 1, bytes.size(), stdout);
  std::fflush(stdout);
}

std::string Descriptors() {
  google::protobuf::FileDescriptorSet files;
  const google::protobuf::FileDescriptor* file = UnaryRequest::descriptor()->file();
  file->dependency(0)->CopyTo(files.add_file());
  file->CopyTo(files.add_file());
  return files.SerializeAsString();
}

// A file of this process's own, gone with it.
class PemFile {
 public:
  explicit PemFile(const std::string& pem) {
    ::close(::mkstemp(path_));
    std::ofstream(path_) << pem;
  }
  ~PemFile() { ::unlink(path_); }
  const char* path() const { return path_; }

 private:
  char path_[32] = "/tmp/rufaa-conformance-XXXXXX";
};

int Serve() {
  sigset_t stop_signals;
  sigemptyset(&stop_signals);
  sigaddset(&stop_signals, SIGINT);
  sigaddset(&stop_signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &stop_signals, nullptr);
  const ServerCompatRequest wanted = ReadRequest();
  const PemFile cert(wanted.server_creds().cert()), key(wanted.server_creds().key());
  gateway::GatewayOptions options;
  options.proxy.min_gzip_bytes = 0;
  options.proxy.default_timeout = options.proxy.max_timeout = options.proxy.max_stream =
      absl::InfiniteDuration();
  options.proxy.passed_request_prefixes = options.proxy.passed_answer_prefixes = {"x-"};
  options.proxy.plain_errors = true;
  options.proxy.max_message_bytes =
      wanted.message_receive_limit() > 0 ? wanted.message_receive_limit() : kMessageBytes;
  options.http.max_body_bytes = 2 * kMessageBytes;
  if (wanted.use_tls()) {
    options.http.cert_file = cert.path();
    options.http.key_file = key.path();
  }

  Service service;
  grpc::ServerBuilder builder;
  builder.SetMaxReceiveMessageSize(2 * kMessageBytes);
  builder.RegisterService(&service);
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  const gateway::Methods methods(Descriptors());
  rpc::Log log(2, rpc::Level::kWarning);
  rpc::Metrics metrics;
  auto gateway = gateway::Gateway::Start(
      options, methods, gateway::Routes(server->InProcessChannel(grpc::ChannelArguments())), log,
      metrics);
  RUFAA_CHECK(gateway.ok());
  ServerCompatResponse response;
  response.set_host("127.0.0.1");
  response.set_port(static_cast<uint32_t>((*gateway)->port()));
  if (wanted.use_tls()) response.set_pem_cert(wanted.server_creds().cert());
  WriteResponse(response);
  int signal = 0;
  sigwait(&stop_signals, &signal);
  (*gateway)->Stop(absl::Seconds(1));
  server->Shutdown(std::chrono::system_clock::now());
  return 0;
}

}  // namespace
}  // namespace rufaa

int main() { return rufaa::Serve(); }
