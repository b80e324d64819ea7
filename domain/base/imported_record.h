// What the reader of line lists and the import of their records must see alike: a record that the
// one lets pass must not fail at the other, nor be taken there for another record's.
#pragma once

#include <cstdint>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"

namespace rufaa {

// A serial however it is written: in small letters, or with spaces. Two of one form are one serial.
inline std::string NormalSerial(absl::string_view serial) {
  std::string text = absl::AsciiStrToUpper(serial);
  absl::StrReplaceAll({{" ", ""}}, &text);
  return text;
}

// Each session is an event, and the log takes 1000 in a commit: half of them leave room for all
// else that a record tells.
inline constexpr uint32_t kImportedSessionsMost = 500;

}  // namespace rufaa
