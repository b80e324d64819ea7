// Records on their way into a real hub, as `rufaa import linelist` sends them.
#include "cli/import/import_run.h"

#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "tests/walk_grpc/requests.h"

namespace rufaa::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

class ImportRunTest : public HubTest {
 protected:
  void SetUp() override {
    HubTest::SetUp();
    County county(*hub_, "001");
    county.Settle();
    officer_ = std::make_unique<Client>(county.SignIn("p-supervisor"));
    cw::StartImportRequest start;
    start.set_request_id(NewUuid());
    start.set_import_id(kImport);
    start.set_file_digest("ab12");
    officer_->Must<cw::ImportReply>(&CaseStub::StartImport, start);
    connection_ = std::make_unique<cli::Connection>(cli::ServerAddress{
        absl::StrCat("127.0.0.1:", hub_->port()), grpc::InsecureChannelCredentials()});
    connection_->set_token(officer_->token());
    file_.import_id = kImport;
    for (int record = 1; record <= 2; ++record) {
      linelist::Row row;
      row.record = record;
      row.serial = absl::StrCat("CCO/001/003/5/29/", 16 + record, "/2025");
      row.reported_on = absl::CivilDay(2025, 9, 1);
      row.first_name = record == 1 ? "Rehema" : "Zuhura";
      row.surname = record == 1 ? "Baraka" : "Salama";
      row.sex = "SFEM";
      row.born_on = absl::CivilDay(2010 + record, 4, 1);
      row.sub_county = "003";
      row.category = "CSRG";
      row.court = "Court";
      file_.outcome.rows.push_back(row);
    }
    file_.outcome.records = 2;
  }

  cli::ImportResult Send(const directory::v1::ListAgenciesResponse& agencies = {}) {
    cli::ImportResult result;
    const std::atomic<bool> stop = false;
    const absl::Status sent =
        cli::SendRecords(*connection_, file_, cli::AgencyNames(agencies), stop, [](int) {}, result);
    EXPECT_TRUE(sent.ok()) << sent;
    EXPECT_EQ(result.heard(), 2);
    return result;
  }

  // Whoever goes on with the import.
  void SendAs(const std::string& person) {
    connection_->set_token(County(*hub_, "001").SignIn(person).token());
  }

  // As the rules of a list find it.
  void LetTheSecondResembleTheFirst() {
    file_.outcome.findings.push_back({.record = 2,
                                      .column = "",
                                      .rule = &linelist::RuleNamed("same_child_twice"),
                                      .detail = "record 1"});
  }

  static constexpr char kImport[] = "li-7f";
  std::unique_ptr<Client> officer_;
  std::unique_ptr<cli::Connection> connection_;
  cli::ImportFile file_;
};

TEST_F(ImportRunTest, ARecordThatReadsOtherwiseNowStandsAsItWasFirstSent) {
  EXPECT_EQ(Send().repeated, 0);
  // The court was in nobody's directory before.
  directory::v1::ListAgenciesResponse agencies;
  auto& court = *agencies.add_agencies();
  court.set_agency("court");
  court.set_kind("JUDICIARY");
  const cli::ImportResult again = Send(agencies);
  EXPECT_THAT(again.refused, IsEmpty());
  EXPECT_THAT(again.as_first_sent, ElementsAre(1, 2));
  EXPECT_EQ(again.taken(), 2);
  EXPECT_EQ(again.repeated, 2);
}

TEST_F(ImportRunTest, ARecordThatNamesACaseOnlyNowIsTheSameRecord) {
  const cli::ImportResult first = Send();
  LetTheSecondResembleTheFirst();
  const cli::ImportResult again = Send();
  EXPECT_THAT(again.refused, IsEmpty());
  EXPECT_THAT(again.as_first_sent, IsEmpty());
  EXPECT_EQ(again.repeated, 2);
  EXPECT_EQ(again.codes, first.codes);
  EXPECT_THAT(again.flagged, IsEmpty()) << "of which nobody could decide";
  SendAs("p-officer");
  EXPECT_THAT(Send().flagged, IsEmpty()) << "a colleague, who is not told of the case";
}

TEST_F(ImportRunTest, ADuplicateIsToldAgainUntilSomebodyHasDecided) {
  LetTheSecondResembleTheFirst();
  const cli::ImportResult first = Send();
  ASSERT_THAT(first.flagged, ElementsAre(Pair(2, first.codes.at(1))));
  EXPECT_THAT(first.deciders, ElementsAre(Pair(2, "sco-kisauni")));
  const cli::ImportResult second = Send();
  EXPECT_EQ(second.flagged, first.flagged);
  EXPECT_EQ(second.deciders, first.deciders);
  auto decide = OnCase<cw::DecideDuplicateRequest>(first.codes.at(2));
  decide.set_of(first.codes.at(1));
  officer_->Must<cw::CaseReply>(&CaseStub::DecideDuplicate, decide);
  const cli::ImportResult again = Send();
  EXPECT_EQ(again.repeated, 2);
  EXPECT_THAT(again.flagged, IsEmpty());
}

// Who loads a whole county's list is to most of its cases only who reported them.
TEST_F(ImportRunTest, ADuplicateInACaseOfAnotherOfficeIsToldAgain) {
  for (linelist::Row& row : file_.outcome.rows) row.sub_county = "004";
  LetTheSecondResembleTheFirst();
  const cli::ImportResult first = Send();
  ASSERT_THAT(first.flagged, ElementsAre(Pair(2, first.codes.at(1))));
  EXPECT_THAT(first.deciders, ElementsAre(Pair(2, "sco-nyali")));
  const cli::ImportResult again = Send();
  EXPECT_EQ(again.repeated, 2);
  EXPECT_EQ(again.flagged, first.flagged);
  EXPECT_EQ(again.deciders, first.deciders);
  // And by whoever decides it is found without the report of the import.
  cw::FinishImportRequest finish;
  finish.set_request_id(NewUuid());
  finish.set_import_id(kImport);
  finish.set_accepted(2);
  finish.set_flagged(1);
  const auto finished = officer_->Must<cw::ImportReply>(&CaseStub::FinishImport, finish);
  Client nyali = County(*hub_, "001").SignIn("p-nyali");
  cw::ListCaseloadRequest undecided;
  undecided.set_awaiting_decision(true);
  undecided.set_min_revision(finished.revision());
  const auto list = nyali.Must<cw::ListCaseloadResponse>(&CaseStub::ListCaseload, undecided);
  ASSERT_EQ(list.cases_size(), 1);
  EXPECT_EQ(list.cases(0).case_code(), first.codes.at(2));
  EXPECT_EQ(list.cases(0).awaits(), "duplicate");
}

TEST_F(ImportRunTest, ADuplicateInAColleaguesCaseIsToldAgain) {
  SendAs("p-officer");
  LetTheSecondResembleTheFirst();
  const cli::ImportResult first = Send();
  ASSERT_THAT(first.flagged, ElementsAre(Pair(2, first.codes.at(1))));
  SendAs("p-officer2");
  const cli::ImportResult again = Send();
  EXPECT_EQ(again.repeated, 2);
  EXPECT_EQ(again.flagged, first.flagged);
}

}  // namespace
}  // namespace rufaa::testing
