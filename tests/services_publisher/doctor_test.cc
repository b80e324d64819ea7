// What `rufaa doctor` says of brokers that answer, and of the topic there.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "tests/cli/command.h"
#include "tests/services_publisher/publisher_fixture.h"

namespace rufaa {
namespace {

using ::testing::HasSubstr;

class DoctorOfBrokersTest : public PublisherTest {
 protected:
  // What is found under `check`, as "state: found".
  std::string Found(const std::string& check) {
    const cli::Folder home;
    const cli::Result result = cli::Rufaa(
        home, {"doctor", "--public-brokers", cluster_.brokers(), "--public-topic", topic_.name,
               "--server", "127.0.0.1:1", "--data", home.File("none"), "-o", "json"});
    for (const auto& row : nlohmann::json::parse(result.out)) {
      if (row["check"] == check) {
        return row["state"].get<std::string>() + ": " + row["found"].get<std::string>();
      }
    }
    return "nothing in " + result.out;
  }
};

TEST_F(DoctorOfBrokersTest, TheBrokerAnswersAndTheTopicIsThereOnceItWasMade) {
  EXPECT_EQ(Found("broker of public events at " + cluster_.brokers()), "ok: answers");
  EXPECT_THAT(Found("topic " + topic_.name), HasSubstr("warning: "));
  const auto running = Run(Published().log());
  ASSERT_TRUE(running->publisher.Settled(absl::Now() + absl::Seconds(60)).ok());
  EXPECT_EQ(Found("topic " + topic_.name), "ok: 1 of 1 replicas in step");
}

}  // namespace
}  // namespace rufaa
