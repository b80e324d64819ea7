#include <algorithm>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "tests/walk_grpc/requests.h"

namespace rufaa::testing {
namespace {

namespace au = audit::v1;
using ::testing::HasSubstr;
using AuditStub = au::AuditService::Stub;

class TrailTest : public HubTest {
 protected:
  void SetUp() override {
    HubTest::SetUp();
    county_ = std::make_unique<County>(*hub_, "001");
    county_->Settle();
    Client chv = county_->SignIn("p-chv");
    officer_ = std::make_unique<Client>(county_->SignIn("p-officer"));
    registered_ = RegisteredCase(chv, *officer_);
    code_ = registered_.case_file().case_code();
  }

  au::GetTrailRequest TrailOfCase(uint64_t min_revision) {
    au::GetTrailRequest request;
    request.set_case_code(code_);
    request.set_purpose(common::v1::PURPOSE_AUDIT);
    request.set_min_revision(min_revision);
    return request;
  }

  std::unique_ptr<County> county_;
  std::unique_ptr<Client> officer_;
  cw::CaseReply registered_;
  std::string code_;
};

TEST_F(TrailTest, SaysWhatChangedFromWhatToWhatByWhomAndByBothClocks) {
  auto risk = OnCase<cw::SetRiskRequest>(code_);
  risk.set_risk("RLMD");
  *risk.mutable_occur_time() = rpc::ToProto(clock_.Now() - absl::Hours(2));
  const auto lowered = officer_->Must<cw::CaseReply>(&CaseStub::SetRisk, risk);
  Client auditor = county_->SignIn("p-auditor");
  const auto trail =
      auditor.Must<au::GetTrailResponse>(&AuditStub::GetTrail, TrailOfCase(lowered.revision()));
  ASSERT_GT(trail.entries_size(), 0);
  const au::TrailEntry& last = trail.entries(trail.entries_size() - 1);
  EXPECT_EQ(last.event_type(), "case.risk-set");
  EXPECT_EQ(last.position(), lowered.revision());
  EXPECT_EQ(last.version(), lowered.case_file().version());
  EXPECT_EQ(last.actor().person(), "p-officer");
  EXPECT_EQ(rpc::FromProto(last.occur_time()), clock_.Now() - absl::Hours(2));
  EXPECT_EQ(rpc::FromProto(last.record_time()), clock_.Now());
  const auto change = std::find_if(last.changes().begin(), last.changes().end(),
                                   [](const au::Change& one) { return one.field() == "risk"; });
  ASSERT_NE(change, last.changes().end());
  EXPECT_EQ(change->old_value(), "RLHG");
  EXPECT_EQ(change->new_value(), "RLMD");
}

TEST_F(TrailTest, SaysOnWhatAuthorityAChildWasReferred) {
  Consent(*officer_, code_, "rescue-centre");
  const auto sent = Sent(*officer_, code_, "RMTS", "rescue-centre");
  au::GetTrailRequest request = TrailOfCase(sent.revision());
  request.clear_case_code();
  request.set_referral_code(sent.referral().referral_code());
  Client auditor = county_->SignIn("p-auditor");
  const auto trail = auditor.Must<au::GetTrailResponse>(&AuditStub::GetTrail, request);
  ASSERT_GT(trail.entries_size(), 0);
  EXPECT_THAT(trail.entries(0).authority(), ::testing::StartsWith("CONSENT c"));
}

TEST_F(TrailTest, ASecondMatterIsNoChangeOfTheFirstAndADateThatMovesIs) {
  const auto date = [&](const char* matter_of, absl::Duration in) {
    auto request = OnCase<cw::SetCourtDateRequest>(code_);
    request.set_session("STMN");
    request.set_court(matter_of);
    *request.mutable_court_time() = rpc::ToProto(clock_.Now() + in);
    return officer_->Must<cw::CaseReply>(&CaseStub::SetCourtDate, request);
  };
  const auto first = date("court", absl::Hours(24 * 7));
  const std::string matter = first.case_file().court_dates(0).matter();
  const auto second = date("court", absl::Hours(24 * 9));
  auto move = OnCase<cw::MoveCourtDateRequest>(code_);
  move.set_matter(matter);
  *move.mutable_court_time() = rpc::ToProto(clock_.Now() + absl::Hours(24 * 14));
  move.set_reason("WITNESS_ABSENT");
  const auto moved = officer_->Must<cw::CaseReply>(&CaseStub::MoveCourtDate, move);
  Client auditor = county_->SignIn("p-auditor");
  const auto trail =
      auditor.Must<au::GetTrailResponse>(&AuditStub::GetTrail, TrailOfCase(moved.revision()));
  const auto entry = [&](uint64_t position, const std::string& type) {
    for (const au::TrailEntry& one : trail.entries()) {
      if (one.position() == position && one.event_type() == type) return one;
    }
    ADD_FAILURE() << "no " << type << " at " << position;
    return au::TrailEntry();
  };
  const auto change = [](const au::TrailEntry& of, const std::string& field) {
    for (const au::Change& one : of.changes()) {
      if (one.field() == field) return one;
    }
    ADD_FAILURE() << "no " << field;
    return au::Change();
  };
  const au::TrailEntry set = entry(second.revision(), "case.court-date-set");
  for (const char* field : {"matter", "court", "at"}) {
    EXPECT_EQ(change(set, field).old_value(), "") << field;
    EXPECT_NE(change(set, field).new_value(), "") << field;
  }
  const au::Change to = change(entry(moved.revision(), "case.court-date-moved"), "to");
  EXPECT_EQ(to.old_value(),
            change(entry(first.revision(), "case.court-date-set"), "at").new_value());
  EXPECT_NE(to.new_value(), to.old_value());
  EXPECT_EQ(set.correlation().size(), 32u) << "the call's trace";
}

TEST_F(TrailTest, SealedFieldsSayOnlyThatTheyChanged) {
  Client auditor = county_->SignIn("p-auditor");
  const auto trail =
      auditor.Must<au::GetTrailResponse>(&AuditStub::GetTrail, TrailOfCase(registered_.revision()));
  const au::TrailEntry& first = trail.entries(0);
  EXPECT_EQ(first.event_type(), "case.identified");
  const auto identity =
      std::find_if(first.changes().begin(), first.changes().end(),
                   [](const au::Change& one) { return one.field() == "identity"; });
  ASSERT_NE(identity, first.changes().end());
  EXPECT_TRUE(identity->sealed());
  EXPECT_EQ(identity->new_value(), "");
}

TEST_F(TrailTest, PagesByOpaqueTokensThatFitNoOtherTrail) {
  Client auditor = county_->SignIn("p-auditor");
  au::GetTrailRequest request = TrailOfCase(registered_.revision());
  request.set_page_size(2);
  std::vector<uint64_t> positions;
  std::string token;
  do {
    request.set_page_token(token);
    const auto page = auditor.Must<au::GetTrailResponse>(&AuditStub::GetTrail, request);
    EXPECT_LE(page.entries_size(), 2);
    for (const au::TrailEntry& entry : page.entries()) positions.push_back(entry.position());
    token = page.next_page_token();
  } while (!token.empty());
  EXPECT_GE(positions.size(), 3u);
  EXPECT_TRUE(std::is_sorted(positions.begin(), positions.end()));
  request.set_page_token("");
  request.set_page_size(1);
  const std::string of_case =
      auditor.Must<au::GetTrailResponse>(&AuditStub::GetTrail, request).next_page_token();
  au::GetTrailRequest other;
  other.set_person("p-officer");
  other.set_purpose(common::v1::PURPOSE_AUDIT);
  other.set_page_token(of_case);
  au::GetTrailResponse reply;
  EXPECT_REFUSED(auditor.Call(&AuditStub::GetTrail, other, &reply), MALFORMED);
}

TEST_F(TrailTest, IsForOversightAndForAPurpose) {
  au::GetTrailRequest request = TrailOfCase(registered_.revision());
  au::GetTrailResponse reply;
  EXPECT_REFUSED(officer_->Call(&AuditStub::GetTrail, request, &reply), NOT_PERMITTED);
  Client auditor = county_->SignIn("p-auditor");
  request.set_purpose(common::v1::PURPOSE_CASE_MGMT);
  EXPECT_REFUSED(auditor.Call(&AuditStub::GetTrail, request, &reply), NOT_PERMITTED);
}

TEST_F(TrailTest, IsOfNobodyWhoNeverWas) {
  Client auditor = county_->SignIn("p-auditor");
  au::GetTrailRequest request;
  request.set_purpose(common::v1::PURPOSE_AUDIT);
  au::GetTrailResponse reply;
  request.set_person("p-oficer");
  EXPECT_REFUSED(auditor.Call(&AuditStub::GetTrail, request, &reply), MALFORMED);
  request.set_agency("sco-kisuani");
  EXPECT_REFUSED(auditor.Call(&AuditStub::GetTrail, request, &reply), MALFORMED);
  request.set_person("system");
  auditor.Must<au::GetTrailResponse>(&AuditStub::GetTrail, request);
}

TEST_F(TrailTest, AsOfADayShowsWhatWasKnownByItsEnd) {
  const absl::Time before = clock_.Now();
  clock_.Advance(absl::Hours(24));
  const auto sent = Sent(*officer_, code_, "RMPP", "hospital");
  Client auditor = county_->SignIn("p-auditor");
  au::GetAsOfRequest request;
  request.set_agency("hospital");
  request.set_case_code(code_);
  request.set_purpose(common::v1::PURPOSE_AUDIT);
  *request.mutable_as_of_time() = rpc::ToProto(before + absl::Hours(1));
  const auto then = auditor.Must<au::GetAsOfResponse>(&AuditStub::GetAsOf, request);
  EXPECT_LT(then.position(), sent.revision());
  EXPECT_EQ(then.rows_size(), 0);
  request.clear_as_of_time();
  request.set_as_of_position(sent.revision());
  const auto now = auditor.Must<au::GetAsOfResponse>(&AuditStub::GetAsOf, request);
  EXPECT_EQ(now.position(), sent.revision());
  EXPECT_GT(now.rows_size(), 0);
}

TEST_F(TrailTest, AsOfAPositionBeyondTheEndIsRefusedAtOnce) {
  Client auditor = county_->SignIn("p-auditor");
  au::GetAsOfRequest request;
  request.set_agency("sco-kisauni");
  request.set_as_of_position(registered_.revision() + 100'000);
  request.set_purpose(common::v1::PURPOSE_AUDIT);
  au::GetAsOfResponse reply;
  const absl::Status refused = auditor.Call(&AuditStub::GetAsOf, request, &reply);
  EXPECT_REFUSED(refused, MALFORMED);
  EXPECT_EQ(
      RefusalOf(refused)->details,
      (RefusalDetails{{"field", "as_of_position"}, {"problem", "beyond the end of the log"}}));
  EXPECT_REFUSED(officer_->Call(&AuditStub::GetAsOf, request, &reply), NOT_PERMITTED);
}

TEST_F(TrailTest, AsOfNowAndAsOfATimeHoldWhatWasJustRecorded) {
  Client auditor = county_->SignIn("p-auditor");
  for (int i = 0; i < 30; ++i) {
    auto risk = OnCase<cw::SetRiskRequest>(code_);
    risk.set_risk(i % 2 == 0 ? "RLMD" : "RLHG");
    const auto set = officer_->Must<cw::CaseReply>(&CaseStub::SetRisk, risk);
    au::GetAsOfRequest request;
    request.set_agency("sco-kisauni");
    request.set_case_code(code_);
    request.set_purpose(common::v1::PURPOSE_AUDIT);
    if (i % 3 == 0) *request.mutable_as_of_time() = rpc::ToProto(clock_.Now());
    const auto known = auditor.Must<au::GetAsOfResponse>(&AuditStub::GetAsOf, request);
    EXPECT_EQ(known.position(), set.revision());
    ASSERT_EQ(known.rows_size(), 1);
    EXPECT_THAT(known.rows(0).fields().at("track"), HasSubstr("risk: " + risk.risk()));
  }
}

}  // namespace
}  // namespace rufaa::testing
