#include "vault/stored_book.h"

#include <sodium.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "eventlog/codec/wire.h"
#include "eventlog/embedded_log.h"
#include "eventlog/rule.h"

namespace rufaa {
namespace {

constexpr char kEntryType[] = "read.entered";
constexpr char kIndexType[] = "read.indexed";
constexpr char kRefused[] = "refused";
// Entries that one page looks at: a filter that few of them pass must not read for minutes.
constexpr size_t kLooksMax = 5000;

std::string OfCase(absl::string_view code) { return absl::StrCat("case/", code); }
std::string OfPerson(absl::string_view person) { return absl::StrCat("person/", person); }
std::string OfAgency(absl::string_view agency) { return absl::StrCat("agency/", agency); }

absl::Status NotRecorded(const absl::Status& why) {
  const absl::optional<Refusal> refusal = RefusalOf(why);
  return Refuse(Reason::ACCESS_BOOK_UNAVAILABLE, {},
                {{"cause", refusal ? std::string(InfoOf(refusal->reason).name)
                                   : absl::StatusCodeToString(why.code())}});
}

Proposal ProposalOf(ReadEntry entry) {
  std::sort(entry.cases.begin(), entry.cases.end());
  entry.cases.erase(std::unique(entry.cases.begin(), entry.cases.end()), entry.cases.end());
  Proposal proposal;
  proposal.caller = entry.actor.person;
  proposal.request_id.resize(kRequestIdBytes);
  proposal.digest.resize(kDigestBytes);
  proposal.actor = entry.actor;
  proposal.occurred_at = entry.read_at;
  proposal.correlation = entry.trace_id;
  // Reading twice is two reads.
  randombytes_buf(proposal.request_id.data(), proposal.request_id.size());
  const std::string payload = EncodeFields(entry);
  crypto_hash_sha256(reinterpret_cast<unsigned char*>(proposal.digest.data()),
                     reinterpret_cast<const unsigned char*>(payload.data()), payload.size());
  proposal.events.push_back({OfPerson(entry.actor.person), kEntryType, payload});
  const auto index = [&](std::string stream) {
    proposal.events.push_back({std::move(stream), kIndexType, {}});
  };
  if (!entry.actor.agency.empty()) index(OfAgency(entry.actor.agency));
  for (const std::string& code : entry.cases) index(OfCase(code));
  if (!entry.refusal.empty()) index(kRefused);
  return proposal;
}

absl::StatusOr<RecordedRead> ReadOf(const Commit& commit) {
  const NewEvent& event = commit.proposal.events.front();
  if (event.type != kEntryType) return Refuse(Reason::STORE_DAMAGED, "A commit is no read.");
  RecordedRead read{.number = commit.position, .recorded_at = commit.recorded_at, .entry = {}};
  RUFAA_ASSIGN_OR_RETURN(read.entry, DecodeFields<ReadEntry>(event.payload));
  read.entry.actor = commit.proposal.actor;
  read.entry.read_at = commit.proposal.occurred_at;
  read.entry.trace_id = commit.proposal.correlation;
  return read;
}

bool Matches(const ReadsQuery& query, const ReadEntry& entry) {
  if (!query.person.empty() && entry.actor.person != query.person) return false;
  if (!query.agency.empty() && entry.actor.agency != query.agency) return false;
  if (query.refused_only && entry.refusal.empty()) return false;
  if (query.leave_out_shown && IsShowing(entry)) return false;
  return query.case_code.empty() ||
         std::find(entry.cases.begin(), entry.cases.end(), query.case_code) != entry.cases.end();
}

// Entries in order: those of one stream, or all.
class Entries {
 public:
  // Of those that the filters name, the stream that has the fewest.
  static absl::StatusOr<Entries> For(StoredLog& log, const ReadsQuery& query) {
    Entries entries(log);
    std::vector<std::string> streams;
    if (!query.case_code.empty()) streams.push_back(OfCase(query.case_code));
    if (!query.person.empty()) streams.push_back(OfPerson(query.person));
    if (query.refused_only) streams.push_back(kRefused);
    if (!query.agency.empty()) streams.push_back(OfAgency(query.agency));
    for (std::string& stream : streams) {
      RUFAA_ASSIGN_OR_RETURN(const uint64_t count, log.Version(stream));
      if (entries.stream_ && count >= entries.count_) continue;
      entries.stream_ = std::move(stream);
      entries.count_ = count;
    }
    return entries;
  }

  // How many lie before the query's time and number: both rise with the order.
  absl::StatusOr<uint64_t> Before(const ReadsQuery& query) const {
    uint64_t low = 0, high = count_;
    while (low < high) {
      const uint64_t middle = low + (high - low) / 2;
      bool before = false;
      RUFAA_RETURN_IF_ERROR(Show(middle, [&](const Commit& commit) {
        before = commit.position <= query.after || commit.recorded_at < query.from;
        return false;
      }));
      if (before) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  absl::Status Show(uint64_t after, CountyLog::ShowCommit show) const {
    if (!stream_) return log_.Read(after, show);
    return log_.ReadStream(*stream_, after,
                           [&](const RecordedEvent& event) { return show(*event.commit); });
  }

 private:
  explicit Entries(StoredLog& log) : log_(log), count_(log.Head()) {}

  StoredLog& log_;
  std::optional<std::string> stream_;
  uint64_t count_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<StoredBook>> StoredBook::Open(const Options& options) {
  EmbeddedLog::Options log_options;
  log_options.path = options.path;
  // Not the county's own name: a case book in this folder, or this one in its, is refused.
  log_options.county = absl::StrCat(options.county, ".reads");
  log_options.clock = options.clock;
  log_options.env = options.env;
  RUFAA_ASSIGN_OR_RETURN(std::unique_ptr<EmbeddedLog> log, EmbeddedLog::Open(log_options));
  return std::unique_ptr<StoredBook>(new StoredBook(std::move(log)));
}

void StoredBook::Record(ReadEntry entry, Done done) {
  log_->Append(ProposalOf(std::move(entry)),
               [done = std::move(done)](const absl::StatusOr<Receipt>& receipt) {
                 done(receipt.ok() ? absl::OkStatus() : NotRecorded(receipt.status()));
               });
}

absl::StatusOr<ReadsPage> StoredBook::Find(const ReadsQuery& query) {
  RUFAA_ASSIGN_OR_RETURN(const Entries entries, Entries::For(*log_, query));
  RUFAA_ASSIGN_OR_RETURN(const uint64_t before, entries.Before(query));
  ReadsPage page;
  page.last = std::min(query.last, log_->Head());
  size_t looks = 0;
  uint64_t last = query.after;
  absl::Status failure;
  RUFAA_RETURN_IF_ERROR(entries.Show(before, [&](const Commit& commit) {
    if (commit.recorded_at >= query.until || commit.position > page.last) return false;
    if (page.reads.size() == query.limit || looks == kLooksMax) {
      page.next = last;
      return false;
    }
    ++looks;
    last = commit.position;
    absl::StatusOr<RecordedRead> read = ReadOf(commit);
    failure = read.status();
    if (!read.ok()) return false;
    if (Matches(query, read->entry)) page.reads.push_back(*std::move(read));
    return true;
  }));
  RUFAA_RETURN_IF_ERROR(failure);
  return page;
}

}  // namespace rufaa
