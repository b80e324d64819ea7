#include "services/referral/ticker.h"

#include <openssl/sha.h>

#include <atomic>
#include <thread>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "eventlog/codec/event_codec.h"
#include "eventlog/memory_log.h"
#include "gmock/gmock.h"
#include "tests/walk_grpc/append.h"
#include "tests/walk_grpc/requests.h"

namespace rufaa::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class TickerTest : public HubTest {
 protected:
  void SetUp() override {
    HubTest::SetUp();
    county_ = std::make_unique<County>(*hub_, "001");
    county_->Settle();
    Client chv = county_->SignIn("p-chv");
    officer_ = std::make_unique<Client>(county_->SignIn("p-officer"));
    const auto kase = RegisteredCase(chv, *officer_);
    sent_ = Sent(*officer_, kase.case_file().case_code(), "RMPP", "hospital");
    absl::StatusOr<rpc::CountyRuntime> runtime = hub_->counties().at("001")->Runtime();
    ASSERT_TRUE(runtime.ok()) << runtime.status();
    runtime_ = std::make_unique<rpc::CountyRuntime>(*runtime);
  }

  void CatchUp(uint64_t revision) {
    ASSERT_TRUE(runtime_->views.WaitForAll(revision, absl::Now() + absl::Seconds(30)).ok());
  }

  std::string State() {
    return officer_
        ->Must<rf::GetReferralResponse>(
            &ReferralStub::GetReferral,
            ReferralAt(sent_.referral().referral_code(), runtime_->log.Head()))
        .referral()
        .state();
  }

  // The recipient has opened it, and never accepted.
  rf::ReferralReply AskedBack() {
    Client hospital = county_->SignIn("p-hospital");
    const std::string& code = sent_.referral().referral_code();
    hospital.Must<rf::ReferralReply>(&ReferralStub::OpenReferral,
                                     OnReferral<rf::OpenReferralRequest>(code));
    auto cancel = OnReferral<rf::RequestCancelRequest>(code);
    cancel.set_reason("CHILD_MOVED");
    auto asked = officer_->Must<rf::ReferralReply>(&ReferralStub::RequestCancel, cancel);
    EXPECT_EQ(asked.referral().state(), "cancel-requested");
    CatchUp(asked.revision());
    return asked;
  }

  // A referral of another child to the same hospital.
  rf::ReferralReply SentToo() {
    Client chv = county_->SignIn("p-chv");
    return Sent(*officer_, RegisteredCase(chv, *officer_).case_file().case_code(), "RMPP",
                "hospital");
  }

  static rf::ListWorklistRequest EscalatedIn(rf::Queue queue, uint64_t revision) {
    auto request = Worklist(queue, revision);
    request.set_escalated_only(true);
    return request;
  }

  // Codes of those that `person` finds escalated, and marked as such.
  std::vector<std::string> Escalated(const std::string& person, rf::Queue queue) {
    Client client = county_->SignIn(person);
    const auto list = client.Must<rf::ListWorklistResponse>(
        &ReferralStub::ListWorklist, EscalatedIn(queue, runtime_->log.Head()));
    std::vector<std::string> codes;
    for (const rf::Referral& one : list.referrals()) {
      EXPECT_TRUE(one.escalated());
      codes.push_back(one.referral_code());
    }
    return codes;
  }

  // Whom the referral's escalation names.
  std::string Told() {
    std::string to;
    const auto read = runtime_->log.ReadStream(
        ReferralStream(sent_.referral().referral_code()), 0, [&to](const RecordedEvent& recorded) {
          const auto event = DecodeEvent(recorded.event().type, recorded.event().payload);
          EXPECT_TRUE(event.ok()) << event.status();
          const auto* told = event.ok() ? std::get_if<referral::Escalated>(&*event) : nullptr;
          if (told != nullptr) to = told->to;
          return true;
        });
    EXPECT_TRUE(read.ok()) << read;
    return to;
  }

  std::unique_ptr<County> county_;
  std::unique_ptr<Client> officer_;
  rf::ReferralReply sent_;
  std::unique_ptr<rpc::CountyRuntime> runtime_;
};

// Counts how often it is asked of a command, which it is for each before anything is decided.
class CountingLog : public MemoryLog {
 public:
  absl::StatusOr<std::optional<Receipt>> Find(absl::string_view caller,
                                              absl::string_view request_id,
                                              absl::string_view digest) override {
    ++commands;
    return MemoryLog::Find(caller, request_id, digest);
  }
  std::atomic<int> commands = 0;
};

// So many referrals that were accepted, each to be served by `due`.
void AppendPromises(CountyLog& log, int count, absl::Time due) {
  for (int i = 0; i < count; ++i) {
    referral::Sent sent;
    sent.referral = absl::StrCat("R", i);
    sent.case_code = "C";
    sent.sent_at = due - absl::Hours(72);
    sent.decide_by = due - absl::Hours(48);
    referral::Accepted accepted;
    accepted.serve_by = due;
    accepted.accepted_at = due - absl::Hours(60);
    Proposal proposal;
    proposal.caller = "p-1";
    proposal.request_id = absl::StrCat("request-", 10'000'000 + i);
    proposal.digest = std::string(32, 'd');
    proposal.occurred_at = accepted.accepted_at;
    const std::string stream = ReferralStream(sent.referral);
    proposal.events = {EncodeEvent(stream, sent), EncodeEvent(stream, accepted)};
    ASSERT_TRUE(log.AppendAndWait(proposal).ok());
  }
}

TEST_F(TickerTest, WhatWasEscalatedIsNotOfferedAgainHoweverManyTheyAre) {
  constexpr int kMany = 1001;  // More than are offered at once, twice.
  const absl::Time due = clock_.Now();
  CountingLog log;
  AppendPromises(log, kMany, due);
  Aggregates aggregates(log, 2 * kMany);
  Executor executor(aggregates);
  ViewRunnerOptions options;
  options.store.path = data_dir_ + "/views-of-many";
  std::vector<std::unique_ptr<View>> folds;
  folds.push_back(std::make_unique<deadlines::DeadlinesView>());
  const auto views = ViewRunner::Open(options, log, std::move(folds));
  ASSERT_TRUE(views.ok()) << views.status();
  const rpc::CountyRuntime many{.id = runtime_->id,
                                .code_letters = runtime_->code_letters,
                                .log = log,
                                .executor = executor,
                                .views = **views,
                                .vault = runtime_->vault,
                                .reader = runtime_->reader,
                                .book = runtime_->book,
                                .rules = runtime_->rules,
                                .page_tokens = runtime_->page_tokens,
                                .request_digests = runtime_->request_digests};
  referral_service::Expirer expirer(many);
  const auto before = expirer.ExpireDue(due + absl::Hours(1));
  ASSERT_TRUE(before.ok()) << before.status();
  EXPECT_EQ(*before, 0) << "of a view that is still being made nothing is offered";
  for (const int wanted : {kMany, 0, 0}) {
    ASSERT_TRUE((*views)->FoldToHead().ok());
    log.commands = 0;
    const auto written = expirer.ExpireDue(due + absl::Hours(1));
    ASSERT_TRUE(written.ok()) << written.status();
    EXPECT_EQ(*written, wanted);
    if (wanted == 0) EXPECT_EQ(log.commands, 0);
  }
}

TEST_F(TickerTest, NothingExpiresBeforeItsTime) {
  CatchUp(sent_.revision());
  const absl::Time due = rpc::FromProto(sent_.referral().due_time());
  const auto written = referral_service::Expirer(*runtime_).ExpireDue(due - absl::Seconds(1));
  ASSERT_TRUE(written.ok()) << written.status();
  EXPECT_EQ(*written, 0);
  EXPECT_EQ(State(), "sent");
}

TEST_F(TickerTest, ManyTickersExpireAReferralOnce) {
  CatchUp(sent_.revision());
  const uint64_t before = runtime_->log.Head();
  const absl::Time late = rpc::FromProto(sent_.referral().due_time()) + absl::Hours(1);
  constexpr int kTickers = 8;
  std::atomic<int> written = 0;
  std::vector<std::thread> tickers;
  for (int i = 0; i < kTickers; ++i) {
    tickers.emplace_back([&] {
      const auto count = referral_service::Expirer(*runtime_).ExpireDue(late);
      EXPECT_TRUE(count.ok()) << count.status();
      if (count.ok()) written += *count;
    });
  }
  for (std::thread& ticker : tickers) ticker.join();
  EXPECT_EQ(written, 1);
  EXPECT_EQ(runtime_->log.Head(), before + 1);
  EXPECT_EQ(State(), "expired");
}

TEST_F(TickerTest, WhatWasAskedBackAndNeverAcceptedEndsByItself) {
  const absl::Time late = rpc::FromProto(AskedBack().referral().due_time()) + absl::Hours(1);
  const auto written = referral_service::Expirer(*runtime_).ExpireDue(late);
  ASSERT_TRUE(written.ok()) << written.status();
  EXPECT_EQ(*written, 1);
  EXPECT_EQ(State(), "cancelled");
}

// A program of before told of its deadline, and knew one request for whatever it did about one.
TEST_F(TickerTest, WhatWasAskedBackEndsAlsoWhereItsDeadlineWasEscalatedBefore) {
  const absl::Time due = rpc::FromProto(AskedBack().referral().due_time());
  const std::string stream = ReferralStream(sent_.referral().referral_code());
  const std::string what = absl::StrCat("due\n", stream, "\n", absl::ToUnixMicros(due));
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(what.data()), what.size(),
         reinterpret_cast<unsigned char*>(digest.data()));
  const auto told =
      Append(*runtime_, stream, digest.substr(0, 16), digest, due,
             [&](Loader& load) -> absl::StatusOr<std::vector<Change>> {
               RUFAA_RETURN_IF_ERROR(load.Load<referral::State>(stream).status());
               return std::vector<Change>{
                   {stream, referral::Escalated{"COUNTY_COORDINATOR", "CANCEL_ANSWER", due}}};
             });
  ASSERT_TRUE(told.ok()) << told.status();
  CatchUp(told->receipt.position);
  const auto written = referral_service::Expirer(*runtime_).ExpireDue(due + absl::Hours(1));
  ASSERT_TRUE(written.ok()) << written.status();
  EXPECT_EQ(*written, 1);
  EXPECT_EQ(State(), "cancelled");
}

TEST_F(TickerTest, APromiseOverdueIsEscalatedAndDoesNotLapse) {
  Client hospital = county_->SignIn("p-hospital");
  const auto accepted = hospital.Must<rf::ReferralReply>(
      &ReferralStub::AcceptReferral,
      OnReferral<rf::AcceptReferralRequest>(sent_.referral().referral_code()));
  CatchUp(accepted.revision());
  const absl::Time late = rpc::FromProto(accepted.referral().due_time()) + absl::Hours(1);
  referral_service::Expirer expirer(*runtime_);
  const auto written = expirer.ExpireDue(late);
  ASSERT_TRUE(written.ok()) << written.status();
  EXPECT_EQ(*written, 1);
  EXPECT_EQ(State(), "accepted");
  CatchUp(runtime_->log.Head());
  EXPECT_EQ(*expirer.ExpireDue(late + absl::Hours(1)), 0);
}

TEST_F(TickerTest, WhomAMissedPromiseIsToldToFindsItAmongTheEscalatedUntilTheChildIsServed) {
  Client hospital = county_->SignIn("p-hospital");
  const std::string code = sent_.referral().referral_code();
  const auto accepted = hospital.Must<rf::ReferralReply>(
      &ReferralStub::AcceptReferral, OnReferral<rf::AcceptReferralRequest>(code));
  CatchUp(accepted.revision());
  EXPECT_THAT(Escalated("p-supervisor", rf::QUEUE_OUTBOX), IsEmpty());
  const absl::Time late = rpc::FromProto(accepted.referral().due_time()) + absl::Hours(1);
  ASSERT_TRUE(referral_service::Expirer(*runtime_).ExpireDue(late).ok());
  EXPECT_EQ(RoleNamed(absl::AsciiStrToLower(Told())), Role::kSupervisor);
  EXPECT_THAT(Escalated("p-supervisor", rf::QUEUE_OUTBOX), ElementsAre(code));
  EXPECT_THAT(Escalated("p-supervisor", rf::QUEUE_WAITING_ON_OTHERS), ElementsAre(code));
  EXPECT_THAT(Escalated("p-hospital", rf::QUEUE_INBOX), ElementsAre(code));
  EXPECT_THAT(Escalated("p-nyali", rf::QUEUE_OUTBOX), IsEmpty());
  auto record = OnReferral<rf::RecordServiceRequest>(code);
  record.set_service("RMPP");
  hospital.Must<rf::ReferralReply>(&ReferralStub::RecordService, record);
  EXPECT_THAT(Escalated("p-supervisor", rf::QUEUE_OUTBOX), IsEmpty());
  EXPECT_THAT(Escalated("p-hospital", rf::QUEUE_INBOX), IsEmpty());
}

TEST_F(TickerTest, WhatNobodyAnsweredIsReadPageByPageWithoutWhatWas) {
  const auto declined = SentToo(), silent = SentToo();
  auto no = OnReferral<rf::DeclineReferralRequest>(declined.referral().referral_code());
  no.set_reason("NO_CAPACITY");
  Client hospital = county_->SignIn("p-hospital"), boss = county_->SignIn("p-supervisor");
  hospital.Must<rf::ReferralReply>(&ReferralStub::DeclineReferral, no);
  CatchUp(runtime_->log.Head());
  const absl::Time late = rpc::FromProto(silent.referral().due_time()) + absl::Hours(1);
  ASSERT_EQ(*referral_service::Expirer(*runtime_).ExpireDue(late), 2);
  EXPECT_EQ(Told(), "SUPERVISOR");
  auto request = EscalatedIn(rf::QUEUE_ENDED, runtime_->log.Head());
  request.set_page_size(1);
  std::vector<std::string> codes;
  do {
    const auto page = boss.Must<rf::ListWorklistResponse>(&ReferralStub::ListWorklist, request);
    ASSERT_EQ(page.referrals_size(), 1);
    codes.push_back(page.referrals(0).referral_code());
    request.set_page_token(page.next_page_token());
    if (codes.size() > 1) continue;
    auto others = request;
    others.set_escalated_only(false);
    rf::ListWorklistResponse none;
    EXPECT_REFUSED(boss.Call(&ReferralStub::ListWorklist, others, &none), MALFORMED);
  } while (!request.page_token().empty());
  EXPECT_THAT(codes, UnorderedElementsAre(sent_.referral().referral_code(),
                                          silent.referral().referral_code()));
  const auto counts = boss.Must<rf::CountWorklistsResponse>(&ReferralStub::CountWorklists, {});
  for (const rf::WorklistCount& count : counts.counts()) {
    if (count.queue() == rf::QUEUE_ENDED) EXPECT_EQ(count.count(), 3u);
  }
}

}  // namespace
}  // namespace rufaa::testing
