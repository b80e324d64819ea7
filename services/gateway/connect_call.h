// What the headers of a Connect request ask for, and how its answer is to look.
#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/gateway/http.h"

namespace rufaa::gateway {

enum class Codec { kProto, kJson };

// The codec of a content type, parameters aside; nullopt for one that calls of this kind don't
// have.
std::optional<Codec> CodecOf(absl::string_view content_type, bool stream);
absl::string_view ContentTypeOf(Codec codec, bool stream);
// Both content types, for an answer 415.
absl::string_view AcceptPost(bool stream);

struct ConnectCall {
  Codec codec = Codec::kJson;
  bool stream = false;
  bool gzip_request = false;
  bool gzip_reply = false;
  std::optional<absl::Duration> timeout = {};
};

// MALFORMED naming the header, or UNKNOWN_ENCODING.
absl::StatusOr<ConnectCall> ReadConnectCall(const Headers& headers, Codec codec, bool stream);

// Whether a list such as "br, gzip;q=0.5" takes `encoding`.
bool Accepts(absl::string_view list, absl::string_view encoding);

}  // namespace rufaa::gateway
