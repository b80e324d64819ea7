// Reads RFC 4180 text as spreadsheets write it: quoted commas, quotes and line breaks, CRLF or LF
// or CR, a byte order mark at the start. Pure; borrows the text, which must outlive the reader.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace rufaa::csv {

struct Record {
  std::vector<std::string> fields;
  // Where it begins and ends, from 1: an editor's lines, not the record's number.
  int line = 0;
  int last_line = 0;
  // Why the record is not well formed; empty if it is. Reading goes on behind it. A stray quote may
  // have made one record of many: of more lines than one, it can't be told what they were.
  absl::string_view fault;

  bool operator==(const Record&) const = default;
};

class Reader {
 public:
  explicit Reader(absl::string_view text, char delimiter = ',');

  // False at the end. Lines with nothing at all on them are not records: spreadsheets leave them at
  // the end of a file.
  bool Next(Record& record);

  // Bytes read so far, for showing progress.
  size_t offset() const { return at_; }

 private:
  bool AtEnd() const { return at_ >= text_.size(); }
  bool SkipLineBreak();
  std::string ReadPlain();
  std::string ReadQuoted(absl::string_view& fault);

  const absl::string_view text_;
  const char delimiter_;
  size_t at_ = 0;
  int line_ = 1;
};

}  // namespace rufaa::csv
