#include "services/hub/kafka_words.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "domain/base/status_macros.h"
#include "eventlog/kafka/client_settings.h"

namespace rufaa::hub {
namespace {

// ssl.key.password, ssl.keystore.password, sasl.password, sasl.oauthbearer.client.secret;
// ssl.key.pem is the private key itself.
bool IsSecret(absl::string_view key) {
  return absl::EndsWith(key, "password") || absl::EndsWith(key, "secret") || key == "ssl.key.pem";
}

absl::StatusOr<std::string> ValueOf(const std::string& key, absl::string_view given,
                                    SecretOwner owner) {
  if (absl::ConsumePrefix(&given, "@")) {
    RUFAA_ASSIGN_OR_RETURN(
        std::string text,
        ReadSecretFile(std::string(given), absl::StrCat("Kafka setting ", key, ", its"), owner));
    absl::StripTrailingAsciiWhitespace(&text);
    return text;
  }
  if (!IsSecret(key)) return std::string(given);
  return absl::InvalidArgumentError(absl::StrCat("Kafka setting ", key, " is a secret: give ", key,
                                                 "=@FILE, and let FILE, mode 0600, hold it."));
}

}  // namespace

absl::StatusOr<KafkaSettings> ReadKafkaWords(const std::vector<std::string>& words,
                                             SecretOwner owner) {
  KafkaSettings settings;
  for (const std::string& word : words) {
    std::pair<std::string, absl::string_view> parts = absl::StrSplit(word, absl::MaxSplits('=', 1));
    if (parts.first.empty() || parts.second.empty()) {
      // What it is nobody knows, so it is not repeated.
      return absl::InvalidArgumentError("A Kafka setting is given as KEY=VALUE or KEY=@FILE.");
    }
    RUFAA_ASSIGN_OR_RETURN(std::string value, ValueOf(parts.first, parts.second, owner));
    settings.emplace_back(std::move(parts.first), std::move(value));
  }
  RUFAA_RETURN_IF_ERROR(CheckKafkaClient(settings));
  return settings;
}

}  // namespace rufaa::hub
