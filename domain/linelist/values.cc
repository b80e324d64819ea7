#include "domain/linelist/values.h"

#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/types/span.h"
#include "domain/codelists/codelists.h"

namespace rufaa::linelist {
namespace {

struct Word {
  absl::string_view squeezed;
  absl::string_view means;
};

std::optional<std::string> Look(absl::Span<const Word> words, absl::string_view text) {
  const std::string wanted = Squeeze(text);
  for (const Word& word : words) {
    if (word.squeezed == wanted) return std::string(word.means);
  }
  return std::nullopt;
}

constexpr absl::string_view kMonths[] = {"jan", "feb", "mar", "apr", "may", "jun",
                                         "jul", "aug", "sep", "oct", "nov", "dec"};

std::optional<int> Digits(absl::string_view text, size_t least, size_t most) {
  int value = 0;
  if (text.size() < least || text.size() > most) return std::nullopt;
  for (const char c : text) {
    if (!absl::ascii_isdigit(c)) return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

std::optional<int> Month(absl::string_view text) {
  for (size_t i = 0; i < std::size(kMonths); ++i) {
    if (absl::EqualsIgnoreCase(text, kMonths[i])) return static_cast<int>(i) + 1;
  }
  return std::nullopt;
}

std::optional<absl::CivilDay> Date(std::optional<int> year, std::optional<int> month,
                                   std::optional<int> day) {
  if (!year || !month || !day) return std::nullopt;
  const absl::CivilDay date(*year, *month, *day);
  // CivilDay makes 2 March of 31 February.
  if (date.month() != *month || date.day() != *day) return std::nullopt;
  return date;
}

constexpr Word kSexes[] = {
    {"f", "SFEM"},        {"female", "SFEM"}, {"girl", "SFEM"},    {"msichana", "SFEM"},
    {"mwanamke", "SFEM"}, {"ke", "SFEM"},     {"sfem", "SFEM"},    {"m", "SMAL"},
    {"male", "SMAL"},     {"boy", "SMAL"},    {"mvulana", "SMAL"}, {"mwanaume", "SMAL"},
    {"me", "SMAL"},       {"smal", "SMAL"},   {"i", "SINT"},       {"intersex", "SINT"},
    {"sint", "SINT"},
};

constexpr Word kYesNo[] = {
    {"y", "y"}, {"yes", "y"}, {"ndiyo", "y"},  {"ndio", "y"}, {"true", "y"},  {"1", "y"},
    {"n", "n"}, {"no", "n"},  {"hapana", "n"}, {"la", "n"},   {"false", "n"}, {"0", "n"},
};

// A word, the kind of identifier, and who told (a volunteer tells for others: a service provider).
struct ReporterWord {
  absl::string_view squeezed, identifier_kind, reporter;
};
constexpr ReporterWord kReporters[] = {
    {"chv", "CHV", "CRSP"},
    {"chp", "CHV", "CRSP"},
    {"vco", "VCO", "CRSP"},
    {"cpv", "VCO", "CRSP"},
    {"teacher", "TEACHER", "CRSP"},
    {"mwalimu", "TEACHER", "CRSP"},
    {"police", "POLICE", "CRPO"},
    {"polisi", "POLICE", "CRPO"},
    {"chief", "CHIEF", "CRCH"},
    {"chifu", "CHIEF", "CRCH"},
    {"helpline116", "HELPLINE", "CRHE"},
    {"116", "HELPLINE", "CRHE"},
    {"helpline1195", "HELPLINE", "CRHL"},
    {"1195", "HELPLINE", "CRHL"},
    {"mother", "RELATIVE", "CRMO"},
    {"mama", "RELATIVE", "CRMO"},
    {"father", "RELATIVE", "CRFA"},
    {"baba", "RELATIVE", "CRFA"},
    {"relative", "RELATIVE", "CROR"},
    {"otherrelative", "RELATIVE", "CROR"},
    {"jamaa", "RELATIVE", "CROR"},
    {"neighbour", "OTHER", "CRON"},
    {"nonrelative", "OTHER", "CRON"},
    {"othernonrelative", "OTHER", "CRON"},
    {"self", "SELF", "CRSF"},
    {"court", "OTHER", "CRCO"},
    {"probation", "OTHER", "CRPR"},
    {"hospital", "HEALTH_WORKER", "CRSP"},
    {"healthworker", "HEALTH_WORKER", "CRSP"},
    {"cso", "CSO_WORKER", "CRSP"},
    {"ngo", "CSO_WORKER", "CRSP"},
    {"childrenofficer", "CHILDREN_OFFICER", "CRSP"},
};

constexpr Word kDestinations[] = {
    {"hospital", "RDPH"},    {"health", "RDPH"},          {"police", "RDPL"},
    {"vocational", "RDNG"},  {"economicsupport", "RDNG"}, {"legalaid", "RDNG"},
    {"counselling", "RDNG"}, {"rescuecentre", "RMCI"},    {"shelter", "RMCI"},
    {"safehouse", "RMCI"},   {"school", "RDED"},          {"education", "RDED"},
};

constexpr Word kSupports[] = {
    {"education", "RMSK"},   {"school", "RMSK"}, {"vocational", "RMTE"}, {"economic", "RMES"},
    {"counselling", "RMPC"}, {"legal", "RMLG"},  {"shelter", "RMTS"},    {"medical", "RMTX"},
};

constexpr Word kStatuses[] = {
    {"pending", "1"},  {"sent", "1"},        {"accepted", "2"},    {"imekubaliwa", "2"},
    {"declined", "3"}, {"rejected", "3"},    {"imekataliwa", "3"}, {"completed", "4"},
    {"done", "4"},     {"imekamilika", "4"},
};

// How many bytes follow one that begins a character of several; 0: none begins so.
size_t BytesBehind(unsigned char first) {
  if (first >= 0xc2 && first <= 0xdf) return 1;
  if (first >= 0xe0 && first <= 0xef) return 2;
  return first >= 0xf0 && first <= 0xf4 ? 3 : 0;
}

// Which second bytes would make what has a shorter form, a surrogate, or more than there is.
bool IsSecond(unsigned char first, unsigned char second) {
  const unsigned char least = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
  const unsigned char most = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
  return second >= least && second <= most;
}

}  // namespace

bool IsUtf8(absl::string_view text) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  for (size_t i = 0; i < text.size();) {
    const unsigned char first = byte(i++);
    if (first < 0x80) continue;
    const size_t behind = BytesBehind(first);
    if (behind == 0 || behind > text.size() - i || !IsSecond(first, byte(i))) return false;
    for (const size_t end = i + behind; i < end; ++i) {
      if (byte(i) < 0x80 || byte(i) > 0xbf) return false;
    }
  }
  return true;
}

std::optional<absl::CivilDay> ParseDate(absl::string_view text) {
  text = absl::StripAsciiWhitespace(text);
  const char separator = absl::StrContains(text, '/') ? '/' : '-';
  const std::vector<absl::string_view> parts = absl::StrSplit(text, separator);
  if (parts.size() != 3) return std::nullopt;
  if (separator == '-' && parts[0].size() == 4) {
    return Date(Digits(parts[0], 4, 4), Digits(parts[1], 2, 2), Digits(parts[2], 2, 2));
  }
  const std::optional<int> month = separator == '/' ? Digits(parts[1], 1, 2) : Month(parts[1]);
  return Date(Digits(parts[2], 4, 4), month, Digits(parts[0], 1, 2));
}

std::optional<std::string> ParseSex(absl::string_view text) { return Look(kSexes, text); }

std::optional<bool> ParseYesNo(absl::string_view text) {
  const auto word = Look(kYesNo, text);
  if (!word) return std::nullopt;
  return *word == "y";
}

std::optional<int> ParseCount(absl::string_view text, int max) {
  const auto value = Digits(absl::StripAsciiWhitespace(text), 1, 4);
  if (!value || *value > max) return std::nullopt;
  return value;
}

std::optional<ReferralStatus> ParseReferralStatus(absl::string_view text) {
  const auto word = Look(kStatuses, text);
  if (!word) return std::nullopt;
  return static_cast<ReferralStatus>(word->front() - '0');
}

std::string NormalisePhone(absl::string_view text) {
  std::string digits;
  for (const char c : text) {
    if (absl::ascii_isdigit(c)) digits += c;
  }
  if (digits.size() == 10 && digits[0] == '0') return absl::StrCat("+254", digits.substr(1));
  if (digits.size() == 12 && absl::StartsWith(digits, "254")) return absl::StrCat("+", digits);
  return std::string(absl::StripAsciiWhitespace(text));
}

std::optional<Reporter> ParseReporter(absl::string_view text) {
  const std::string wanted = Squeeze(text);
  for (const ReporterWord& word : kReporters) {
    if (word.squeezed == wanted || Squeeze(word.reporter) == wanted) {
      return Reporter{std::string(word.identifier_kind), std::string(word.reporter)};
    }
  }
  return std::nullopt;
}

std::optional<std::string> ParseDestination(absl::string_view text) {
  return Look(kDestinations, text);
}

std::optional<std::vector<std::string>> ParseSupport(absl::string_view text) {
  std::vector<std::string> services;
  for (const absl::string_view part : absl::StrSplit(text, absl::ByAnyChar(";,/"))) {
    const auto service = Look(kSupports, part);
    if (!service) return std::nullopt;
    services.push_back(*service);
  }
  return services;
}

}  // namespace rufaa::linelist
