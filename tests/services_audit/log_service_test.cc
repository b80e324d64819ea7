#include "eventlog/record.h"
#include "tests/walk_grpc/requests.h"

namespace rufaa::testing {
namespace {

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
  std::unique_ptr<County> county_;
};

TEST_F(LogServiceTest, TheStreamHoldsEveryCommitInOrder) {
  Client op = county_->SignIn("p-operator");
  const auto head = op.Must<lg::GetHeadResponse>(&LogStub::GetHead, lg::GetHeadRequest());
  std::unique_ptr<lg::LogService::Stub> stub = lg::LogService::NewStub(hub_->InProcessChannel());
  grpc::ClientContext context;
  op.Prepare(context);
  auto stream = stub->ReadLog(&context, lg::ReadLogRequest());
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

TEST_F(LogServiceTest, ATailShowsWhatHappensAndEndsWithItsReader) {
  Client op = county_->SignIn("p-operator"), chv = county_->SignIn("p-chv");
  std::unique_ptr<lg::LogService::Stub> stub = lg::LogService::NewStub(hub_->InProcessChannel());
  const auto head = op.Must<lg::GetHeadResponse>(&LogStub::GetHead, lg::GetHeadRequest());
  grpc::ClientContext context;
  op.Prepare(context);
  lg::TailLogRequest request;
  request.set_after_position(head.position());
  auto stream = stub->TailLog(&context, request);
  const auto found = chv.Must<cw::CaseReply>(&CaseStub::IdentifyChild, ChildFound());
  lg::TailLogResponse reply;
  ASSERT_TRUE(stream->Read(&reply));
  EXPECT_EQ(reply.position(), found.revision());
  EXPECT_EQ(reply.events(0).event_type(), "case.identified");
  EXPECT_EQ(reply.events(0).json().find("Zawadi"), std::string::npos);
  context.TryCancel();
  while (stream->Read(&reply)) {
  }
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::CANCELLED);
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
