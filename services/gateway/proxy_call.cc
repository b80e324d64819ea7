#include "services/gateway/proxy_call.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "services/gateway/bare_status.h"
#include "services/gateway/connect_error.h"
#include "services/gateway/envelope.h"
#include "services/gateway/gzip.h"
#include "services/rpc/source.h"
#include "services/rpc/status.h"

namespace rufaa::gateway {
namespace {

constexpr absl::string_view kBinarySuffix = "-bin";

bool HasPrefix(const std::vector<std::string>& prefixes, absl::string_view name) {
  return std::any_of(prefixes.begin(), prefixes.end(), [&](const std::string& prefix) {
    return absl::StartsWithIgnoreCase(name, prefix);
  });
}

bool IsPrintable(absl::string_view text) {
  return std::all_of(text.begin(), text.end(), absl::ascii_isprint);
}

}  // namespace

std::string BytesOf(const grpc::ByteBuffer& buffer) {
  std::string bytes;
  std::vector<grpc::Slice> slices;
  if (!buffer.Dump(&slices).ok()) return bytes;
  bytes.reserve(buffer.Length());
  for (const grpc::Slice& slice : slices) {
    bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return bytes;
}

ProxyCall::ProxyCall(Proxy& proxy, const Method& method, Codec codec, const HttpRequest& request,
                     std::shared_ptr<Exchange> exchange)
    : proxy(proxy),
      method(method),
      exchange(std::move(exchange)),
      trace(rpc::ContinueTrace(request.headers.Get(rpc::kTraceParent))),
      start(absl::Now()),
      asked{.codec = codec, .stream = method.kind != MethodKind::kUnary} {}

absl::Status ProxyCall::Read(const HttpRequest& request) {
  RUFAA_ASSIGN_OR_RETURN(visitor, proxy.parts().sessions.Admit(request));
  RUFAA_ASSIGN_OR_RETURN(asked, ReadConnectCall(request.headers, asked.codec, asked.stream));
  if (asked.timeout && *asked.timeout <= absl::ZeroDuration()) {
    return absl::DeadlineExceededError("");
  }
  if (method.kind == MethodKind::kManyRequests) return Refuse(Reason::ONE_MESSAGE_ONLY);
  RUFAA_ASSIGN_OR_RETURN(const std::string bytes, MessageOf(request));
  const grpc::Slice slice(bytes);
  message = grpc::ByteBuffer(&slice, 1);
  SetDeadline();
  SetMetadata(request.headers);
  return absl::OkStatus();
}

absl::StatusOr<std::string> ProxyCall::MessageOf(const HttpRequest& request) const {
  if (request.body_too_large) return Refuse(Reason::MESSAGE_TOO_LARGE);
  if (request.no_room_for_body) {
    return Refuse(Reason::HUB_UNAVAILABLE, "Too many large requests are under way at once.");
  }
  absl::string_view body = request.body;
  bool gzip = asked.gzip_request;
  if (asked.stream) {
    RUFAA_ASSIGN_OR_RETURN(const Envelope envelope, OnlyEnvelope(body));
    if ((envelope.flags & kCompressedFlag) != 0 && !gzip) {
      // The protocol's code for it; it is the sender's mistake all the same.
      return absl::InternalError("a compressed message without a declared encoding");
    }
    body = envelope.payload;
    gzip = (envelope.flags & kCompressedFlag) != 0;
  }
  std::string inflated;
  const size_t limit = proxy.options().max_message_bytes;
  if (gzip && !body.empty()) {
    RUFAA_ASSIGN_OR_RETURN(inflated, Gunzip(body, limit));
    body = inflated;
  }
  if (body.size() > limit) return Refuse(Reason::MESSAGE_TOO_LARGE);
  if (asked.codec == Codec::kJson) return proxy.parts().methods.RequestFromJson(method, body);
  RUFAA_RETURN_IF_ERROR(proxy.parts().methods.CheckRequest(method, body));
  return std::string(body);
}

void ProxyCall::SetDeadline() {
  const ProxyOptions& options = proxy.options();
  const absl::Duration most = asked.stream ? options.max_stream : options.max_timeout;
  const absl::Duration otherwise = asked.stream ? most : options.default_timeout;
  context.set_deadline(
      absl::ToChronoTime(start + std::min(most, asked.timeout.value_or(otherwise))));
}

void ProxyCall::SetMetadata(const Headers& headers) {
  context.AddMetadata(rpc::kTraceParent, trace.ToHeader());
  if (!visitor.authorization.empty()) context.AddMetadata("authorization", visitor.authorization);
  if (!visitor.address.empty()) context.AddMetadata(rpc::kSourceMetadata, visitor.address);
  for (const auto& [name, value] : headers.all()) {
    if (!HasPrefix(proxy.options().passed_request_prefixes, name)) continue;
    std::string bytes = value;
    if (absl::EndsWith(name, kBinarySuffix)) {
      if (!absl::Base64Unescape(value, &bytes)) continue;
    } else if (!IsPrintable(value)) {
      continue;  // gRPC ends the process over such a value.
    }
    context.AddMetadata(name, bytes);
  }
}

google::rpc::Status ProxyCall::ErrorOf(const absl::Status& refusal) const {
  google::rpc::Status error = rpc::ToProto(refusal, trace.trace_id);
  if (proxy.options().plain_errors) error.clear_details();
  return error;
}

google::rpc::Status ProxyCall::ErrorOf(const grpc::Status& answer) const {
  google::rpc::Status error;
  if (answer.ok()) return error;
  if (answer.error_details().empty() || !error.ParseFromString(answer.error_details())) {
    error.Clear();
  }
  if (IsBare(answer)) {
    NoteBare(answer, method.path, trace.trace_id, proxy.parts().log, proxy.parts().metrics);
    if (!proxy.options().plain_errors) return ErrorOf(InOurWords(answer));
  }
  error.set_code(answer.error_code());
  error.set_message(answer.error_message());
  return error;
}

absl::StatusOr<ProxyCall::Payload> ProxyCall::PayloadOf(const std::string& message) const {
  Payload payload{.bytes = message};
  if (asked.codec == Codec::kJson) {
    RUFAA_ASSIGN_OR_RETURN(payload.bytes, proxy.parts().methods.ResponseToJson(method, message));
  }
  payload.gzip = asked.gzip_reply && payload.bytes.size() >= proxy.options().min_gzip_bytes;
  if (payload.gzip) payload.bytes = Gzip(payload.bytes);
  return payload;
}

void ProxyCall::PassOn(const Metadata& metadata, absl::string_view prefix, Headers& headers) const {
  for (const auto& [key, value] : metadata) {
    const absl::string_view name(key.data(), key.size());
    const absl::string_view bytes(value.data(), value.size());
    if (!HasPrefix(proxy.options().passed_answer_prefixes, name)) continue;
    std::string text(bytes);
    if (absl::EndsWith(name, kBinarySuffix)) {
      text = absl::Base64Escape(bytes);
      while (absl::EndsWith(text, "=")) text.pop_back();
    }
    headers.Add(absl::StrCat(prefix, name), text);
  }
}

void ProxyCall::Record(const google::rpc::Status& error) const {
  const absl::string_view code = error.code() == 0 ? "ok" : ConnectCodeName(error.code());
  const int64_t duration_us = absl::ToInt64Microseconds(absl::Now() - start);
  proxy.parts()
      .metrics
      .CounterOf("rufaa_gateway_calls_total", "Calls answered to browsers, by Connect code.",
                 {{"code", std::string(code)}, {"kind", asked.stream ? "stream" : "unary"}})
      .Add();
  if (!asked.stream) {
    proxy.parts()
        .metrics
        .HistogramOf("rufaa_gateway_call_duration_seconds",
                     "From a call's request read to its answer handed over.")
        .Observe(duration_us);
  }
  proxy.parts().log.Write(rpc::Level::kInfo, "gateway call",
                          {{"method", method.path},
                           {"trace", trace.trace_id},
                           {"code", code},
                           {"duration_us", duration_us}});
}

}  // namespace rufaa::gateway
