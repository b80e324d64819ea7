#include "services/gateway/connect_error.h"
#include "services/gateway/proxy_call.h"
#include "services/rpc/status.h"

namespace rufaa::gateway {
namespace {

HttpResponse SuccessOf(const ProxyCall& call, ProxyCall::Payload payload) {
  HttpResponse response;
  response.headers.Add("Content-Type", ContentTypeOf(call.asked.codec, /*stream=*/false));
  if (payload.gzip) response.headers.Add("Content-Encoding", "gzip");
  response.headers.Add("Vary", "Accept-Encoding");
  response.body = std::move(payload.bytes);
  return response;
}

void Answer(ProxyCall& call, const grpc::Status& status, std::string reply) {
  google::rpc::Status error = call.ErrorOf(status);
  Headers cookies;
  call.proxy.parts().sessions.AfterCall(call.method.path, call.visitor, status.ok(), reply,
                                        cookies);
  HttpResponse response;
  if (status.ok()) {
    absl::StatusOr<ProxyCall::Payload> payload = call.PayloadOf(reply);
    if (payload.ok()) {
      response = SuccessOf(call, *std::move(payload));
    } else {
      error = call.ErrorOf(payload.status());
    }
  }
  if (error.code() != 0) response = UnaryError(error);
  call.PassOn(call.context.GetServerInitialMetadata(), "", response.headers);
  call.PassOn(call.context.GetServerTrailingMetadata(), "Trailer-", response.headers);
  for (const auto& [name, value] : cookies.all()) response.headers.Add(name, value);
  call.Record(error);
  call.exchange->Answer(std::move(response));
}

}  // namespace

void RunUnary(std::shared_ptr<ProxyCall> call) {
  struct Run {
    std::shared_ptr<ProxyCall> call;
    grpc::ByteBuffer reply;
  };
  auto run = std::make_shared<Run>(Run{std::move(call), {}});
  ProxyCall& begun = *run->call;
  begun.proxy.calls().Add(&begun.context);
  begun.proxy.parts()
      .routes.Find(begun.method.path)
      ->UnaryCall(&begun.context, begun.method.path, grpc::StubOptions(), &begun.message,
                  &run->reply, [run](const grpc::Status& status) {
                    Answer(*run->call, status, BytesOf(run->reply));
                    run->call->proxy.calls().Remove(&run->call->context);
                  });
}

}  // namespace rufaa::gateway
