#include "domain/linelist/csv.h"

#include "absl/strings/match.h"

namespace rufaa::csv {
namespace {

constexpr absl::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr absl::string_view kUnclosed = "a quoted field is never closed";
constexpr absl::string_view kAfterQuote = "text stands behind a closing quote";
constexpr absl::string_view kQuoteInPlain =
    "a quote stands inside a field that does not begin with one";

}  // namespace

Reader::Reader(absl::string_view text, char delimiter) : text_(text), delimiter_(delimiter) {
  if (absl::StartsWith(text_, kByteOrderMark)) at_ = kByteOrderMark.size();
}

bool Reader::SkipLineBreak() {
  if (AtEnd()) return false;
  if (text_[at_] == '\r') {
    ++at_;
    if (!AtEnd() && text_[at_] == '\n') ++at_;
  } else if (text_[at_] == '\n') {
    ++at_;
  } else {
    return false;
  }
  ++line_;
  return true;
}

std::string Reader::ReadPlain() {
  const size_t begin = at_;
  while (!AtEnd() && text_[at_] != delimiter_ && text_[at_] != '\r' && text_[at_] != '\n') ++at_;
  return std::string(text_.substr(begin, at_ - begin));
}

std::string Reader::ReadQuoted(absl::string_view& fault) {
  std::string field;
  ++at_;
  while (!AtEnd()) {
    const char c = text_[at_];
    if (c == '"') {
      ++at_;
      if (AtEnd() || text_[at_] != '"') {
        const std::string behind = ReadPlain();
        if (!behind.empty()) fault = kAfterQuote;
        return field + behind;
      }
      field += '"';
      ++at_;
    } else if (c == '\r' || c == '\n') {
      SkipLineBreak();
      field += '\n';  // One form within, whatever the file's: equal text compares equal.
    } else {
      field += c;
      ++at_;
    }
  }
  fault = kUnclosed;
  return field;
}

bool Reader::Next(Record& record) {
  while (SkipLineBreak()) {
  }
  if (AtEnd()) return false;
  record = {.fields = {}, .line = line_, .last_line = line_, .fault = {}};
  while (true) {
    if (!AtEnd() && text_[at_] == '"') {
      record.fields.push_back(ReadQuoted(record.fault));
    } else {
      record.fields.push_back(ReadPlain());
      if (absl::StrContains(record.fields.back(), '"')) record.fault = kQuoteInPlain;
    }
    if (AtEnd() || text_[at_] != delimiter_) break;
    ++at_;
  }
  // A field that is never closed may have taken the file's last line break.
  const bool past_the_end = AtEnd() && (text_.back() == '\n' || text_.back() == '\r');
  record.last_line = line_ - (past_the_end ? 1 : 0);
  SkipLineBreak();
  return true;
}

}  // namespace rufaa::csv
