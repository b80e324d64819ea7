#include "projections/trail/reader.h"

#include <utility>

#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "eventlog/codec/wire.h"

namespace rufaa::trail {

namespace {

struct Entry {
  uint64_t position = 0;
  std::vector<uint32_t> events;
};

absl::StatusOr<Entry> ReadEntry(absl::string_view place, absl::string_view value) {
  Entry entry;
  KeyReader reader(place);
  bool ok = reader.U64(entry.position) && reader.AtEnd() && !value.empty();
  for (uint64_t event = 0; ok && !value.empty(); entry.events.push_back(event)) {
    ok = wire::TakeVarint(value, event);
  }
  if (!ok) return absl::DataLossError("views: an entry of the trail is malformed");
  return entry;
}

Line LineOf(const Commit& commit, uint32_t event) {
  const Proposal& proposal = commit.proposal;
  return {.position = commit.position,
          .index = event,
          .row = {.type = proposal.events[event].type,
                  .stream = proposal.events[event].stream,
                  .actor = proposal.actor,
                  .authority = proposal.authority,
                  .occurred_at = proposal.occurred_at,
                  .recorded_at = commit.recorded_at,
                  .caused_by = proposal.caused_by}};
}

// Adds the lines of one commit that are within the query's time. False: no later one is, since
// positions are in the order of recording.
absl::StatusOr<bool> AddLines(CountyLog& log, const Entry& entry, const Query& query,
                              std::vector<Line>& lines) {
  bool found = false, go_on = true;
  RUFAA_RETURN_IF_ERROR(log.Read(entry.position - 1, [&](const Commit& commit) {
    found =
        commit.position == entry.position && entry.events.back() < commit.proposal.events.size();
    go_on = commit.recorded_at < query.until;
    if (!found || !go_on || commit.recorded_at < query.from) return false;
    for (uint32_t event : entry.events) lines.push_back(LineOf(commit, event));
    return false;
  }));
  if (!found) return absl::DataLossError("views: an entry of the trail has no event in the log");
  return go_on;
}

}  // namespace

absl::StatusOr<Page> ReadTrail(const ViewSnapshot& view, CountyLog& log, const Query& query) {
  const std::string prefix = Prefix(query.by, query.id);
  Page page;
  page.position = view.position();
  absl::Status failure;
  std::string last = query.after;
  RUFAA_RETURN_IF_ERROR(view.Scan(
      prefix + last, PrefixEnd(prefix), [&](absl::string_view key, absl::string_view value) {
        key.remove_prefix(prefix.size());
        const absl::StatusOr<Entry> entry = ReadEntry(key, value);
        failure = entry.status();
        if (!entry.ok()) return false;
        if (!page.lines.empty() && page.lines.size() + entry->events.size() > query.limit) {
          page.next = last + '\0';
          return false;
        }
        last = std::string(key);
        const absl::StatusOr<bool> go_on = AddLines(log, *entry, query, page.lines);
        failure = go_on.status();
        return go_on.ok() && *go_on;
      }));
  RUFAA_RETURN_IF_ERROR(failure);
  return page;
}

absl::StatusOr<std::vector<uint64_t>> PositionsOfCase(const ViewSnapshot& view,
                                                      absl::string_view case_code, uint64_t until) {
  const std::string prefix = Prefix(By::kCase, case_code);
  std::vector<uint64_t> positions;
  RUFAA_RETURN_IF_ERROR(
      view.Scan(prefix, PrefixEnd(prefix), [&](absl::string_view key, absl::string_view) {
        KeyReader reader(key.substr(prefix.size()));
        uint64_t position = 0;
        if (!reader.U64(position) || position > until) return false;
        positions.push_back(position);
        return true;
      }));
  return positions;
}

}  // namespace rufaa::trail
