// That a commit is in the log, proven to who may read the log, and to nobody's word.
#include <memory>
#include <string>
#include <vector>

#include "eventlog/merkle.h"
#include "eventlog/record.h"
#include "gmock/gmock.h"
#include "tests/walk_grpc/reads.h"
#include "tests/walk_grpc/requests.h"

namespace rufaa::testing {
namespace {

namespace au = audit::v1;
namespace lg = log::v1;
using ::testing::ElementsAre;
using AuditStub = au::AuditService::Stub;
using LogStub = lg::LogService::Stub;

template <class Hashes>
MerkleProof Path(const Hashes& hashes) {
  MerkleProof path;
  for (const std::string& bytes : hashes) path.push_back(*HashFromBytes(bytes));
  return path;
}

bool Includes(const au::GetProofResponse& proof, uint64_t position) {
  return VerifyInclusion(*HashFromBytes(proof.leaf_hash()), position - 1, proof.size(),
                         Path(proof.inclusion()), *HashFromBytes(proof.root()));
}

class ProofTest : public HubTest {
 protected:
  void SetUp() override {
    HubTest::SetUp();
    county_ = std::make_unique<County>(*hub_, "001");
    county_->Settle();
    auditor_ = std::make_unique<Client>(county_->SignIn("p-auditor"));
    officer_ = std::make_unique<Client>(county_->SignIn("p-officer"));
    Client chv = county_->SignIn("p-chv");
    kase_ = RegisteredCase(chv, *officer_);
  }

  static au::GetProofRequest Of(uint64_t position) {
    au::GetProofRequest request;
    request.set_position(position);
    request.set_purpose(common::v1::PURPOSE_AUDIT);
    return request;
  }
  au::GetProofResponse Proof(const au::GetProofRequest& request) {
    return auditor_->Must<au::GetProofResponse>(&AuditStub::GetProof, request);
  }
  lg::GetHeadResponse Head() {
    return auditor_->Must<lg::GetHeadResponse>(&LogStub::GetHead, lg::GetHeadRequest());
  }
  std::vector<au::ReadRecord> ReadsOf(const std::string& person) {
    Client dpo = county_->SignIn("p-dpo");
    return ReadsTold(dpo, ReadsByPerson(person));
  }

  std::unique_ptr<County> county_;
  std::unique_ptr<Client> auditor_, officer_;
  cw::CaseReply kase_;
};

TEST_F(ProofTest, EachCommitIsProvenInTheTreeAsOfNow) {
  const lg::GetHeadResponse head = Head();
  for (uint64_t position = 1; position <= head.position(); ++position) {
    const au::GetProofResponse proof = Proof(Of(position));
    EXPECT_EQ(proof.size(), head.position());
    EXPECT_EQ(proof.root(), head.root());
    EXPECT_TRUE(Includes(proof, position)) << position;
    EXPECT_EQ(proof.consistency_size(), 0);
    EXPECT_EQ(proof.record(), "");
  }
}

TEST_F(ProofTest, WhoHoldsAnEarlierRootIsShownThatTheLogBeginsWithIt) {
  const lg::GetHeadResponse held = Head();
  Sent(*officer_, kase_.case_file().case_code(), "RMPP", "hospital");
  au::GetProofRequest request = Of(1);
  request.set_since_size(held.position());
  const au::GetProofResponse proof = Proof(request);
  ASSERT_GT(proof.size(), held.position());
  EXPECT_TRUE(VerifyConsistency(held.position(), *HashFromBytes(held.root()), proof.size(),
                                *HashFromBytes(proof.root()), Path(proof.consistency())));
  EXPECT_FALSE(VerifyConsistency(held.position(), Sha256("another"), proof.size(),
                                 *HashFromBytes(proof.root()), Path(proof.consistency())));
  // Of a log that is shorter than the one that somebody knew there is nothing to prove.
  request.set_since_size(proof.size() + 1);
  const au::GetProofResponse shorter = Proof(request);
  EXPECT_EQ(shorter.size(), proof.size());
  EXPECT_EQ(shorter.consistency_size(), 0);
}

TEST_F(ProofTest, TheRecordIsGivenWhereItIsAskedFor) {
  au::GetProofRequest request = Of(kase_.revision());
  request.set_with_record(true);
  const au::GetProofResponse proof = Proof(request);
  EXPECT_TRUE(Includes(proof, kase_.revision()));
  EXPECT_EQ(BytesOf(LeafHash(proof.record())), absl::string_view(proof.leaf_hash()));
  Commit commit;
  ASSERT_TRUE(DecodeCommit(proof.record(), commit).ok());
  EXPECT_EQ(commit.position, kase_.revision());
  EXPECT_EQ(commit.proposal.actor.person, "p-officer");
  EXPECT_EQ(ReadsOf("p-auditor").back().about(), absl::StrCat("record/", kase_.revision()));
}

TEST_F(ProofTest, IsForWhoMayReadTheTrailAndEntered) {
  const au::GetProofRequest request = Of(kase_.revision());
  Proof(request);
  const std::vector<au::ReadRecord> reads = ReadsOf("p-auditor");
  ASSERT_EQ(reads.size(), 1u);
  EXPECT_EQ(reads[0].method(), "AuditService/GetProof");
  EXPECT_EQ(reads[0].about(), absl::StrCat("proof/", kase_.revision()));
  EXPECT_THAT(reads[0].case_codes(), ElementsAre(kase_.case_file().case_code()));
  au::GetProofResponse reply;
  for (const char* person : {"p-officer", "p-operator"}) {
    Client client = county_->SignIn(person);
    EXPECT_REFUSED(client.Call(&AuditStub::GetProof, request, &reply), NOT_PERMITTED);
    EXPECT_EQ(reply.ByteSizeLong(), 0u);
    ASSERT_FALSE(ReadsOf(person).empty());
    EXPECT_EQ(ReadsOf(person).back().refusal(), "NOT_PERMITTED");
  }
  au::GetProofRequest other = request;
  other.set_purpose(common::v1::PURPOSE_CASE_MGMT);
  EXPECT_REFUSED(auditor_->Call(&AuditStub::GetProof, other, &reply), NOT_PERMITTED);
}

TEST_F(ProofTest, APositionThatIsNoneIsRefusedByName) {
  au::GetProofResponse reply;
  const auto refused = [&](const au::GetProofRequest& request, const std::string& problem) {
    const absl::Status status = auditor_->Call(&AuditStub::GetProof, request, &reply);
    EXPECT_REFUSED(status, MALFORMED);
    EXPECT_EQ(RefusalOf(status)->details,
              (RefusalDetails{{"field", "position"}, {"problem", problem}}));
  };
  refused(Of(0), "required");
  refused(Of(Head().position() + 1), "beyond the end of the log");
  refused(Of(UINT64_MAX), "beyond the end of the log");
  // Who may not ask learns nothing of where the log ends.
  EXPECT_REFUSED(officer_->Call(&AuditStub::GetProof, Of(UINT64_MAX), &reply), NOT_PERMITTED);
}

}  // namespace
}  // namespace rufaa::testing
