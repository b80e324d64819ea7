// Keys and access book that another process keeps, asked over gRPC: what is asked for a caller is
// asked until the caller's deadline and no longer, and in the caller's trace; all else for as long
// as a keeper may take.
#include <unistd.h>

#include <future>
#include <memory>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gtest/gtest.h"
#include "services/rpc/command.h"
#include "services/rpc/door.h"
#include "services/rpc/on_behalf.h"
#include "services/rpc/remote_book.h"
#include "services/rpc/remote_vault.h"
#include "services/rpc/server.h"
#include "services/vault/vault_service.h"
#include "tests/services_rpc/an_officer.h"
#include "tests/services_rpc/served_hub.h"

namespace rufaa::rpc {
namespace {

constexpr char kPlace[] = "case/MSA-7F3K-Q2/case.identified/identity";

class Keeper : public SharedHubTest {
 protected:
  Keeper()
      : log_(LogFile(), Level::kDebug),
        sessions_(hub_.clock()),
        host_(Host::Parts{log_, metrics_, hub_.clock(), sessions_}),
        service_(host_, {{"001", {Kept().vault(), Kept().book(), Kept().reader()}}}),
        server_(*Server::Start({}, {&service_})),
        vault_(RemoteVault(server_->InProcessChannel(), "001")),
        book_(RemoteBook(server_->InProcessChannel(), "001")),
        reader_(RemoteReader(server_->InProcessChannel(), "001")),
        county_(CountyOfOthers()) {}

  hub::OpenCounty& Kept() { return *hub_.hub().counties().at("001"); }

  CountyRuntime CountyOfOthers() {
    const CountyRuntime real = *Kept().Runtime();
    return {.id = real.id,
            .code_letters = real.code_letters,
            .log = real.log,
            .executor = real.executor,
            .views = real.views,
            .vault = *vault_,
            .reader = *reader_,
            .book = *book_,
            .rules = real.rules,
            .page_tokens = real.page_tokens,
            .request_digests = real.request_digests};
  }

  // Of an officer, who wants to be answered by then.
  CallPtr CallUntil(absl::Time deadline) { return CallUntil(deadline, host_); }
  CallPtr CallUntil(absl::Time deadline, Host& host) {
    auto call = std::make_shared<Call>(
        Call{host, "Test/Call", ContinueTrace(""), hub_.clock().Now(), deadline, {}, &county_});
    call->caller = AnOfficer();
    return call;
  }

  // A command that seals something and then finds that there is nothing to do.
  std::string SealFor(const CallPtr& call) {
    Command command{.lane = "case/MSA-7F3K-Q2",
                    .caller = "test",
                    .request_id = std::string(16, 'r'),
                    .digest = std::string(32, 'd'),
                    .actor = call->caller.ToActor(),
                    .authority = {},
                    .occurred_at = call->now,
                    .correlation = {}};
    std::promise<absl::Status> answered;
    Execute(
        call, std::move(command),
        [&](Loader&) -> absl::StatusOr<std::vector<Change>> {
          const auto sealed =
              call->county->vault.Seal("ch-1", Compartment::kIdentity, kPlace, "a name");
          if (!sealed.ok()) return sealed.status();
          return std::vector<Change>();
        },
        [&](const absl::StatusOr<Outcome>& outcome) { answered.set_value(outcome.status()); });
    return ReasonOf(answered.get_future().get());
  }

  // What the door answers, and what was read behind it.
  std::string ReadFor(const CallPtr& call, std::string& read) {
    const Sought sought{
        .purpose = common::v1::PURPOSE_CASE_MGMT, .cases = {"MSA-7F3K-Q2"}, .position = 7};
    Reading reading{
        .opening = {.ties = {{policy::Relation::kOwner}}, .compartments = {Compartment::kIdentity}},
        .values = {{*vault_->Seal("ch-1", Compartment::kIdentity, kPlace, "a name"), kPlace}},
        .fill = [&](const Opened& opened) {
          read = opened.Text(0);
          return absl::OkStatus();
        }};
    std::promise<absl::Status> answered;
    AnswerRead(call, sought, std::optional<Reading>(std::move(reading)),
               [&](absl::Status status) { answered.set_value(std::move(status)); });
    return ReasonOf(answered.get_future().get());
  }

  // So many values that say `text`, sealed.
  std::vector<SealedAt> SealedTimes(size_t count, const std::string& text) {
    std::vector<SealedAt> values;
    for (size_t i = 0; i < count; ++i) {
      const std::string place = absl::StrCat("case/MSA-7F3K-Q2/case.note_added/note", i);
      values.push_back({*Kept().vault().Seal("ch-1", Compartment::kNarrative, place, text), place});
    }
    return values;
  }

  absl::StatusOr<std::vector<std::string>> Open(std::vector<SealedAt> values) {
    ReadEntry entry;
    entry.actor = CallUntil(absl::InfiniteFuture())->caller.ToActor();
    entry.read_at = hub_.clock().Now();
    entry.purpose = "CASE_MGMT";
    entry.cases = {"MSA-7F3K-Q2"};
    std::promise<absl::StatusOr<std::vector<std::string>>> opened;
    reader_->Open(std::move(entry), std::move(values),
                  [&](auto texts) { opened.set_value(std::move(texts)); });
    return opened.get_future().get();
  }

  int LogFile() {
    lines_ = std::tmpfile();
    return fileno(lines_);
  }

  // The methods of the keeper that it has served in this trace, as its log tells.
  std::vector<std::string> ServedIn(const Trace& trace) {
    log_.Flush();
    std::rewind(lines_);
    std::vector<std::string> methods;
    char line[4096];
    while (std::fgets(line, sizeof(line), lines_) != nullptr) {
      if (!absl::StrContains(line, trace.trace_id)) continue;
      for (const char* method : {"Seal", "Read", "FindReads"}) {
        if (absl::StrContains(line, absl::StrCat("VaultService/", method, "\""))) {
          methods.push_back(method);
        }
      }
    }
    return methods;
  }

  FILE* lines_ = nullptr;
  Log log_;
  Metrics metrics_;
  Sessions sessions_;
  Host host_;
  vault_service::VaultService service_;
  std::unique_ptr<Server> server_;
  std::unique_ptr<Vault> vault_;
  std::unique_ptr<AccessBook> book_;
  std::unique_ptr<RecordedReader> reader_;
  CountyRuntime county_;
};

TEST_F(Keeper, SealsAndOpensForACallerWhoHasTime) {
  const CallPtr call = CallUntil(absl::Now() + absl::Hours(1));
  std::string read;
  EXPECT_EQ(SealFor(call), "ALREADY_DONE");
  EXPECT_EQ(ReadFor(call, read), "OK");
  EXPECT_EQ(read, "a name");
}

TEST_F(Keeper, OpensAllOfALongCaseByOneEntry) {
  const size_t entered = book_->Find({})->reads.size();
  const std::string note(4000, 'n');
  const auto notes = Open(SealedTimes(900, note));
  ASSERT_TRUE(notes.ok()) << notes.status();
  EXPECT_TRUE(*notes == std::vector<std::string>(900, note));
  EXPECT_EQ(book_->Find({})->reads.size(), entered + 1);
  const auto words = Open(SealedTimes(5000, "a word"));
  ASSERT_TRUE(words.ok()) << words.status();
  EXPECT_TRUE(*words == std::vector<std::string>(5000, "a word"));
}

TEST_F(Keeper, EntersNothingOfAReadThatIsTooLargeForIt) {
  const size_t entered = book_->Find({})->reads.size();
  EXPECT_EQ(ReasonOf(Open(SealedTimes(1100, std::string(4000, 'n'))).status()), "TOO_LARGE");
  EXPECT_EQ(book_->Find({})->reads.size(), entered);
}

// The answer is gone by then, and with it the caller's deadline.
TEST_F(Keeper, EntersWhatWasShownAfterTheCallIsOver) {
  const std::string code = absl::StrCat("MSA-", NewRequestId());
  {
    Host host(Host::Parts{log_, metrics_, hub_.clock(), sessions_});
    const CallPtr late = CallUntil(absl::Now(), host);
    NoteShown(*late, {.cases = {code}});
  }  // A process ends only when the keeper has answered.
  const absl::StatusOr<ReadsPage> page = book_->Find({.case_code = code});
  ASSERT_TRUE(page.ok()) << page.status();
  ASSERT_EQ(page->reads.size(), 1u);
  EXPECT_TRUE(IsShowing(page->reads[0].entry));
  EXPECT_TRUE(book_->Find({.case_code = code, .leave_out_shown = true})->reads.empty());
}

TEST_F(Keeper, ServesInTheTraceOfTheCallThatAsked) {
  const CallPtr call = CallUntil(absl::Now() + absl::Hours(1));
  SealFor(call);
  EXPECT_EQ(ServedIn(call->trace), std::vector<std::string>{"Seal"});
  std::string read;
  ReadFor(call, read);  // What it seals first, it seals for nobody.
  EXPECT_EQ(ServedIn(call->trace), (std::vector<std::string>{"Seal", "Read"}));
}

TEST_F(Keeper, IsNotAskedForACallerWhoseTimeIsUp) {
  const CallPtr late = CallUntil(absl::Now());
  const size_t entered = book_->Find({})->reads.size();
  std::string read;
  EXPECT_EQ(SealFor(late), "VAULT_UNAVAILABLE");
  EXPECT_EQ(ReadFor(late, read), "ACCESS_BOOK_UNAVAILABLE");
  EXPECT_EQ(read, "");
  {
    const OnBehalf past(late->deadline, late->trace);
    EXPECT_EQ(ReasonOf(book_->Find({}).status()), "ACCESS_BOOK_UNAVAILABLE");
  }
  EXPECT_EQ(book_->Find({})->reads.size(), entered);
}

TEST_F(Keeper, IsAskedByItsOwnMeasureAgainOnceTheCallerIsAnswered) {
  const absl::Time before = absl::Now();
  EXPECT_LT(OnBehalf::AnswerBy(absl::Hours(2)), absl::InfiniteFuture());
  {
    const OnBehalf soon(before + absl::Hours(1), ContinueTrace(""));
    EXPECT_EQ(OnBehalf::AnswerBy(absl::Hours(2)), before + absl::Hours(1) - kBeforeDeadline);
    EXPECT_GT(OnBehalf::AnswerBy(absl::Seconds(1)), before);
    EXPECT_LT(OnBehalf::AnswerBy(absl::Seconds(1)), before + absl::Hours(1));
  }
  EXPECT_GE(OnBehalf::AnswerBy(absl::Hours(2)), before + absl::Hours(2));
}

}  // namespace
}  // namespace rufaa::rpc
