#include "eventlog/kafka/client_settings.h"

#include <algorithm>
#include <iterator>
#include <memory>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace rufaa {
namespace {

// A dot at the end: whatever begins so.
constexpr absl::string_view kMayBeGiven[] = {
    "security.protocol",
    "ssl.",
    "sasl.",
    "enable.ssl.certificate.verification",
    "broker.address.",
    "socket.keepalive.enable",
    "connections.max.idle.ms",
};

// Code of others would be loaded by the very asking.
constexpr absl::string_view kPlugins = "plugin.library.paths";

bool MayBeGiven(absl::string_view key) {
  return std::any_of(std::begin(kMayBeGiven), std::end(kMayBeGiven), [key](absl::string_view one) {
    return absl::EndsWith(one, ".") ? absl::StartsWith(key, one) : key == one;
  });
}

absl::Status IsTheLogs(absl::string_view key) {
  return absl::InvalidArgumentError(
      absl::StrCat("Kafka setting ", key, " is the log's own. What may be given: ",
                   absl::StrJoin(kMayBeGiven, ", ", [](std::string* out, absl::string_view one) {
                     absl::StrAppend(out, one, absl::EndsWith(one, ".") ? "*" : "");
                   })));
}

struct ConfDelete {
  void operator()(rd_kafka_conf_t* conf) const { rd_kafka_conf_destroy(conf); }
};

}  // namespace

absl::Status CheckKafkaClient(const KafkaSettings& settings) {
  const std::unique_ptr<rd_kafka_conf_t, ConfDelete> conf(rd_kafka_conf_new());
  for (const auto& [key, value] : settings) {
    char problem[512] = "";
    const rd_kafka_conf_res_t taken =
        key == kPlugins
            ? RD_KAFKA_CONF_INVALID
            : rd_kafka_conf_set(conf.get(), key.c_str(), value.c_str(), problem, sizeof(problem));
    if (taken != RD_KAFKA_CONF_UNKNOWN && !MayBeGiven(key)) return IsTheLogs(key);
    if (taken != RD_KAFKA_CONF_OK) {
      return absl::InvalidArgumentError(absl::StrCat("Kafka setting ", key, ": ", problem));
    }
  }
  return absl::OkStatus();
}

}  // namespace rufaa
