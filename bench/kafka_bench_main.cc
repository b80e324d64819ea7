// kafka_bench: the figures of docs/performance.md that need brokers, which it starts on free ports
// of the loopback, with their data in a temporary folder, and ends. Prints JSON. Every figure of
// the log stands beside that of a bare loop of librdkafka in the same round; `--quick` is a tenth
// of the size.

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <iostream>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "bench/bare_kafka.h"
#include "bench/command_bench.h"
#include "bench/echo_bench.h"
#include "bench/kafka_hub_bench.h"
#include "bench/kafka_log_bench.h"
#include "bench/machine.h"
#include "domain/base/check.h"
#include "eventlog/kafka/topic_record.h"
#include "eventlog/record.h"
#include "eventlog/steady_time.h"
#include "tests/support/kafka_cluster.h"

namespace rufaa::bench {
namespace {

constexpr int kRounds = 5;

struct Options {
  std::string folder;
  std::set<std::string> only;
  bool quick = false;

  bool Wants(const std::string& part) const { return only.empty() || only.count(part) > 0; }
  uint64_t Size(uint64_t full) const { return quick ? full / 10 : full; }
};

void Progress(absl::string_view what) { std::cerr << "bench: " << what << "\n"; }

CountyTopicOptions TopicOptionsOf(const KafkaCluster& cluster) {
  return {.replicas = cluster.nodes(), .min_insync_replicas = (cluster.nodes() + 1) / 2};
}

std::unique_ptr<KafkaLog> OpenLog(const KafkaCluster& cluster, const std::string& topic,
                                  const std::string& folder) {
  KafkaLog::Options options;
  options.path = folder;
  options.county = "mombasa";
  options.topic = cluster.Topic(topic);
  options.topic_options = TopicOptionsOf(cluster);
  options.open_within = absl::Seconds(120);
  auto log = KafkaLog::Open(options);
  if (!log.ok()) std::cerr << log.status() << "\n";
  RUFAA_CHECK(log.ok());
  return *std::move(log);
}

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

// The bare loop, then the log, round after round: what else the machine does meets both.
nlohmann::json Append(const Options& options, const KafkaCluster& cluster) {
  const KafkaTopic bare_topic = cluster.Topic("bare");
  RUFAA_CHECK(
      EnsureCountyTopic(bare_topic, TopicOptionsOf(cluster), true, SteadyNow() + absl::Seconds(60))
          .ok());
  BareKafka bare(bare_topic);
  const std::string record = EncodeProposalRecord(EncodeProposal(BenchProposal(1, 1)));
  const std::unique_ptr<KafkaLog> log = OpenLog(cluster, "append", options.folder + "/append");
  KafkaLogBench bench(*log);
  nlohmann::json json{{"record_bytes", record.size()}, {"rounds", kRounds}};
  // The first of a fresh broker are slow: it has not been compiled yet.
  bare.InFlight(record, 256, options.Size(100'000));
  bench.InFlight(256, options.Size(100'000));
  std::vector<double> p50s;
  for (int round = 0; round < kRounds; ++round) {
    Progress("one at a time");
    const nlohmann::json bare_one = Percentiles(bare.OneByOne(record, options.Size(5'000)));
    const KafkaLogBench::Waits waits = bench.OneByOne(options.Size(5'000));
    const nlohmann::json log_one = Percentiles(waits.acknowledged);
    json["one_by_one"]["rounds"].push_back(
        {{"bare", bare_one}, {"log", log_one}, {"log_woken", Percentiles(waits.woken)}});
    p50s.push_back(log_one["p50_us"].get<double>() / bare_one["p50_us"].get<double>());
  }
  json["one_by_one"]["p50_of_bare"] = Median(p50s);
  for (const uint64_t in_flight : {256, 1024}) {
    std::vector<double> rates;
    nlohmann::json& at = json[absl::StrCat("in_flight_", in_flight)];
    for (int round = 0; round < kRounds; ++round) {
      Progress(absl::StrCat(in_flight, " in flight"));
      const uint64_t count = options.Size(200'000);
      const double bare_rate = bare.InFlight(record, in_flight, count);
      const double log_rate = bench.InFlight(in_flight, count);
      at["rounds"].push_back({{"bare_per_second", bare_rate}, {"log_per_second", log_rate}});
      rates.push_back(log_rate / bare_rate);
    }
    at["rate_of_bare"] = Median(rates);
  }
  return json;
}

nlohmann::json CatchUp(const Options& options, const KafkaCluster& cluster) {
  const uint64_t commits = options.Size(1'000'000);
  Progress(absl::StrCat("a topic of ", commits, " commits"));
  OpenLog(cluster, "catch-up", options.folder + "/first");
  FillTopic(cluster.Topic("catch-up"), commits);
  nlohmann::json json{{"commits", commits}};
  std::vector<double> rates;
  for (int round = 0; round < 3; ++round) {
    Progress("a replica from zero");
    const std::string folder = absl::StrCat(options.folder, "/replica-", round);
    const absl::Time start = absl::Now();
    const std::unique_ptr<KafkaLog> log = OpenLog(cluster, "catch-up", folder);
    rates.push_back(static_cast<double>(commits) / absl::ToDoubleSeconds(absl::Now() - start));
    RUFAA_CHECK(log->Head() == commits);
    json["rounds"].push_back({{"commits_per_second", rates.back()}});
  }
  json["commits_per_second"] = Median(rates);
  return json;
}

// The leader is killed while 64 are in flight, and started again; each time another one leads.
nlohmann::json Failover(const Options& options) {
  Progress("three brokers");
  KafkaCluster cluster(3);
  const std::unique_ptr<KafkaLog> log = OpenLog(cluster, "failover", options.folder + "/failover");
  KafkaLogBench bench(*log);
  bench.InFlight(64, 10'000);
  nlohmann::json json;
  double longest = 0;
  uint64_t acknowledged = 10'000;
  for (int round = 0; round < 3; ++round) {
    Progress("the leader is killed");
    cluster.WaitInSync("failover");
    const int leader = cluster.LeaderOf("failover");
    const absl::Time kill_at = absl::Now() + absl::Seconds(3);
    const absl::Time end = kill_at + absl::Seconds(15);
    bool killed = false;
    const KafkaLogBench::Stall stall = bench.RunUntil(
        [&] {
          if (!killed && absl::Now() > kill_at) {
            cluster.Kill(leader);
            killed = true;
          }
          return absl::Now() > end;
        },
        64);
    cluster.Start(leader);
    cluster.WaitUp(3);
    acknowledged += stall.acknowledged;
    longest = std::max(longest, stall.longest_s);
    json["rounds"].push_back(
        {{"longest_stall_s", stall.longest_s}, {"acknowledged", stall.acknowledged}});
  }
  cluster.WaitInSync("failover");
  json["longest_stall_s"] = longest;
  // As another replica has it, made of the topic alone.
  const uint64_t head = OpenLog(cluster, "failover", options.folder + "/other")->Head();
  json["lost"] = acknowledged - std::min(acknowledged, head);
  return json;
}

nlohmann::json Commands(const Options& options, const KafkaCluster& cluster) {
  Progress("durable commands through gRPC");
  BenchCounty county(KafkaHubOptions(options.folder + "/commands", cluster.brokers()));
  CommandBenchOptions commands;
  commands.streams = options.Size(commands.streams);
  commands.calls = options.Size(commands.calls);
  return BenchCommands(county, EchoServer(), commands);
}

int Run(const Options& options) {
  nlohmann::json json{{"machine", Machine()}, {"quick", options.quick}};
  if (options.Wants("append") || options.Wants("catch-up")) {
    Progress("one broker");
    const KafkaCluster cluster(1);
    if (options.Wants("append")) json["append"] = Append(options, cluster);
    if (options.Wants("catch-up")) json["catch_up"] = CatchUp(options, cluster);
  }
  // Brokers of their own: both make the topic of the same county.
  if (options.Wants("commands")) json["commands"] = Commands(options, KafkaCluster(1));
  if (options.Wants("publish")) {
    Progress("events on their way to the public topic");
    json["publish"] = BenchPublicLag(options.folder + "/publish", KafkaCluster(1).brokers(),
                                     options.Size(10'000));
  }
  if (options.Wants("failover")) json["failover"] = Failover(options);
  std::cout << json.dump(2) << "\n";
  return 0;
}

}  // namespace
}  // namespace rufaa::bench

int main(int argc, char** argv) {
  CLI::App app("Measures the county log on Kafka; prints JSON. Run it in the source folder.");
  rufaa::bench::Options options;
  options.folder = std::filesystem::temp_directory_path() / absl::StrCat("rufaa-kafka-", getpid());
  app.add_option("--folder", options.folder, "where to put replicas; removed at the end");
  app.add_option("--only", options.only, "parts: append, catch-up, commands, publish, failover");
  app.add_flag("--quick", options.quick, "a tenth of the size");
  CLI11_PARSE(app, argc, argv);
  std::filesystem::create_directories(options.folder);
  const int code = rufaa::bench::Run(options);
  std::filesystem::remove_all(options.folder);
  return code;
}
