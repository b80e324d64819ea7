// Where a county's public events go.
#pragma once

#include <string>

#include "eventlog/kafka/kafka_client.h"

namespace rufaa::publisher {

// Brokers of their own: a county whose log is on one machine publishes to a partner's just as well.
struct PublicPlace {
  std::string brokers;  // "host:port,…"
  // "<county>" in it stands for the county's code.
  std::string topic = "rufaa.public.<county>";
  // Of a topic that is made now. One that is there already is checked, not changed.
  int replicas = 3;
  int min_insync_replicas = 2;
  KafkaSettings client = {};  // How to reach them, and who asks: TLS, SASL.
};

KafkaTopic TopicAt(const PublicPlace& place, const std::string& county);

}  // namespace rufaa::publisher
