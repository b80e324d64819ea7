// What an agency knew is what its people could read, and no more of what it held.
#include <map>
#include <string>

#include "gmock/gmock.h"
#include "tests/walk_grpc/requests.h"

namespace rufaa::testing {
namespace {

namespace au = audit::v1;
using ::testing::HasSubstr;
using ::testing::Not;
using AuditStub = au::AuditService::Stub;

// Rows by their key: the case's code, or a referral's.
using Rows = std::map<std::string, std::map<std::string, std::string>>;

class AsOfTest : public HubTest {
 protected:
  void SetUp() override {
    HubTest::SetUp();
    county_ = std::make_unique<County>(*hub_, "001");
    county_->Settle();
    officer_ = std::make_unique<Client>(county_->SignIn("p-officer"));
    shelter_ = std::make_unique<Client>(county_->SignIn("p-shelter"));
    code_ = NewCase("Kipekee");
  }

  std::string NewCase(const std::string& surname) {
    Client chv = county_->SignIn("p-chv");
    auto found = ChildFound();
    found.mutable_identity()->set_surname(surname);
    return RegisteredCase(chv, *officer_, found).case_file().case_code();
  }

  au::GetAsOfRequest AboutShelter() {
    au::GetAsOfRequest request;
    request.set_agency("rescue-centre");
    request.set_purpose(common::v1::PURPOSE_AUDIT);
    return request;
  }
  au::GetAsOfResponse Answer(const au::GetAsOfRequest& request) {
    Client auditor = county_->SignIn("p-auditor");
    return auditor.Must<au::GetAsOfResponse>(&AuditStub::GetAsOf, request);
  }
  static Rows RowsOf(const au::GetAsOfResponse& reply) {
    Rows rows;
    for (const au::KnownRow& row : reply.rows()) {
      rows[row.key()] = {row.fields().begin(), row.fields().end()};
    }
    return rows;
  }

  // What the agency knew of the case by `revision`; 0: now.
  Rows Known(const std::string& agency, uint64_t revision) {
    au::GetAsOfRequest request = AboutShelter();
    request.set_agency(agency);
    request.set_case_code(code_);
    if (revision > 0) request.set_as_of_position(revision);
    return RowsOf(Answer(request));
  }
  Rows KnownToShelterAt(absl::Time time) {
    au::GetAsOfRequest request = AboutShelter();
    request.set_case_code(code_);
    *request.mutable_as_of_time() = rpc::ToProto(time);
    return RowsOf(Answer(request));
  }

  rf::ReferralReply AskShelter(const std::string& service = "RMTS") {
    Consent(*officer_, code_, "rescue-centre");
    return Sent(*officer_, code_, service, "rescue-centre");
  }
  std::string ToShelter() { return AskShelter().referral().referral_code(); }

  // The revision of it, as of the next three.
  static uint64_t Accept(Client& by, const std::string& referral) {
    return by
        .Must<rf::ReferralReply>(&ReferralStub::AcceptReferral,
                                 OnReferral<rf::AcceptReferralRequest>(referral))
        .revision();
  }
  uint64_t AcceptByShelter(const std::string& referral) { return Accept(*shelter_, referral); }
  uint64_t DeclineByShelter(const std::string& referral) {
    auto decline = OnReferral<rf::DeclineReferralRequest>(referral);
    decline.set_reason("NO_CAPACITY");
    return shelter_->Must<rf::ReferralReply>(&ReferralStub::DeclineReferral, decline).revision();
  }
  // The first consent, given before `revision`.
  uint64_t WithdrawConsent(uint64_t revision) {
    const auto file =
        officer_->Must<cw::GetCaseResponse>(&CaseStub::GetCase, CaseAt(code_, revision));
    auto withdraw = OnCase<cw::WithdrawConsentRequest>(code_);
    withdraw.set_consent(file.case_file().consents(0).consent());
    return officer_->Must<cw::CaseReply>(&CaseStub::WithdrawConsent, withdraw).revision();
  }

  // Accepted by `agency`, under a consent that runs out in an hour; the revision of it.
  uint64_t AcceptedForAnHour(const std::string& code, const std::string& agency, Client& by) {
    auto consent = OnCase<cw::GiveConsentRequest>(code);
    consent.set_recipient_agency(agency);
    consent.set_purpose("REFERRAL_SERVICE");
    consent.add_scope(common::v1::COMPARTMENT_IDENTITY);
    consent.add_scope(common::v1::COMPARTMENT_NARRATIVE);
    consent.set_given_by("GUARDIAN");
    *consent.mutable_until_time() = rpc::ToProto(clock_.Now() + absl::Hours(1));
    officer_->Must<cw::CaseReply>(&CaseStub::GiveConsent, consent);
    const auto sent = Sent(*officer_, code, "RMTS", agency);
    return Accept(by, sent.referral().referral_code());
  }

  // The row says of the child and the case what `client` is answered with, and no more.
  void ExpectRowAsRead(Client& client, const std::string& agency, const std::string& code,
                       uint64_t revision) {
    const rf::Referral read =
        client.Must<rf::GetReferralResponse>(&ReferralStub::GetReferral, ReferralAt(code, revision))
            .referral();
    std::map<std::string, std::string> row = Known(agency, revision)[code];
    EXPECT_EQ(row["stage"], read.state());
    EXPECT_EQ(row["case_code"], read.case_code()) << read.state();
    EXPECT_EQ(row["need"], read.need()) << read.state();
    EXPECT_EQ(row["sex"], read.sex()) << read.state();
    EXPECT_EQ(row["age_band"], read.age_band()) << read.state();
    EXPECT_EQ(row["subcounty"], read.subcounty()) << read.state();
    EXPECT_EQ(row["urgency"].empty(), read.urgency().empty()) << read.state();
    EXPECT_EQ(row.count("risk"), 0u) << "the case's: no list of referrals shows it";
  }

  std::unique_ptr<County> county_;
  std::unique_ptr<Client> officer_, shelter_;
  std::string code_;
};

TEST_F(AsOfTest, WhatAWithdrawnConsentShutIsNotCalledOpen) {
  const uint64_t accepted = AcceptByShelter(ToShelter());
  const uint64_t withdrawn = WithdrawConsent(accepted);
  EXPECT_EQ(Known("rescue-centre", accepted)[code_].count("identity"), 1u);
  EXPECT_EQ(Known("rescue-centre", withdrawn)[code_].count("identity"), 0u);
  EXPECT_EQ(Known("sco-kisauni", withdrawn)[code_].count("identity"), 1u) << "the owner's";
}

TEST_F(AsOfTest, WithoutConsentNoMoreIsKnownOfTheCaseThanItsOwnReferrals) {
  const std::string referral = ToShelter();
  const uint64_t accepted = AcceptByShelter(referral);
  const uint64_t withdrawn = WithdrawConsent(accepted);
  // Another that waits opens no more of the case.
  const auto second = AskShelter("RMPC");
  EXPECT_THAT(Known("rescue-centre", accepted)[code_]["track"], HasSubstr("risk: RLHG"));
  for (const uint64_t revision : {withdrawn, second.revision()}) {
    auto known = Known("rescue-centre", revision)[code_];
    for (const char* shut : {"risk: ", "ward: ", "owner_agency: ", "sex: "}) {
      EXPECT_THAT(known["track"], Not(HasSubstr(shut)));
    }
    EXPECT_THAT(known["referrals"], HasSubstr(referral));
    EXPECT_THAT(known["referrals"], Not(HasSubstr(second.referral().referral_code())));
    EXPECT_THAT(known["referrals"], Not(HasSubstr("need: ")));
    EXPECT_EQ(known.count("needs"), 0u);
  }
  EXPECT_THAT(Known("sco-kisauni", withdrawn)[code_]["track"], HasSubstr("risk: RLHG"));
  EXPECT_THAT(Known("chv-kisauni", withdrawn)[code_]["track"],
              HasSubstr("owner_agency: sco-kisauni"))
      << "who reported the child";
}

TEST_F(AsOfTest, WhoPassedACaseOnStillKnewOfItsReferrals) {
  const std::string referral = ToShelter();
  DeclineByShelter(referral);
  auto transfer = OnCase<cw::RequestTransferRequest>(code_);
  transfer.set_to_agency("sco-nyali");
  officer_->Must<cw::CaseReply>(&CaseStub::RequestTransfer, transfer);
  Client nyali = county_->SignIn("p-nyali");
  const uint64_t revision =
      nyali.Must<cw::CaseReply>(&CaseStub::AcceptTransfer, OnCase<cw::AcceptTransferRequest>(code_))
          .revision();
  EXPECT_EQ(Known("sco-kisauni", revision).count(referral), 1u);
  EXPECT_EQ(Known("sco-nyali", revision).count(referral), 0u);
}

TEST_F(AsOfTest, WhoIsAskedKnowsEnoughToDecideAndNotWhichCaseItIs) {
  const auto asked = AskShelter();
  const std::string& referral = asked.referral().referral_code();
  const Rows known = Known("rescue-centre", asked.revision());
  ASSERT_EQ(known.size(), 1u) << "the referral alone, nothing under the case's code";
  const auto& row = known.at(referral);
  EXPECT_EQ(row.at("sex"), "SFEM");
  EXPECT_EQ(row.at("age_band"), "10-14");
  for (const auto& [field, text] : row) EXPECT_THAT(text, Not(HasSubstr(code_))) << field;
  EXPECT_EQ(Known("sco-kisauni", asked.revision())[referral]["case_code"], code_);
  const uint64_t accepted = AcceptByShelter(referral);
  EXPECT_EQ(Known("rescue-centre", accepted)[referral]["case_code"], code_);
  EXPECT_EQ(Known("rescue-centre", accepted).count(code_), 1u);
}

TEST_F(AsOfTest, ARowOfAReferralSaysWhatItWasReadWith) {
  const auto asked = AskShelter();
  const std::string& referral = asked.referral().referral_code();
  const auto both = [&](uint64_t revision) {
    ExpectRowAsRead(*shelter_, "rescue-centre", referral, revision);
    ExpectRowAsRead(*officer_, "sco-kisauni", referral, revision);
  };
  both(asked.revision());
  const uint64_t accepted = AcceptByShelter(referral);
  both(accepted);
  const uint64_t withdrawn = WithdrawConsent(accepted);
  both(withdrawn);
  EXPECT_EQ(Known("rescue-centre", withdrawn)[referral].count("sex"), 0u);
  EXPECT_EQ(Known("sco-kisauni", withdrawn)[referral].count("sex"), 1u) << "who sent it";
  both(shelter_
           ->Must<rf::ReferralReply>(&ReferralStub::ConfirmCancel,
                                     OnReferral<rf::ConfirmCancelRequest>(referral))
           .revision());
}

TEST_F(AsOfTest, AfterTheEndWhoWasAskedKnowsOfTheReferralForThirtyDays) {
  const std::string referral = ToShelter();
  const uint64_t declined = DeclineByShelter(referral);
  const Rows known = Known("rescue-centre", declined);
  ASSERT_EQ(known.size(), 1u);
  EXPECT_EQ(known.at(referral).count("sex") + known.at(referral).count("case_code"), 0u);
  clock_.Advance(absl::Hours(24 * 31));
  EXPECT_TRUE(Known("rescue-centre", 0).empty());
  EXPECT_EQ(Known("sco-kisauni", 0)[referral]["sex"], "SFEM") << "who sent it";
  EXPECT_EQ(Known("rescue-centre", declined).size(), 1u) << "then it did";
}

TEST_F(AsOfTest, AConsentThatRanOutAfterTheLastCommitOpensNothing) {
  const absl::Time given = clock_.Now();
  const uint64_t accepted = AcceptedForAnHour(code_, "rescue-centre", *shelter_);
  clock_.Advance(absl::Hours(2));
  const auto opens = [&](Rows known) {
    EXPECT_EQ(known[code_].count("identity"), known[code_].count("categories"));
    return known[code_].count("identity") == 1;
  };
  EXPECT_TRUE(opens(Known("rescue-centre", accepted))) << "when that was recorded";
  EXPECT_TRUE(opens(KnownToShelterAt(given + absl::Minutes(59))));
  EXPECT_FALSE(opens(KnownToShelterAt(given + absl::Minutes(61))));
  EXPECT_FALSE(opens(KnownToShelterAt(given + absl::Hours(2))));
  EXPECT_FALSE(opens(Known("rescue-centre", 0)));
}

TEST_F(AsOfTest, WhatWasNeverThereIsNotCalledIgnorant) {
  const auto refusal = [&](const au::GetAsOfRequest& request, absl::string_view field) {
    Client auditor = county_->SignIn("p-auditor");
    au::GetAsOfResponse none;
    const absl::Status refused = auditor.Call(&AuditStub::GetAsOf, request, &none);
    const absl::optional<Refusal> why = RefusalOf(refused);
    if (!why) return std::string(refused.ToString());
    EXPECT_EQ(why->details.front(), std::pair(std::string("field"), std::string(field)));
    return std::string(InfoOf(why->reason).name);
  };
  au::GetAsOfRequest ahead = AboutShelter(), before = ahead, misspelt = ahead;
  *ahead.mutable_as_of_time() = rpc::ToProto(clock_.Now() + absl::Hours(24));
  EXPECT_EQ(refusal(ahead, "as_of_time"), "IN_FUTURE");
  *before.mutable_as_of_time() = rpc::ToProto(clock_.Now() - absl::Hours(24 * 365 * 20));
  EXPECT_EQ(refusal(before, "as_of_time"), "MALFORMED");
  misspelt.set_agency("rescue-centr");
  EXPECT_EQ(refusal(misspelt, "agency"), "MALFORMED");
}

TEST_F(AsOfTest, ACourtKnewTheDaysThatStoodBeforeIt) {
  const std::string other = NewCase("Mwingine");
  std::vector<std::string> matters;
  for (const std::string& code : {code_, other}) {
    auto set = OnCase<cw::SetCourtDateRequest>(code);
    set.set_court("court");
    set.set_session("STHR");
    *set.mutable_court_time() = rpc::ToProto(clock_.Now() + absl::Hours(24));
    const auto reply = officer_->Must<cw::CaseReply>(&CaseStub::SetCourtDate, set);
    matters.push_back(code + "/" + reply.case_file().court_dates(0).matter());
  }
  au::GetAsOfRequest request = AboutShelter();
  request.set_agency("court");
  const auto known = [&] {
    Rows all;
    au::GetAsOfRequest page = request;
    page.set_page_size(1);
    do {
      const au::GetAsOfResponse reply = Answer(page);
      for (const auto& [key, fields] : RowsOf(reply)) all[key] = fields;
      if (page.moment_case() == au::GetAsOfRequest::MOMENT_NOT_SET) {
        page.set_as_of_position(reply.position());
      }
      page.set_page_token(reply.next_page_token());
    } while (!page.page_token().empty());
    return all;
  };
  const uint64_t stood = Answer(request).position();
  Rows rows = known();
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[matters[0]]["session"], "STHR");
  EXPECT_EQ(rows[matters[1]]["case_code"], other);
  EXPECT_EQ(Known("sco-kisauni", 0).count(matters[0]), 1u) << "the owner's calendar";

  auto vacate = OnCase<cw::VacateCourtDateRequest>(code_);
  vacate.set_matter(matters[0].substr(matters[0].find('/') + 1));
  vacate.set_reason("FILE_MISSING");
  officer_->Must<cw::CaseReply>(&CaseStub::VacateCourtDate, vacate);
  EXPECT_EQ(known().count(matters[0]), 0u) << "it stands no longer";
  request.set_as_of_position(stood);
  EXPECT_EQ(known().count(matters[0]), 1u) << "then it did";
}

// A reader names the position from the second page on, so that all of it is one answer.
TEST_F(AsOfTest, AllPagesOfAnAnswerAreOfOneTime) {
  // It has a bed for each.
  Client roomy = county_->SignIn("p-shelter2");
  for (const std::string& code : {code_, NewCase("Mwingine")}) {
    AcceptedForAnHour(code, "second-shelter", roomy);
  }
  const absl::Time after = clock_.Now() + absl::Minutes(61);
  clock_.Advance(absl::Hours(2));
  au::GetAsOfRequest request = AboutShelter();
  request.set_agency("second-shelter");
  request.set_page_size(1);
  *request.mutable_as_of_time() = rpc::ToProto(after);
  int cases = 0;
  do {
    const au::GetAsOfResponse page = Answer(request);
    for (const au::KnownRow& row : page.rows()) {
      cases += row.view() == "case-file" ? 1 : 0;
      EXPECT_EQ(row.fields().count("identity") + row.fields().count("sex"), 0u) << row.view();
    }
    request.set_as_of_position(page.position());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(cases, 2);
}

}  // namespace
}  // namespace rufaa::testing
