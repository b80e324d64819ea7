#include "bench/bench_county.h"

#include <grpcpp/generic/generic_stub.h>

#include <iostream>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "rufaa/access/v1/access_service.pb.h"
#include "rufaa/directory/v1/directory_service.pb.h"

namespace rufaa::bench {

hub::HubOptions HubOptionsFor(const std::string& data_dir) {
  hub::HubOptions options;
  options.data_dir = data_dir;
  options.counties = {kCounty};
  options.make_keys = true;
  options.log_level = rpc::Level::kWarning;
  options.founding = {
      .name = "Mombasa", .prefix = "MS", .admin_login = kAdmin, .admin_password = kPassword};
  // Sign-in is not what is measured.
  options.password_cost = {.passes = 1, .memory_bytes = size_t{1} << 20};
  return options;
}

BenchCounty::BenchCounty(const hub::HubOptions& options) {
  absl::StatusOr<std::unique_ptr<hub::Hub>> started = hub::Hub::Start(options);
  if (!started.ok()) std::cerr << started.status() << "\n";
  RUFAA_CHECK(started.ok());
  hub_ = *std::move(started);
  RUFAA_CHECK(hub_->WaitUntilServing(absl::Now() + absl::Minutes(5)).ok());
  target_ = absl::StrCat("127.0.0.1:", hub_->port());
  channel_ = grpc::CreateChannel(target_, grpc::InsecureChannelCredentials());
  admin_ = SignIn(kAdmin);
}

BenchCounty::~BenchCounty() { hub_->Stop(); }

std::string BenchCounty::SignIn(const std::string& login) {
  access::v1::SignInRequest request;
  request.set_county(kCounty);
  request.set_login_name(login);
  request.set_password(kPassword);
  access::v1::SignInResponse reply;
  Call("/rufaa.access.v1.AccessService/SignIn", "", request, reply);
  return reply.token();
}

std::string BenchCounty::SignUp(const std::string& person, const std::string& agency,
                                const std::string& role) {
  directory::v1::EnrollPersonRequest enroll;
  enroll.set_request_id(RequestId(1, std::hash<std::string>()(person)));
  enroll.set_person(person);
  enroll.set_agency(agency);
  enroll.set_role(role);
  directory::v1::EnrollPersonResponse enrolled;
  Call("/rufaa.directory.v1.DirectoryService/EnrollPerson", admin_, enroll, enrolled);
  access::v1::CreateAccountRequest account;
  account.set_login_name(person);
  account.set_person(person);
  account.set_password(kPassword);
  access::v1::CreateAccountResponse made;
  Call("/rufaa.access.v1.AccessService/CreateAccount", admin_, account, made);
  return SignIn(person);
}

void BenchCounty::Call(const std::string& method, const std::string& token,
                       const google::protobuf::Message& request, google::protobuf::Message& reply) {
  grpc::GenericStub stub(channel_);
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(30));
  if (!token.empty()) context.AddMetadata("authorization", absl::StrCat("Bearer ", token));
  const grpc::Slice slice(request.SerializeAsString());
  const grpc::ByteBuffer bytes(&slice, 1);
  grpc::CompletionQueue queue;
  auto call = stub.PrepareUnaryCall(&context, method, bytes, &queue);
  call->StartCall();
  grpc::ByteBuffer answer;
  grpc::Status status;
  call->Finish(&answer, &status, nullptr);
  void* tag = nullptr;
  bool ok = false;
  RUFAA_CHECK(queue.Next(&tag, &ok));
  if (!status.ok()) std::cerr << method << ": " << status.error_message() << "\n";
  RUFAA_CHECK(status.ok());
  std::vector<grpc::Slice> slices;
  RUFAA_CHECK(answer.Dump(&slices).ok());
  std::string text;
  for (const grpc::Slice& part : slices) {
    text.append(reinterpret_cast<const char*>(part.begin()), part.size());
  }
  RUFAA_CHECK(reply.ParseFromString(text));
}

Load BenchCounty::LoadOf(const std::string& method, const std::string& token, int connections,
                         int in_flight, uint64_t calls) const {
  Load load;
  load.target = target_;
  load.method = method;
  load.token = token;
  load.connections = connections;
  load.in_flight = in_flight;
  load.warm_up = calls / 10;
  load.calls = calls;
  return load;
}

std::string RequestId(uint64_t family, uint64_t number) {
  return absl::StrFormat("%08x-%04x-4000-8000-%012x", static_cast<uint32_t>(family),
                         static_cast<uint32_t>(number >> 48), number & 0xffffffffffff);
}

}  // namespace rufaa::bench
