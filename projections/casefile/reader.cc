#include "projections/casefile/reader.h"

#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "eventlog/codec/wire.h"
#include "projections/casefile/casefile_internal.h"
#include "projections/core/key_texts.h"

namespace rufaa::casefile {

absl::StatusOr<CaseFile> ReadHead(const ViewSnapshot& view, absl::string_view agency,
                                  absl::string_view case_code) {
  RUFAA_ASSIGN_OR_RETURN(const std::optional<std::string> row,
                         view.Get(HeadKey(agency, case_code)));
  if (!row) return Refuse(Reason::NOT_FOUND_OR_NOT_YOURS);
  RUFAA_ASSIGN_OR_RETURN(CaseFile head, DecodeFields<CaseFile>(*row));
  const bool owner = head.relation == Relation::kOwner;
  if (owner) {
    RUFAA_ASSIGN_OR_RETURN(const std::optional<std::string> all,
                           view.Get(KeyOf(kMasters, case_code)));
    if (!all) return absl::DataLossError("views: a case file has no master row");
    RUFAA_ASSIGN_OR_RETURN(Master master, DecodeFields<Master>(*all));
    head = std::move(master.file);
    head.relation = Relation::kOwner;
  }
  RUFAA_ASSIGN_OR_RETURN(
      const std::optional<std::string> sealed,
      view.Get(owner ? KeyOf(kLatest, case_code) : HeadSealedKey(agency, case_code)));
  if (!sealed) return head;
  RUFAA_ASSIGN_OR_RETURN(SealedRow fields, DecodeFields<SealedRow>(*sealed));
  head.sealed = std::move(fields.fields);
  return head;
}

CaseFile OwnReferrals(absl::string_view agency, const CaseFile& head) {
  CaseFile left;
  left.relation = Relation::kEnded;
  left.track.erased = head.track.erased;
  for (const ReferralLine& line : head.referrals) {
    const bool waits = line.state == Relation::kPending;
    if (line.to_agency == agency && !waits) left.referrals.push_back(line);
  }
  return left;
}

namespace {

// The sealed rows of the events from `first` to `last`, by event.
absl::StatusOr<std::map<Place, std::vector<HeldSealed>>> ReadSealed(const ViewSnapshot& view,
                                                                    const std::string& prefix,
                                                                    Place first, Place last) {
  std::map<Place, std::vector<HeldSealed>> sealed;
  absl::Status malformed;
  const std::string from = prefix + PlaceKey(first);
  const std::string until = prefix + PlaceKey({last.position, last.index + 1});
  RUFAA_RETURN_IF_ERROR(view.Scan(from, until, [&](absl::string_view key, absl::string_view value) {
    KeyReader reader(key.substr(prefix.size()));
    Place at;
    absl::StatusOr<SealedRow> row = DecodeFields<SealedRow>(value);
    malformed = row.status();
    if (!row.ok() || !reader.U64(at.position) || !reader.U32(at.index)) return false;
    for (HeldSealed& one : row->fields) sealed[at].push_back(std::move(one));
    return true;
  }));
  RUFAA_RETURN_IF_ERROR(malformed);
  return sealed;
}

}  // namespace

absl::StatusOr<TimelinePage> ReadTimeline(const ViewSnapshot& view, absl::string_view agency,
                                          absl::string_view case_code, size_t limit,
                                          absl::string_view after) {
  const std::string prefix = TimelinePrefix(agency, case_code);
  TimelinePage page;
  page.position = view.position();
  absl::Status malformed;
  std::string last_key(after);
  RUFAA_RETURN_IF_ERROR(
      view.Scan(absl::StrCat(prefix, after), PrefixEnd(prefix),
                [&](absl::string_view key, absl::string_view value) {
                  if (page.lines.size() == limit) {
                    page.next = last_key + '\0';
                    return false;
                  }
                  last_key = std::string(key.substr(prefix.size()));
                  KeyReader reader(last_key);
                  TimelineLine& line = page.lines.emplace_back();
                  absl::StatusOr<TimelineRow> row = DecodeFields<TimelineRow>(value);
                  malformed = row.status();
                  if (!row.ok() || !reader.U64(line.position) || !reader.U32(line.index))
                    return false;
                  line.row = *std::move(row);
                  return true;
                }));
  RUFAA_RETURN_IF_ERROR(malformed);
  if (page.lines.empty()) return page;
  const TimelineLine &first = page.lines.front(), &last = page.lines.back();
  RUFAA_ASSIGN_OR_RETURN(
      auto sealed, ReadSealed(view, SealedPrefix(agency, case_code), {first.position, first.index},
                              {last.position, last.index}));
  for (TimelineLine& line : page.lines) {
    auto found = sealed.find({line.position, line.index});
    if (found != sealed.end()) line.sealed = std::move(found->second);
  }
  return page;
}

absl::StatusOr<CasesPage> ReadCases(const ViewSnapshot& view, absl::string_view agency,
                                    size_t limit, absl::string_view after) {
  RUFAA_ASSIGN_OR_RETURN(
      KeyTexts read, ReadKeyTexts(view, KeyWriter().U8(kHeads).Text(agency).Take(), limit, after));
  return CasesPage{
      .cases = std::move(read.texts), .next = std::move(read.next), .position = view.position()};
}

}  // namespace rufaa::casefile
