#include "tests/walk_grpc/requests.h"

namespace rufaa::testing {
namespace {

class ImportTest : public HubTest {
 protected:
  void SetUp() override {
    HubTest::SetUp();
    county_ = std::make_unique<County>(*hub_, "001");
    county_->Settle();
    officer_ = std::make_unique<Client>(county_->SignIn("p-supervisor"));
  }

  cw::ImportReply StartImport() {
    cw::StartImportRequest request;
    request.set_request_id(NewUuid());
    request.set_import_id("line-list-7f");
    request.set_rows(2);
    request.set_file_digest("ab12");
    return officer_->Must<cw::ImportReply>(&CaseStub::StartImport, request);
  }

  cw::ImportCaseRequest Record(uint32_t number, const std::string& surname) {
    cw::ImportCaseRequest request;
    request.set_request_id(NewUuid());
    request.set_import_id("line-list-7f");
    request.set_record(number);
    request.set_serial("CCO/001/003/5/29/17/2025");
    *request.mutable_report_time() = rpc::ToProto(clock_.Now() - absl::Hours(24 * 200));
    request.set_reporter("CRHE");
    auto& category = *request.add_categories();
    category.set_category("CSRG");
    category.set_nature("OCGE");
    request.set_sex("SFEM");
    request.set_subcounty("Kisauni");
    request.set_risk("RLMD");
    request.mutable_identity()->set_first_name("Rehema");
    request.mutable_identity()->set_surname(surname);
    request.mutable_identity()->set_birth_date("2012-04-01");
    request.set_session_count(3);
    request.set_ob_number("12/7/2/2025");
    return request;
  }

  cw::ImportReply Revert() {
    cw::RevertImportRequest request;
    request.set_request_id(NewUuid());
    request.set_import_id("line-list-7f");
    request.set_reason("wrong file");
    return officer_->Must<cw::ImportReply>(&CaseStub::RevertImport, request);
  }

  std::unique_ptr<County> county_;
  std::unique_ptr<Client> officer_;
};

TEST_F(ImportTest, ARecordBecomesACaseOnceHoweverOftenItIsSent) {
  EXPECT_EQ(StartImport().state(), "open");
  const auto first = officer_->Must<cw::CaseReply>(&CaseStub::ImportCase, Record(1, "Baraka"));
  EXPECT_EQ(first.case_file().stage(), "registered");
  EXPECT_EQ(first.case_file().serial(), "CCO/001/003/5/29/17/2025");
  // Another request_id, another session: the record is what counts.
  Client again = county_->SignIn("p-officer");
  const auto second = again.Must<cw::CaseReply>(&CaseStub::ImportCase, Record(1, "Baraka"));
  EXPECT_EQ(second.case_file().case_code(), first.case_file().case_code());
  EXPECT_TRUE(second.repeated_request());
  cw::CaseReply reply;
  EXPECT_REFUSED(again.Call(&CaseStub::ImportCase, Record(1, "Tofauti"), &reply),
                 REQUEST_ID_REUSED);
}

TEST_F(ImportTest, ALikelyDuplicateIsFlaggedAndAPersonDecides) {
  StartImport();
  const auto first = officer_->Must<cw::CaseReply>(&CaseStub::ImportCase, Record(1, "Baraka"));
  const auto second = officer_->Must<cw::CaseReply>(&CaseStub::ImportCase, Record(2, "Baraka"));
  EXPECT_NE(second.case_file().case_code(), first.case_file().case_code());
  ASSERT_EQ(second.case_file().possible_duplicate_of(), first.case_file().case_code());
  auto decide = OnCase<cw::DecideDuplicateRequest>(second.case_file().case_code());
  decide.set_of(first.case_file().case_code());
  decide.set_same(true);
  const auto decided = officer_->Must<cw::CaseReply>(&CaseStub::DecideDuplicate, decide);
  EXPECT_EQ(decided.case_file().stage(), "duplicate");
}

TEST_F(ImportTest, AnImportIsTakenBackButForCasesThatSomebodyWorkedOn) {
  StartImport();
  const auto first = officer_->Must<cw::CaseReply>(&CaseStub::ImportCase, Record(1, "Baraka"));
  const auto second = officer_->Must<cw::CaseReply>(&CaseStub::ImportCase, Record(2, "Salama"));
  auto note = OnCase<cw::AddNoteRequest>(second.case_file().case_code());
  note.set_note("Visited.");
  officer_->Must<cw::CaseReply>(&CaseStub::AddNote, note);
  const cw::ImportReply reverted = Revert();
  EXPECT_EQ(reverted.state(), "reverted");
  EXPECT_EQ(reverted.reverted(), 1u);
  EXPECT_EQ(reverted.kept(), 1u);
  const auto gone = officer_->Must<cw::GetCaseResponse>(
      &CaseStub::GetCase, CaseAt(first.case_file().case_code(), reverted.revision()));
  EXPECT_EQ(gone.case_file().stage(), "reverted");
}

TEST_F(ImportTest, OnlyThoseWhoOwnCasesMayImport) {
  Client chv = county_->SignIn("p-chv");
  cw::StartImportRequest request;
  request.set_request_id(NewUuid());
  request.set_import_id("line-list-8a");
  request.set_file_digest("ab12");
  cw::ImportReply reply;
  EXPECT_REFUSED(chv.Call(&CaseStub::StartImport, request, &reply), NOT_PERMITTED);
}

}  // namespace
}  // namespace rufaa::testing
