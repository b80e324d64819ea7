// The access book, and the reader that enters before it opens: on a disk that can fail.
#include <gmock/gmock.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <future>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "eventlog/verify_log.h"
#include "tests/eventlog/fixtures.h"
#include "tests/support/fault_env.h"
#include "vault/recorded_reader.h"
#include "vault/stored_book.h"

namespace rufaa {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Opens anything, and tells how far the book had come when it was asked to.
class SpyVault : public Vault {
 public:
  explicit SpyVault(std::function<uint64_t()> head) : head_(std::move(head)) {}

  absl::StatusOr<Sealed> Seal(absl::string_view, Compartment, absl::string_view,
                              absl::string_view) override {
    return absl::UnimplementedError("");
  }
  absl::StatusOr<std::string> Open(const Sealed& sealed, absl::string_view) override {
    const std::lock_guard lock(mutex_);
    heads_when_opened.push_back(head_());
    if (sealed.ciphertext == "damaged") return absl::DataLossError("altered");
    return "opened " + sealed.ciphertext;
  }
  absl::Status Erase(absl::string_view) override { return absl::UnimplementedError(""); }
  bool Erased(absl::string_view) const override { return false; }
  absl::Status Index(absl::string_view, const Likeness&) override { return absl::OkStatus(); }
  absl::StatusOr<std::vector<std::string>> Matches(const Likeness&) override {
    return absl::UnimplementedError("");
  }
  absl::StatusOr<std::string> DeriveKey(absl::string_view) override {
    return absl::UnimplementedError("");
  }
  absl::Status Checkpoint(const std::string&) override { return absl::OkStatus(); }

  std::vector<uint64_t> heads_when_opened;

 private:
  const std::function<uint64_t()> head_;
  std::mutex mutex_;
};

using Texts = absl::StatusOr<std::vector<std::string>>;

SealedAt Value(const std::string& text) {
  return {{.child = "ch-1",
           .compartment = Compartment::kIdentity,
           .key_id = "k",
           .nonce = "n",
           .ciphertext = text},
          "case/MSA-7F3K-Q2/case.identified/identity"};
}

// Too many to be opened where its entry is answered.
std::vector<SealedAt> Page() { return std::vector<SealedAt>(50, Value("note")); }

class AccessBookTest : public ::testing::Test {
 protected:
  void SetUp() override { Open(); }
  void TearDown() override { book_.reset(); }

  void Open() {
    book_.reset();
    reader_.reset();
    absl::StatusOr<std::unique_ptr<StoredBook>> opened = StoredBook::Open(
        {.path = folder_.path(), .county = "001", .clock = &clock_, .env = disk_.env()});
    ASSERT_TRUE(opened.ok()) << opened.status();
    book_ = *std::move(opened);
    reader_ = MakeRecordedReader(*book_, vault_);
  }

  ReadEntry Entry(const std::string& person, std::vector<std::string> cases,
                  const std::string& refusal = "") {
    return {.actor = {.person = person, .agency = "office", .desk = "d", .role = "supervisor"},
            .read_at = clock_.Now(),
            .trace_id = "trace",
            .purpose = "CASE_MGMT",
            .method = "CaseworkService/GetCase",
            .cases = std::move(cases),
            .about = {},
            .parts = {{Compartment::kIdentity, refusal.empty(), "the policy's row"}},
            .refusal = refusal,
            .position = 17};
  }

  absl::Status Record(ReadEntry entry) {
    std::promise<absl::Status> recorded;
    book_->Record(std::move(entry), [&](absl::Status status) { recorded.set_value(status); });
    return recorded.get_future().get();
  }

  std::future<Texts> StartRead(std::vector<SealedAt> values) {
    auto read = std::make_shared<std::promise<Texts>>();
    std::future<Texts> texts = read->get_future();
    reader_->Open(Entry("p-1", {"MSA-1"}), std::move(values),
                  [read](Texts opened) { read->set_value(std::move(opened)); });
    return texts;
  }

  Texts Read(std::vector<SealedAt> values) { return StartRead(std::move(values)).get(); }

  std::vector<uint64_t> Numbers(const ReadsQuery& query) {
    const absl::StatusOr<ReadsPage> page = book_->Find(query);
    EXPECT_TRUE(page.ok()) << page.status();
    std::vector<uint64_t> numbers;
    for (const RecordedRead& read : page->reads) numbers.push_back(read.number);
    return numbers;
  }

  ManualClock clock_;
  FaultEnv disk_;
  TempFolder folder_;
  std::unique_ptr<StoredBook> book_;
  SpyVault vault_{[this] { return book_->log().Head(); }};
  std::unique_ptr<RecordedReader> reader_;
};

TEST_F(AccessBookTest, AnEntryIsDurableBeforeAnythingOpens) {
  ASSERT_EQ(*Read({Value("a"), SealedAt{}, Value("b")}),
            (std::vector<std::string>{"opened a", "", "opened b"}));
  // The head is of what is durable: the entry was there at each opening.
  EXPECT_THAT(vault_.heads_when_opened, ElementsAre(1, 1));
  ASSERT_TRUE(Read({Value("c")}).ok());
  EXPECT_THAT(vault_.heads_when_opened, ElementsAre(1, 1, 2));
}

TEST_F(AccessBookTest, ALongReadIsOpenedAfterItsEntryToo) {
  ASSERT_EQ(*Read(Page()), std::vector<std::string>(50, "opened note"));
  EXPECT_THAT(vault_.heads_when_opened, ::testing::SizeIs(50));
  EXPECT_THAT(vault_.heads_when_opened, ::testing::Each(1));
  vault_.heads_when_opened.clear();
  disk_.FillDisk();
  EXPECT_TRUE(RefusedWith(Read(Page()).status(), Reason::ACCESS_BOOK_UNAVAILABLE));
  EXPECT_THAT(vault_.heads_when_opened, IsEmpty());
  disk_.EmptyDisk();
}

TEST_F(AccessBookTest, ALongReadKeepsNoOtherWaiting) {
  std::promise<void> answering, let_go;
  reader_->Open(Entry("p-1", {"MSA-1"}), Page(),
                [&answering, gone = let_go.get_future().share()](const Texts&) {
                  answering.set_value();
                  gone.wait();
                });
  answering.get_future().wait();
  std::future<Texts> page = StartRead(Page());
  std::future<Texts> value = StartRead({Value("a")});
  const auto in_time = [](const std::future<Texts>& read) {
    return read.wait_for(std::chrono::seconds(30)) == std::future_status::ready;
  };
  EXPECT_TRUE(in_time(page)) << "of as many values";
  EXPECT_TRUE(in_time(value)) << "of one";
  let_go.set_value();
}

TEST_F(AccessBookTest, WhatWasAskedForIsAnsweredBeforeTheReaderIsGone) {
  SpyVault vault([] { return uint64_t{0}; });  // Asks no book that is gone.
  reader_ = MakeRecordedReader(*book_, vault);
  std::vector<std::future<Texts>> reads;
  for (int i = 0; i < 100; ++i) reads.push_back(StartRead(Page()));
  book_.reset();
  reader_.reset();
  for (std::future<Texts>& read : reads) {
    ASSERT_EQ(read.wait_for(std::chrono::seconds(0)), std::future_status::ready);
    EXPECT_TRUE(read.get().ok());
  }
}

TEST_F(AccessBookTest, WhatCanNotBeEnteredIsNotOpened) {
  disk_.FillDisk();
  const absl::Status full = Read({Value("a")}).status();
  ASSERT_TRUE(RefusedWith(full, Reason::ACCESS_BOOK_UNAVAILABLE));
  EXPECT_EQ(RefusalOf(full)->details.at(0).second, "STORE_FULL");
  EXPECT_GT(disk_.failed_appends(), 0u);
  EXPECT_THAT(vault_.heads_when_opened, IsEmpty());
  disk_.EmptyDisk();
  EXPECT_TRUE(Read({Value("a")}).ok()) << "there is room again";
  vault_.heads_when_opened.clear();
  disk_.FailSyncs(true);
  EXPECT_TRUE(RefusedWith(Read({Value("a")}).status(), Reason::ACCESS_BOOK_UNAVAILABLE));
  EXPECT_GT(disk_.failed_syncs(), 0u);
  EXPECT_THAT(vault_.heads_when_opened, IsEmpty());
  disk_.FailSyncs(false);
}

TEST_F(AccessBookTest, OpensAllOrNothing) {
  EXPECT_TRUE(absl::IsDataLoss(Read({Value("a"), Value("damaged")}).status()));
}

TEST_F(AccessBookTest, KeepsEverythingOfAnEntryOverARestart) {
  ReadEntry entry = Entry("p-1", {"MSA-2", "MSA-1", "MSA-2"}, "STEP_UP_REQUIRED");
  entry.about = "referral/MSA-R-1";
  ASSERT_TRUE(Record(entry).ok());
  clock_.Advance(absl::Hours(1));
  Open();
  const absl::StatusOr<ReadsPage> page = book_->Find({.case_code = "MSA-2"});
  ASSERT_EQ(page->reads.size(), 1u);
  entry.cases = {"MSA-1", "MSA-2"};
  EXPECT_EQ(page->reads[0].entry, entry);
  EXPECT_EQ(page->reads[0].number, 1u);
  EXPECT_EQ(page->reads[0].recorded_at, Noon());
}

TEST_F(AccessBookTest, FindsByCaseByPersonByRefusalAndByTime) {
  ASSERT_TRUE(Record(Entry("p-1", {"MSA-1"})).ok());
  ASSERT_TRUE(Record(Entry("p-1", {"MSA-2"}, "NOT_PERMITTED")).ok());
  clock_.Advance(absl::Hours(24));
  ASSERT_TRUE(Record(Entry("p-2", {"MSA-1", "MSA-2"})).ok());
  ASSERT_TRUE(Record(Entry("p-2", {"MSA-1"}, "NOT_FOUND_OR_NOT_YOURS")).ok());
  EXPECT_THAT(Numbers({.case_code = "MSA-1"}), ElementsAre(1, 3, 4));
  EXPECT_THAT(Numbers({.person = "p-2"}), ElementsAre(3, 4));
  EXPECT_THAT(Numbers({.agency = "office"}), ElementsAre(1, 2, 3, 4));
  EXPECT_THAT(Numbers({.agency = "other"}), IsEmpty());
  EXPECT_THAT(Numbers({.refused_only = true}), ElementsAre(2, 4));
  EXPECT_THAT(Numbers({.case_code = "MSA-1", .person = "p-2", .refused_only = true}),
              ElementsAre(4));
  EXPECT_THAT(Numbers({.case_code = "MSA-1", .from = Noon() + absl::Hours(1)}), ElementsAre(3, 4));
  EXPECT_THAT(Numbers({.case_code = "MSA-1", .until = Noon() + absl::Hours(1)}), ElementsAre(1));
  EXPECT_THAT(Numbers({.from = Noon() + absl::Hours(24)}), ElementsAre(3, 4));
  EXPECT_THAT(Numbers({}), ElementsAre(1, 2, 3, 4));
}

TEST_F(AccessBookTest, LeavesOutWhatWasOnlyShownWhenAskedTo) {
  ReadEntry shown = Entry("p-1", {"MSA-1", "MSA-2"});
  shown.purpose.clear();
  shown.parts.clear();
  ReadEntry searched = shown, refused = shown, account = shown;
  searched.purpose = "DEDUP";
  refused.refusal = "NOT_PERMITTED";
  account.cases.clear();
  for (const ReadEntry& entry : {shown, searched, refused, account, Entry("p-1", {"MSA-1"})}) {
    ASSERT_TRUE(Record(entry).ok());
  }
  EXPECT_THAT(Numbers({.person = "p-1"}), ElementsAre(1, 2, 3, 4, 5));
  EXPECT_THAT(Numbers({.person = "p-1", .leave_out_shown = true}), ElementsAre(2, 3, 4, 5));
  EXPECT_THAT(Numbers({.case_code = "MSA-2", .leave_out_shown = true}), ElementsAre(2, 3));
}

TEST_F(AccessBookTest, PagesOfAListingEndWhereTheBookEndedAtTheFirst) {
  for (int i = 0; i < 10; ++i) ASSERT_TRUE(Record(Entry("p-1", {"MSA-1"})).ok());
  ReadsQuery query{.person = "p-1", .limit = 3};
  std::vector<uint64_t> numbers;
  do {
    const absl::StatusOr<ReadsPage> page = book_->Find(query);
    ASSERT_TRUE(page.ok()) << page.status();
    for (const RecordedRead& read : page->reads) numbers.push_back(read.number);
    query.after = page->next;
    query.last = page->last;
    // Reading a page is a read, too.
    ASSERT_TRUE(Record(Entry("p-1", {})).ok());
  } while (query.after > 0);
  EXPECT_THAT(numbers, ElementsAre(1, 2, 3, 4, 5, 6, 7, 8, 9, 10));
}

TEST_F(AccessBookTest, EntersWhatManyReadAtOnce) {
  constexpr int kThreads = 8, kReads = 50;
  std::vector<std::thread> readers;
  for (int i = 0; i < kThreads; ++i) {
    readers.emplace_back([this, person = absl::StrCat("p-", i)] {
      for (int n = 0; n < kReads; ++n) EXPECT_TRUE(Record(Entry(person, {"MSA-1"})).ok());
    });
  }
  for (std::thread& reader : readers) reader.join();
  EXPECT_EQ(Numbers({.case_code = "MSA-1", .limit = 1000}).size(), kThreads * kReads);
  EXPECT_EQ(Numbers({.person = "p-3", .limit = 1000}).size(), kReads);
}

TEST_F(AccessBookTest, ItsTreeTellsOfOneBitThatWasTurned) {
  for (int i = 0; i < 20; ++i) {
    ASSERT_TRUE(Record(Entry(absl::StrCat("p-", i), {"MSA-1"})).ok());
  }
  // As a killed process leaves it: the entries are in the write-ahead log.
  TempFolder place;
  const std::string copy = place.path() + "/copy";
  std::filesystem::copy(folder_.path(), copy, std::filesystem::copy_options::recursive);
  const absl::StatusOr<VerifyReport> whole = VerifyLog(copy, {.env = disk_.env()});
  ASSERT_TRUE(whole.ok()) << whole.status();
  EXPECT_TRUE(whole->ok());
  EXPECT_EQ(whole->commits, 20u);
  bool flipped = false;
  for (const auto& file : std::filesystem::recursive_directory_iterator(copy)) {
    if (file.path().extension() != ".log") continue;
    std::fstream bytes(file.path(), std::ios::in | std::ios::out | std::ios::binary);
    const std::string text((std::istreambuf_iterator<char>(bytes)), {});
    const size_t at = text.find("p-7");
    if (at == std::string::npos) continue;
    bytes.seekp(static_cast<std::streamoff>(at));
    bytes.put('q');
    flipped = true;
  }
  ASSERT_TRUE(flipped);
  const absl::StatusOr<VerifyReport> harmed = VerifyLog(copy, {.env = disk_.env()});
  ASSERT_TRUE(harmed.ok()) << harmed.status();
  EXPECT_EQ(harmed->first_bad, 8u);
}

TEST_F(AccessBookTest, IsNoCaseBookAndACaseBookIsNoAccessBook) {
  book_.reset();
  EXPECT_TRUE(RefusedWith(
      EmbeddedLog::Open({.path = folder_.path(), .county = "001", .clock = &clock_}).status(),
      Reason::STORE_OF_ANOTHER_COUNTY));
  TempFolder other;
  ASSERT_TRUE(EmbeddedLog::Open({.path = other.path(), .county = "001", .clock = &clock_}).ok());
  EXPECT_TRUE(RefusedWith(
      StoredBook::Open({.path = other.path(), .county = "001", .clock = &clock_}).status(),
      Reason::STORE_OF_ANOTHER_COUNTY));
  Open();
}

}  // namespace
}  // namespace rufaa
