#include "projections/worklist/reader.h"

#include <algorithm>
#include <limits>

#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "domain/policy/vocabulary.h"
#include "projections/core/key.h"
#include "projections/core/utc_day.h"

namespace rufaa::worklist {

namespace {

std::vector<Queue> QueuesOf(List list) {
  switch (list) {
    case List::kInbox:
      return {Queue::kDecide, Queue::kAct, Queue::kRecipientWaits};
    case List::kNew:
      return {Queue::kDecide};
    case List::kOverdue:
    case List::kDueSoon:
      return {Queue::kDecide, Queue::kAct, Queue::kSenderActs};
    case List::kWaiting:
      return {Queue::kRecipientWaits, Queue::kSenderWaits};
    case List::kToAnswer:
      return {Queue::kSenderActs};
    case List::kOutbox:
      return {Queue::kSenderActs, Queue::kSenderWaits};
    case List::kEnded:
      return {Queue::kRecipientEnded, Queue::kSenderEnded};
    case List::kDrafts:
      return {Queue::kDraft};
  }
  return {};
}

bool IsReceived(Queue queue) {
  return queue == Queue::kDecide || queue == Queue::kAct || queue == Queue::kRecipientWaits ||
         queue == Queue::kRecipientEnded;
}

std::vector<Queue> QueuesOf(List list, bool received_only) {
  std::vector<Queue> queues = QueuesOf(list);
  if (received_only) std::erase_if(queues, [](Queue queue) { return !IsReceived(queue); });
  return queues;
}

std::vector<Queue> QueuesOf(const PageQuery& query) {
  std::vector<Queue> queues = QueuesOf(query.list, query.received_only);
  if (query.sent_only) std::erase_if(queues, IsReceived);
  return queues;
}

// The order of a row, whatever its queue: due time and referral, then the queue.
struct Found {
  std::string order;  // The key after the queue's prefix.
  Queue queue;
  std::string row;

  bool operator<(const Found& other) const {
    return order != other.order ? order < other.order : queue < other.queue;
  }
};

// Where a page begins in queue `queue`, after the row that `after` names: order, then one byte of
// queue.
std::string StartIn(absl::string_view prefix, Queue queue, absl::string_view after) {
  std::string start(prefix);
  if (after.empty()) return start;
  start.append(after.data(), after.size() - 1);
  // Rows of equal order come by queue: this queue's is behind us unless its number is greater.
  if (static_cast<uint8_t>(queue) <= static_cast<uint8_t>(after.back())) start.push_back('\0');
  return start;
}

// A range of due times within the queue: [from, until).
struct Range {
  absl::Time from = absl::InfinitePast();
  absl::Time until = absl::InfiniteFuture();
};

Range RangeOf(List list, absl::Time now, absl::Duration soon) {
  if (list == List::kOverdue) return {absl::InfinitePast(), now};
  if (list == List::kDueSoon) return {now, now + soon};
  return {};
}

std::string TimeBytes(absl::Time time) { return KeyWriter().Time(time).Take(); }
std::string LatestFirst(absl::Time time) { return KeyWriter().TimeDescending(time).Take(); }

// Where the rows of `queue` that may be shown end.
std::string EndOf(const std::string& prefix, Queue queue, const Range& range, absl::Time now) {
  if (queue == Queue::kRecipientEnded) {
    return PrefixEnd(prefix + LatestFirst(policy::EndedSince(now)));
  }
  return range.until == absl::InfiniteFuture() ? PrefixEnd(prefix)
                                               : prefix + TimeBytes(range.until);
}

// Whether the row is of the query's desk.
absl::StatusOr<bool> IsOfDesk(const PageQuery& query, absl::string_view value) {
  if (query.desk.empty()) return true;
  RUFAA_ASSIGN_OR_RETURN(const Row row, DecodeFields<Row>(value));
  return query.desk == (row.from_agency == query.agency ? row.from_desk : row.to_desk);
}

// Finds one row more than wanted: it tells whether there is a next page.
absl::Status ScanQueue(const ViewSnapshot& view, Queue queue, const Range& range,
                       const PageQuery& query, std::vector<Found>& found) {
  const std::string prefix = query.escalated_only ? EscalatedPrefix(query.agency, queue)
                                                  : QueuePrefix(query.agency, queue);
  std::string from = StartIn(prefix, queue, query.after);
  if (range.from != absl::InfinitePast()) {
    from = std::max(from, prefix + TimeBytes(range.from));
  }
  const std::string until = EndOf(prefix, queue, range, query.now);
  if (from >= until) return absl::OkStatus();
  size_t taken = 0;
  absl::Status malformed;
  RUFAA_RETURN_IF_ERROR(view.Scan(from, until, [&](absl::string_view key, absl::string_view value) {
    const absl::StatusOr<bool> wanted = IsOfDesk(query, value);
    malformed = wanted.status();
    if (!wanted.ok()) return false;
    if (!*wanted) return true;
    key.remove_prefix(prefix.size());
    found.push_back({std::string(key), queue, std::string(value)});
    return ++taken <= query.limit;
  }));
  return malformed;
}

absl::Status ReadLine(const Found& found, Line& line) {
  KeyReader order(found.order);
  absl::Time due;
  RUFAA_ASSIGN_OR_RETURN(line.row, DecodeFields<Row>(found.row));
  if (!order.Time(due) || !order.Text(line.referral)) {
    return absl::DataLossError("views: a worklist key is malformed");
  }
  line.queue = found.queue;
  return absl::OkStatus();
}

bool IsOrder(absl::string_view after) {
  if (after.empty()) return true;
  KeyReader reader(after);
  absl::Time due;
  std::string referral;
  uint8_t queue = 0;
  return reader.Time(due) && reader.Text(referral) && reader.U8(queue) && reader.AtEnd();
}

}  // namespace

absl::string_view Name(List list) {
  constexpr absl::string_view kNames[] = {"inbox",     "new",    "overdue", "due-soon", "waiting",
                                          "to-answer", "outbox", "ended",   "drafts"};
  return kNames[static_cast<size_t>(list)];
}

absl::StatusOr<Page> ReadPage(const ViewSnapshot& view, const PageQuery& query) {
  if (!IsOrder(query.after)) return Refuse(Reason::MALFORMED, {}, {{"field", "page_token"}});
  const Range range = RangeOf(query.list, query.now, query.soon);
  std::vector<Found> found;
  for (Queue queue : QueuesOf(query)) {
    RUFAA_RETURN_IF_ERROR(ScanQueue(view, queue, range, query, found));
  }
  std::sort(found.begin(), found.end());
  Page page;
  page.position = view.position();
  if (found.size() > query.limit) {
    found.resize(query.limit);
    page.next = found.back().order;
    page.next.push_back(static_cast<char>(found.back().queue));
  }
  page.lines.resize(found.size());
  for (size_t i = 0; i < found.size(); ++i) {
    RUFAA_RETURN_IF_ERROR(ReadLine(found[i], page.lines[i]));
  }
  return page;
}

namespace {

// What the counters of days from `from` to before `until` come to.
absl::StatusOr<uint64_t> SumDays(const ViewSnapshot& view, const std::string& from,
                                 const std::string& until) {
  uint64_t count = 0;
  absl::Status malformed;
  RUFAA_RETURN_IF_ERROR(view.Scan(from, until, [&](absl::string_view, absl::string_view value) {
    absl::StatusOr<Count> day = DecodeFields<Count>(value);
    malformed.Update(day.status());
    if (day.ok()) count += day->rows;
    return day.ok();
  }));
  RUFAA_RETURN_IF_ERROR(malformed);
  return count;
}

absl::StatusOr<uint64_t> CountRows(const ViewSnapshot& view, const std::string& from,
                                   const std::string& until) {
  uint64_t count = 0;
  RUFAA_RETURN_IF_ERROR(view.Scan(from, until, [&](absl::string_view, absl::string_view) {
    ++count;
    return true;
  }));
  return count;
}

// Rows of the agency's own turn due before `time`: whole days from their counters, the day that
// `time` cuts from its rows.
absl::StatusOr<uint64_t> CountDueBefore(const ViewSnapshot& view, absl::string_view agency,
                                        absl::Time time, bool received_only) {
  const int64_t day = UtcDay(time);
  RUFAA_ASSIGN_OR_RETURN(uint64_t count,
                         SumDays(view, DueDayKey(agency, 0), DueDayKey(agency, day)));
  for (Queue queue : QueuesOf(List::kOverdue)) {
    const std::string prefix = QueuePrefix(agency, queue);
    RUFAA_ASSIGN_OR_RETURN(
        const uint64_t rows,
        CountRows(view, prefix + TimeBytes(StartOfUtcDay(day)), prefix + TimeBytes(time)));
    count += rows;
  }
  if (!received_only) return count;
  // The counters of days do not tell whose turn it is. Little of what it sent waits for the sender.
  const std::string sent = QueuePrefix(agency, Queue::kSenderActs);
  RUFAA_ASSIGN_OR_RETURN(const uint64_t rows, CountRows(view, sent, sent + TimeBytes(time)));
  return count - rows;
}

// The same of what the agency was asked, and what ended no earlier than `time`.
absl::StatusOr<uint64_t> CountEndedSince(const ViewSnapshot& view, absl::string_view agency,
                                         absl::Time time) {
  const int64_t next = std::max<int64_t>(UtcDay(time) + 1, 0);
  const std::string days_end = PrefixEnd(EndedDayKey(agency, std::numeric_limits<int64_t>::max()));
  RUFAA_ASSIGN_OR_RETURN(const uint64_t count, SumDays(view, EndedDayKey(agency, next), days_end));
  const std::string prefix = QueuePrefix(agency, Queue::kRecipientEnded);
  RUFAA_ASSIGN_OR_RETURN(const uint64_t rows,
                         CountRows(view, PrefixEnd(prefix + LatestFirst(StartOfUtcDay(next))),
                                   PrefixEnd(prefix + LatestFirst(time))));
  return count + rows;
}

}  // namespace

absl::StatusOr<ListCounts> ReadCounts(const ViewSnapshot& view, absl::string_view agency,
                                      absl::Time now, absl::Duration soon, bool received_only) {
  ListCounts lists;
  lists.position = view.position();
  RUFAA_ASSIGN_OR_RETURN(const std::optional<std::string> row, view.Get(CountsKey(agency)));
  if (!row) return lists;
  RUFAA_ASSIGN_OR_RETURN(Counts counts, DecodeFields<Counts>(*row));
  auto sum = [&](List list) {
    uint64_t rows = 0;
    for (Queue queue : QueuesOf(list, received_only)) rows += counts.Of(queue);
    return rows;
  };
  lists.inbox = sum(List::kInbox);
  lists.fresh = sum(List::kNew);
  lists.waiting = sum(List::kWaiting);
  lists.to_answer = sum(List::kToAnswer);
  lists.outbox = sum(List::kOutbox);
  RUFAA_ASSIGN_OR_RETURN(const uint64_t ended,
                         CountEndedSince(view, agency, policy::EndedSince(now)));
  lists.ended = ended + (received_only ? 0 : counts.Of(Queue::kSenderEnded));
  lists.drafts = sum(List::kDrafts);
  RUFAA_ASSIGN_OR_RETURN(lists.overdue, CountDueBefore(view, agency, now, received_only));
  RUFAA_ASSIGN_OR_RETURN(const uint64_t by_then,
                         CountDueBefore(view, agency, now + soon, received_only));
  lists.due_soon = by_then - lists.overdue;
  return lists;
}

absl::StatusOr<Row> ReadReferral(const ViewSnapshot& view, absl::string_view agency,
                                 absl::string_view referral) {
  RUFAA_ASSIGN_OR_RETURN(const std::optional<std::string> bytes, view.Get(StateKey(referral)));
  if (!bytes) return Refuse(Reason::NOT_FOUND_OR_NOT_YOURS);
  RUFAA_ASSIGN_OR_RETURN(State state, DecodeFields<State>(*bytes));
  const bool recipient = !state.recipient.empty() && state.track.to_agency == agency;
  const bool sender = !state.sender.empty() && state.track.from_agency == agency;
  if (!recipient && !sender) return Refuse(Reason::NOT_FOUND_OR_NOT_YOURS);
  return std::move(state.track);
}

}  // namespace rufaa::worklist
