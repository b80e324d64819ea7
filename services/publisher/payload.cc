#include "services/publisher/payload.h"

#include <algorithm>
#include <variant>

#include <nlohmann/json.hpp>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "domain/base/local_day.h"
#include "domain/codelists/codelists.h"
#include "domain/codes/codes.h"

namespace rufaa::publisher {
namespace {

using Json = nlohmann::ordered_json;

std::string DayText(absl::Time time) { return absl::FormatCivilTime(LocalDay(time)); }

bool Matches(absl::string_view text, size_t most, bool (*may)(char)) {
  return !text.empty() && text.size() <= most && std::all_of(text.begin(), text.end(), may);
}

bool IsAgency(absl::string_view text) {
  return Matches(text, 64, [](char c) {
    return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-';
  });
}

bool IsPart(absl::string_view text) {
  return text.size() > 1 && absl::ascii_islower(text[0]) &&
         Matches(text.substr(1), 6, [](char c) { return absl::ascii_isdigit(c); });
}

bool IsSubcounty(absl::string_view text) {
  return Matches(text, 3, [](char c) { return absl::ascii_isdigit(c); });
}

std::string Letters(absl::string_view code) { return absl::AsciiStrToUpper(code.substr(0, 2)); }

bool IsListed(absl::string_view lists, absl::string_view code) {
  const std::vector<absl::string_view> all = absl::StrSplit(lists, '|');
  return std::any_of(all.begin(), all.end(), [&](absl::string_view list) {
    return CodeLists::Builtin().Find(list, code) != nullptr;
  });
}

bool IsOneOf(absl::string_view words, absl::string_view word) {
  const std::vector<absl::string_view> all = absl::StrSplit(words, '|');
  return std::find(all.begin(), all.end(), word) != all.end();
}

bool HasForm(const PublicField& field, absl::string_view text) {
  switch (field.form) {
    case Form::kCode:
      return IsListed(field.of, text);
    case Form::kWord:
      return IsOneOf(field.of, text);
    case Form::kPart:
      return IsPart(text);
    case Form::kAgency:
      return IsAgency(text);
    case Form::kCase:
      return IsCaseCode(text);
    case Form::kReferral:
      return IsReferralCode(text);
    case Form::kSubcounty:
      return IsSubcounty(text);
    default:
      return false;
  }
}

// Takes the fields that a row names out of an event, and nothing else.
class Picker {
 public:
  Picker(const PublicEvent& row, Json& out) : row_(row), out_(out) {}

  template <class T>
  void operator()(int, absl::string_view name, const T& value) {
    const auto field = std::find_if(row_.fields.begin(), row_.fields.end(),
                                    [&](const PublicField& one) { return one.name == name; });
    if (field != row_.fields.end()) Put(*field, value);
  }

 private:
  template <class T>
  void Put(const PublicField& field, const T& value) {
    const std::string name(field.outside());
    if constexpr (IsOptional<T>::value) {
      if (value) Put(field, *value);
    } else if constexpr (std::is_same_v<T, std::string>) {
      if (HasForm(field, value)) out_[name] = value;
    } else if constexpr (std::is_same_v<T, Urgency>) {
      if (HasForm(field, Name(value))) out_[name] = std::string(Name(value));
    } else if constexpr (std::is_same_v<T, absl::Time>) {
      if (value == absl::UnixEpoch() || value == absl::Time()) return;
      if (field.form == Form::kDayOfTime) out_[name] = DayText(value);
    } else if constexpr (std::is_same_v<T, absl::CivilDay>) {
      const bool given = field.form == Form::kDay && value != absl::CivilDay();
      if (given) out_[name] = absl::FormatCivilTime(value);
    } else if constexpr (std::is_same_v<T, bool>) {
      if (field.form == Form::kYesNo) out_[name] = value;
    } else if constexpr (std::is_same_v<T, uint32_t>) {
      if (field.form == Form::kNumber) out_[name] = value;
    }
    // Whatever else there is (sealed values, structs, lists) does not go out.
  }

  const PublicEvent& row_;
  Json& out_;
};

}  // namespace

std::string IdText(absl::string_view county, const EventId& id) {
  return absl::StrCat(county, "/", id.position, "/", id.n);
}

std::optional<NamedId> ParseId(absl::string_view text) {
  const std::vector<absl::string_view> parts = absl::StrSplit(text, '/');
  EventId id;
  const bool fits = parts.size() == 3 && !parts[0].empty() &&
                    absl::SimpleAtoi(parts[1], &id.position) && absl::SimpleAtoi(parts[2], &id.n);
  if (!fits || id.position == 0 || id.n == 0) return std::nullopt;
  return NamedId{.county = std::string(parts[0]), .id = id};
}

// Of whichever county, in its one written form.
bool IsCaseCode(absl::string_view text) {
  const absl::StatusOr<std::string> code = ParseCaseCode(text, Letters(text));
  return code.ok() && *code == text;
}

bool IsReferralCode(absl::string_view text) {
  const absl::StatusOr<std::string> code = ParseReferralCode(text, Letters(text));
  return code.ok() && *code == text;
}

OutgoingEvent MakeOutgoing(const Envelope& envelope, const AnyEvent& event,
                           const PublicEvent& row) {
  Json data;
  data["county"] = envelope.county;
  data["case"] = envelope.case_code;
  if (IsOfReferral(row)) data["referral"] = envelope.referral;
  data["position"] = envelope.id.position;
  data["recorded_on"] = DayText(envelope.recorded_at);
  Picker picker(row, data);
  std::visit([&](const auto& e) { std::decay_t<decltype(e)>::Fields(e, picker); }, event);
  return {.id = envelope.id,
          .day = LocalDay(envelope.recorded_at),
          .key = envelope.case_code,
          .headers = {{"ce_specversion", "1.0"},
                      {"ce_id", IdText(envelope.county, envelope.id)},
                      {"ce_source", absl::StrCat("/rufaa/counties/", envelope.county)},
                      {"ce_type", std::string(row.name)},
                      {"ce_time", absl::StrCat(DayText(envelope.occurred_at), "T00:00:00+03:00")},
                      {"ce_subject", envelope.case_code},
                      {"ce_dataschema", SchemaOf(row)},
                      {"content-type", "application/json"}},
          .data = data.dump()};
}

}  // namespace rufaa::publisher
