#include "domain/linelist/record_reader.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "domain/base/imported_record.h"
#include "domain/codelists/codelists.h"
#include "domain/linelist/values.h"

namespace rufaa::linelist {
namespace {

constexpr size_t kCellBytesMax = 4000;
constexpr int kAdultAge = 18;
constexpr int kAgeMax = 120;

// Completed years on `day`.
int AgeOn(absl::CivilDay day, absl::CivilDay born) {
  const bool had_birthday =
      day.month() > born.month() || (day.month() == born.month() && day.day() >= born.day());
  return static_cast<int>(day.year() - born.year()) - (had_birthday ? 0 : 1);
}

}  // namespace

std::string RecordReader::Cell(Column column) const {
  const auto index = header_.IndexOf(column);
  if (!index) return "";
  return std::string(absl::StripAsciiWhitespace(record_->fields[*index]));
}

void RecordReader::Find(absl::string_view rule, Column column, std::string detail) {
  findings_.push_back({.record = number_,
                       .column = header_.TitleOf(column),
                       .rule = &RuleNamed(rule),
                       .detail = std::move(detail)});
  refused_ |= findings_.back().refuses();
}

void RecordReader::FindOfRecord(absl::string_view rule, std::string detail) {
  findings_.push_back(
      {.record = number_, .column = "", .rule = &RuleNamed(rule), .detail = std::move(detail)});
  refused_ |= findings_.back().refuses();
}

std::string RecordReader::Required(Column column) {
  std::string cell = Cell(column);
  if (cell.empty()) Find("value_missing", column);
  return cell;
}

std::optional<absl::CivilDay> RecordReader::Date(Column column) {
  const std::string cell = Cell(column);
  if (cell.empty()) return std::nullopt;
  const auto date = ParseDate(cell);
  if (!date) Find("date_nonsense", column);
  return date;
}

std::optional<bool> RecordReader::YesNo(Column column) {
  const std::string cell = Cell(column);
  if (cell.empty()) return std::nullopt;
  const auto answer = ParseYesNo(cell);
  if (!answer) Find("value_unknown", column, "yes or no");
  return answer;
}

std::optional<int> RecordReader::Count(Column column, int max) {
  const std::string cell = Cell(column);
  if (cell.empty()) return std::nullopt;
  const auto count = ParseCount(cell, max);
  if (!count) Find("number_nonsense", column);
  return count;
}

std::string RecordReader::Coded(Column column, absl::string_view list) {
  const std::string cell = Cell(column);
  if (cell.empty()) return "";
  const Code* code = CodeLists::Builtin().Recognise(list, cell, options_.as_of);
  if (code != nullptr) return code->code;
  std::vector<absl::string_view> labels;
  for (const Code& candidate : CodeLists::Builtin().Codes(list)) {
    labels.push_back(candidate.label_en);
  }
  const absl::string_view nearest = Nearest(cell, labels);
  Find("value_unknown", column,
       nearest.empty() ? absl::StrCat("list ", list) : absl::StrCat("did you mean ", nearest, "?"));
  return "";
}

bool RecordReader::Read(const csv::Record& record, int number, Row& row) {
  record_ = &record;
  number_ = number;
  refused_ = false;
  row = Row{};
  row.record = number;
  if (!record.fault.empty()) FindOfRecord("record_malformed", std::string(record.fault));
  if (record.fields.size() != header_.width()) {
    FindOfRecord("field_count", absl::StrCat(record.fields.size(), " fields, the header has ",
                                             header_.width(), "; line ", record.line));
  }
  // The cells of such a record stand under wrong titles: to judge them would only mislead.
  if (refused_) return false;
  for (const ColumnInfo& info : AllColumns()) {
    const std::string cell = Cell(info.column);
    if (cell.size() > kCellBytesMax) Find("too_long", info.column);
    // The hub could not even read the request: the whole stream would end at this record.
    if (!IsUtf8(cell)) Find("not_utf8", info.column);
  }
  row.serial = Required(Column::kSerial);
  ReadChild(row);
  ReadPlace(row);
  ReadCase(row);
  ReadReporter(row);
  ReadReferral(row);
  ReadProgress(row);
  ReadClosure(row);
  row.remarks = Cell(Column::kRemarks);
  return !refused_;
}

void RecordReader::ReadChild(Row& row) {
  row.first_name = Cell(Column::kFirstName);
  row.other_name = Cell(Column::kOtherName);
  row.surname = Cell(Column::kSurname);
  const auto sex = ParseSex(Cell(Column::kSex));
  if (sex) {
    row.sex = *sex;
  } else {
    Find("sex_unknown", Column::kSex);
  }
  row.born_on = Date(Column::kBorn);
  row.age = Count(Column::kAge, kAgeMax);
  const auto reported = Date(Column::kReported);
  if (Cell(Column::kReported).empty()) Find("value_missing", Column::kReported);
  if (!reported) return;
  row.reported_on = *reported;
  if (row.reported_on > options_.as_of) {
    Find("reported_in_future", Column::kReported);
  } else {
    CheckAge(row);
  }
}

void RecordReader::CheckAge(Row& row) {
  std::optional<int> reckoned;
  if (row.born_on) {
    if (*row.born_on > row.reported_on) return Find("born_after_report", Column::kBorn);
    reckoned = AgeOn(row.reported_on, *row.born_on);
    row.birth_year = static_cast<int>(row.born_on->year());
  } else if (row.age) {
    row.birth_year = static_cast<int>(row.reported_on.year()) - *row.age;
  }
  if (!row.age && !reckoned) return Find("age_missing", Column::kAge);
  // Where the two disagree on adulthood a person must ask: the record is taken for a child's.
  const bool adult_by_age = !row.age || *row.age >= kAdultAge;
  const bool adult_by_birth = !reckoned || *reckoned >= kAdultAge;
  if (adult_by_age && adult_by_birth) return Find("adult", row.age ? Column::kAge : Column::kBorn);
  // A year's difference is how people tell ages.
  if (row.age && reckoned && std::abs(*row.age - *reckoned) > 1) {
    Find("age_disagrees", Column::kAge);
  }
}

void RecordReader::ReadPlace(Row& row) {
  row.village = Cell(Column::kVillage);
  const std::string sub_county_cell = Required(Column::kSubCounty);
  const std::string ward_cell = Required(Column::kWard);
  if (sub_county_cell.empty() || ward_cell.empty()) return;
  const SubCounty* sub_county = options_.areas->FindSubCounty(sub_county_cell);
  const Ward* ward = options_.areas->FindWard(ward_cell);
  if (sub_county == nullptr) Find("value_unknown", Column::kSubCounty);
  if (ward == nullptr) {
    std::vector<absl::string_view> names;
    for (const Ward& candidate : options_.areas->wards()) names.push_back(candidate.name);
    const absl::string_view nearest = Nearest(ward_cell, names);
    Find("value_unknown", Column::kWard,
         nearest.empty() ? "" : absl::StrCat("did you mean ", nearest, "?"));
  }
  if (sub_county == nullptr || ward == nullptr) return;
  row.sub_county = sub_county->code;
  row.ward = absl::StrCat(ward->number);
  if (!options_.areas->Belongs(*ward, *sub_county)) {
    const SubCounty* right = options_.areas->FindSubCounty(ward->sub_county);
    Find("ward_not_in_subcounty", Column::kWard, absl::StrCat("the ward is in ", right->name));
  }
}

void RecordReader::ReadCase(Row& row) {
  if (Cell(Column::kCategory).empty()) {
    Find("category_missing", Column::kCategory);
  } else {
    row.category = Coded(Column::kCategory, list::kCategory);
  }
  row.subcategory = Coded(Column::kSubcategory, list::kSubcategory);
  if (!row.subcategory.empty() && !row.category.empty() &&
      CodeLists::Builtin().Find(list::kSubcategory, row.subcategory)->parent != row.category) {
    Find("subcategory_mismatch", Column::kSubcategory);
  }
  row.risk = Coded(Column::kRisk, list::kRisk);
  row.ob_number = Cell(Column::kObNumber);
  row.police_station = Cell(Column::kPoliceStation);
  row.court = Cell(Column::kCourt);
  row.court_file = Cell(Column::kCourtFile);
  row.next_court_on = Date(Column::kNextCourt);
}

void RecordReader::ReadReporter(Row& row) {
  const std::string cell = Cell(Column::kReportedBy);
  if (!cell.empty()) {
    if (const auto reporter = ParseReporter(cell)) {
      row.identifier_kind = reporter->identifier_kind;
      row.reporter = reporter->reporter;
    } else {
      Find("value_unknown", Column::kReportedBy);
    }
  }
  row.reporter_name = Cell(Column::kReporterName);
  row.reporter_phone = NormalisePhone(Cell(Column::kReporterPhone));
  row.identifier_id = Cell(Column::kIdentifierId);
}

void RecordReader::ReadReferral(Row& row) {
  const std::string to = Cell(Column::kReferredTo);
  if (!to.empty()) {
    const auto destination = ParseDestination(to);
    row.referral_destination =
        destination ? *destination : Coded(Column::kReferredTo, list::kReferralDestination);
  }
  row.referral_reason = Coded(Column::kReferralReason, list::kReferralReason);
  const std::string status = Cell(Column::kReferralStatus);
  if (!status.empty()) {
    if (const auto known = ParseReferralStatus(status)) {
      row.referral_status = *known;
    } else {
      Find("value_unknown", Column::kReferralStatus);
    }
  }
  row.rescue_centre = Cell(Column::kRescueCentre);
  row.referred_on = Date(Column::kReferralDate);
}

void RecordReader::ReadProgress(Row& row) {
  row.in_school = YesNo(Column::kInSchool);
  row.disability = Coded(Column::kDisability, list::kDisability);
  row.counselling_sessions = Count(Column::kSessions, kImportedSessionsMost);
  row.behaviour_changed = YesNo(Column::kBehaviour);
  const std::string support = Cell(Column::kSupport);
  if (support.empty()) return;
  if (auto services = ParseSupport(support)) {
    row.support = *std::move(services);
  } else {
    Find("value_unknown", Column::kSupport);
  }
}

void RecordReader::ReadClosure(Row& row) {
  row.closed = YesNo(Column::kClosed).value_or(false);
  row.closure_reason = Coded(Column::kClosureReason, list::kClosureReason);
  row.closed_on = Date(Column::kClosureDate);
  const bool told = !Cell(Column::kClosureReason).empty() && !Cell(Column::kClosureDate).empty();
  const bool silent = Cell(Column::kClosureReason).empty() && Cell(Column::kClosureDate).empty();
  if (row.closed ? !told : !silent) Find("closure_incomplete", Column::kClosed);
  CheckDates(row);
}

void RecordReader::CheckDates(const Row& row) {
  // Against a report that is itself wrong, every other date would seem wrong as well.
  const bool reported = row.reported_on != absl::CivilDay() && row.reported_on <= options_.as_of;
  const auto check = [&](const std::optional<absl::CivilDay>& date, Column column,
                         absl::string_view too_early) {
    if (!date) return;
    if (*date > options_.as_of) return Find("date_in_future", column);
    if (reported && *date < row.reported_on) Find(too_early, column);
  };
  check(row.referred_on, Column::kReferralDate, "referral_before_report");
  check(row.closed_on, Column::kClosureDate, "closed_before_reported");
}

}  // namespace rufaa::linelist
