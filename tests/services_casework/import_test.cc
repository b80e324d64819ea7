#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "domain/codes/codes.h"
#include "tests/walk_grpc/line_list.h"
#include "tests/walk_grpc/requests.h"

namespace rufaa::testing {
namespace {

using ::testing::ElementsAre;

class ImportTest : public HubTest {
 protected:
  void SetUp() override {
    HubTest::SetUp();
    county_ = std::make_unique<County>(*hub_, "001");
    county_->Settle();
    officer_ = std::make_unique<Client>(county_->SignIn("p-supervisor"));
  }

  cw::ImportReply StartImport(const std::string& import_id = "line-list-7f") {
    cw::StartImportRequest request;
    request.set_request_id(NewUuid());
    request.set_import_id(import_id);
    request.set_rows(2);
    request.set_file_digest("ab12");
    request.set_source("line list 2024");
    return officer_->Must<cw::ImportReply>(&CaseStub::StartImport, request);
  }

  cw::ImportCaseRequest Record(uint32_t number, const std::string& surname) {
    cw::ImportCaseRequest request = ListedRecord(number, surname, clock_.Now());
    request.set_session_count(3);
    request.set_ob_number("12/7/2/2025");
    return request;
  }

  cw::ImportReply Revert() {
    return officer_->Must<cw::ImportReply>(&CaseStub::RevertImport, LineListReversal());
  }

  // Two cases of one import; somebody has worked on the second since.
  std::pair<cw::CaseReply, cw::CaseReply> ImportTwoAndVisitTheSecond() {
    StartImport();
    auto first = officer_->Must<cw::CaseReply>(&CaseStub::ImportCase, Record(1, "Baraka"));
    auto second = officer_->Must<cw::CaseReply>(&CaseStub::ImportCase, Record(2, "Salama"));
    auto note = OnCase<cw::AddNoteRequest>(second.case_file().case_code());
    note.set_note("Visited.");
    officer_->Must<cw::CaseReply>(&CaseStub::AddNote, note);
    return {std::move(first), std::move(second)};
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

TEST_F(ImportTest, ARecordSentAgainMayResembleAnotherCaseThanBefore) {
  StartImport();
  const auto first = officer_->Must<cw::CaseReply>(&CaseStub::ImportCase, Record(1, "Baraka"));
  cw::ImportCaseRequest second = Record(2, "Salama");
  const auto unnamed = officer_->Must<cw::CaseReply>(&CaseStub::ImportCase, second);
  second.set_possible_duplicate_of(first.case_file().case_code());
  const auto named = officer_->Must<cw::CaseReply>(&CaseStub::ImportCase, second);
  EXPECT_TRUE(named.repeated_request());
  EXPECT_EQ(named.case_file().case_code(), unnamed.case_file().case_code());
}

TEST_F(ImportTest, ARecordOfAnotherFileIsKnownByItsSerialUntilItsCaseIsTakenBack) {
  StartImport();
  const auto first = officer_->Must<cw::CaseReply>(&CaseStub::ImportCase, Record(1, "Baraka"));
  EXPECT_EQ(StartImport("corrected").file_digest(), "ab12");
  cw::ImportCaseRequest again = Record(1, "Baraka");
  again.set_import_id("corrected");
  again.set_serial("cco/001/003/5/29/17/2025 ");
  cw::CaseReply reply;
  const absl::Status known = officer_->Call(&CaseStub::ImportCase, again, &reply);
  EXPECT_REFUSED(known, ALREADY_DONE);
  EXPECT_THAT(RefusalOf(known)->details,
              ::testing::Contains(::testing::Pair("case", first.case_file().case_code())));
  Revert();
  officer_->Must<cw::CaseReply>(&CaseStub::ImportCase, again);
}

TEST_F(ImportTest, ASerialThatTheHubGaveIsNotImportedOnceMore) {
  Client chv = county_->SignIn("p-chv"), officer = county_->SignIn("p-officer");
  const auto given = RegisteredCase(chv, officer);
  StartImport();
  cw::ImportCaseRequest again = Record(1, "Baraka");
  again.set_serial(given.case_file().serial());
  cw::CaseReply reply;
  EXPECT_REFUSED(officer_->Call(&CaseStub::ImportCase, again, &reply), ALREADY_DONE);
}

TEST_F(ImportTest, TheHubGivesNoNumberThatAListHasTaken) {
  Client chv = county_->SignIn("p-chv"), officer = county_->SignIn("p-officer");
  std::string serial = RegisteredCase(chv, officer).case_file().serial();
  const size_t number = serial.find("/1/") + 1;
  serial.replace(number, 1, "40");
  StartImport();
  cw::ImportCaseRequest listed = Record(1, "Baraka");
  listed.set_serial(serial);
  officer_->Must<cw::CaseReply>(&CaseStub::ImportCase, listed);
  serial.replace(number, 2, "41");
  EXPECT_EQ(RegisteredCase(chv, officer).case_file().serial(), serial);
}

TEST_F(ImportTest, WhatNoFieldTakesIsKeptInWordsAndSealedAsWhatItIs) {
  StartImport();
  cw::ImportCaseRequest record = Record(1, "Baraka");
  record.set_narrative("Seen at the bus park.");
  record.set_session_count(0);
  record.set_improved(false);
  record.set_court("court-tononoka");
  record.set_court_file("E075/2024");
  auto& referral = *record.mutable_referral();
  referral.set_reason("RMTX");
  referral.set_state("declined");
  *referral.mutable_send_time() = rpc::ToProto(absl::FromCivil(
      absl::CivilHour(2024, 2, 10, 22), absl::UTCTimeZone()));  // The next day in Nairobi.
  const auto kase = officer_->Must<cw::CaseReply>(&CaseStub::ImportCase, record);
  const auto revealed = [&](common::v1::Compartment compartment) {
    cw::RevealChildRequest reveal;
    reveal.set_case_code(kase.case_file().case_code());
    reveal.set_min_revision(kase.revision());
    reveal.set_purpose(common::v1::PURPOSE_CASE_MGMT);
    reveal.add_compartments(compartment);
    return officer_->Must<cw::RevealChildResponse>(&CaseStub::RevealChild, reveal);
  };
  EXPECT_THAT(revealed(common::v1::COMPARTMENT_NARRATIVE).narratives(),
              ElementsAre("Seen at the bus park.",
                          "Referred on: 2024-02-11\nReferral: declined\n"
                          "Change in behaviour: SAME\n"));
  EXPECT_THAT(revealed(common::v1::COMPARTMENT_JUSTICE).justice(),
              ElementsAre("OB 12/7/2/2025\nCourt: court-tononoka\nCourt file: E075/2024"));
}

TEST_F(ImportTest, AnImportIsOfOneFile) {
  StartImport();
  cw::StartImportRequest other;
  other.set_request_id(NewUuid());
  other.set_import_id("line-list-7f");
  other.set_file_digest("cd34");
  cw::ImportReply reply;
  EXPECT_REFUSED(officer_->Call(&CaseStub::StartImport, other, &reply), MALFORMED);
}

TEST_F(ImportTest, AnImportIsTakenBackButForCasesThatSomebodyWorkedOn) {
  const auto [first, second] = ImportTwoAndVisitTheSecond();
  const cw::ImportReply reverted = Revert();
  EXPECT_EQ(reverted.state(), "reverted");
  EXPECT_EQ(reverted.reverted(), 1u);
  EXPECT_EQ(reverted.kept(), 1u);
  const auto gone = officer_->Must<cw::GetCaseResponse>(
      &CaseStub::GetCase, CaseAt(first.case_file().case_code(), reverted.revision()));
  EXPECT_EQ(gone.case_file().stage(), "reverted");
}

TEST_F(ImportTest, TakingItBackNamesWhatWasAndWhatWasNotAndMayBeRepeated) {
  const auto [first, second] = ImportTwoAndVisitTheSecond();
  const auto check = [&](const cw::ImportReply& reply) {
    EXPECT_EQ(reply.state(), "reverted");
    ASSERT_EQ(reply.reverted_cases_size(), 1);
    EXPECT_EQ(reply.reverted_cases(0), first.case_file().case_code());
    ASSERT_EQ(reply.kept_cases_size(), 1);
    EXPECT_EQ(reply.kept_cases(0).case_code(), second.case_file().case_code());
    EXPECT_EQ(reply.kept_cases(0).reason(), "CASE_WORKED_ON");
    EXPECT_EQ(reply.kept_cases(0).stage(), "registered");
  };
  const cw::ImportReply reverted = Revert();
  check(reverted);
  // Another request, even by another person: nothing more is written, and the report is the same.
  const uint64_t head = hub_->counties().at("001")->log().Head();
  check(Revert());
  EXPECT_EQ(hub_->counties().at("001")->log().Head(), head);
  cw::GetImportRequest get;
  get.set_import_id("line-list-7f");
  check(officer_->Must<cw::ImportReply>(&CaseStub::GetImport, get));
  // Another office hears how many, and not which.
  const auto elsewhere =
      county_->SignIn("p-nyali").Must<cw::ImportReply>(&CaseStub::GetImport, get);
  EXPECT_EQ(elsewhere.kept(), 1u);
  EXPECT_EQ(elsewhere.kept_cases_size() + elsewhere.reverted_cases_size(), 0);
  EXPECT_EQ(elsewhere.case_code_sample(), "");
}

TEST_F(ImportTest, WhereEveryCaseWasWorkedOnNothingIsTakenBack) {
  StartImport();
  const auto only = officer_->Must<cw::CaseReply>(&CaseStub::ImportCase, Record(1, "Baraka"));
  auto note = OnCase<cw::AddNoteRequest>(only.case_file().case_code());
  note.set_note("Visited.");
  officer_->Must<cw::CaseReply>(&CaseStub::AddNote, note);
  const cw::ImportReply reply = Revert();
  EXPECT_EQ(reply.state(), "open");
  EXPECT_EQ(reply.reverted(), 0u);
  ASSERT_EQ(reply.kept_cases_size(), 1);
  EXPECT_EQ(reply.kept_cases(0).reason(), "CASE_WORKED_ON");
}

TEST_F(ImportTest, ACaseOfAnotherOfficeWaitsThereForSomebodyAndIsTakenBackWithTheRest) {
  StartImport();
  cw::ImportCaseRequest nyali = Record(1, "Baraka");
  nyali.set_subcounty("Nyali");
  const auto theirs = officer_->Must<cw::CaseReply>(&CaseStub::ImportCase, nyali);
  const auto ours = officer_->Must<cw::CaseReply>(&CaseStub::ImportCase, Record(2, "Salama"));
  EXPECT_EQ(ours.case_file().owner_person(), "p-supervisor");
  const auto seen = county_->SignIn("p-nyali").Must<cw::GetCaseResponse>(
      &CaseStub::GetCase, CaseAt(theirs.case_file().case_code(), ours.revision()));
  EXPECT_EQ(seen.case_file().owner_agency(), "sco-nyali");
  EXPECT_EQ(seen.case_file().owner_person(), "");
  EXPECT_EQ(Revert().reverted(), 2u);
}

TEST_F(ImportTest, IsListedToTheOfficeThatBeganItAndToTheAdministrator) {
  StartImport();
  officer_->Must<cw::CaseReply>(&CaseStub::ImportCase, Record(1, "Baraka"));
  const auto list = [](Client client) {
    return client.Must<cw::ListImportsResponse>(&CaseStub::ListImports, cw::ListImportsRequest());
  };
  for (const char* person : {"p-officer", "admin"}) {
    const auto imports = list(county_->SignIn(person));
    ASSERT_EQ(imports.imports_size(), 1) << person;
    const cw::ImportRow& row = imports.imports(0);
    EXPECT_EQ(row.import_id(), "line-list-7f");
    EXPECT_EQ(row.source(), "line list 2024");
    EXPECT_EQ(row.state(), "open");
    EXPECT_EQ(row.start_person(), "p-supervisor");
    EXPECT_EQ(row.start_agency(), "sco-kisauni");
    EXPECT_EQ(row.rows(), 2u);
    EXPECT_EQ(row.imported(), 1u);
    EXPECT_EQ(rpc::FromProto(row.start_time()), clock_.Now());
  }
  EXPECT_EQ(list(county_->SignIn("p-nyali")).imports_size(), 0);
  cw::ListImportsResponse none;
  EXPECT_REFUSED(
      county_->SignIn("p-chv").Call(&CaseStub::ListImports, cw::ListImportsRequest(), &none),
      NOT_PERMITTED);
}

TEST_F(ImportTest, TheListIsTurnedPageByPageNewestFirst) {
  for (int i = 0; i < 3; ++i) {
    cw::StartImportRequest request;
    request.set_request_id(NewUuid());
    request.set_import_id("list-" + std::to_string(i));
    request.set_file_digest("ab12");
    officer_->Must<cw::ImportReply>(&CaseStub::StartImport, request);
  }
  std::string turned;
  cw::ListImportsRequest request;
  request.set_page_size(1);
  do {
    const auto page = officer_->Must<cw::ListImportsResponse>(&CaseStub::ListImports, request);
    ASSERT_EQ(page.imports_size(), 1);
    turned += page.imports(0).import_id() + " ";
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(turned, "list-2 list-1 list-0 ");
}

TEST_F(ImportTest, ACaseNamedAsADuplicateIsFlaggedOrRefusedAndNeverPassedOver) {
  StartImport();
  const auto first = officer_->Must<cw::CaseReply>(&CaseStub::ImportCase, Record(1, "Baraka"));
  cw::ImportCaseRequest second = Record(2, "Salama");
  cw::CaseReply reply;
  second.set_possible_duplicate_of("CCO/001/003/5/29/17/2025");
  EXPECT_REFUSED(officer_->Call(&CaseStub::ImportCase, second, &reply), MALFORMED);
  second.set_possible_duplicate_of(MakeCaseCode(885, "MS"));
  EXPECT_REFUSED(officer_->Call(&CaseStub::ImportCase, second, &reply), NOT_FOUND_OR_NOT_YOURS);
  second.set_possible_duplicate_of(first.case_file().case_code());
  EXPECT_EQ(officer_->Must<cw::CaseReply>(&CaseStub::ImportCase, second)
                .case_file()
                .possible_duplicate_of(),
            first.case_file().case_code());
}

TEST_F(ImportTest, TheAdministratorMayNotImport) {
  cw::StartImportRequest request;
  request.set_request_id(NewUuid());
  request.set_import_id("line-list-8b");
  request.set_file_digest("ab12");
  cw::ImportReply reply;
  EXPECT_REFUSED(county_->SignIn("admin").Call(&CaseStub::StartImport, request, &reply),
                 NOT_PERMITTED);
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
