#include "services/rpc/door.h"

#include <future>
#include <memory>
#include <vector>

#include "domain/access/person.h"
#include "domain/base/local_day.h"
#include "gtest/gtest.h"
#include "tests/services_rpc/an_officer.h"
#include "tests/services_rpc/served_hub.h"
#include "tests/support/fault_env.h"
#include "vault/stored_book.h"

namespace rufaa::rpc {
namespace {

constexpr char kPlace[] = "case/MSA-7F3K-Q2/case.identified/identity";

// A call of an officer of the office that owns the case, over a real vault, and a book of its own
// on a disk that can fail.
class Door : public SharedHubTest {
 protected:
  Door()
      : log_(2, Level::kOff),
        sessions_(hub_.clock()),
        host_(Host::Parts{log_, metrics_, hub_.clock(), sessions_}),
        book_(*StoredBook::Open({.path = book_folder_.path() + "/reads",
                                 .county = "001",
                                 .clock = &hub_.clock(),
                                 .env = disk_.env()})),
        reader_(MakeRecordedReader(*book_, hub_.hub().counties().at("001")->vault())),
        county_(CountyOverBook()),
        child_(absl::StrCat("ch-", NewRequestId())),
        call_(std::make_shared<Call>(Call{host_,
                                          "Test/Read",
                                          ContinueTrace(""),
                                          hub_.clock().Now(),
                                          absl::Now(),
                                          {},
                                          &county_})) {
    call_->caller = AnOfficer();
    asked_ = {.purpose = common::v1::PURPOSE_CASE_MGMT, .cases = {"MSA-7F3K-Q2"}, .position = 7};
    opening_ = {.ties = {{policy::Relation::kOwner}}, .compartments = {Compartment::kIdentity}};
    identity_ = Seal(Compartment::kIdentity, "a name");
    location_ = Seal(Compartment::kLocation, "a house");
  }

  CountyRuntime CountyOverBook() {
    const CountyRuntime real = *hub_.hub().counties().at("001")->Runtime();
    return {.id = real.id,
            .code_letters = real.code_letters,
            .log = real.log,
            .executor = real.executor,
            .views = real.views,
            .vault = real.vault,
            .reader = *reader_,
            .book = *book_,
            .rules = real.rules,
            .page_tokens = real.page_tokens,
            .request_digests = real.request_digests};
  }

  Sealed Seal(Compartment compartment, absl::string_view text) {
    absl::StatusOr<Sealed> sealed = county_.vault.Seal(child_, compartment, kPlace, text);
    EXPECT_TRUE(sealed.ok()) << sealed.status();
    return sealed.ok() ? *sealed : Sealed{};
  }

  // What the door answers, and what was read behind it.
  std::string Open() {
    read_.clear();
    Reading reading{.opening = opening_,
                    .values = {{identity_, kPlace}, {location_, kPlace}},
                    .fill = [this](const Opened& opened) {
                      read_ = {opened.Text(0), opened.Text(1)};
                      return absl::OkStatus();
                    }};
    return Answer(std::optional<Reading>(std::move(reading)));
  }

  std::string Answer(absl::StatusOr<std::optional<Reading>> found) {
    std::promise<absl::Status> answered;
    AnswerRead(call_, asked_, std::move(found),
               [&](absl::Status status) { answered.set_value(std::move(status)); });
    return ReasonOf(answered.get_future().get());
  }

  std::vector<ReadEntry> Entries() {
    std::vector<ReadEntry> entries;
    absl::StatusOr<ReadsPage> page = book_->Find({});
    EXPECT_TRUE(page.ok()) << page.status();
    for (RecordedRead& read : page->reads) entries.push_back(std::move(read.entry));
    return entries;
  }

  // What was only shown. Nobody waits for that but this: what is entered behind it comes after.
  std::vector<ReadEntry> Showings() {
    std::promise<void> entered;
    ReadEntry last;
    last.actor = call_->caller.ToActor();
    last.read_at = call_->now;
    book_->Record(std::move(last), [&](const absl::Status& status) {
      EXPECT_TRUE(status.ok()) << status;
      entered.set_value();
    });
    entered.get_future().wait();
    std::vector<ReadEntry> showings;
    for (ReadEntry& entry : Entries()) {
      if (IsShowing(entry)) showings.push_back(std::move(entry));
    }
    return showings;
  }

  Log log_;
  Metrics metrics_;
  Sessions sessions_;
  Host host_;
  TemporaryFolder book_folder_;
  FaultEnv disk_;
  std::unique_ptr<StoredBook> book_;
  std::unique_ptr<RecordedReader> reader_;
  CountyRuntime county_;
  const std::string child_;  // Of this test alone: one that was erased stays so.
  std::shared_ptr<Call> call_;
  Sought asked_;
  Opening opening_;
  Sealed identity_, location_;
  std::vector<std::string> read_;
};

TEST_F(Door, OpensWhatWasAskedForAndNothingElse) {
  EXPECT_EQ(Open(), "OK");
  EXPECT_EQ(read_, (std::vector<std::string>{"a name", ""}));
}

TEST_F(Door, StaysShutWithoutAPurpose) {
  asked_.purpose = common::v1::PURPOSE_UNSPECIFIED;
  EXPECT_EQ(Open(), "PURPOSE_REQUIRED");
  EXPECT_TRUE(read_.empty());
}

TEST_F(Door, StaysShutForAPurposeThatIsNotTheRolesToClaim) {
  asked_.purpose = common::v1::PURPOSE_AUDIT;
  EXPECT_EQ(Open(), "NOT_PERMITTED");
  asked_.purpose = common::v1::PURPOSE_SUPERVISION;
  EXPECT_EQ(Open(), "NOT_PERMITTED");
  EXPECT_TRUE(read_.empty());
}

TEST_F(Door, StaysShutForAPendingRecipient) {
  call_->caller.role = Role::kAgencyDesk;
  call_->caller.agency_kind = "RESCUE_CENTRE";
  asked_.purpose = common::v1::PURPOSE_REFERRAL_SERVICE;
  opening_.ties = {{policy::Relation::kRecipientPending}};
  EXPECT_EQ(Open(), "NOT_PERMITTED");
  EXPECT_TRUE(read_.empty());
}

TEST_F(Door, StaysShutForWhoIsNothingToTheCase) {
  opening_.ties = {{policy::Relation::kNone}};
  EXPECT_EQ(Open(), "NOT_PERMITTED");
  opening_.ties = {};
  EXPECT_EQ(Open(), "NOT_PERMITTED");
  EXPECT_TRUE(read_.empty());
}

TEST_F(Door, OpensLocationOnlyAfterAStepUp) {
  opening_.compartments = {Compartment::kLocation};
  EXPECT_EQ(Open(), "STEP_UP_REQUIRED");
  EXPECT_TRUE(read_.empty());
  call_->caller.stepped_up_at = call_->now - absl::Minutes(4);
  EXPECT_EQ(Open(), "OK");
  EXPECT_EQ(read_, (std::vector<std::string>{"", "a house"}));
  call_->caller.stepped_up_at = call_->now - absl::Minutes(6);
  EXPECT_EQ(Open(), "STEP_UP_REQUIRED");
}

// The hub is the other process: what it tells its own sessions, ours do not hear.
TEST_F(Door, KnowsAtOnceOfAStepUpThatAnotherProcessTook) {
  hub_.RegisterAgency("office", "CHILDREN_OFFICE");
  call_->token = hub_.Enrol("p-1", "office", "childrens_officer");
  call_->deadline = absl::Now() + absl::Seconds(20);
  sessions_.Connect(hub_.channel());
  const auto resolve = [this] {
    std::promise<absl::StatusOr<Caller>> answered;
    sessions_.Resolve(
        {.token = call_->token, .deadline = call_->deadline, .traceparent = {}},
        [&](absl::StatusOr<Caller> caller) { answered.set_value(std::move(caller)); });
    return *answered.get_future().get();
  };
  EXPECT_FALSE(resolve().remembered);
  call_->caller = resolve();
  EXPECT_TRUE(call_->caller.remembered);
  opening_.compartments = {Compartment::kLocation};
  EXPECT_EQ(Open(), "STEP_UP_REQUIRED");
  access::v1::StepUpRequest request;
  request.set_password("a password of p-1");
  access::v1::StepUpResponse reply;
  ASSERT_TRUE(hub_.Call(hub_.access(), &access::v1::AccessService::Stub::StepUp, request, &reply,
                        call_->token)
                  .ok());
  EXPECT_EQ(Open(), "OK");
  EXPECT_EQ(read_, (std::vector<std::string>{"", "a house"}));
  const std::vector<ReadEntry> entries = Entries();
  ASSERT_EQ(entries.size(), 2u);
  EXPECT_EQ(entries[0].refusal, "STEP_UP_REQUIRED");
  EXPECT_EQ(entries[1].refusal, "");
}

// What can't be known is not entered as a denial.
TEST_F(Door, SaysThatAccessIsAwayWhereAStepUpCanNotBeAskedFor) {
  call_->caller.remembered = true;
  opening_.compartments = {Compartment::kLocation};
  EXPECT_EQ(Open(), "ACCESS_UNAVAILABLE");
  EXPECT_TRUE(Entries().empty());
}

TEST_F(Door, OpensWhatItMayWhenAskedForAsMuchAsMayBe) {
  opening_.compartments = {Compartment::kIdentity, Compartment::kLocation};
  opening_.all_or_nothing = true;
  EXPECT_EQ(Open(), "STEP_UP_REQUIRED");
  EXPECT_TRUE(read_.empty());
  opening_.all_or_nothing = false;
  EXPECT_EQ(Open(), "OK");
  EXPECT_EQ(read_, (std::vector<std::string>{"a name", ""}));
}

TEST_F(Door, SaysSoWhenTheChildWasErased) {
  ASSERT_TRUE(county_.vault.Erase(child_).ok());
  EXPECT_EQ(Open(), "ERASED");
  EXPECT_TRUE(read_.empty());
}

TEST_F(Door, EntersWhoSawWhatAndWhy) {
  opening_.compartments = {Compartment::kIdentity, Compartment::kLocation};
  opening_.all_or_nothing = false;
  ASSERT_EQ(Open(), "OK");
  const std::vector<ReadEntry> entries = Entries();
  ASSERT_EQ(entries.size(), 1u);
  const ReadEntry& entry = entries[0];
  EXPECT_EQ(entry.actor, call_->caller.ToActor());
  EXPECT_EQ(entry.read_at, absl::FromUnixMicros(absl::ToUnixMicros(call_->now)));
  EXPECT_EQ(entry.trace_id, call_->trace.trace_id);
  EXPECT_EQ(entry.purpose, "CASE_MGMT");
  EXPECT_EQ(entry.method, "Test/Read");
  EXPECT_EQ(entry.cases, asked_.cases);
  EXPECT_EQ(entry.position, 7u);
  EXPECT_EQ(entry.refusal, "");
  ASSERT_EQ(entry.parts.size(), 2u);
  EXPECT_EQ(entry.parts[0], (ReadPart{Compartment::kIdentity, true, entry.parts[0].why}));
  EXPECT_EQ(entry.parts[0].why, "the assigned officer keeps the whole file");
  EXPECT_EQ(entry.parts[1].compartment, Compartment::kLocation);
  EXPECT_FALSE(entry.parts[1].permitted);
}

TEST_F(Door, EntersDenialsWithTheirReason) {
  opening_.compartments = {Compartment::kLocation};
  EXPECT_EQ(Open(), "STEP_UP_REQUIRED");
  opening_.ties = {{policy::Relation::kNone}};
  EXPECT_EQ(Open(), "NOT_PERMITTED");
  asked_.purpose = common::v1::PURPOSE_AUDIT;
  EXPECT_EQ(Open(), "NOT_PERMITTED");
  // What the handler refused before it came to the door.
  EXPECT_EQ(Answer(Refuse(Reason::NOT_FOUND_OR_NOT_YOURS)), "NOT_FOUND_OR_NOT_YOURS");
  std::vector<std::string> refusals;
  for (const ReadEntry& entry : Entries()) refusals.push_back(entry.refusal);
  EXPECT_EQ(refusals, (std::vector<std::string>{"STEP_UP_REQUIRED", "NOT_PERMITTED",
                                                "NOT_PERMITTED", "NOT_FOUND_OR_NOT_YOURS"}));
  // Nobody was shown or refused anything.
  EXPECT_EQ(Answer(Refuse(Reason::MALFORMED)), "MALFORMED");
  EXPECT_EQ(Entries().size(), 4u);
}

TEST_F(Door, EntersOnceADayWhoWasShownACaseWithNothingOpened) {
  EXPECT_EQ(Answer(std::nullopt), "OK");
  EXPECT_EQ(Answer(std::nullopt), "OK");
  std::vector<ReadEntry> shown = Showings();
  ASSERT_EQ(shown.size(), 1u);
  EXPECT_EQ(shown[0].actor, call_->caller.ToActor());
  EXPECT_EQ(shown[0].read_at, absl::FromUnixMicros(absl::ToUnixMicros(call_->now)));
  EXPECT_EQ(shown[0].trace_id, call_->trace.trace_id);
  EXPECT_EQ(shown[0].method, "Test/Read");
  EXPECT_EQ(shown[0].cases, asked_.cases);
  EXPECT_EQ(shown[0].purpose, "") << "none was needed";
  EXPECT_EQ(shown[0].position, 7u);
  EXPECT_TRUE(shown[0].parts.empty());
  NoteShown(*call_, {.cases = {"MSA-9X2M-T4", "MSA-7F3K-Q2"}, .position = 8});
  shown = Showings();
  ASSERT_EQ(shown.size(), 2u);
  EXPECT_EQ(shown[1].cases, std::vector<std::string>{"MSA-9X2M-T4"}) << "the other was entered";
}

// The day begins at midnight in Nairobi.
TEST_F(Door, EntersTheSameAgainOnTheNextDayOfTheCounty) {
  const absl::CivilDay today = LocalDay(call_->now);
  call_->now = StartOfLocalDay(today + 1) - absl::Seconds(1);
  NoteShown(*call_, asked_);
  call_->now = StartOfLocalDay(today + 1);
  NoteShown(*call_, asked_);
  call_->now = StartOfLocalDay(today + 2) - absl::Seconds(1);
  NoteShown(*call_, asked_);
  EXPECT_EQ(Showings().size(), 2u);
}

TEST_F(Door, EntersAKeptPageAgainThatCouldNotBeEntered) {
  KeptShown page;
  page.shown = asked_;
  disk_.FillDisk();
  NoteShown(*call_, page);
  NoteShown(*call_, page);
  EXPECT_EQ(Open(), "ACCESS_BOOK_UNAVAILABLE") << "behind what was shown";
  disk_.EmptyDisk();
  for (int shown = 0; shown < 3; ++shown) NoteShown(*call_, page);
  EXPECT_EQ(Showings().size(), 1u);
  NoteShown(*call_, page);
  EXPECT_EQ(Showings().size(), 1u);
}

// Each process knows only what it has entered itself.
TEST_F(Door, EachProcessEntersWhatItShows) {
  Host other(Host::Parts{log_, metrics_, hub_.clock(), sessions_});
  const Call there{other,           "Test/Read",   ContinueTrace(""), call_->now,
                   call_->deadline, call_->caller, &county_};
  NoteShown(*call_, asked_);
  NoteShown(there, asked_);
  NoteShown(there, asked_);
  EXPECT_EQ(Showings().size(), 2u);
}

TEST_F(Door, EntersAllOfALongList) {
  Sought many;
  for (int i = 0; i < 1700; ++i) many.cases.push_back(absl::StrCat("MSA-", i));
  NoteShown(*call_, many);
  size_t cases = 0;
  for (const ReadEntry& entry : Showings()) cases += entry.cases.size();
  EXPECT_EQ(cases, 1700u);
}

TEST_F(Door, ShowsWhatOpensNothingThoughItCanNotBeEnteredAndEntersItTheNextTime) {
  disk_.FillDisk();
  EXPECT_EQ(Answer(std::nullopt), "OK");
  EXPECT_EQ(Open(), "ACCESS_BOOK_UNAVAILABLE") << "behind what was shown";
  const Counter& missed = metrics_.CounterOf("rufaa_shown_not_entered_total", "");
  EXPECT_EQ(missed.value(), 1u);
  disk_.EmptyDisk();
  EXPECT_TRUE(Showings().empty());
  EXPECT_EQ(Answer(std::nullopt), "OK");
  EXPECT_EQ(Showings().size(), 1u);
  EXPECT_EQ(missed.value(), 1u);
}

TEST_F(Door, StaysShutWhenTheReadCanNotBeEntered) {
  disk_.FillDisk();
  EXPECT_EQ(Open(), "ACCESS_BOOK_UNAVAILABLE");
  EXPECT_TRUE(read_.empty());
  EXPECT_EQ(Answer(Refuse(Reason::NOT_FOUND_OR_NOT_YOURS)), "ACCESS_BOOK_UNAVAILABLE")
      << "nor is a denial told that nobody will know of";
  disk_.EmptyDisk();
  EXPECT_EQ(Open(), "OK");
  EXPECT_EQ(Entries().size(), 1u);
}

}  // namespace
}  // namespace rufaa::rpc
