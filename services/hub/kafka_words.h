// Settings of librdkafka as words of a command line or of a configuration file.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "eventlog/kafka/kafka_client.h"
#include "services/hub/secret_file.h"

namespace rufaa::hub {

// KEY=VALUE, or KEY=@FILE for a value that stands in a file which only its owner may read; a
// password or a private key may be given in no other way. INVALID_ARGUMENT names what is wrong, as
// CheckKafkaClient does too, KEY_FILE_UNUSABLE the file; neither tells a value that was secret.
absl::StatusOr<KafkaSettings> ReadKafkaWords(const std::vector<std::string>& words,
                                             SecretOwner owner = SecretOwner::kThisAccount);

}  // namespace rufaa::hub
