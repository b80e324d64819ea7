// Which of the hub's processes take calls from which, and which of them set a county's deadlines.
#include "services/rpc/peers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "services/hub/hosted_service.h"

namespace rufaa {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Not;

// Where everything is hosted, ops calls nobody through a certificate; and it is hosted nowhere
// else.
TEST(Peers, LetInOnlyWhatIsAProcess) {
  for (const hub::ServiceEntry& service : hub::AllServices()) {
    if (service.name == "ops") continue;
    EXPECT_THAT(rpc::CallersOf(service.name), Not(Contains("ops"))) << service.name;
  }
}

TEST(AllServices, TellWhichSetDeadlines) {
  std::vector<std::string> set;
  for (const hub::ServiceEntry& service : hub::AllServices()) {
    if (service.sets_deadlines) set.push_back(service.name);
  }
  EXPECT_THAT(set, ElementsAre("casework", "referral"));
}

}  // namespace
}  // namespace rufaa
