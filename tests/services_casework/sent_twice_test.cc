// Where Kafka gives the order, a report may be decided by two processes: both sendings stand in the
// topic for ever, and what either has sealed is to go with the case.
#include <gmock/gmock.h>

#include <functional>
#include <future>
#include <memory>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "eventlog/codec/event_codec.h"
#include "eventlog/memory_log.h"
#include "services/casework/commands.h"
#include "services/casework/identify.h"
#include "services/casework/imports.h"
#include "services/referral/making.h"
#include "services/rpc/command_seal.h"
#include "tests/walk_grpc/line_list.h"

namespace rufaa::testing {
namespace {

using ::testing::IsEmpty;

// What another process has read of the county's log.
class LogElsewhere : public MemoryLog {
 public:
  void Append(Proposal proposal, Done done) override {
    if (arriving != nullptr) {
      sent = proposal;
      std::exchange(arriving, nullptr)();
    }
    MemoryLog::Append(std::move(proposal), std::move(done));
  }

  // Called before the next append, which is then in `sent`.
  std::function<void()> arriving;
  Proposal sent;
};

class SentTwiceTest : public HubTest {
 protected:
  void SetUp() override {
    HubTest::SetUp();
    county_ = std::make_unique<County>(*hub_, "001");
    county_->Settle();
    ReadOn();
    host_.AddCounty(CountyElsewhere());
    counties_ = *case_service::Counties::Start(host_);
  }
  void TearDown() override {
    counties_.reset();
    HubTest::TearDown();
  }

  hub::OpenCounty& Here() { return *hub_->counties().at("001"); }

  // Of the same keys, and with a log of its own.
  rpc::CountyRuntime CountyElsewhere() {
    const rpc::CountyRuntime here = *Here().Runtime();
    return {.id = here.id,
            .code_letters = here.code_letters,
            .log = log_,
            .executor = executor_,
            .views = here.views,
            .vault = here.vault,
            .reader = here.reader,
            .book = here.book,
            .rules = here.rules,
            .page_tokens = here.page_tokens,
            .request_digests = here.request_digests};
  }
  const rpc::CountyRuntime& Elsewhere() { return *host_.Find("001"); }

  std::vector<Proposal> Unread() {
    std::vector<Proposal> unread;
    EXPECT_TRUE(Here()
                    .log()
                    .Read(log_.Head(),
                          [&](const Commit& commit) {
                            unread.push_back(commit.proposal);
                            return true;
                          })
                    .ok());
    return unread;
  }
  void ReadOn() {
    for (const Proposal& proposal : Unread()) ASSERT_TRUE(log_.AppendAndWait(proposal).ok());
  }

  // The same volunteer asks the process that is behind.
  cw::CaseReply IdentifyElsewhere(const cw::IdentifyChildRequest& request) {
    auto call = std::make_shared<rpc::Call>(rpc::Call{host_,
                                                      "Test/Call",
                                                      rpc::ContinueTrace(""),
                                                      clock_.Now(),
                                                      absl::Now() + absl::Seconds(20),
                                                      {},
                                                      &Elsewhere()});
    call->caller = {.person = "p-chv",
                    .agency = "chv-kisauni",
                    .agency_kind = "COMMUNITY",
                    .desk = {},
                    .role = Role::kChv,
                    .county = "001",
                    .subcounty = {},
                    .session_id = "s"};
    case_service::Commands commands(*counties_);
    cw::CaseReply reply;
    std::promise<absl::Status> answered;
    commands.Do(call, request, &reply, [&](absl::Status status) { answered.set_value(status); });
    const absl::Status status = answered.get_future().get();
    EXPECT_TRUE(status.ok()) << status;
    return reply;
  }

  absl::StatusOr<std::string> Drawn(const rpc::RequestKey& request) {
    Loader load(executor_.aggregates());
    return case_service::NewCaseCode(Elsewhere(), request, load);
  }
  void Take(const std::string& code, const rpc::RequestKey& by) {
    const std::string stream = CaseStream(code);
    ASSERT_TRUE(log_.AppendAndWait({.caller = by.caller,
                                    .request_id = by.request_id,
                                    .digest = by.digest,
                                    .conditions = {{stream, 0}},
                                    .events = {EncodeEvent(stream, casework::NoteAdded{})},
                                    .actor = {},
                                    .authority = {},
                                    .occurred_at = clock_.Now(),
                                    .caused_by = 0,
                                    .correlation = {}})
                    .ok());
  }

  std::unique_ptr<County> county_;
  LogElsewhere log_;
  Aggregates aggregates_{log_, 100};
  Executor executor_{aggregates_};
  rpc::Log lines_{2, rpc::Level::kOff};
  rpc::Metrics metrics_;
  rpc::Sessions sessions_{clock_};
  rpc::Host host_{{lines_, metrics_, clock_, sessions_}};
  std::unique_ptr<case_service::Counties> counties_;
};

TEST_F(SentTwiceTest, WhatTheSecondHasSealedGoesWithTheCase) {
  Client chv = county_->SignIn("p-chv");
  const cw::IdentifyChildRequest found = ChildFound();
  const auto first = chv.Must<cw::CaseReply>(&CaseStub::IdentifyChild, found);
  const std::string& code = first.case_file().case_code();
  log_.arriving = [this] { ReadOn(); };
  const cw::CaseReply second = IdentifyElsewhere(found);
  EXPECT_TRUE(second.repeated_request());
  EXPECT_EQ(second.case_file().case_code(), code);
  EXPECT_THAT(second.similar_cases(), IsEmpty());

  ASSERT_FALSE(log_.sent.events.empty());
  const NewEvent& event = log_.sent.events.front();
  const absl::StatusOr<AnyEvent> decoded = DecodeEvent(event.type, event.payload);
  ASSERT_TRUE(decoded.ok()) << decoded.status();
  const auto& identified = std::get<casework::Identified>(*decoded);
  const std::string place = rpc::SealPlace(event.stream, casework::Identified::kType, "identity");
  EXPECT_TRUE(Here().vault().Open(identified.identity, place).ok());
  ASSERT_TRUE(Here().vault().Erase(case_service::ChildIdOf(code)).ok());
  EXPECT_REFUSED(Here().vault().Open(identified.identity, place).status(), ERASED);
}

// As a program of before does, which draws each time anew: the case is there under another code,
// and its child is known to the vault.
TEST_F(SentTwiceTest, ACaseIsNotSaidToResembleItself) {
  Client chv = county_->SignIn("p-chv");
  const auto theirs = chv.Must<cw::CaseReply>(&CaseStub::IdentifyChild, ChildFound());
  log_.arriving = [this] {
    Proposal proposal = Unread().back();
    proposal.caller = log_.sent.caller;
    proposal.request_id = log_.sent.request_id;
    proposal.digest = log_.sent.digest;
    ASSERT_TRUE(log_.AppendAndWait(proposal).ok());
  };
  const cw::CaseReply second = IdentifyElsewhere(ChildFound());
  EXPECT_TRUE(second.repeated_request());
  EXPECT_EQ(second.case_file().case_code(), theirs.case_file().case_code());
  EXPECT_THAT(second.similar_cases(), IsEmpty());
}

TEST_F(SentTwiceTest, ARequestHasItsCodeWhereverItIsDecided) {
  const rpc::RequestKey request{"p-1", std::string(16, 'r'), std::string(32, 'd')};
  const std::string first = *Drawn(request);
  EXPECT_EQ(*Drawn(request), first);
  EXPECT_NE(*Drawn({"p-2", request.request_id, request.digest}), first);
  EXPECT_NE(*Drawn({"p-1", std::string(16, 's'), request.digest}), first);
  // Another's by chance: the next one, and that again.
  Take(first, {"p-2", std::string(16, 't'), std::string(32, 'd')});
  const std::string next = *Drawn(request);
  EXPECT_NE(next, first);
  EXPECT_EQ(*Drawn(request), next);
  // Its own: no further one.
  Take(next, request);
  EXPECT_REFUSED(Drawn(request).status(), ALREADY_DONE);
}

TEST_F(SentTwiceTest, SoHasAReferralSentOrPassedOn) {
  const auto drawn = [this](const std::string& person, const std::string& request_id) {
    Loader load(executor_.aggregates());
    return *referral_service::NewReferralCode(
        Elsewhere(), {person, rpc::UuidBytes(request_id), std::string(32, 'd')}, load);
  };
  Client chv = county_->SignIn("p-chv"), officer = county_->SignIn("p-officer");
  Client hospital = county_->SignIn("p-hospital");
  const std::string kase = RegisteredCase(chv, officer).case_file().case_code();
  Consent(officer, kase, "clinic");
  auto send = OnCase<rf::SendReferralRequest>(kase);
  send.set_service("RMTX");
  send.set_to_agency("hospital");
  const auto sent = officer.Must<rf::ReferralReply>(&ReferralStub::SendReferral, send);
  EXPECT_EQ(drawn("p-officer", send.request_id()), sent.referral().referral_code());
  auto redirect = OnReferral<rf::RedirectReferralRequest>(sent.referral().referral_code());
  redirect.set_to_agency("clinic");
  redirect.set_reason("NO_CAPACITY");
  const auto passed_on =
      hospital.Must<rf::ReferralReply>(&ReferralStub::RedirectReferral, redirect);
  EXPECT_EQ(drawn("p-hospital", redirect.request_id()), passed_on.redirected().referral_code());
}

TEST_F(SentTwiceTest, SoHasARecordOfAnImportWhoeverSendsIt) {
  Client officer = county_->SignIn("p-supervisor");
  const cw::ImportCaseRequest record = ListedRecord(1, "Baraka", clock_.Now());
  cw::StartImportRequest start;
  start.set_request_id(NewUuid());
  start.set_import_id(record.import_id());
  start.set_file_digest("ab12");
  officer.Must<cw::ImportReply>(&CaseStub::StartImport, start);
  const auto imported = officer.Must<cw::CaseReply>(&CaseStub::ImportCase, record);
  EXPECT_EQ(
      *Drawn({ImportStream(record.import_id()),
              rpc::DerivedId("record", record.import_id(), "1"), std::string(32, 'd')}),
      imported.case_file().case_code());
}

}  // namespace
}  // namespace rufaa::testing
