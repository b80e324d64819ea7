// A county's log on a broker that lets nobody in whom it does not know.
#include <algorithm>
#include <filesystem>
#include <thread>

#include "absl/strings/match.h"
#include "eventlog/kafka/topic_writer.h"
#include "eventlog/steady_time.h"
#include "tests/eventlog/kafka_topic_fixture.h"
#include "tests/eventlog/topic_checker.h"

namespace rufaa {
namespace {

class KafkaGuardedTest : public ::testing::Test {
 protected:
  static KafkaGuard& Guard() {
    static KafkaGuard guard;
    return guard;
  }
  static KafkaCluster& Cluster() {
    static KafkaCluster cluster(Guard());
    return cluster;
  }

  KafkaLog::Options ByCertificate() {
    return KafkaLogOptions(Cluster(), topic_, absl::StrCat(folder_.path(), "/", ++copies_));
  }
  KafkaLog::Options ByPassword(const std::string& password) {
    KafkaLog::Options options = ByCertificate();
    options.topic.brokers = Guard().brokers_by_password();
    options.topic.client = Guard().ByPassword(password);
    return options;
  }

  static std::unique_ptr<KafkaLog> Open(const KafkaLog::Options& options) {
    absl::StatusOr<std::unique_ptr<KafkaLog>> log = KafkaLog::Open(options);
    EXPECT_TRUE(log.ok()) << log.status();
    return log.ok() ? *std::move(log) : nullptr;
  }
  static bool Appends(CountyLog& log, uint64_t n) {
    const auto receipt = log.AppendAndWait(Propose(n, absl::StrCat("case/", n), 0));
    return receipt.ok();
  }

  // Not within a while, and says why, in one of these words.
  static void ExpectNotLetIn(KafkaLog::Options options, const std::vector<std::string>& why) {
    options.open_within = absl::Seconds(3);
    const absl::Status status = KafkaLog::Open(options).status();
    EXPECT_TRUE(RefusedWith(status, Reason::LOG_UNAVAILABLE)) << status;
    EXPECT_TRUE(NotLetIn(status)) << "which no waiting mends: " << status;
    EXPECT_TRUE(std::any_of(why.begin(), why.end(), [&](const std::string& words) {
      return absl::StrContains(status.message(), words);
    })) << status;
  }

  static void Change(KafkaLog::Options& options, const std::string& key, const std::string& value) {
    for (auto& [its, now] : options.topic.client) {
      if (its == key) now = value;
    }
  }

  const std::string topic_ = NewTopicName();
  TempFolder folder_;
  int copies_ = 0;
};

TEST_F(KafkaGuardedTest, OneWithACertificateAndOneWithAPasswordKeepOneLog) {
  const std::unique_ptr<KafkaLog> first = Open(ByCertificate());
  ASSERT_NE(first, nullptr);
  EXPECT_TRUE(Appends(*first, 1));
  const std::unique_ptr<KafkaLog> second = Open(ByPassword(KafkaGuard::kPassword));
  ASSERT_NE(second, nullptr);
  EXPECT_EQ(second->Head(), 1u);
  EXPECT_TRUE(Appends(*second, 2));
  EXPECT_EQ(first->WaitBeyond(1, absl::Seconds(60)), 2u);
  ExpectSame(JudgeTopic(Cluster().Topic(topic_)), *first);
}

// All at once: each is tried for seconds.
TEST_F(KafkaGuardedTest, NobodyElseIsLetInOrBelieved) {
  KafkaLog::Options other_authority = ByCertificate(), no_certificate = ByCertificate();
  const KafkaLog::Options other_password = ByPassword("another");
  Change(other_authority, "ssl.ca.location", Guard().OtherAuthority());
  no_certificate.topic.client.resize(3);  // What comes after that says who it is.
  std::thread believing([&] {
    SCOPED_TRACE("a broker of another authority");
    ExpectNotLetIn(other_authority, {"certificate verify failed"});
  });
  std::thread nameless([&] {
    SCOPED_TRACE("without a certificate");
    // Which of TLS's two alerts for it comes is for the broker's Java to choose.
    ExpectNotLetIn(no_certificate, {"certificate required", "alert bad certificate"});
  });
  {
    SCOPED_TRACE("with another password");
    ExpectNotLetIn(other_password, {"Authentication failed"});
  }
  believing.join();
  nameless.join();
}

// Whose files are being replaced just then.
TEST_F(KafkaGuardedTest, AProducerThatCantBeMadeAnewIsTriedAgain) {
  KafkaLog::Options options = ByCertificate();
  const std::string ca = folder_.path() + "/ca.pem";
  for (const auto& [key, value] : options.topic.client) {
    if (key == "ssl.ca.location") std::filesystem::copy(value, ca);
  }
  Change(options, "ssl.ca.location", ca);
  MakeRawTopic(options.topic, 1, 1, GoodSettings());
  const auto writer = TopicWriter::Open(options.topic, SteadyNow() + absl::Seconds(60));
  ASSERT_TRUE(writer.ok()) << writer.status();
  std::filesystem::rename(ca, ca + ".away");
  (*writer)->Renew();
  EXPECT_FALSE((*writer)->Send("one", 1));
  EXPECT_TRUE((*writer)->Poll().dead);
  std::filesystem::rename(ca + ".away", ca);
  (*writer)->Renew();
  EXPECT_TRUE((*writer)->Send("one", 1));
  EXPECT_FALSE((*writer)->Poll().dead);
  for (const absl::Time end = absl::Now() + absl::Seconds(60);
       ReadRawTopic(options.topic).empty();) {
    ASSERT_LT(absl::Now(), end);
  }
}

// Told before anything is tried.
TEST_F(KafkaGuardedTest, AFileThatIsMissingIsNamed) {
  KafkaLog::Options options = ByCertificate();
  Change(options, "ssl.ca.location", "/nowhere/ca.pem");
  const absl::Status status = KafkaLog::Open(options).status();
  EXPECT_TRUE(absl::IsInvalidArgument(status)) << status;
  EXPECT_NE(status.message().find("ssl.ca.location"), absl::string_view::npos) << status;
}

}  // namespace
}  // namespace rufaa
