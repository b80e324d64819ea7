// Cases that an import takes for those of one child: who is flagged, what a person may decide, and
// what keeps that child a case.
#include <gmock/gmock.h>

#include "tests/walk_grpc/line_list.h"
#include "tests/walk_grpc/requests.h"

namespace rufaa::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

class ImportDuplicatesTest : public HubTest {
 protected:
  void SetUp() override {
    HubTest::SetUp();
    county_ = std::make_unique<County>(*hub_, "001");
    county_->Settle();
    officer_ = std::make_unique<Client>(county_->SignIn("p-supervisor"));
    StartLineList(*officer_);
  }

  // Of the same child each time; `of` empty: the hub looks for what it may repeat.
  cw::ImportCaseRequest Record(uint32_t number, const std::string& of = "") {
    cw::ImportCaseRequest record = ListedRecord(number, "Baraka", clock_.Now());
    record.set_narrative("Told by another.");
    record.set_possible_duplicate_of(of);
    return record;
  }
  cw::Case Import(uint32_t number, const std::string& of = "") {
    return officer_->Must<cw::CaseReply>(&CaseStub::ImportCase, Record(number, of)).case_file();
  }

  cw::DecideDuplicateRequest Decision(const std::string& code, const std::string& of, bool same) {
    auto decide = OnCase<cw::DecideDuplicateRequest>(code);
    decide.set_of(of);
    decide.set_same(same);
    return decide;
  }
  cw::Case Same(const std::string& code, const std::string& of) {
    return officer_
        ->Must<cw::CaseReply>(&CaseStub::DecideDuplicate, Decision(code, of, /*same=*/true))
        .case_file();
  }
  absl::Status TrySame(const std::string& code, const std::string& of) {
    cw::CaseReply none;
    return officer_->Call(&CaseStub::DecideDuplicate, Decision(code, of, /*same=*/true), &none);
  }

  cw::ImportReply Revert() {
    return officer_->Must<cw::ImportReply>(&CaseStub::RevertImport, LineListReversal());
  }

  void Flag(const std::string& code, const std::string& of) {
    auto flag = OnCase<cw::FlagDuplicateRequest>(code);
    flag.set_of(of);
    officer_->Must<cw::CaseReply>(&CaseStub::FlagDuplicate, flag);
  }

  std::unique_ptr<County> county_;
  std::unique_ptr<Client> officer_;
};

TEST_F(ImportDuplicatesTest, ALikelyOneIsFlaggedAndAPersonDecides) {
  const std::string first = Import(1).case_code();
  const cw::Case second = Import(2);
  EXPECT_NE(second.case_code(), first);
  ASSERT_EQ(second.possible_duplicate_of(), first);
  EXPECT_EQ(Same(second.case_code(), first).stage(), "duplicate");
}

TEST_F(ImportDuplicatesTest, OneOfADuplicateIsOneOfWhatThatRepeats) {
  const std::string first = Import(1).case_code();
  const std::string second = Import(2, first).case_code();
  Same(second, first);
  // As it was named.
  const cw::Case third = Import(3, second);
  EXPECT_EQ(third.possible_duplicate_of(), second);
  EXPECT_EQ(Same(third.case_code(), second).stage(), "duplicate");
  // As the hub finds it: of those that are alike, the one that stands.
  EXPECT_EQ(Import(4).possible_duplicate_of(), first);
}

// No officer reads both while each office has one of them.
TEST_F(ImportDuplicatesTest, OfTwoOfficesTheOneThatTakesTheFlaggedCaseOverDecides) {
  const auto hand_over = [&](Client& from, Client& to, const std::string& code) {
    auto transfer = OnCase<cw::RequestTransferRequest>(code);
    transfer.set_to_agency("sco-nyali");
    from.Must<cw::CaseReply>(&CaseStub::RequestTransfer, transfer);
    return to
        .Must<cw::CaseReply>(&CaseStub::AcceptTransfer, OnCase<cw::AcceptTransferRequest>(code))
        .case_file();
  };
  Client nyali = county_->SignIn("p-nyali");
  const std::string theirs = Import(1).case_code();
  hand_over(*officer_, nyali, theirs);
  const cw::Case ours = Import(2);
  EXPECT_EQ(ours.possible_duplicate_of(), theirs);
  const cw::DecideDuplicateRequest same = Decision(ours.case_code(), theirs, /*same=*/true);
  cw::CaseReply none;
  EXPECT_REFUSED(nyali.Call(&CaseStub::DecideDuplicate, same, &none), NOT_FOUND_OR_NOT_YOURS);
  EXPECT_EQ(hand_over(*officer_, nyali, ours.case_code()).possible_duplicate_of(), theirs);
  auto screen_out = OnCase<cw::ScreenOutRequest>(ours.case_code());
  screen_out.set_reason("DUPLICATE");
  EXPECT_REFUSED(nyali.Call(&CaseStub::ScreenOut, screen_out, &none), NOT_ALLOWED_IN_STATE);
  EXPECT_EQ(nyali.Must<cw::CaseReply>(&CaseStub::DecideDuplicate, same).case_file().stage(),
            "duplicate");
}

TEST_F(ImportDuplicatesTest, NoCaseGoesOnInOneThatGoesOnInIt) {
  const std::string first = Import(1).case_code();
  const std::string second = Import(2, first).case_code();
  const std::string third = Import(3, second).case_code();
  Flag(first, third);
  Same(second, first);
  Same(third, second);
  const absl::Status refused = TrySame(first, third);
  EXPECT_REFUSED(refused, NOT_ALLOWED_IN_STATE);
  EXPECT_THAT(RefusalOf(refused)->details, ElementsAre(Pair("case", third)));
}

TEST_F(ImportDuplicatesTest, ACaseThatWasScreenedOutIsNeitherNamedNorFound) {
  Client chv = county_->SignIn("p-chv");
  cw::IdentifyChildRequest found = ChildFound();
  *found.mutable_identity() = Record(1).identity();
  const std::string report =
      chv.Must<cw::CaseReply>(&CaseStub::IdentifyChild, found).case_file().case_code();
  EXPECT_EQ(Import(1).possible_duplicate_of(), report);
  auto screen_out = OnCase<cw::ScreenOutRequest>(report);
  screen_out.set_reason("FALSE_REPORT");
  officer_->Must<cw::CaseReply>(&CaseStub::ScreenOut, screen_out);
  cw::CaseReply none;
  EXPECT_REFUSED(officer_->Call(&CaseStub::ImportCase, Record(2, report), &none),
                 NOT_FOUND_OR_NOT_YOURS);
  EXPECT_NE(Import(2).possible_duplicate_of(), report);
}

TEST_F(ImportDuplicatesTest, ErasingAChildTakesEveryCaseThatWasDecidedToBeOfIt) {
  const std::string code = Import(1).case_code();
  std::vector<std::string> repeats;
  for (const uint32_t record : {2u, 3u}) {
    const std::string of = repeats.empty() ? code : repeats.back();
    repeats.push_back(Import(record, of).case_code());
    Same(repeats.back(), of);
  }
  // Of somebody else, as a person decided.
  const cw::Case other = Import(4);
  officer_->Must<cw::CaseReply>(
      &CaseStub::DecideDuplicate,
      Decision(other.case_code(), other.possible_duplicate_of(), /*same=*/false));

  // Asked for by the one in the middle: one way it repeats, the other way it is repeated.
  auto erase = OnCase<cw::EraseChildRequest>(repeats[0]);
  erase.set_authority("DPG5 17/2026");
  Client dpo = county_->SignInSteppedUp("p-dpo");
  const auto erased = dpo.Must<cw::CaseReply>(&CaseStub::EraseChild, erase);
  EXPECT_THAT(erased.erased_cases(), UnorderedElementsAre(code, repeats[1]));
  EXPECT_THAT(dpo.Must<cw::CaseReply>(&CaseStub::EraseChild, erase).erased_cases(),
              UnorderedElementsAre(code, repeats[1]));
  const auto told = [&](const std::string& kase) {
    return officer_
        ->Must<cw::GetCaseResponse>(&CaseStub::GetCase,
                                    CaseAt(kase, erased.revision(), common::v1::PURPOSE_CASE_MGMT))
        .case_file();
  };
  for (const std::string& kase : {code, repeats[0], repeats[1]}) {
    EXPECT_TRUE(told(kase).erased());
    EXPECT_FALSE(told(kase).has_identity());
  }
  EXPECT_EQ(told(other.case_code()).identity().first_name(), "Rehema");
}

TEST_F(ImportDuplicatesTest, ItTakesThemWhicheverWasDecidedFirst) {
  const std::string first = Import(1).case_code();
  const std::string second = Import(2, first).case_code();
  const std::string third = Import(3, second).case_code();
  Same(third, second);
  Same(second, first);
  auto erase = OnCase<cw::EraseChildRequest>(first);
  erase.set_authority("DPG5 17/2026");
  EXPECT_THAT(county_->SignInSteppedUp("p-dpo")
                  .Must<cw::CaseReply>(&CaseStub::EraseChild, erase)
                  .erased_cases(),
              UnorderedElementsAre(second, third));
}

TEST_F(ImportDuplicatesTest, WhatAnotherCaseRepeatsIsNotTakenBack) {
  const std::string first = Import(1).case_code();
  StartLineList(*officer_, "another");
  cw::ImportCaseRequest again = Record(2, first);
  again.set_import_id("another");
  Same(officer_->Must<cw::CaseReply>(&CaseStub::ImportCase, again).case_file().case_code(), first);
  const std::string undecided = Import(3).case_code();
  Import(4, undecided);
  const cw::ImportReply reply = Revert();
  EXPECT_EQ(reply.reverted(), 2u) << "but for that one all, also what was only flagged";
  ASSERT_EQ(reply.kept_cases_size(), 1);
  EXPECT_EQ(reply.kept_cases(0).case_code(), first);
  EXPECT_EQ(reply.kept_cases(0).reason(), "CASE_WORKED_ON");
}

TEST_F(ImportDuplicatesTest, NorIsAReportScreenedOutThatOneRepeats) {
  const std::string report = county_->SignIn("p-chv")
                                 .Must<cw::CaseReply>(&CaseStub::IdentifyChild, ChildFound())
                                 .case_file()
                                 .case_code();
  const std::string listed = Import(1, report).case_code();
  Same(listed, report);
  auto screen_out = OnCase<cw::ScreenOutRequest>(report);
  screen_out.set_reason("FALSE_REPORT");
  cw::CaseReply none;
  const absl::Status refused = officer_->Call(&CaseStub::ScreenOut, screen_out, &none);
  EXPECT_REFUSED(refused, NOT_ALLOWED_IN_STATE);
  EXPECT_THAT(RefusalOf(refused)->details, ElementsAre(Pair("case", report)));
}

TEST_F(ImportDuplicatesTest, OneThatTheListBringsClosedIsDecidedToo) {
  const std::string first = Import(1).case_code();
  cw::ImportCaseRequest closed = Record(2);
  closed.set_closure_reason("CORE");
  *closed.mutable_close_time() = rpc::ToProto(clock_.Now() - absl::Hours(24));
  const cw::Case second = officer_->Must<cw::CaseReply>(&CaseStub::ImportCase, closed).case_file();
  EXPECT_EQ(second.stage(), "closed");
  EXPECT_EQ(second.possible_duplicate_of(), first);
  EXPECT_THAT(second.allowed_actions(), Contains("DecideDuplicate"));
  EXPECT_EQ(Same(second.case_code(), first).stage(), "duplicate");
}

}  // namespace
}  // namespace rufaa::testing
