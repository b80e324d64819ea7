#include "eventlog/rule.h"

#include <map>

#include "eventlog/record.h"
#include "tests/eventlog/fixtures.h"

namespace rufaa {
namespace {

class GivenPrefix : public Prefix {
 public:
  absl::StatusOr<uint64_t> Version(absl::string_view stream) override {
    if (unreadable) return absl::InternalError("disk");
    return versions[std::string(stream)];
  }
  absl::StatusOr<std::optional<Applied>> Find(absl::string_view caller,
                                              absl::string_view request_id) override {
    const auto found = requests.find({std::string(caller), std::string(request_id)});
    if (found == requests.end()) return std::nullopt;
    return found->second;
  }

  std::map<std::string, uint64_t> versions;
  std::map<std::pair<std::string, std::string>, Applied> requests;
  bool unreadable = false;
};

class Rule : public ::testing::Test {
 protected:
  Verdict Judged(const Proposal& proposal) {
    const absl::StatusOr<Verdict> verdict = Judge(prefix_, proposal);
    EXPECT_TRUE(verdict.ok()) << verdict.status();
    return verdict.value_or(Verdict{});
  }

  GivenPrefix prefix_;
};

TEST_F(Rule, AcceptsWhatWasDecidedOnTheVersionsThatStillHold) {
  prefix_.versions = {{"case/1", 3}, {"desk/1", 9}};
  Proposal proposal = Propose(1, "case/1", 3);
  proposal.events.push_back({"desk/1", "bed.held", ""});
  proposal.events.push_back({"case/1", "case.noted", ""});
  const Verdict verdict = Judged(proposal);
  EXPECT_EQ(verdict.kind, Verdict::Kind::kAccepted);
  EXPECT_EQ(verdict.versions, (std::vector<uint64_t>{4, 10, 5}));
}

TEST_F(Rule, RefusesWhatWasDecidedOnAnotherVersionAndSaysWhich) {
  prefix_.versions = {{"case/1", 3}};
  const Verdict verdict = Judged(Propose(1, "case/1", 2));
  EXPECT_EQ(verdict.kind, Verdict::Kind::kRefused);
  EXPECT_TRUE(RefusedWith(verdict.refusal, Reason::WRONG_VERSION));
  EXPECT_EQ(RefusalOf(verdict.refusal)->details,
            (RefusalDetails{{"stream", "case/1"}, {"version", "3"}}));
}

TEST_F(Rule, LooksForARepeatBeforeItLooksAtVersions) {
  const Proposal proposal = Propose(1, "case/1", 0);
  prefix_.versions = {{"case/1", 1}};
  prefix_.requests[{"p-amina", RequestId(1)}] = {7, Noon(), proposal.digest};
  const Verdict verdict = Judged(proposal);
  EXPECT_EQ(verdict.kind, Verdict::Kind::kRepeated);
  EXPECT_EQ(verdict.first, (Applied{7, Noon(), proposal.digest}));
}

TEST_F(Rule, RefusesARepeatWithAnotherDigest) {
  prefix_.requests[{"p-amina", RequestId(1)}] = {7, Noon(), DigestOf("other")};
  EXPECT_TRUE(RefusedWith(Judged(Propose(1, "case/1", 0)).refusal, Reason::REQUEST_ID_REUSED));
}

TEST_F(Rule, StopsAtANewerRuleInsteadOfJudgingByIt) {
  Proposal proposal = Propose(1, std::string(kRuleStream), 0, absl::StrCat(kRuleVersion + 1));
  proposal.events[0].type = std::string(kRuleType);
  EXPECT_TRUE(CheckForm(proposal, 100).ok());
  EXPECT_EQ(Judged(proposal).kind, Verdict::Kind::kNewerRule);
}

TEST_F(Rule, GivesNoVerdictOnAPrefixThatItCannotRead) {
  prefix_.unreadable = true;
  EXPECT_EQ(Judge(prefix_, Propose(1, "case/1", 0)).status().code(), absl::StatusCode::kInternal);
}

TEST_F(Rule, NamesTheFieldThatIsMalformed) {
  Proposal proposal = Propose(1, "case/1", 0);
  proposal.request_id.pop_back();
  const absl::optional<Refusal> refusal = RefusalOf(CheckForm(proposal, 100));
  ASSERT_TRUE(refusal.has_value());
  EXPECT_EQ(refusal->details, (RefusalDetails{{"field", "request_id"}}));
}

}  // namespace
}  // namespace rufaa
