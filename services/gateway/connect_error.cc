#include "services/gateway/connect_error.h"

#include <iterator>

#include <nlohmann/json.hpp>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"

namespace rufaa::gateway {
namespace {

struct Code {
  absl::string_view name;
  int http;
};

// By gRPC code.
constexpr Code kCodes[] = {
    {"", 200},
    {"canceled", 499},
    {"unknown", 500},
    {"invalid_argument", 400},
    {"deadline_exceeded", 504},
    {"not_found", 404},
    {"already_exists", 409},
    {"permission_denied", 403},
    {"resource_exhausted", 429},
    {"failed_precondition", 400},
    {"aborted", 409},
    {"out_of_range", 400},
    {"unimplemented", 501},
    {"internal", 500},
    {"unavailable", 503},
    {"data_loss", 500},
    {"unauthenticated", 401},
};
constexpr int kUnknown = 2;

const Code& CodeOf(int grpc_code) {
  const bool known = grpc_code > 0 && grpc_code < static_cast<int>(std::size(kCodes));
  return kCodes[known ? grpc_code : kUnknown];
}

std::string Base64(absl::string_view bytes) {
  std::string text = absl::Base64Escape(bytes);
  while (absl::EndsWith(text, "=")) text.pop_back();
  return text;
}

nlohmann::ordered_json ErrorOf(const google::rpc::Status& error) {
  nlohmann::ordered_json json;
  json["code"] = std::string(ConnectCodeName(error.code()));
  if (!error.message().empty()) json["message"] = error.message();
  for (const google::protobuf::Any& detail : error.details()) {
    // "type.googleapis.com/google.rpc.ErrorInfo": what stands before the slash says nothing.
    const std::string& url = detail.type_url();
    json["details"].push_back(
        {{"type", url.substr(url.rfind('/') + 1)}, {"value", Base64(detail.value())}});
  }
  return json;
}

// Bytes that are no UTF-8 are replaced: an error about an error would help nobody.
std::string Text(const nlohmann::ordered_json& json) {
  return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace

absl::string_view ConnectCodeName(int grpc_code) { return CodeOf(grpc_code).name; }

int HttpStatusOf(int grpc_code) { return CodeOf(grpc_code).http; }

std::string ErrorJson(const google::rpc::Status& error) { return Text(ErrorOf(error)); }

HttpResponse UnaryError(const google::rpc::Status& error) {
  HttpResponse response{.status = HttpStatusOf(error.code()), .headers = {}, .body = {}};
  response.headers.Add("Content-Type", "application/json");
  response.body = ErrorJson(error);
  return response;
}

std::string EndOfStreamJson(const google::rpc::Status& error, const Headers& metadata) {
  nlohmann::ordered_json json = nlohmann::ordered_json::object();
  if (error.code() != 0) json["error"] = ErrorOf(error);
  for (const auto& [name, value] : metadata.all()) json["metadata"][name].push_back(value);
  return Text(json);
}

}  // namespace rufaa::gateway
