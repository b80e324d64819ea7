// A watch tells each caller what changed of theirs, and nobody anything else.
#include <algorithm>
#include <set>
#include <utility>

#include "rufaa/live/v1/live_service.grpc.pb.h"
#include "tests/walk_grpc/reads.h"
#include "tests/walk_grpc/requests.h"

namespace rufaa::testing {
namespace {

namespace lv = live::v1;
using AccessStub = access::v1::AccessService::Stub;

// One stream, read answer by answer.
class Watcher {
 public:
  Watcher(hub::Hub& hub, const Client& client, uint64_t after = 0)
      : stub_(lv::LiveService::NewStub(hub.InProcessChannel())) {
    client.Prepare(context_);
    lv::WatchRequest request;
    request.set_after_position(after);
    reader_ = stub_->Watch(&context_, request);
  }

  // The next answer; empty when the stream has ended.
  lv::WatchResponse Next() {
    lv::WatchResponse response;
    ended_ = !reader_->Read(&response);
    return ended_ ? lv::WatchResponse() : response;
  }
  bool ended() const { return ended_; }
  // How it ended, whatever it still said before.
  absl::Status End() {
    lv::WatchResponse response;
    while (reader_->Read(&response)) {
    }
    return Client::Meant(reader_->Finish());
  }

 private:
  std::unique_ptr<lv::LiveService::Stub> stub_;
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReader<lv::WatchResponse>> reader_;
  bool ended_ = false;
};

template <class Codes>
bool Holds(const Codes& codes, const std::string& code) {
  return std::find(codes.begin(), codes.end(), code) != codes.end();
}

// -1: not told.
int CountOf(const lv::WatchResponse& response, rf::Queue queue) {
  for (const rf::WorklistCount& count : response.counts()) {
    if (count.queue() == queue) return static_cast<int>(count.count());
  }
  return -1;
}

class Watch : public HubTest {
 protected:
  void SetUp() override {
    HubTest::SetUp();
    county_ = std::make_unique<County>(*hub_, "001");
    county_->Settle();
    officer_ = std::make_unique<Client>(county_->SignIn("p-officer"));
    shelter_ = std::make_unique<Client>(county_->SignIn("p-shelter"));
    other_ = std::make_unique<Client>(county_->SignIn("p-shelter2"));
    Client chv = county_->SignIn("p-chv");
    case_code_ = RegisteredCase(chv, *officer_).case_file().case_code();
    Consent(*officer_, case_code_, "rescue-centre");
  }

  rf::ReferralReply Send(const std::string& service = "RMTS") {
    return Sent(*officer_, case_code_, service, "rescue-centre");
  }
  // Until every view has seen it.
  void Settled(const rf::ReferralReply& reply) {
    ViewRunner& views = hub_->counties().at("001")->views();
    EXPECT_TRUE(views.WaitForAll(reply.revision(), absl::InfiniteFuture()).ok());
  }
  // What a watch says when it had nothing to say for its time.
  lv::WatchResponse Heartbeat(Watcher& watcher) {
    clock_.Advance(absl::Seconds(20));
    return watcher.Next();
  }

  std::unique_ptr<County> county_;
  std::unique_ptr<Client> officer_, shelter_, other_;
  std::string case_code_;
};

TEST_F(Watch, TellsTheReceiverOfAReferralAndNoThirdParty) {
  Watcher shelter(*hub_, *shelter_), other(*hub_, *other_);
  EXPECT_EQ(CountOf(shelter.Next(), rf::QUEUE_NEW), 0);
  EXPECT_EQ(CountOf(other.Next(), rf::QUEUE_NEW), 0);

  const rf::ReferralReply sent = Send();
  const lv::WatchResponse news = shelter.Next();
  EXPECT_TRUE(Holds(news.referral_codes(), sent.referral().referral_code()));
  EXPECT_EQ(news.case_codes_size(), 0) << "it has not accepted";
  EXPECT_EQ(CountOf(news, rf::QUEUE_NEW), 1);
  EXPECT_GE(news.position(), sent.revision());
  EXPECT_FALSE(news.reload());

  const lv::WatchResponse nothing = Heartbeat(other);
  EXPECT_GE(nothing.position(), sent.revision());
  EXPECT_EQ(nothing.referral_codes_size() + nothing.case_codes_size() + nothing.counts_size(), 0)
      << nothing.ShortDebugString();
}

// What a watch tells of is shown: of a referral that is not accepted, too, for the auditor alone.
TEST_F(Watch, EntersInTheAccessBookWhichCasesItToldOf) {
  Watcher shelter(*hub_, *shelter_), officer(*hub_, *officer_);
  shelter.Next();
  officer.Next();
  Send();
  shelter.Next();
  officer.Next();
  Client auditor = county_->SignIn("p-auditor");
  std::set<std::string> told;
  for (const auto& read : ReadsAndShown(auditor, ReadsOfCase(case_code_))) {
    if (read.method() == "LiveService/Watch" && read.shown()) told.insert(read.actor().person());
  }
  EXPECT_EQ(told, (std::set<std::string>{"p-officer", "p-shelter"}));
}

TEST_F(Watch, TellsTheSenderOfAQuestionAmongTheCounts) {
  const rf::ReferralReply sent = Send();
  Settled(sent);
  Watcher officer(*hub_, *officer_);
  EXPECT_EQ(CountOf(officer.Next(), rf::QUEUE_TO_ANSWER), 0);
  auto question = OnReferral<rf::AskInformationRequest>(sent.referral().referral_code());
  question.set_question("Is a carer coming along?");
  shelter_->Must<rf::ReferralReply>(&ReferralStub::AskInformation, question);
  EXPECT_EQ(CountOf(officer.Next(), rf::QUEUE_TO_ANSWER), 1);
}

TEST_F(Watch, CountsWhatTheWorklistsCount) {
  Settled(Send());
  Watcher officer(*hub_, *officer_);
  const lv::WatchResponse told = officer.Next();
  const auto counted = officer_->Must<rf::CountWorklistsResponse>(&ReferralStub::CountWorklists,
                                                                  rf::CountWorklistsRequest());
  ASSERT_EQ(told.counts_size(), counted.counts_size());
  for (const rf::WorklistCount& count : counted.counts()) {
    EXPECT_EQ(CountOf(told, count.queue()), static_cast<int>(count.count()))
        << rf::Queue_Name(count.queue());
  }
}

// A receiver that has not decided yet may not know what else is done for the child.
TEST_F(Watch, TellsNobodyThatSomethingHappenedWhichTheyMayNotSee) {
  Settled(Send());
  Watcher shelter(*hub_, *shelter_), officer(*hub_, *officer_);
  shelter.Next();
  officer.Next();
  Consent(*officer_, case_code_, "hospital");
  const lv::WatchResponse own = officer.Next();
  EXPECT_TRUE(Holds(own.case_codes(), case_code_));
  const lv::WatchResponse nothing = Heartbeat(shelter);
  EXPECT_GE(nothing.position(), own.position());
  EXPECT_EQ(nothing.case_codes_size(), 0) << nothing.ShortDebugString();
}

TEST_F(Watch, TellsTheReceiverOfTheCaseOnceItHasAcceptedAndWhileTheConsentHolds) {
  const std::string code = Send().referral().referral_code();
  Settled(shelter_->Must<rf::ReferralReply>(&ReferralStub::AcceptReferral,
                                            OnReferral<rf::AcceptReferralRequest>(code)));
  Watcher shelter(*hub_, *shelter_);
  const uint64_t position = shelter.Next().position();
  auto risk = OnCase<cw::SetRiskRequest>(case_code_);
  risk.set_risk("RLMD");
  officer_->Must<cw::CaseReply>(&CaseStub::SetRisk, risk);
  EXPECT_TRUE(Holds(shelter.Next().case_codes(), case_code_));

  const auto kase = officer_->Must<cw::GetCaseResponse>(&CaseStub::GetCase, CaseAt(case_code_, 0));
  auto withdraw = OnCase<cw::WithdrawConsentRequest>(case_code_);
  withdraw.set_consent(kase.case_file().consents(0).consent());
  const auto withdrawn = officer_->Must<cw::CaseReply>(&CaseStub::WithdrawConsent, withdraw);
  ViewRunner& views = hub_->counties().at("001")->views();
  EXPECT_TRUE(views.WaitForAll(withdrawn.revision(), absl::InfiniteFuture()).ok());
  Watcher after(*hub_, *shelter_, position);
  const lv::WatchResponse told = after.Next();
  EXPECT_EQ(told.case_codes_size(), 0) << told.ShortDebugString();
  EXPECT_TRUE(Holds(told.referral_codes(), code)) << "it is asked to let go";
}

TEST_F(Watch, TellsAVolunteerOfficerOfReferralsAndWhoReportedTheChildWhenItGotFurther) {
  county_->Enroll({"p-vco", "chv-kisauni", "vco"});
  Client chv = county_->SignIn("p-chv"), vco = county_->SignIn("p-vco");
  const std::string reported =
      chv.Must<cw::CaseReply>(&CaseStub::IdentifyChild, ChildFound()).case_file().case_code();
  Consent(*officer_, reported, "chv-kisauni");
  const rf::ReferralReply sent = Sent(*officer_, reported, "RMPC", "chv-kisauni");
  Settled(sent);
  Watcher volunteer(*hub_, vco);
  EXPECT_EQ(CountOf(volunteer.Next(), rf::QUEUE_NEW), 1);
  const std::string& referral = sent.referral().referral_code();
  Settled(vco.Must<rf::ReferralReply>(&ReferralStub::AcceptReferral,
                                      OnReferral<rf::AcceptReferralRequest>(referral)));
  EXPECT_TRUE(Holds(volunteer.Next().referral_codes(), referral));

  Watcher reporter(*hub_, chv);
  reporter.Next();
  auto risk = OnCase<cw::SetRiskRequest>(reported);
  risk.set_risk("RLMD");
  const auto set = officer_->Must<cw::CaseReply>(&CaseStub::SetRisk, risk);
  ViewRunner& views = hub_->counties().at("001")->views();
  EXPECT_TRUE(views.WaitForAll(set.revision(), absl::InfiniteFuture()).ok());
  EXPECT_EQ(Heartbeat(reporter).case_codes_size(), 0) << "known to the agency that helps";
  officer_->Must<cw::CaseReply>(&CaseStub::RegisterCase, OnCase<cw::RegisterCaseRequest>(reported));
  EXPECT_TRUE(Holds(reporter.Next().case_codes(), reported));
}

TEST_F(Watch, TellsAVolunteerOfficerNothingOfWhatTheirOfficeSends) {
  county_->Enroll({"p-vco", "sco-kisauni", "vco"});
  const Client vco = county_->SignIn("p-vco");
  Watcher volunteer(*hub_, vco);
  EXPECT_EQ(CountOf(volunteer.Next(), rf::QUEUE_OUTBOX), 0);
  Settled(Send());
  const lv::WatchResponse nothing = Heartbeat(volunteer);
  EXPECT_EQ(nothing.referral_codes_size() + nothing.counts_size(), 0) << nothing.ShortDebugString();
}

TEST_F(Watch, GoesOnWhereTheLastOneEnded) {
  uint64_t position = 0;
  {
    Watcher first(*hub_, *shelter_);
    position = first.Next().position();
  }
  const rf::ReferralReply sent = Send();
  Settled(sent);
  Watcher second(*hub_, *shelter_, position);
  EXPECT_TRUE(Holds(second.Next().referral_codes(), sent.referral().referral_code()));
  Watcher later(*hub_, *shelter_, sent.revision());
  EXPECT_EQ(later.Next().referral_codes_size(), 0);
}

// The watch before was another instance's, which had read more of the log.
TEST_F(Watch, WaitsForWhatWasToldElsewhere) {
  Watcher before(*hub_, *shelter_);
  const uint64_t position = before.Next().position();
  Watcher watcher(*hub_, *shelter_, position + 1);
  const rf::ReferralReply sent = Send();
  // Sending is several commits, and each may be told by itself.
  lv::WatchResponse told = watcher.Next();
  EXPECT_GT(told.position(), position);
  for (; !told.reload() && told.position() < sent.revision(); told = watcher.Next()) continue;
  EXPECT_FALSE(told.reload());
  EXPECT_GE(told.position(), sent.revision());
}

TEST_F(Watch, AfterAPositionThatNeverWasHasEverythingReadAgain) {
  Watcher watcher(*hub_, *shelter_, 1'000'000);
  const lv::WatchResponse first = watcher.Next();
  EXPECT_TRUE(first.reload());
  EXPECT_LT(first.position(), 1'000'000u);
}

TEST_F(Watch, OfThoseWhoWorkNoCasesHasNeitherCountsNorCodes) {
  const std::pair<const char*, const char*> services[] = {
      {"p-auditor", "RMTS"}, {"p-operator", "RMPC"}, {"p-committee", "RMLG"}};
  for (const auto& [person, service] : services) {
    const Client client = county_->SignIn(person);
    Watcher watcher(*hub_, client);
    watcher.Next();
    Send(service);
    const lv::WatchResponse nothing = Heartbeat(watcher);
    EXPECT_EQ(nothing.referral_codes_size() + nothing.case_codes_size() + nothing.counts_size(), 0)
        << person << ": " << nothing.ShortDebugString();
    EXPECT_FALSE(watcher.ended());
  }
}

TEST_F(Watch, EndsWellAfterFiveMinutes) {
  Watcher watcher(*hub_, *shelter_);
  EXPECT_GT(watcher.Next().position(), 0u);
  clock_.Advance(absl::Minutes(5));
  EXPECT_TRUE(watcher.End().ok());
}

// And begins anew where it ended, rather than to say nothing until the clock is there again.
TEST_F(Watch, EndsWellWhenTheClockIsPutBack) {
  Watcher watcher(*hub_, *shelter_);
  EXPECT_GT(watcher.Next().position(), 0u);
  clock_.Advance(-absl::Hours(1));
  EXPECT_TRUE(watcher.End().ok());
}

TEST_F(Watch, EndsWithTheSession) {
  Watcher watcher(*hub_, *shelter_);
  watcher.Next();
  shelter_->Must<access::v1::SignOutResponse>(&AccessStub::SignOut, access::v1::SignOutRequest());
  clock_.Advance(absl::Seconds(5));
  EXPECT_REFUSED(watcher.End(), UNAUTHENTICATED);
}

// A page left open must not keep the session of whoever has walked away from it.
class WatchOfAnIdlePerson : public Watch {
 protected:
  WatchOfAnIdlePerson() { session_limits_ = {}; }
};

TEST_F(WatchOfAnIdlePerson, DoesNotCountAsUseOfTheSession) {
  Watcher watcher(*hub_, *shelter_);
  watcher.Next();
  for (int minute = 0; minute < 4; ++minute) {
    clock_.Advance(absl::Minutes(1));
    watcher.Next();
  }
  clock_.Advance(absl::Minutes(12));
  access::v1::WhoAmIResponse me;
  EXPECT_REFUSED(shelter_->Call(&AccessStub::WhoAmI, access::v1::WhoAmIRequest(), &me),
                 UNAUTHENTICATED);
}

TEST_F(Watch, NeedsASession) {
  const Client nobody(hub_->InProcessChannel(), "");
  Watcher watcher(*hub_, nobody);
  EXPECT_REFUSED(watcher.End(), UNAUTHENTICATED);
}

}  // namespace
}  // namespace rufaa::testing
