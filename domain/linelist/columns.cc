#include "domain/linelist/columns.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "domain/codelists/codelists.h"

namespace rufaa::linelist {
namespace {

constexpr ColumnInfo kColumns[] = {
    {Column::kSerial, "Serial No", true},
    {Column::kReported, "Date Reported", true},
    {Column::kFirstName, "First Name"},
    {Column::kOtherName, "Other Name"},
    {Column::kSurname, "Surname"},
    {Column::kSex, "Sex", true},
    {Column::kBorn, "Date of Birth"},
    {Column::kAge, "Age"},
    {Column::kSubCounty, "Sub County", true},
    {Column::kWard, "Ward", true},
    {Column::kVillage, "Village"},
    {Column::kCategory, "Category", true},
    {Column::kSubcategory, "Sub Category"},
    {Column::kRisk, "Risk Level"},
    {Column::kReportedBy, "Reported By"},
    {Column::kReporterName, "Reporter Name"},
    {Column::kReporterPhone, "Reporter Phone"},
    {Column::kIdentifierId, "Identifier ID"},
    {Column::kObNumber, "OB No"},
    {Column::kPoliceStation, "Police Station"},
    {Column::kReferredTo, "Referred To"},
    {Column::kReferralReason, "Referral Reason"},
    {Column::kReferralDate, "Referral Date"},
    {Column::kReferralStatus, "Referral Status"},
    {Column::kRescueCentre, "Rescue Centre"},
    {Column::kCourt, "Court"},
    {Column::kCourtFile, "Court File No"},
    {Column::kNextCourt, "Next Court Date"},
    {Column::kInSchool, "In School"},
    {Column::kDisability, "Disability"},
    {Column::kSessions, "Counselling Sessions"},
    {Column::kBehaviour, "Behaviour Change"},
    {Column::kSupport, "Support Given"},
    {Column::kClosed, "Closed"},
    {Column::kClosureReason, "Closure Reason"},
    {Column::kClosureDate, "Closure Date"},
    {Column::kRemarks, "Remarks"},
};

const ColumnInfo* Titled(absl::string_view title) {
  const std::string wanted = Squeeze(title);
  for (const ColumnInfo& info : kColumns) {
    if (Squeeze(info.title) == wanted) return &info;
  }
  return nullptr;
}

void Find(std::vector<Finding>& findings, absl::string_view rule, absl::string_view column,
          std::string detail) {
  findings.push_back({.record = 0,
                      .column = std::string(column),
                      .rule = &RuleNamed(rule),
                      .detail = std::move(detail)});
}

std::string DidYouMean(absl::string_view title, absl::Span<const absl::string_view> candidates) {
  const absl::string_view nearest = Nearest(title, candidates);
  return nearest.empty() ? "" : absl::StrCat("did you mean ", nearest, "?");
}

// By number, from 1.
std::string ColumnsNotKnown(const std::vector<size_t>& unknown) {
  if (unknown.empty()) return "";
  return absl::StrCat("not known: columns ",
                      absl::StrJoin(unknown, ", ", [](std::string* out, size_t i) {
                        absl::StrAppend(out, i + 1);
                      }));
}

}  // namespace

absl::Span<const ColumnInfo> AllColumns() { return kColumns; }

void Header::Recognise(std::map<std::string, std::string>& meant, std::vector<size_t>& unknown,
                       std::vector<size_t>& repeated) {
  for (size_t i = 0; i < titles_.size(); ++i) {
    const auto mapped = meant.find(Squeeze(titles_[i]));
    const ColumnInfo* info = Titled(mapped == meant.end() ? titles_[i] : mapped->second);
    if (mapped != meant.end()) meant.erase(mapped);
    if (info == nullptr) {
      unknown.push_back(i);
    } else if (!index_.emplace(info->column, i).second) {
      repeated.push_back(i);
    }
  }
}

// A list that has every column it needs may have any number of its own. Of one that lacks some, the
// half must be known before what stands in the first line is believed to be titles, and repeated.
bool Header::LooksLikeTitles(const std::vector<size_t>& unknown) const {
  bool any = false, all = true;
  for (const ColumnInfo& info : kColumns) {
    if (!info.required) continue;
    const bool known = index_.count(info.column) != 0;
    any |= known;
    all &= known;
  }
  const auto strange = std::count_if(unknown.begin(), unknown.end(), [this](size_t i) {
    return !absl::StripAsciiWhitespace(titles_[i]).empty();
  });
  return all || (any && index_.size() >= static_cast<size_t>(strange));
}

Header Header::Read(const std::vector<std::string>& titles, const ColumnMapping& mapping,
                    std::vector<Finding>& findings) {
  Header header;
  header.titles_ = titles;
  std::map<std::string, std::string> meant;
  for (const auto& [theirs, ours] : mapping) meant[Squeeze(theirs)] = ours;
  std::vector<size_t> unknown, repeated;
  header.Recognise(meant, unknown, repeated);
  if (!header.LooksLikeTitles(unknown)) {
    Find(findings, "header_missing", "", ColumnsNotKnown(unknown));
    return header;
  }
  for (const size_t i : repeated) Find(findings, "column_repeated", titles[i], "");

  std::vector<absl::string_view> missing, unread;
  for (const ColumnInfo& info : kColumns) {
    if (header.index_.count(info.column) == 0) missing.push_back(info.title);
  }
  for (const size_t i : unknown) {
    unread.push_back(titles[i]);
    Find(findings, "column_unknown", titles[i], DidYouMean(titles[i], missing));
  }
  for (const auto& [theirs, ours] : mapping) {
    if (meant.count(Squeeze(theirs)) == 0) continue;
    Find(findings, "column_unknown", theirs, "the mapping names it, the file does not have it");
  }
  for (const ColumnInfo& info : kColumns) {
    if (header.index_.count(info.column) != 0) continue;
    Find(findings, info.required ? "column_missing" : "column_absent", info.title,
         DidYouMean(info.title, unread));
  }
  return header;
}

std::optional<size_t> Header::IndexOf(Column column) const {
  const auto found = index_.find(column);
  if (found == index_.end()) return std::nullopt;
  return found->second;
}

std::string Header::TitleOf(Column column) const {
  if (const auto index = IndexOf(column)) return titles_[*index];
  for (const ColumnInfo& info : kColumns) {
    if (info.column == column) return std::string(info.title);
  }
  return "";
}

}  // namespace rufaa::linelist
