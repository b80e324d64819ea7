#include "services/rpc/door.h"

#include <vector>

#include "domain/access/person.h"
#include "gtest/gtest.h"
#include "tests/services_rpc/served_hub.h"

namespace rufaa::rpc {
namespace {

constexpr char kPlace[] = "case/MSA-7F3K-Q2/case.identified/identity";

// A call of an officer of the office that owns the case, over a real vault.
class Door : public testing::Test {
 protected:
  Door()
      : log_(2, Level::kOff),
        sessions_(hub_.clock()),
        host_(Host::Parts{log_, metrics_, hub_.clock(), sessions_}),
        county_(*hub_.hub().counties().at("001")->Runtime()),
        call_{host_,       "Test/Read", ContinueTrace(""), hub_.clock().Now(),
              absl::Now(), {},          &county_} {
    call_.caller = {.person = "p-1",
                    .agency = "office",
                    .agency_kind = "CHILDREN_OFFICE",
                    .desk = {},
                    .role = Role::kChildrensOfficer,
                    .county = "001",
                    .session_id = "s"};
    opening_ = {.purpose = common::v1::PURPOSE_CASE_MGMT,
                .case_code = "MSA-7F3K-Q2",
                .relations = {policy::Relation::kOwner},
                .consent = policy::Consent::kNotNeeded,
                .compartments = {Compartment::kIdentity}};
    identity_ = Seal(Compartment::kIdentity, "a name");
    location_ = Seal(Compartment::kLocation, "a house");
  }

  Sealed Seal(Compartment compartment, absl::string_view text) {
    absl::StatusOr<Sealed> sealed = county_.vault.Seal("ch-1", compartment, kPlace, text);
    EXPECT_TRUE(sealed.ok()) << sealed.status();
    return sealed.ok() ? *sealed : Sealed{};
  }

  // What the door answers, and what was read behind it.
  std::string Open() {
    read_.clear();
    return ReasonOf(OpenDoor(call_, opening_, [&](const Opener& opener) -> absl::Status {
      for (const Sealed& sealed : {identity_, location_}) {
        const absl::StatusOr<std::string> text = opener.Open(sealed, kPlace);
        read_.push_back(text.ok() ? *text : ReasonOf(text));
      }
      return absl::OkStatus();
    }));
  }

  ServedHub hub_;
  Log log_;
  Metrics metrics_;
  Sessions sessions_;
  Host host_;
  CountyRuntime county_;
  Call call_;
  Opening opening_;
  Sealed identity_, location_;
  std::vector<std::string> read_;
};

TEST_F(Door, OpensWhatWasAskedForAndNothingElse) {
  EXPECT_EQ(Open(), "OK");
  EXPECT_EQ(read_, (std::vector<std::string>{"a name", "NOT_PERMITTED"}));
}

TEST_F(Door, StaysShutWithoutAPurpose) {
  opening_.purpose = common::v1::PURPOSE_UNSPECIFIED;
  EXPECT_EQ(Open(), "PURPOSE_REQUIRED");
  EXPECT_TRUE(read_.empty());
}

TEST_F(Door, StaysShutForAPurposeThatIsNotTheRolesToClaim) {
  opening_.purpose = common::v1::PURPOSE_AUDIT;
  EXPECT_EQ(Open(), "NOT_PERMITTED");
  opening_.purpose = common::v1::PURPOSE_SUPERVISION;
  EXPECT_EQ(Open(), "NOT_PERMITTED");
  EXPECT_TRUE(read_.empty());
}

TEST_F(Door, StaysShutForAPendingRecipient) {
  call_.caller.role = Role::kAgencyDesk;
  call_.caller.agency_kind = "RESCUE_CENTRE";
  opening_.purpose = common::v1::PURPOSE_REFERRAL_SERVICE;
  opening_.relations = {policy::Relation::kRecipientPending};
  EXPECT_EQ(Open(), "NOT_PERMITTED");
  EXPECT_TRUE(read_.empty());
}

TEST_F(Door, StaysShutForWhoIsNothingToTheCase) {
  opening_.relations = {policy::Relation::kNone};
  EXPECT_EQ(Open(), "NOT_PERMITTED");
  opening_.relations = {};
  EXPECT_EQ(Open(), "NOT_PERMITTED");
  EXPECT_TRUE(read_.empty());
}

TEST_F(Door, OpensLocationOnlyAfterAStepUp) {
  opening_.compartments = {Compartment::kLocation};
  EXPECT_EQ(Open(), "STEP_UP_REQUIRED");
  EXPECT_TRUE(read_.empty());
  call_.caller.stepped_up_at = call_.now - absl::Minutes(4);
  EXPECT_EQ(Open(), "OK");
  EXPECT_EQ(read_, (std::vector<std::string>{"NOT_PERMITTED", "a house"}));
  call_.caller.stepped_up_at = call_.now - absl::Minutes(6);
  EXPECT_EQ(Open(), "STEP_UP_REQUIRED");
}

TEST_F(Door, OpensWhatItMayWhenAskedForAsMuchAsMayBe) {
  opening_.compartments = {Compartment::kIdentity, Compartment::kLocation};
  opening_.all_or_nothing = true;
  EXPECT_EQ(Open(), "STEP_UP_REQUIRED");
  EXPECT_TRUE(read_.empty());
  opening_.all_or_nothing = false;
  EXPECT_EQ(Open(), "OK");
  EXPECT_EQ(read_, (std::vector<std::string>{"a name", "NOT_PERMITTED"}));
}

TEST_F(Door, SaysSoWhenTheChildWasErased) {
  ASSERT_TRUE(county_.vault.Erase("ch-1").ok());
  EXPECT_EQ(Open(), "OK");
  EXPECT_EQ(read_, (std::vector<std::string>{"ERASED", "NOT_PERMITTED"}));
}

}  // namespace
}  // namespace rufaa::rpc
