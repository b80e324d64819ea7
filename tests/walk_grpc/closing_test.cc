// An agency closes in one act: what its people, those who asked it for something, and those who
// would, see of it.
#include <gmock/gmock.h>

#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/blocking_counter.h"
#include "domain/base/local_day.h"
#include "domain/coordination/close_agency.h"
#include "tests/walk_grpc/walk_fixture.h"

namespace rufaa::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
namespace dir = directory::v1;
using DirectoryStub = dir::DirectoryService::Stub;

class ClosingTest : public OneCaseTest {
 protected:
  void SetUp() override {
    OneCaseTest::SetUp();
    admin_ = std::make_unique<Client>(county_->SignIn("admin"));
  }

  static dir::CloseAgencyRequest Closing(const std::string& agency) {
    dir::CloseAgencyRequest request;
    request.set_request_id(NewUuid());
    request.set_agency(agency);
    request.set_reason("CLOSED_DOWN");
    return request;
  }

  dir::CloseAgencyResponse Close(const std::string& agency) {
    const auto reply =
        admin_->Must<dir::CloseAgencyResponse>(&DirectoryStub::CloseAgency, Closing(agency));
    revision_ = reply.revision();
    return reply;
  }

  void Reopen(const std::string& agency) {
    dir::ReopenAgencyRequest request;
    request.set_request_id(NewUuid());
    request.set_agency(agency);
    revision_ =
        admin_->Must<dir::ReopenAgencyResponse>(&DirectoryStub::ReopenAgency, request).revision();
  }

  rf::Referral Referral(const std::string& code) {
    return officer_
        ->Must<rf::GetReferralResponse>(&ReferralStub::GetReferral, ReferralAt(code, revision_))
        .referral();
  }

  dir::Agency Listed(const std::string& id) {
    dir::ListAgenciesRequest request;
    request.set_min_revision(revision_);
    const auto list =
        admin_->Must<dir::ListAgenciesResponse>(&DirectoryStub::ListAgencies, request);
    for (const dir::Agency& agency : list.agencies()) {
      if (agency.agency() == id) return agency;
    }
    return {};
  }

  // A case of the officer's that the rescue centre may be told of.
  std::string ReadyToSend(const std::string& first_name) {
    Client chv = county_->SignIn("p-chv");
    cw::IdentifyChildRequest found = ChildFound();
    found.mutable_identity()->set_first_name(first_name);
    const std::string code = RegisteredCase(chv, *officer_, found).case_file().case_code();
    Consent(*officer_, code, "rescue-centre");
    return code;
  }

  std::string SecondSent() {
    const std::string code = ReadyToSend("Neema");
    return Sent(*officer_, code, "RMTS", "rescue-centre").referral().referral_code();
  }

  std::unique_ptr<Client> admin_;
};

TEST_F(ClosingTest, WhatARescueCentreWasAskedForEndsOrComesBackToWhoAsked) {
  Consent(*officer_, code_, "rescue-centre");
  const std::string taken_on =
      Sent(*officer_, code_, "RMTS", "rescue-centre").referral().referral_code();
  const std::string pending = SecondSent();
  Client shelter = county_->SignIn("p-shelter");
  shelter.Must<rf::ReferralReply>(&ReferralStub::AcceptReferral,
                                  OnReferral<rf::AcceptReferralRequest>(taken_on));

  const dir::CloseAgencyRequest request = Closing("rescue-centre");
  const auto closed = admin_->Must<dir::CloseAgencyResponse>(&DirectoryStub::CloseAgency, request);
  revision_ = closed.revision();
  EXPECT_EQ(closed.offers_withdrawn(), 1u);
  EXPECT_EQ(closed.referrals_declined(), 1u);
  EXPECT_EQ(closed.referrals_asked_back(), 1u);
  EXPECT_TRUE(closed.agency().has_close_time());
  EXPECT_THAT(closed.agency().allowed_actions(), ElementsAre("ReopenAgency"));
  const auto again = admin_->Must<dir::CloseAgencyResponse>(&DirectoryStub::CloseAgency, request);
  EXPECT_EQ(again.DebugString(), closed.DebugString());

  EXPECT_EQ(Referral(pending).state(), "declined");
  EXPECT_EQ(Referral(pending).decline_reason(), "AGENCY_CLOSED");
  EXPECT_TRUE(Referral(pending).escalated()) << "the child has no place tonight";
  const rf::Referral back = Referral(taken_on);
  EXPECT_EQ(back.state(), "cancel-requested");
  EXPECT_TRUE(back.bed_held());
  EXPECT_THAT(back.allowed_actions(), Contains("ConfirmCancel"));
  EXPECT_EQ(back.cancel_reason(), "RECIPIENT_GONE");
  const auto ended = officer_->Must<rf::ReferralReply>(
      &ReferralStub::ConfirmCancel, OnReferral<rf::ConfirmCancelRequest>(taken_on));
  EXPECT_EQ(ended.referral().state(), "cancelled");
  const cw::Case told = CaseAsSeenBy("p-officer", code_, ended.revision());
  EXPECT_THAT(told.open_referrals(), IsEmpty());
  EXPECT_THAT(told.allowed_actions(), Contains("SendReferral")) << "its need is open";
}

// Those who send meanwhile have read that it is open, and whoever closes it can't see yet what they
// send.
TEST_F(ClosingTest, WhatIsSentInTheVeryMomentEndsToo) {
  constexpr size_t kSenders = 4;
  constexpr size_t kCases = 80;
  std::vector<std::string> codes;
  for (size_t i = 0; i < kCases; ++i) codes.push_back(ReadyToSend(absl::StrCat("Child", i)));
  std::vector<std::string> sent[kSenders];
  absl::BlockingCounter sending(kSenders);
  std::vector<std::thread> senders;
  for (size_t sender = 0; sender < kSenders; ++sender) {
    senders.emplace_back([&, sender] {
      Client officer = county_->SignIn("p-officer");
      for (size_t i = sender; i < kCases; i += kSenders) {
        auto send = OnCase<rf::SendReferralRequest>(codes[i]);
        send.set_service("RMTS");
        send.set_to_agency("rescue-centre");
        rf::ReferralReply reply;
        const absl::Status status = officer.Call(&ReferralStub::SendReferral, send, &reply);
        if (i == sender) sending.DecrementCount();
        if (!status.ok()) {
          EXPECT_REFUSED(status, AGENCY_CLOSED);
          continue;
        }
        sent[sender].push_back(reply.referral().referral_code());
      }
    });
  }
  sending.Wait();
  const auto closed = Close("rescue-centre");
  for (std::thread& sender : senders) sender.join();
  size_t count = 0;
  for (const std::vector<std::string>& of_one : sent) {
    count += of_one.size();
    for (const std::string& code : of_one) EXPECT_EQ(Referral(code).state(), "declined");
  }
  EXPECT_EQ(closed.referrals_declined(), count);
}

// As many as one act ends are ended, whatever its senders have asked back already.
TEST_F(ClosingTest, WhatWasAskedBackIsNotToBeEnded) {
  const std::string asked_back = SecondSent();
  Client shelter = county_->SignIn("p-shelter");
  shelter.Must<rf::ReferralReply>(&ReferralStub::AcceptReferral,
                                  OnReferral<rf::AcceptReferralRequest>(asked_back));
  auto back = OnReferral<rf::RequestCancelRequest>(asked_back);
  back.set_reason("CHILD_MOVED");
  officer_->Must<rf::ReferralReply>(&ReferralStub::RequestCancel, back);
  for (size_t i = 0; i < coordination::kMostReferralsEnded; ++i) {
    Sent(*officer_, ReadyToSend(absl::StrCat("Child", i)), "RMTS", "rescue-centre");
  }
  const auto closed = Close("rescue-centre");
  EXPECT_EQ(closed.referrals_declined(), coordination::kMostReferralsEnded);
  EXPECT_EQ(closed.referrals_asked_back(), 0u);
  EXPECT_EQ(Referral(asked_back).cancel_reason(), "CHILD_MOVED");
}

// What a phone brings late, or a court ordered before, was so, whatever has closed since.
TEST_F(ClosingTest, WhatWasGivenToItBeforeItClosedMayBeToldAfter) {
  auto emergency = OnCase<cw::DeclareEmergencyRequest>(code_);
  emergency.set_place_agency("rescue-centre");
  emergency.set_court("court");
  *emergency.mutable_court_time() = rpc::ToProto(clock_.Now() + absl::Hours(72));
  auto order = OnCase<cw::MakeOrderRequest>(code_);
  order.set_kind("OREM");
  order.set_matter("m1");
  order.set_place_agency("rescue-centre");
  order.set_made_on(rpc::ToText(LocalDay(clock_.Now())));
  const absl::Time before = clock_.Now();
  clock_.Advance(absl::Hours(24));
  admin_ = std::make_unique<Client>(county_->SignIn("admin"));
  officer_ = std::make_unique<Client>(county_->SignIn("p-officer"));
  Close("rescue-centre");
  clock_.Advance(absl::Hours(24));
  officer_ = std::make_unique<Client>(county_->SignIn("p-officer"));
  cw::CaseReply reply;
  EXPECT_REFUSED(officer_->Call(&CaseStub::DeclareEmergency, emergency, &reply), AGENCY_CLOSED);
  *emergency.mutable_removed_time() = rpc::ToProto(before);
  officer_->Must<cw::CaseReply>(&CaseStub::DeclareEmergency, emergency);
  officer_->Must<cw::CaseReply>(&CaseStub::MakeOrder, order);
  order.set_request_id(NewUuid());
  order.clear_made_on();
  EXPECT_REFUSED(officer_->Call(&CaseStub::MakeOrder, order, &reply), AGENCY_CLOSED);

  auto move = OnCase<cw::MoveChildRequest>(code_);
  move.set_place_agency("second-shelter");
  move.set_reason("NO_ROOM");
  *move.mutable_occur_time() = rpc::ToProto(before + absl::Hours(2));
  officer_->Must<cw::CaseReply>(&CaseStub::MoveChild, move);
  auto back = OnCase<cw::MoveChildRequest>(code_);
  back.set_place_agency("rescue-centre");
  back.set_reason("NO_ROOM");
  EXPECT_REFUSED(officer_->Call(&CaseStub::MoveChild, back, &reply), AGENCY_CLOSED);
  back.set_reason("ENTERED_IN_ERROR");
  officer_->Must<cw::CaseReply>(&CaseStub::MoveChild, back);
}

TEST_F(ClosingTest, ItsPeopleAreOutUntilItIsOpenedAgain) {
  Client shelter = county_->SignIn("p-shelter");
  Close("rescue-centre");
  clock_.Advance(absl::Seconds(6));  // What was remembered of the session is forgotten.
  dir::ListOffersResponse offers;
  EXPECT_REFUSED(shelter.Call(&DirectoryStub::ListOffers, dir::ListOffersRequest(), &offers),
                 UNAUTHENTICATED);
  dir::EnrollPersonRequest enroll;
  enroll.set_request_id(NewUuid());
  enroll.set_person("p-new");
  enroll.set_agency("rescue-centre");
  enroll.set_role("agency_desk");
  dir::EnrollPersonResponse enrolled;
  EXPECT_REFUSED(admin_->Call(&DirectoryStub::EnrollPerson, enroll, &enrolled), AGENCY_CLOSED);
  EXPECT_EQ(Listed("rescue-centre").close_reason(), "CLOSED_DOWN");
  Reopen("rescue-centre");
  EXPECT_FALSE(Listed("rescue-centre").has_close_time());
  clock_.Advance(absl::Seconds(6));
  shelter.Must<dir::ListOffersResponse>(&DirectoryStub::ListOffers, dir::ListOffersRequest());
}

TEST_F(ClosingTest, NothingIsGivenToAClosedOneAndItIsNotFoundByWhoLooksForRoom) {
  Consent(*officer_, code_, "rescue-centre");
  auto set = OnCase<cw::SetCourtDateRequest>(code_);
  set.set_court("court");
  set.set_session("STHR");
  *set.mutable_court_time() = rpc::ToProto(clock_.Now() + absl::Hours(24));
  const auto dated = officer_->Must<cw::CaseReply>(&CaseStub::SetCourtDate, set);
  for (const char* agency : {"rescue-centre", "court", "sco-nyali"}) Close(agency);

  auto send = OnCase<rf::SendReferralRequest>(code_);
  send.set_service("RMTS");
  send.set_to_agency("rescue-centre");
  rf::ReferralReply sent;
  EXPECT_REFUSED(officer_->Call(&ReferralStub::SendReferral, send, &sent), AGENCY_CLOSED);
  cw::CaseReply reply;
  auto emergency = OnCase<cw::DeclareEmergencyRequest>(code_);
  emergency.set_place_agency("rescue-centre");
  EXPECT_REFUSED(officer_->Call(&CaseStub::DeclareEmergency, emergency, &reply), AGENCY_CLOSED);
  auto order = OnCase<cw::MakeOrderRequest>(code_);
  order.set_kind("OCCI");
  order.set_matter(dated.case_file().court_dates(0).matter());
  order.set_place_agency("rescue-centre");
  EXPECT_REFUSED(officer_->Call(&CaseStub::MakeOrder, order, &reply), AGENCY_CLOSED);
  set.set_request_id(NewUuid());
  EXPECT_REFUSED(officer_->Call(&CaseStub::SetCourtDate, set, &reply), AGENCY_CLOSED);
  auto move = OnCase<cw::MoveCourtDateRequest>(code_);
  move.set_matter(dated.case_file().court_dates(0).matter());
  *move.mutable_court_time() = rpc::ToProto(clock_.Now() + absl::Hours(48));
  move.set_reason("COURT_CALENDAR");
  EXPECT_REFUSED(officer_->Call(&CaseStub::MoveCourtDate, move, &reply), AGENCY_CLOSED);
  auto transfer = OnCase<cw::RequestTransferRequest>(code_);
  transfer.set_to_agency("sco-nyali");
  EXPECT_REFUSED(officer_->Call(&CaseStub::RequestTransfer, transfer, &reply), AGENCY_CLOSED);

  dir::FindOffersRequest find;
  find.set_service("RMTS");
  find.set_min_revision(revision_);
  const auto found = officer_->Must<dir::FindOffersResponse>(&DirectoryStub::FindOffers, find);
  ASSERT_EQ(found.offers_size(), 1);
  EXPECT_EQ(found.offers(0).agency(), "second-shelter");
}

TEST_F(ClosingTest, AnOfficeHandsItsCasesOverFirstAndIsNotGivenAnotherWhenItHasClosed) {
  dir::CloseAgencyResponse reply;
  const absl::Status in_use =
      admin_->Call(&DirectoryStub::CloseAgency, Closing("sco-kisauni"), &reply);
  EXPECT_REFUSED(in_use, AGENCY_IN_USE);
  EXPECT_THAT(RefusalOf(in_use)->details, Contains(Pair("cases", "1")));

  auto transfer = OnCase<cw::RequestTransferRequest>(code_);
  transfer.set_to_agency("sco-nyali");
  officer_->Must<cw::CaseReply>(&CaseStub::RequestTransfer, transfer);
  // The office that was to take the case over closes first: the case stays with who has it.
  EXPECT_EQ(Close("sco-nyali").transfers_declined(), 1u);
  EXPECT_EQ(CaseAsSeenBy("p-officer", code_, revision_).stage(), "registered");
  Reopen("sco-nyali");
  clock_.Advance(absl::Seconds(6));
  transfer.set_request_id(NewUuid());
  officer_->Must<cw::CaseReply>(&CaseStub::RequestTransfer, transfer);
  Client nyali = county_->SignIn("p-nyali");
  nyali.Must<cw::CaseReply>(&CaseStub::AcceptTransfer, OnCase<cw::AcceptTransferRequest>(code_));
  Close("sco-kisauni");

  Client chv = county_->SignIn("p-chv");
  cw::CaseReply none;
  EXPECT_REFUSED(chv.Call(&CaseStub::IdentifyChild, ChildFound(), &none), NO_OFFICE);
  dir::RegisterAgencyRequest next;
  next.set_request_id(NewUuid());
  next.set_agency("sco-kisauni-2");
  next.set_kind("CHILDREN_OFFICE");
  next.set_display_name("The next office");
  next.add_subcounties("003");
  admin_->Must<dir::RegisterAgencyResponse>(&DirectoryStub::RegisterAgency, next);
  const auto office = [&] {
    return chv.Must<cw::CaseReply>(&CaseStub::IdentifyChild, ChildFound())
        .case_file()
        .owner_agency();
  };
  EXPECT_EQ(office(), "sco-kisauni-2");
  Reopen("sco-kisauni");
  EXPECT_EQ(office(), "sco-kisauni") << "the first to be registered";
}

TEST_F(ClosingTest, OnlyAnAdministratorClosesAnAgencyAndNotTheirOwn) {
  dir::CloseAgencyResponse reply;
  EXPECT_REFUSED(officer_->Call(&DirectoryStub::CloseAgency, Closing("rescue-centre"), &reply),
                 NOT_PERMITTED);
  EXPECT_REFUSED(admin_->Call(&DirectoryStub::CloseAgency, Closing("hub"), &reply), SELF_APPROVAL);
  EXPECT_REFUSED(admin_->Call(&DirectoryStub::CloseAgency, Closing("nowhere"), &reply),
                 NOT_FOUND_OR_NOT_YOURS);
  EXPECT_THAT(Listed("rescue-centre").allowed_actions(), Contains("CloseAgency"));
  EXPECT_THAT(Listed("hub").allowed_actions(), ::testing::Not(Contains("CloseAgency")));
}

}  // namespace
}  // namespace rufaa::testing
