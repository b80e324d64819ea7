#include "services/rpc/trace.h"

#include <sodium.h>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace rufaa::rpc {
namespace {

bool IsLowerHex(absl::string_view text) {
  for (const char c : text) {
    if (!absl::ascii_isdigit(c) && (c < 'a' || c > 'f')) return false;
  }
  return true;
}

// "00-<32 hex>-<16 hex>-<2 hex>"; an all-zero trace id is no id.
bool TraceIdOf(absl::string_view header, std::string& trace_id) {
  if (header.size() != 55 || header.substr(0, 3) != "00-" || header[35] != '-' ||
      header[52] != '-') {
    return false;
  }
  const absl::string_view id = header.substr(3, 32);
  if (!IsLowerHex(id) || id.find_first_not_of('0') == absl::string_view::npos) return false;
  trace_id = std::string(id);
  return true;
}

}  // namespace

std::string RandomHex(size_t bytes) {
  std::string random(bytes, '\0');
  randombytes_buf(random.data(), random.size());
  return absl::BytesToHexString(random);
}

std::string Trace::ToHeader() const { return absl::StrCat("00-", trace_id, "-", span_id, "-01"); }

Trace ContinueTrace(absl::string_view header) {
  Trace trace;
  if (!TraceIdOf(header, trace.trace_id)) trace.trace_id = RandomHex(16);
  trace.span_id = RandomHex(8);
  return trace;
}

}  // namespace rufaa::rpc
