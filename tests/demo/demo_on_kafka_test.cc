// The demo county whose log is moved into Kafka and back by the command, on a real broker: the same
// log and the same views each time, and people work on in it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/time/clock.h"
#include "services/hub/open_county.h"
#include "tests/demo/running_demo.h"
#include "tests/support/kafka_cluster.h"
#include "tests/support/raw_topic.h"

namespace rufaa::cli {
namespace {

using nlohmann::json;

// Everything that is read of a county.
struct County {
  uint64_t position = 0;
  std::string root;
  absl::Time began;                            // When its first commit was recorded.
  std::map<std::string, std::string> digests;  // Of its views.

  bool operator==(const County&) const = default;
};

class DemoOnKafkaTest : public testing::Test {
 protected:
  ~DemoOnKafkaTest() override { DeleteRawTopic(cluster_.Topic(hub::TopicOf("001"))); }

  // Over TLS, with a certificate.
  std::vector<std::string> Brokers() const {
    std::vector<std::string> words = {"--kafka-brokers",
                                      cluster_.brokers(),
                                      "--kafka-replicas",
                                      "1",
                                      "--kafka-min-insync-replicas",
                                      "1"};
    for (const auto& [key, value] : cluster_.client()) {
      words.insert(words.end(), {"--kafka-client", absl::StrCat(key, "=", value)});
    }
    return words;
  }

  static KafkaCluster& Shared() {
    static const KafkaGuard guard;
    static KafkaCluster cluster(guard);
    return cluster;
  }

  // The county of a demo that was ended, made once: each who asks has a copy in its folder.
  void CopyOfTheDemo() const {
    static const Folder seeded;
    static const int ended = RunningDemo(seeded).Stop();
    ASSERT_EQ(ended, 0);
    std::filesystem::copy(seeded.File("data"), folder_.File("data"),
                          std::filesystem::copy_options::recursive);
  }

  json Migrate(const std::string& to) const {
    std::vector<std::string> words = {"log", "migrate", to, "--data", folder_.File("data"),
                                      "-o",  "json"};
    for (const std::string& word : Brokers()) words.push_back(word);
    const Result result = Rufaa(folder_, words);
    EXPECT_EQ(result.exit_code, 0) << result.err;
    return json::parse(result.out, nullptr, false);
  }

  County Look(const std::optional<hub::KafkaPlace>& kafka) {
    County found;
    auto county = hub::OpenCounty::Open({.data_dir = folder_.File("data"),
                                         .county = "001",
                                         .key_dir = {},
                                         .session_limits = {},
                                         .kafka = kafka});
    EXPECT_TRUE(county.ok()) << county.status();
    if (!county.ok()) return found;
    EXPECT_TRUE((*county)->views().FoldToHead().ok());
    found.position = (*county)->log().Head();
    found.root = absl::BytesToHexString(BytesOf(*(*county)->log().Root(found.position)));
    EXPECT_TRUE((*county)
                    ->log()
                    .Read(0,
                          [&](const Commit& first) {
                            found.began = first.recorded_at;
                            return false;
                          })
                    .ok());
    for (const ViewStatus& view : (*county)->views().Status()) {
      found.digests[view.view] =
          absl::BytesToHexString(*Digest(**(*county)->views().Snapshot(view.view)));
    }
    EXPECT_GT(found.digests.size(), 3u);
    return found;
  }

  KafkaCluster& cluster_ = Shared();
  const hub::KafkaPlace kafka_{.brokers = cluster_.brokers(),
                               .replicas = 1,
                               .min_insync_replicas = 1,
                               .client = cluster_.client()};
  Folder folder_;
};

TEST_F(DemoOnKafkaTest, IsTheSameCountyThereAndBack) {
  CopyOfTheDemo();
  const County before = Look(std::nullopt);
  const json there = Migrate("--to-kafka");
  EXPECT_EQ(there[0]["state"], "moved") << there;
  EXPECT_EQ(there[0]["root"], before.root);
  EXPECT_EQ(Look(kafka_), before);
  std::filesystem::remove_all(folder_.File("data/001/views"));
  EXPECT_EQ(Look(kafka_), before);

  const json back = Migrate("--to-embedded");
  EXPECT_EQ(back[0]["root"], before.root) << back;
  EXPECT_EQ(Look(std::nullopt), before);
  EXPECT_EQ(Migrate("--to-embedded")[0]["state"], "there already");
}

TEST_F(DemoOnKafkaTest, ABackupOfItRestoresToALogOfItsOwn) {
  CopyOfTheDemo();
  const json there = Migrate("--to-kafka");
  const std::string copy = folder_.File("copy"), keys = folder_.File("copied-keys");
  std::vector<std::string> create = {"backup", "create",    copy,     "--keys-to",
                                     keys,     "--offline", "--data", folder_.File("data")};
  const Result nowhere = Rufaa(folder_, create);
  EXPECT_NE(nowhere.exit_code, 0);
  EXPECT_THAT(nowhere.err, testing::HasSubstr("kafka.brokers"));
  for (const std::string& word : Brokers()) create.push_back(word);
  const Result made = Rufaa(folder_, create);
  ASSERT_EQ(made.exit_code, 0) << made.err;
  const Result restored =
      Rufaa(folder_, {"backup", "restore", copy, "--keys", keys, "--no-erasures", "--data",
                      folder_.File("restored"), "-o", "json"});
  ASSERT_EQ(restored.exit_code, 0) << restored.err;
  EXPECT_EQ(json::parse(restored.out, nullptr, false)[0]["root"], there[0]["root"]);
  EXPECT_THAT(restored.err, testing::HasSubstr("log migrate --to-kafka"));
}

TEST_F(DemoOnKafkaTest, StartsOnKafkaAndIsWorkedOn) {
  std::string password;
  uint64_t position = 0;
  {
    RunningDemo demo(folder_, Brokers());
    ASSERT_FALSE(demo.address().empty());
    password = demo.password();
    const auto cases = json::parse(
        demo.As("supervisor.kisauni", {"case", "list", "--all", "-o", "json"}).out, nullptr, false);
    ASSERT_FALSE(cases["cases"].empty()) << cases;
    const std::string kase = cases["cases"][0]["case_code"];
    const std::string note = folder_.Write("note", "seen at home");
    const Result noted =
        demo.As("supervisor.kisauni", {"case", "note", kase, "--note-file", note, "-o", "json"});
    EXPECT_EQ(noted.exit_code, 0) << noted.err;
    EXPECT_EQ(demo.Stop(), 0);
    position = Look(kafka_).position;
  }
  RunningDemo again(folder_, Brokers());
  ASSERT_FALSE(again.address().empty());
  EXPECT_EQ(again.password(), password);
  const auto head =
      json::parse(again.As("operator", {"log", "head", "-o", "json"}).out, nullptr, false);
  EXPECT_GE(std::stoull(head["position"].get<std::string>()), position);
  EXPECT_EQ(again.Stop(), 0);
  // Its past has the times that it was told with, not the broker's.
  EXPECT_LT(Look(kafka_).began, absl::Now() - absl::Hours(24 * 365));
}

TEST_F(DemoOnKafkaTest, SaysPlainlyWhatIsMissing) {
  const auto migrate = [&](std::vector<std::string> words) {
    words.insert(words.begin(), {"log", "migrate", "--data", folder_.File("data")});
    return Rufaa(folder_, words);
  };
  EXPECT_EQ(migrate({}).exit_code, 2);
  EXPECT_EQ(migrate({"--to-kafka", "--to-embedded"}).exit_code, 2);
  const Result nowhere = migrate({"--to-kafka"});
  EXPECT_EQ(nowhere.exit_code, 2);
  EXPECT_THAT(nowhere.err, testing::HasSubstr("--kafka-brokers"));
  const Result none = migrate({"--to-kafka", "--kafka-brokers", cluster_.brokers()});
  EXPECT_EQ(none.exit_code, 3);
  EXPECT_THAT(none.err, testing::HasSubstr("there is no log"));
  EXPECT_FALSE(std::filesystem::exists(folder_.File("data/001")));
}

TEST_F(DemoOnKafkaTest, TakesNoSettingThatIsTheLogsNorAPasswordInClear) {
  const auto migrate = [&](const std::string& client, const std::string& config) {
    return Rufaa(folder_, {"log", "migrate", "--to-kafka", "--data", folder_.File("data"),
                           "--kafka-brokers", cluster_.brokers(), client, config});
  };
  const Result owned = migrate("--kafka-client", "acks=1");
  EXPECT_EQ(owned.exit_code, 2);
  EXPECT_THAT(owned.err, testing::HasSubstr("acks is the log's own"));
  const std::string file = folder_.Write(
      "rufaa.toml",
      "[kafka]\nclient = [\"security.protocol=ssl\", \"sasl.password=open sesame\"]\n");
  const Result clear = migrate("--config", file);
  EXPECT_EQ(clear.exit_code, 2);
  EXPECT_THAT(clear.err, testing::HasSubstr("sasl.password=@FILE"));
  EXPECT_THAT(clear.err, testing::HasSubstr("rufaa.toml:2"));
  EXPECT_THAT(clear.err, testing::Not(testing::HasSubstr("sesame")));
}

}  // namespace
}  // namespace rufaa::cli
