// Which column of a file is what. Titles are compared without case, spaces and punctuation; a
// county that has titles of its own says what they mean.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "domain/linelist/findings.h"

namespace rufaa::linelist {

enum class Column {
  kSerial,
  kReported,
  kFirstName,
  kOtherName,
  kSurname,
  kSex,
  kBorn,
  kAge,
  kSubCounty,
  kWard,
  kVillage,
  kCategory,
  kSubcategory,
  kRisk,
  kReportedBy,
  kReporterName,
  kReporterPhone,
  kIdentifierId,
  kObNumber,
  kPoliceStation,
  kReferredTo,
  kReferralReason,
  kReferralDate,
  kReferralStatus,
  kRescueCentre,
  kCourt,
  kCourtFile,
  kNextCourt,
  kInSchool,
  kDisability,
  kSessions,
  kBehaviour,
  kSupport,
  kClosed,
  kClosureReason,
  kClosureDate,
  kRemarks,
};

struct ColumnInfo {
  Column column;
  absl::string_view title;
  bool required = false;
};

absl::Span<const ColumnInfo> AllColumns();

// From a title in the file to a title of ours, for those that differ: {"Kata", "Ward"}.
using ColumnMapping = std::map<std::string, std::string>;

class Header {
 public:
  // Finds every known column of `titles`; what is wrong goes to `findings`. A mapping that names no
  // column of ours, or a title that the file does not have, is a finding like any other. Where they
  // do not look like titles they may be the first child's record: that is the only finding then,
  // and tells columns by their numbers.
  static Header Read(const std::vector<std::string>& titles, const ColumnMapping& mapping,
                     std::vector<Finding>& findings);

  size_t width() const { return titles_.size(); }
  // The file's own title; ours if the file does not have the column.
  std::string TitleOf(Column column) const;
  std::optional<size_t> IndexOf(Column column) const;

 private:
  // Takes the columns that are known. The others, and those that come again, by place.
  void Recognise(std::map<std::string, std::string>& meant, std::vector<size_t>& unknown,
                 std::vector<size_t>& repeated);
  bool LooksLikeTitles(const std::vector<size_t>& unknown) const;

  std::vector<std::string> titles_;
  std::map<Column, size_t> index_;
};

}  // namespace rufaa::linelist
