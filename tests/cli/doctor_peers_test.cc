// `rufaa doctor` asks every instance of a service, whatever its target says of them.
#include <gmock/gmock.h>

#include <map>

#include "cli/verbs/doctor.h"
#include "tests/gateway/fake_hub.h"

namespace rufaa::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;
using testing::UnorderedElementsAre;

class DoctorPeers : public testing::Test {
 protected:
  DoctorPeers() {
    // Health v1: SERVING.
    hub_.Answer([](const FakeHub::Call&) {
      FakeHub::Reply reply;
      reply.messages = {"\x08\x01"};
      return reply;
    });
    port_ = hub_.address().substr(hub_.address().rfind(':'));
  }

  // What is found, by check, where names stand for `addresses`.
  std::map<std::string, std::string> Found(const std::string& target,
                                           const std::vector<std::string>& addresses) {
    std::vector<Finding> findings;
    CheckPeer(
        {}, "casework", target,
        [&](const std::string& host) -> absl::StatusOr<std::vector<std::string>> {
          resolved_ = host;
          if (addresses.empty()) return absl::UnavailableError("the name is not known");
          return addresses;
        },
        findings);
    std::map<std::string, std::string> found;
    for (const Finding& one : findings) found[one.check] = one.found;
    return found;
  }

  FakeHub hub_;
  std::string port_;  // ":40001", of the loopback's first address; at its second nobody listens.
  std::string resolved_;
};

TEST_F(DoctorPeers, EachAddressThatANameStandsForIsAsked) {
  for (const std::string name : {"dns:///localhost", "dns:localhost", "localhost"}) {
    const std::string target = name + port_;
    EXPECT_THAT(
        Found(target, {"127.0.0.1", "127.0.0.2"}),
        UnorderedElementsAre(
            Pair("casework at ipv4:127.0.0.1" + port_ + " of " + target, "SERVING"),
            Pair("casework at ipv4:127.0.0.2" + port_ + " of " + target, testing::Not("SERVING"))));
    EXPECT_EQ(resolved_, "localhost");
  }
}

TEST_F(DoctorPeers, ANameOfOneAddressIsToldAsItIsWritten) {
  EXPECT_THAT(Found("localhost" + port_, {"127.0.0.1"}),
              ElementsAre(Pair("casework at localhost" + port_, "SERVING")));
}

TEST_F(DoctorPeers, AnAddressOfIPv6IsAsked) {
  EXPECT_THAT(Found("dns:///localhost:1", {"::1", "127.0.0.1"}),
              UnorderedElementsAre(
                  Pair("casework at ipv6:[::1]:1 of dns:///localhost:1", HasSubstr("")),
                  Pair("casework at ipv4:127.0.0.1:1 of dns:///localhost:1", HasSubstr(""))));
}

// Who catches up is to be waited for, who can't be reached to be started.
TEST_F(DoctorPeers, OneThatIsReachedAndDoesNotServeIsToldFromOneThatIsNotReached) {
  hub_.Answer([](const FakeHub::Call& call) {
    FakeHub::Reply reply;
    reply.messages = {"\x08\x02"};  // NOT_SERVING.
    reply.stays_open = call.method == "/grpc.health.v1.Health/Watch";
    return reply;
  });
  std::vector<Finding> findings;
  for (const std::string address : {"127.0.0.1", "127.0.0.2"}) {
    CheckPeer({}, "casework", "ipv4:" + address + port_, AddressesOf, findings);
  }
  ASSERT_EQ(findings.size(), 2u);
  EXPECT_EQ(findings[0].found, "reachable, but NOT_SERVING");
  EXPECT_THAT(findings[0].remedy, HasSubstr("wait while its views catch up"));
  EXPECT_THAT(findings[1].found, HasSubstr("unreachable: "));
  EXPECT_THAT(findings[1].remedy, HasSubstr("start it where it does not run"));
  for (const Finding& one : findings) EXPECT_EQ(one.state, Finding::State::kProblem);
}

TEST_F(DoctorPeers, ANameThatStandsForNothingIsAProblem) {
  EXPECT_THAT(Found("localhost" + port_, {}),
              ElementsAre(Pair("casework at localhost" + port_, "the name is not known")));
}

// What a process of the hub would refuse to start with is no less wrong for where it leads.
TEST_F(DoctorPeers, InClearANameOfAnotherMachineIsRefused) {
  EXPECT_THAT(
      Found("casework.rufaa" + port_, {"127.0.0.1"}),
      ElementsAre(Pair("casework at casework.rufaa" + port_, HasSubstr("another machine"))));
  EXPECT_EQ(resolved_, "");
}

TEST_F(DoctorPeers, TheMachineIsAskedWhatANameStandsFor) {
  const auto addresses = AddressesOf("localhost");
  ASSERT_TRUE(addresses.ok()) << addresses.status();
  EXPECT_THAT(*addresses, testing::Contains(testing::AnyOf("127.0.0.1", "::1")));
  EXPECT_THAT(AddressesOf("no name at all").status().message(), HasSubstr("no name at all"));
}

}  // namespace
}  // namespace rufaa::cli
