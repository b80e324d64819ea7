#include "services/gateway/envelope.h"

#include "domain/base/refusal.h"

namespace rufaa::gateway {
namespace {

constexpr size_t kHeadBytes = 5;

}  // namespace

std::string Enveloped(uint8_t flags, absl::string_view payload) {
  const auto length = static_cast<uint32_t>(payload.size());
  std::string frame;
  frame.reserve(kHeadBytes + payload.size());
  frame.push_back(static_cast<char>(flags));
  for (const int shift : {24, 16, 8, 0}) frame.push_back(static_cast<char>(length >> shift));
  frame.append(payload.data(), payload.size());
  return frame;
}

absl::StatusOr<Envelope> OnlyEnvelope(absl::string_view body) {
  if (body.empty()) return Refuse(Reason::ONE_MESSAGE_ONLY, "The stream has no message.");
  const auto cut_short = [] {
    return Refuse(Reason::MALFORMED, "The message is cut short.",
                  {{"field", "body"}, {"problem", "cut short"}});
  };
  if (body.size() < kHeadBytes) return cut_short();
  size_t length = 0;
  for (size_t i = 1; i < kHeadBytes; ++i) {
    length = length << 8 | static_cast<unsigned char>(body[i]);
  }
  if (body.size() - kHeadBytes < length) return cut_short();
  if (body.size() - kHeadBytes > length) return Refuse(Reason::ONE_MESSAGE_ONLY);
  return Envelope{static_cast<uint8_t>(body[0]), body.substr(kHeadBytes)};
}

}  // namespace rufaa::gateway
