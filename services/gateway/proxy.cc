#include "services/gateway/proxy.h"

#include <optional>
#include <utility>

#include "services/gateway/connect_error.h"
#include "services/gateway/envelope.h"
#include "services/gateway/proxy_call.h"

namespace rufaa::gateway {
namespace {

HttpResponse WrongVerb() {
  HttpResponse response{.status = 405, .headers = {}, .body = {}};
  response.headers.Add("Allow", "POST");
  return response;
}

HttpResponse WrongType(bool stream) {
  HttpResponse response{.status = 415, .headers = {}, .body = {}};
  response.headers.Add("Accept-Post", AcceptPost(stream));
  return response;
}

// Before anything was asked of the hub.
void AnswerRefused(const ProxyCall& call, const absl::Status& refusal) {
  const google::rpc::Status error = call.ErrorOf(refusal);
  call.Record(error);
  if (!call.asked.stream) return call.exchange->Answer(UnaryError(error));
  HttpResponse response;
  response.headers.Add("Content-Type", ContentTypeOf(call.asked.codec, /*stream=*/true));
  response.body = Enveloped(kEndOfStreamFlag, EndOfStreamJson(error, {}));
  call.exchange->Answer(std::move(response));
}

}  // namespace

void Proxy::Handle(const Method& method, HttpRequest request, std::shared_ptr<Exchange> exchange) {
  if (request.method != "POST") return exchange->Answer(WrongVerb());
  const bool stream = method.kind != MethodKind::kUnary;
  const std::optional<Codec> codec = CodecOf(request.headers.Get("content-type"), stream);
  if (!codec) return exchange->Answer(WrongType(stream));
  auto call = std::make_shared<ProxyCall>(*this, method, *codec, request, std::move(exchange));
  if (const absl::Status read = call->Read(request); !read.ok()) {
    return AnswerRefused(*call, read);
  }
  stream ? RunStream(std::move(call)) : RunUnary(std::move(call));
}

}  // namespace rufaa::gateway
