#include "projections/trail/reader.h"

#include <map>
#include <utility>

#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "eventlog/codec/event_codec.h"

namespace rufaa::trail {

namespace {

absl::StatusOr<Line> ReadLine(const ViewSnapshot& view, absl::string_view place) {
  Line line;
  KeyReader reader(place);
  RUFAA_ASSIGN_OR_RETURN(const std::optional<std::string> row, view.Get(RowKey(place)));
  if (!row || !reader.U64(line.position) || !reader.U32(line.index)) {
    return absl::DataLossError("views: a line of the trail has no row");
  }
  RUFAA_ASSIGN_OR_RETURN(line.row, DecodeFields<Row>(*row));
  return line;
}

}  // namespace

absl::StatusOr<Page> ReadTrail(const ViewSnapshot& view, const Query& query) {
  const std::string prefix = Prefix(query.by, query.id);
  Page page;
  page.position = view.position();
  absl::Status failure;
  std::string last = query.after;
  RUFAA_RETURN_IF_ERROR(
      view.Scan(prefix + last, PrefixEnd(prefix), [&](absl::string_view key, absl::string_view) {
        key.remove_prefix(prefix.size());
        absl::StatusOr<Line> line = ReadLine(view, key);
        failure = line.status();
        if (!line.ok()) return false;
        // Positions are in the order of recording, so nothing later can be within the range.
        if (line->row.recorded_at >= query.until) return false;
        if (line->row.recorded_at < query.from) return true;
        if (page.lines.size() == query.limit) {
          page.next = last + '\0';
          return false;
        }
        last = std::string(key);
        page.lines.push_back(*std::move(line));
        return true;
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
