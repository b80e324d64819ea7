#include <set>
#include <vector>

#include "eventlog/record.h"
#include "gmock/gmock.h"
#include "tests/walk_grpc/reads.h"
#include "tests/walk_grpc/requests.h"

namespace rufaa::testing {
namespace {

namespace au = audit::v1;
namespace lg = log::v1;
namespace vw = view::v1;
using LogStub = lg::LogService::Stub;

class LogServiceTest : public HubTest {
 protected:
  void SetUp() override {
    HubTest::SetUp();
    county_ = std::make_unique<County>(*hub_, "001");
    county_->Settle();
  }
  LogStub& stub() {
    if (!stub_) stub_ = lg::LogService::NewStub(hub_->InProcessChannel());
    return *stub_;
  }
  static lg::ReadLogRequest RawRecords() {
    lg::ReadLogRequest request;
    request.set_purpose(common::v1::PURPOSE_AUDIT);
    return request;
  }
  static lg::TailLogRequest After(uint64_t position, common::v1::Purpose purpose) {
    lg::TailLogRequest request;
    request.set_after_position(position);
    request.set_purpose(purpose);
    return request;
  }
  // As the data protection officer finds them in the access book.
  std::vector<au::ReadRecord> ReadsOf(const std::string& person) {
    Client dpo = county_->SignIn("p-dpo");
    return ReadsTold(dpo, ReadsByPerson(person));
  }

  std::unique_ptr<County> county_;
  std::unique_ptr<LogStub> stub_;
};

TEST_F(LogServiceTest, TheStreamHoldsEveryCommitInOrder) {
  Client auditor = county_->SignIn("p-auditor");
  const auto head = auditor.Must<lg::GetHeadResponse>(&LogStub::GetHead, lg::GetHeadRequest());
  grpc::ClientContext context;
  auditor.Prepare(context);
  auto stream = stub().ReadLog(&context, RawRecords());
  MerkleFrontier tree;
  lg::ReadLogResponse reply;
  while (stream->Read(&reply)) {
    ChunkReader reader(reply.chunk());
    while (reader.Next()) {
      EXPECT_EQ(*PositionOf(reader.record()), tree.size() + 1);
      tree.Append(LeafHash(reader.record()));
    }
    EXPECT_TRUE(reader.status().ok());
  }
  EXPECT_TRUE(stream->Finish().ok());
  EXPECT_EQ(tree.size(), head.position());
  EXPECT_EQ(BytesOf(tree.Root()), absl::string_view(head.root()));
  const std::vector<au::ReadRecord> reads = ReadsOf("p-auditor");
  ASSERT_EQ(reads.size(), 1u) << "one read, however many messages";
  EXPECT_EQ(reads[0].method(), "LogService/ReadLog");
  EXPECT_EQ(reads[0].about(), "log/0");
  EXPECT_EQ(reads[0].position(), head.position());
}

TEST_F(LogServiceTest, RawRecordsAreForOversightAloneAndWhoTriedIsInTheBook) {
  for (const char* person : {"p-operator", "p-officer"}) {
    Client client = county_->SignIn(person);
    grpc::ClientContext context;
    client.Prepare(context);
    auto stream = stub().ReadLog(&context, RawRecords());
    lg::ReadLogResponse reply;
    EXPECT_FALSE(stream->Read(&reply));
    EXPECT_REFUSED(Client::Meant(stream->Finish()), NOT_PERMITTED);
    const std::vector<au::ReadRecord> reads = ReadsOf(person);
    ASSERT_EQ(reads.size(), 1u);
    EXPECT_EQ(reads[0].refusal(), "NOT_PERMITTED");
  }
}

TEST_F(LogServiceTest, AWholeLogVerifies) {
  Client auditor = county_->SignIn("p-auditor");
  const auto head = auditor.Must<lg::GetHeadResponse>(&LogStub::GetHead, lg::GetHeadRequest());
  const auto verified =
      auditor.Must<lg::VerifyLogResponse>(&LogStub::VerifyLog, lg::VerifyLogRequest());
  EXPECT_TRUE(verified.whole()) << verified.problem();
  EXPECT_EQ(verified.commits(), head.position());
  EXPECT_EQ(verified.root(), head.root());
}

TEST_F(LogServiceTest, TheHeadSaysWhenItWasRecorded) {
  Client op = county_->SignIn("p-operator"), chv = county_->SignIn("p-chv");
  clock_.Advance(absl::Minutes(5));
  chv.Must<cw::CaseReply>(&CaseStub::IdentifyChild, ChildFound());
  const auto head = op.Must<lg::GetHeadResponse>(&LogStub::GetHead, lg::GetHeadRequest());
  EXPECT_EQ(rpc::FromProto(head.record_time()), clock_.Now());
}

TEST_F(LogServiceTest, WhatIsBeyondTheEndIsAMistakeOfTheQuestionAndNoDamage) {
  Client op = county_->SignIn("p-operator");
  const auto head = op.Must<lg::GetHeadResponse>(&LogStub::GetHead, lg::GetHeadRequest());
  lg::VerifyLogRequest request;
  request.set_to_position(head.position());
  EXPECT_TRUE(op.Must<lg::VerifyLogResponse>(&LogStub::VerifyLog, request).whole());
  request.set_to_position(head.position() + 1);
  lg::VerifyLogResponse reply;
  const absl::Status refused = op.Call(&LogStub::VerifyLog, request, &reply);
  EXPECT_REFUSED(refused, MALFORMED);
  EXPECT_EQ(RefusalOf(refused)->details,
            (RefusalDetails{{"field", "to_position"}, {"problem", "beyond the end of the log"}}));
}

TEST_F(LogServiceTest, ATailShowsOversightWhatHappensAndEndsWithItsReader) {
  Client auditor = county_->SignIn("p-auditor"), chv = county_->SignIn("p-chv");
  const auto head = auditor.Must<lg::GetHeadResponse>(&LogStub::GetHead, lg::GetHeadRequest());
  grpc::ClientContext context;
  auditor.Prepare(context);
  auto stream = stub().TailLog(&context, After(head.position(), common::v1::PURPOSE_AUDIT));
  clock_.Advance(absl::Minutes(5));
  const auto found = chv.Must<cw::CaseReply>(&CaseStub::IdentifyChild, ChildFound());
  lg::TailLogResponse reply;
  ASSERT_TRUE(stream->Read(&reply));
  EXPECT_EQ(reply.position(), found.revision());
  EXPECT_EQ(reply.actor().person(), "p-chv");
  EXPECT_EQ(reply.events(0).event_type(), "case.identified");
  EXPECT_EQ(reply.events(0).stream(), "case/" + found.case_file().case_code());
  EXPECT_NE(reply.events(0).json().find("SFEM"), std::string::npos);
  EXPECT_EQ(reply.events(0).json().find("Zawadi"), std::string::npos);
  context.TryCancel();
  while (stream->Read(&reply)) {
  }
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::CANCELLED);
  const std::vector<au::ReadRecord> reads = ReadsOf("p-auditor");
  ASSERT_EQ(reads.size(), 1u);
  EXPECT_EQ(reads[0].method(), "LogService/TailLog");
  EXPECT_THAT(reads[0].case_codes(), ::testing::ElementsAre(found.case_file().case_code()));
  EXPECT_EQ(rpc::FromProto(reads[0].record_time()), clock_.Now()) << "when it was shown";
}

TEST_F(LogServiceTest, ATailEndsWithTheSessionOfItsReader) {
  for (const auto& [person, purpose] : {std::pair("p-auditor", common::v1::PURPOSE_AUDIT),
                                        std::pair("p-operator", common::v1::PURPOSE_UNSPECIFIED)}) {
    Client reader = county_->SignIn(person);
    grpc::ClientContext context;
    reader.Prepare(context);
    auto stream = stub().TailLog(&context, After(0, purpose));
    lg::TailLogResponse reply;
    ASSERT_TRUE(stream->Read(&reply)) << person;
    reader.Must<access::v1::SignOutResponse>(&access::v1::AccessService::Stub::SignOut,
                                             access::v1::SignOutRequest());
    clock_.Advance(rpc::kSessionMaxAge);
    while (stream->Read(&reply)) {
    }
    EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::UNAUTHENTICATED) << person;
  }
}

TEST_F(LogServiceTest, AnOperatorsTailTellsOfNobody) {
  Client op = county_->SignIn("p-operator"), chv = county_->SignIn("p-chv"),
         officer = county_->SignIn("p-officer");
  const auto kase = RegisteredCase(chv, officer);
  const auto sent = Sent(officer, kase.case_file().case_code(), "RMPP", "hospital");
  grpc::ClientContext context;
  op.Prepare(context);
  auto stream = stub().TailLog(&context, After(0, common::v1::PURPOSE_UNSPECIFIED));
  MerkleFrontier tree;
  std::set<std::string> kinds, types;
  lg::TailLogResponse reply;
  while (tree.size() < sent.revision() && stream->Read(&reply)) {
    EXPECT_EQ(reply.position(), tree.size() + 1);
    tree.Append(*HashFromBytes(reply.leaf_hash()));
    EXPECT_FALSE(reply.has_actor());
    EXPECT_FALSE(reply.has_occur_time());
    for (const lg::TailedEvent& event : reply.events()) {
      EXPECT_EQ(event.json(), "");
      EXPECT_EQ(event.version(), 0u);
      kinds.insert(event.stream());
      types.insert(event.event_type());
    }
  }
  context.TryCancel();
  while (stream->Read(&reply)) {
  }
  EXPECT_THAT(kinds, ::testing::IsSupersetOf({"case", "referral", "agency"}));
  for (const std::string& kind : kinds) EXPECT_EQ(kind.find('/'), std::string::npos) << kind;
  EXPECT_THAT(types, ::testing::IsSupersetOf({"case.identified", "referral.sent"}));
  lg::GetRootRequest at;
  at.set_position(tree.size());
  const auto root = op.Must<lg::GetRootResponse>(&LogStub::GetRoot, at);
  EXPECT_EQ(BytesOf(tree.Root()), absl::string_view(root.root())) << "its hashes are the log's";
}

TEST_F(LogServiceTest, APurposeDoesNotMakeAnOperatorAnAuditor) {
  Client op = county_->SignIn("p-operator");
  for (const auto purpose : {common::v1::PURPOSE_AUDIT, common::v1::PURPOSE_CASE_MGMT}) {
    grpc::ClientContext context;
    op.Prepare(context);
    auto stream = stub().TailLog(&context, After(0, purpose));
    lg::TailLogResponse reply;
    EXPECT_FALSE(stream->Read(&reply));
    EXPECT_REFUSED(Client::Meant(stream->Finish()), NOT_PERMITTED);
  }
  EXPECT_EQ(ReadsOf("p-operator").size(), 2u);
}

TEST_F(LogServiceTest, OnlyOversightAndOperatorsReadTheLog) {
  Client officer = county_->SignIn("p-officer");
  lg::GetHeadResponse reply;
  EXPECT_REFUSED(officer.Call(&LogStub::GetHead, lg::GetHeadRequest(), &reply), NOT_PERMITTED);
}

TEST_F(LogServiceTest, AViewIsBuiltAnewOnRequest) {
  Client op = county_->SignIn("p-operator");
  vw::RebuildViewRequest request;
  request.set_view("worklist");
  const auto rebuilt =
      op.Must<vw::RebuildViewResponse>(&vw::ViewService::Stub::RebuildView, request);
  ASSERT_EQ(rebuilt.views_size(), 1);
  EXPECT_EQ(rebuilt.views(0).view(), "worklist");
  request.set_view("no-such-view");
  vw::RebuildViewResponse none;
  EXPECT_REFUSED(op.Call(&vw::ViewService::Stub::RebuildView, request, &none),
                 NOT_FOUND_OR_NOT_YOURS);
}

}  // namespace
}  // namespace rufaa::testing
