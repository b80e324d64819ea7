// What tests of calls say and read: answers of the fake hub, outcomes, frames.
#pragma once

#include <nlohmann/json.hpp>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "google/rpc/error_details.pb.h"
#include "rufaa/access/v1/access_service.pb.h"
#include "rufaa/live/v1/live_service.pb.h"
#include "services/gateway/envelope.h"
#include "services/gateway/gzip.h"
#include "services/rpc/status.h"
#include "tests/gateway/served_gateway.h"

namespace rufaa {

using gateway::Enveloped;

inline std::string Person(const std::string& person) {
  access::v1::WhoAmIResponse reply;
  reply.mutable_caller()->set_person(person);
  return reply.SerializeAsString();
}

inline std::string Position(uint64_t position) {
  live::v1::WatchResponse message;
  message.set_position(position);
  return message.SerializeAsString();
}

inline FakeHub::Reply Reply(std::vector<std::string> messages, grpc::Status status = {}) {
  return {
      .messages = std::move(messages), .status = std::move(status), .leading = {}, .trailing = {}};
}

inline FakeHub::Script Always(const FakeHub::Reply& reply) {
  return [reply](const FakeHub::Call&) { return reply; };
}

// The reason in a Connect error's details; "" when it has none.
inline std::string ReasonIn(const nlohmann::json& error) {
  for (const auto& detail : error.value("details", nlohmann::json::array())) {
    if (detail["type"] != "google.rpc.ErrorInfo") continue;
    std::string bytes;
    google::rpc::ErrorInfo info;
    absl::Base64Unescape(detail["value"].get<std::string>(), &bytes);
    if (info.ParseFromString(bytes)) return info.reason();
  }
  return "";
}

// "400 invalid_argument MALFORMED", "200".
inline std::string Outcome(const RawAnswer& answer) {
  std::string text = std::to_string(answer.status);
  if (answer.status == 200 || answer.body.empty()) return text;
  const auto error = nlohmann::json::parse(answer.body, nullptr, false);
  if (error.is_discarded()) return text + " " + answer.body;
  return text + " " + error.value("code", "") + " " + ReasonIn(error);
}

// The frames of a stream's body.
inline std::vector<std::pair<int, std::string>> FramesOf(absl::string_view body) {
  std::vector<std::pair<int, std::string>> frames;
  while (body.size() >= 5) {
    size_t length = 0;
    for (int i = 1; i < 5; ++i) length = length << 8 | static_cast<unsigned char>(body[i]);
    frames.emplace_back(body[0], std::string(body.substr(5, length)));
    body.remove_prefix(std::min(body.size(), 5 + length));
  }
  return frames;
}
using Frames = std::vector<std::pair<int, std::string>>;

}  // namespace rufaa
