#include "tests/support/kafka_cluster.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>

#include "absl/strings/str_join.h"
#include "absl/types/span.h"
#include "domain/base/check.h"
#include "tests/support/free_ports.h"

namespace rufaa {
namespace {

constexpr char kBroker[] = "deploy/kafka/broker";  // Tests run in the source folder.
// Counted rather than timed, so that a machine that stood still does not count.
constexpr int kAttempts = 2000;

pid_t Spawn(const std::vector<std::string>& words, const std::string& log) {
  std::vector<char*> argv;
  for (const std::string& word : words) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  const pid_t parent = getpid();
  const pid_t child = fork();
  if (child != 0) return child;
  // However the test ends, its brokers do.
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(1);
  const int out = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
  dup2(out, STDOUT_FILENO);
  dup2(out, STDERR_FILENO);
  execv(argv[0], argv.data());
  _exit(127);
}

void Print(const std::string& path) {
  std::ifstream in(path);
  std::fprintf(stderr, "-- %s\n", path.c_str());
  for (std::string line; std::getline(in, line);) std::fprintf(stderr, "%s\n", line.c_str());
}

}  // namespace

KafkaCluster::KafkaCluster(int nodes, bool with_proxies, const KafkaGuard* guard) {
  const size_t each = with_proxies ? 4 : 2;
  const std::vector<int> ports = FreePorts(static_cast<int>(each) * nodes);
  std::vector<std::string> pairs, brokers, behind;
  for (size_t node = 0; node < static_cast<size_t>(nodes); ++node) {
    const auto its = absl::MakeConstSpan(ports).subspan(each * node, each);
    brokers.push_back(absl::StrCat("127.0.0.1:", its[0]));
    pairs.push_back(absl::StrJoin(its, ":"));
    if (!with_proxies) continue;
    behind.push_back(absl::StrCat("127.0.0.1:", its[3]));
    proxies_.push_back(std::make_unique<TcpProxy>(its[3], its[2]));
  }
  brokers_ = absl::StrJoin(brokers, ",");
  brokers_behind_ = absl::StrJoin(behind, ",");
  for (int node = 1; node <= nodes; ++node) {
    nodes_.push_back({.folder = absl::StrCat(folder_.path(), "/", node), .pid = 0});
    std::vector<std::string> words = {kBroker, "format", nodes_.back().folder, absl::StrCat(node)};
    words.insert(words.end(), pairs.begin(), pairs.end());
    const std::string log = folder_.path() + "/format.log";
    const pid_t child = Spawn(words, log);
    int status = 0;
    waitpid(child, &status, 0);
    if (status != 0) Print(log);
    RUFAA_CHECK(status == 0);
  }
  if (guard != nullptr) {
    // Of two settings of one name the later counts.
    std::ofstream(nodes_[0].folder + "/server.properties", std::ios::app)
        << guard->BrokerSettings(ports[0], ports[1]);
    brokers_ = guard->brokers();
    client_settings_ = guard->ByCertificate();
  }
  for (int node = 1; node <= nodes; ++node) Start(node);
  client_ = *NewKafkaConsumer(Topic(""));
  WaitUp(nodes);
}

KafkaCluster::~KafkaCluster() {
  client_.reset();
  for (int node = 1; node <= nodes(); ++node) Kill(node);
}

void KafkaCluster::Cut() {
  for (const auto& proxy : proxies_) proxy->Cut();
}

void KafkaCluster::Heal() {
  for (const auto& proxy : proxies_) proxy->Heal();
}

KafkaCluster& KafkaCluster::Shared(int nodes) {
  static KafkaCluster cluster(nodes);
  return cluster;
}

void KafkaCluster::Start(int node) {
  Node& started = nodes_[static_cast<size_t>(node - 1)];
  RUFAA_CHECK(started.pid == 0);
  started.pid = Spawn({kBroker, "run", started.folder}, started.folder + "/log");
}

void KafkaCluster::Kill(int node) {
  Node& killed = nodes_[static_cast<size_t>(node - 1)];
  if (killed.pid == 0) return;
  kill(killed.pid, SIGKILL);
  waitpid(killed.pid, nullptr, 0);
  killed.pid = 0;
}

void KafkaCluster::Freeze(int node) {
  const pid_t pid = nodes_[static_cast<size_t>(node - 1)].pid;
  kill(pid, SIGSTOP);
  // Until it stands still: it may answer yet while the signal is under way.
  RUFAA_CHECK(waitpid(pid, nullptr, WUNTRACED) == pid);
}

void KafkaCluster::Thaw(int node) { kill(nodes_[static_cast<size_t>(node - 1)].pid, SIGCONT); }

void KafkaCluster::WaitFor(const char* what,
                           absl::FunctionRef<bool(const rd_kafka_metadata_t&)> holds,
                           const std::string& topic) {
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    const auto metadata = ReadMetadata(client_.get(), topic, absl::Seconds(1));
    if (metadata.ok() && holds(**metadata)) return;
    rd_kafka_poll(client_.get(), 50);
  }
  std::fprintf(stderr, "Kafka: %s did not come about\n", what);
  for (const Node& node : nodes_) Print(node.folder + "/log");
  RUFAA_CHECK(false);
}

// The topic asked for need not exist; every answer tells of the brokers.
void KafkaCluster::WaitUp(int nodes) {
  WaitFor(
      "enough brokers",
      [nodes](const rd_kafka_metadata_t& metadata) { return metadata.broker_cnt >= nodes; },
      "none");
}

void KafkaCluster::WaitInSync(const std::string& topic, int replicas) {
  WaitFor(
      "so many replicas in step",
      [replicas](const rd_kafka_metadata_t& metadata) {
        if (metadata.topic_cnt != 1 || metadata.topics[0].partition_cnt != 1) return false;
        const rd_kafka_metadata_partition_t& partition = metadata.topics[0].partitions[0];
        return partition.leader > 0 && partition.isr_cnt == replicas;
      },
      topic);
}

int KafkaCluster::LeaderOf(const std::string& topic) {
  int leader = 0;
  WaitFor(
      "a leader",
      [&leader](const rd_kafka_metadata_t& metadata) {
        if (metadata.topic_cnt != 1 || metadata.topics[0].partition_cnt != 1) return false;
        leader = metadata.topics[0].partitions[0].leader;
        return leader > 0;
      },
      topic);
  return leader;
}

}  // namespace rufaa
