#include "services/gateway/connect_call.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"

namespace rufaa::gateway {
namespace {

constexpr char kVersion[] = "connect-protocol-version";
constexpr char kTimeout[] = "connect-timeout-ms";
constexpr size_t kTimeoutDigits = 10;

absl::Status BadHeader(const char* header, const char* problem) {
  return Refuse(Reason::MALFORMED, {}, {{"field", header}, {"problem", problem}});
}

// A page of another site can't send this header without being asked about first.
absl::Status CheckVersion(const Headers& headers) {
  const absl::string_view version = headers.Get(kVersion);
  if (version == "1") return absl::OkStatus();
  return BadHeader("Connect-Protocol-Version", version.empty() ? "required: 1" : "is not 1");
}

absl::StatusOr<std::optional<absl::Duration>> ReadTimeout(const Headers& headers) {
  if (headers.Count(kTimeout) == 0) return std::nullopt;
  const absl::string_view text = headers.Get(kTimeout);
  int64_t milliseconds = 0;
  if (text.size() > kTimeoutDigits || !std::all_of(text.begin(), text.end(), absl::ascii_isdigit) ||
      !absl::SimpleAtoi(text, &milliseconds)) {
    return BadHeader("Connect-Timeout-Ms", "is not a number of at most 10 digits");
  }
  return absl::Milliseconds(milliseconds);
}

absl::StatusOr<bool> ReadGzip(absl::string_view encoding) {
  if (encoding.empty() || absl::EqualsIgnoreCase(encoding, "identity")) return false;
  if (absl::EqualsIgnoreCase(encoding, "gzip")) return true;
  return Refuse(Reason::UNKNOWN_ENCODING, "Unknown encoding; supported: gzip, identity.",
                {{"supported", "gzip, identity"}});
}

}  // namespace

std::optional<Codec> CodecOf(absl::string_view content_type, bool stream) {
  const absl::string_view type =
      absl::StripAsciiWhitespace(content_type.substr(0, content_type.find(';')));
  for (const Codec codec : {Codec::kJson, Codec::kProto}) {
    if (absl::EqualsIgnoreCase(type, ContentTypeOf(codec, stream))) return codec;
  }
  return std::nullopt;
}

absl::string_view ContentTypeOf(Codec codec, bool stream) {
  if (stream)
    return codec == Codec::kJson ? "application/connect+json" : "application/connect+proto";
  return codec == Codec::kJson ? "application/json" : "application/proto";
}

absl::string_view AcceptPost(bool stream) {
  return stream ? "application/connect+json, application/connect+proto"
                : "application/json, application/proto";
}

bool Accepts(absl::string_view list, absl::string_view encoding) {
  for (const absl::string_view item : absl::StrSplit(list, ',')) {
    const std::vector<absl::string_view> parts = absl::StrSplit(item, ';');
    if (!absl::EqualsIgnoreCase(absl::StripAsciiWhitespace(parts[0]), encoding)) continue;
    double weight = 1;
    for (size_t i = 1; i < parts.size(); ++i) {
      absl::string_view parameter = absl::StripAsciiWhitespace(parts[i]);
      if (absl::ConsumePrefix(&parameter, "q=") && !absl::SimpleAtod(parameter, &weight))
        weight = 0;
    }
    return weight > 0;
  }
  return false;
}

absl::StatusOr<ConnectCall> ReadConnectCall(const Headers& headers, Codec codec, bool stream) {
  ConnectCall call{.codec = codec, .stream = stream};
  RUFAA_RETURN_IF_ERROR(CheckVersion(headers));
  RUFAA_ASSIGN_OR_RETURN(call.timeout, ReadTimeout(headers));
  RUFAA_ASSIGN_OR_RETURN(call.gzip_request, ReadGzip(headers.Get(stream ? "connect-content-encoding"
                                                                        : "content-encoding")));
  call.gzip_reply =
      Accepts(headers.Get(stream ? "connect-accept-encoding" : "accept-encoding"), "gzip");
  return call;
}

}  // namespace rufaa::gateway
