// W3C trace context: one id that follows a person's act through every call, commit and log line.
#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace rufaa::rpc {

struct Trace {
  std::string trace_id;  // 32 hex digits.
  std::string span_id;   // 16 hex digits: this call.

  // What a call made on behalf of this one sends in its metadata under kTraceParent.
  std::string ToHeader() const;
};

inline constexpr char kTraceParent[] = "traceparent";

// A new span of the trace that `header` names; of a new trace when it is absent or malformed.
Trace ContinueTrace(absl::string_view header);

// `bytes` random bytes as hex digits.
std::string RandomHex(size_t bytes);

}  // namespace rufaa::rpc
