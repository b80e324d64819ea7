#include "eventlog/kafka/send_until.h"

#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "eventlog/steady_time.h"

namespace rufaa {
namespace {

constexpr absl::Duration kPollTimeout = absl::Milliseconds(50);
constexpr absl::Duration kSendAgainAfter = absl::Seconds(5);

absl::Status Silent() {
  return Refuse(Reason::LOG_UNAVAILABLE,
                "The brokers fell silent. Ask for the same again: it goes on from where it was.");
}

bool Lost(TopicWriter& writer) {
  const TopicWriter::Reports reports = writer.Poll();
  if (reports.dead) writer.Renew();
  return reports.dead || !reports.failed.empty();
}

}  // namespace

absl::Status SendUntil(TopicWriter& writer, TopicReader& reader, absl::Duration silence,
                       absl::FunctionRef<void()> send, TakeRecords take,
                       absl::FunctionRef<bool()> done) {
  absl::Time came = SteadyNow();
  absl::Time send_at = came;
  while (!done()) {
    if (Lost(writer) || SteadyNow() >= send_at) {
      send();
      send_at = SteadyNow() + kSendAgainAfter;
    }
    RUFAA_ASSIGN_OR_RETURN(const absl::Span<const TopicReader::Record> records,
                           reader.Poll(kPollTimeout));
    RUFAA_RETURN_IF_ERROR(take(records));
    if (!records.empty()) {
      came = SteadyNow();
      send_at = came + kSendAgainAfter;
    } else if (SteadyNow() > came + silence) {
      return Silent();
    }
  }
  return absl::OkStatus();
}

absl::Status ReadToEnd(TopicReader& reader, uint64_t next, absl::Duration silence,
                       TakeRecords take) {
  RUFAA_ASSIGN_OR_RETURN(const TopicReader::Ends ends, reader.ReadEnds(silence));
  RUFAA_RETURN_IF_ERROR(reader.CheckGoesOn(ends, next));
  RUFAA_RETURN_IF_ERROR(reader.Seek(next));
  absl::Time came = SteadyNow();
  while (next < ends.end) {
    RUFAA_ASSIGN_OR_RETURN(const absl::Span<const TopicReader::Record> records,
                           reader.Poll(kPollTimeout));
    RUFAA_RETURN_IF_ERROR(take(records));
    next += records.size();
    if (!records.empty()) came = SteadyNow();
    if (SteadyNow() > came + silence) return Silent();
  }
  return absl::OkStatus();
}

}  // namespace rufaa
