// How to reach the brokers, as it is given to a program: what is taken, what is refused and how.
#include "services/hub/kafka_words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "absl/strings/str_cat.h"
#include "domain/base/refusal.h"
#include "tests/cli/command.h"

namespace rufaa::hub {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Pair;

std::string Problem(const std::string& word) {
  const auto read = ReadKafkaWords({word});
  EXPECT_TRUE(absl::IsInvalidArgument(read.status())) << read.status();
  return std::string(read.status().message());
}

TEST(KafkaWords, AreTakenAsGivenAndInOrder) {
  const auto read = ReadKafkaWords({"security.protocol=sasl_ssl", "ssl.ca.location=/etc/a=b.pem"});
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_THAT(*read, ElementsAre(Pair("security.protocol", "sasl_ssl"),
                                 Pair("ssl.ca.location", "/etc/a=b.pem")));
}

TEST(KafkaWords, ASecretComesFromAFileThatOnlyItsOwnerReads) {
  const cli::Folder folder;
  const std::string file = folder.Write("password", "open = sesame \n");
  const auto read = ReadKafkaWords({"sasl.password=@" + file});
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_THAT(*read, ElementsAre(Pair("sasl.password", "open = sesame")));

  chmod(file.c_str(), 0640);
  const absl::Status open = ReadKafkaWords({"sasl.password=@" + file}).status();
  EXPECT_EQ(RefusalOf(open)->reason, Reason::KEY_FILE_UNUSABLE);
  EXPECT_THAT(std::string(open.message()),
              AllOf(HasSubstr("sasl.password"), HasSubstr(file), HasSubstr("0600")));
  const absl::Status none = ReadKafkaWords({"sasl.password=@/nowhere"}).status();
  EXPECT_EQ(RefusalOf(none)->reason, Reason::KEY_FILE_UNUSABLE);
}

// As root looks at what a service's own account is given.
TEST(KafkaWords, ASecretOfAnotherAccountIsReadWhereThatIsAskedFor) {
  if (geteuid() != 0) return;  // Only root can give files away.
  const cli::Folder folder;
  const std::string file = folder.Write("password", "sesame");
  ASSERT_EQ(chown(file.c_str(), 65534, 65534), 0);
  const std::vector<std::string> words = {"sasl.password=@" + file};
  EXPECT_EQ(RefusalOf(ReadKafkaWords(words).status())->reason, Reason::KEY_FILE_UNUSABLE);
  const auto read = ReadKafkaWords(words, SecretOwner::kAnybody);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_THAT(*read, ElementsAre(Pair("sasl.password", "sesame")));

  chmod(file.c_str(), 0640);
  const absl::Status open = ReadKafkaWords(words, SecretOwner::kAnybody).status();
  EXPECT_THAT(std::string(open.message()), HasSubstr("0600"));
}

TEST(KafkaWords, ASecretIsNotTakenInClearNorRepeated) {
  for (const std::string key : {"sasl.password", "ssl.key.password", "ssl.keystore.password",
                                "ssl.key.pem", "sasl.oauthbearer.client.secret"}) {
    EXPECT_THAT(Problem(key + "=sesame"),
                AllOf(HasSubstr(key + "=@FILE"), Not(HasSubstr("sesame"))));
  }
  // Whoever forgot the key's name may have given a password alone.
  EXPECT_THAT(Problem("sesame"), AllOf(HasSubstr("KEY=VALUE"), Not(HasSubstr("sesame"))));
  EXPECT_THAT(Problem("=sesame"), Not(HasSubstr("sesame")));
}

TEST(KafkaWords, WhatTheLogReliesOnIsRefusedByName) {
  for (const std::string word :
       {"bootstrap.servers=h:1", "metadata.broker.list=h:1", "acks=1", "request.required.acks=1",
        "enable.idempotence=false", "group.id=g", "transactional.id=t", "linger.ms=5",
        "queue.buffering.max.ms=5", "auto.offset.reset=earliest", "isolation.level=read_committed",
        "queued.min.messages=1000", "message.timeout.ms=1000", "log_level=7",
        "allow.auto.create.topics=true", "plugin.library.paths=x"}) {
    const std::string key = word.substr(0, word.find('='));
    EXPECT_THAT(Problem(word), AllOf(HasSubstr(key + " is the log's own"), HasSubstr("ssl.*")));
  }
}

TEST(KafkaWords, WhatLibrdkafkaDoesNotKnowItSaysItself) {
  EXPECT_THAT(Problem("ssl.ca.locatoin=/x"),
              AllOf(HasSubstr("ssl.ca.locatoin"), HasSubstr("No such configuration property")));
  EXPECT_THAT(Problem("security.protocol=tls"),
              AllOf(HasSubstr("security.protocol"), HasSubstr("Invalid value")));
}

}  // namespace
}  // namespace rufaa::hub
