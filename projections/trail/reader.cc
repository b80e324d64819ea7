#include "projections/trail/reader.h"

#include <map>
#include <utility>

#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "eventlog/codec/event_codec.h"

namespace rufaa::trail {

absl::StatusOr<Page> ReadTrail(const ViewSnapshot& view, const Query& query) {
  const std::string prefix = Prefix(query.by, query.id);
  Page page;
  page.position = view.position();
  absl::Status malformed;
  std::string last = query.after;
  RUFAA_RETURN_IF_ERROR(view.Scan(prefix + last, PrefixEnd(prefix),
                                  [&](absl::string_view key, absl::string_view value) {
                                    absl::StatusOr<Row> row = DecodeFields<Row>(value);
                                    malformed = row.status();
                                    if (!row.ok()) return false;
                                    // Positions are in the order of recording, so nothing later can
                                    // be within the range.
                                    if (row->recorded_at >= query.until) return false;
                                    if (row->recorded_at < query.from) return true;
                                    if (page.lines.size() == query.limit) {
                                      page.next = last + '\0';
                                      return false;
                                    }
                                    last = std::string(key.substr(prefix.size()));
                                    KeyReader reader(last);
                                    Line& line = page.lines.emplace_back();
                                    line.row = *std::move(row);
                                    return reader.U64(line.position) && reader.U32(line.index);
                                  }));
  RUFAA_RETURN_IF_ERROR(malformed);
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
        if (positions.empty() || positions.back() != position) positions.push_back(position);
        return true;
      }));
  return positions;
}

absl::StatusOr<std::vector<FieldChange>> ReadChanges(CountyLog& log, const Line& line) {
  std::map<std::string, std::string> said;
  std::vector<FieldChange> changes;
  absl::Status failure;
  RUFAA_RETURN_IF_ERROR(log.ReadStream(line.row.stream, 0, [&](const RecordedEvent& recorded) {
    absl::StatusOr<AnyEvent> event = DecodeEvent(recorded.event().type, recorded.event().payload);
    failure = event.status();
    if (!event.ok()) return false;
    const bool wanted = recorded.commit->position == line.position && recorded.index == line.index;
    for (auto& [field, value] : DescribeEvent(*event)) {
      if (wanted) changes.push_back({field, said[field], value});
      said[field] = value;
    }
    return !wanted;
  }));
  RUFAA_RETURN_IF_ERROR(failure);
  return changes;
}

}  // namespace rufaa::trail
