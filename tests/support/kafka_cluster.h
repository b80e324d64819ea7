// Real brokers for a test: made with it on free ports of the loopback, with the settings that
// deploy/kafka gives them, and gone with it, however it ends. Every wait is for a condition, and
// every one ends: a cluster that does not come up ends the test program, with the brokers' words.
//
// For one thread, the one that made it.
#pragma once

#include <sys/types.h>

#include <memory>
#include <string>
#include <vector>

#include "eventlog/kafka/kafka_client.h"
#include "tests/eventlog/fixtures.h"
#include "tests/support/kafka_guard.h"
#include "tests/support/tcp_proxy.h"

namespace rufaa {

class KafkaCluster {
 public:
  // Formats, starts, and waits until every broker knows of every other.
  // With a way round: clients of `brokers_behind` come through proxies that can be cut.
  explicit KafkaCluster(int nodes, bool with_proxies = false)
      : KafkaCluster(nodes, with_proxies, nullptr) {}
  // One node, which all that follows reaches by certificate. `guard` must outlive this.
  explicit KafkaCluster(const KafkaGuard& guard) : KafkaCluster(1, false, &guard) {}
  ~KafkaCluster();

  // The one whose brokers all tests of this program share; `nodes` counts in the first call only.
  static KafkaCluster& Shared(int nodes);

  const std::string& brokers() const { return brokers_; }
  // How clients reach those.
  const KafkaSettings& client() const { return client_settings_; }
  const std::string& brokers_behind() const { return brokers_behind_; }
  void Cut();
  void Heal();
  int nodes() const { return static_cast<int>(nodes_.size()); }

  // A topic of this name, as the log wants it of so many brokers.
  KafkaTopic Topic(const std::string& name) const { return {brokers_, name, client_settings_}; }

  // Nodes count from 1, as Kafka has them.
  void Kill(int node);    // kill -9
  void Freeze(int node);  // SIGSTOP
  void Thaw(int node);
  void Start(int node);

  int LeaderOf(const std::string& topic);
  // Until the topic has a leader and all of its replicas are in step.
  void WaitInSync(const std::string& topic) { WaitInSync(topic, nodes()); }
  // Or of so many, no fewer and no more.
  void WaitInSync(const std::string& topic, int replicas);
  void WaitUp(int nodes);

 private:
  struct Node {
    std::string folder;
    pid_t pid = 0;
  };

  KafkaCluster(int nodes, bool with_proxies, const KafkaGuard* guard);
  void WaitFor(const char* what, absl::FunctionRef<bool(const rd_kafka_metadata_t&)> holds,
               const std::string& topic);

  TempFolder folder_;
  std::vector<Node> nodes_;
  std::string brokers_, brokers_behind_;
  KafkaSettings client_settings_;
  std::vector<std::unique_ptr<TcpProxy>> proxies_;
  KafkaOwned<rd_kafka_t> client_;
};

}  // namespace rufaa
