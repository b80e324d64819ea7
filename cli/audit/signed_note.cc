#include "cli/audit/signed_note.h"

#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "cli/app/exit_code.h"
#include "domain/base/status_macros.h"

namespace rufaa::cli {
namespace {

constexpr absl::string_view kDash = "\u2014 ";
constexpr size_t kHashBytes = 4;

struct Note {
  absl::string_view text;        // With the line's end that ends it.
  absl::string_view signatures;  // A line each.
};

// Text, an empty line, and what was signed: the last empty line parts them.
absl::StatusOr<Note> NoteIn(const std::string& file, absl::string_view note) {
  const size_t parted = note.rfind("\n\n");
  if (parted == absl::string_view::npos || !absl::EndsWith(note, "\n")) {
    return UsageError(absl::StrCat(file, ": is no signed note"));
  }
  return Note{note.substr(0, parted + 1), note.substr(parted + 2)};
}

std::string TextOf(const Checkpoint& checkpoint) {
  return absl::StrCat(checkpoint.origin, "\n", checkpoint.head.size, "\n",
                      absl::Base64Escape(BytesOf(checkpoint.head.root)), "\n");
}

// Whether a line is a signature under this key, and what it is.
bool IsSignatureLine(const NoteKey& key, absl::string_view line, std::string& signature) {
  if (!absl::ConsumePrefix(&line, kDash) || !absl::ConsumePrefix(&line, key.name) ||
      !absl::ConsumePrefix(&line, " ")) {
    return false;
  }
  std::string bytes;
  if (!absl::Base64Unescape(line, &bytes) || !absl::StartsWith(bytes, key.Hash())) return false;
  signature = bytes.substr(kHashBytes);
  return true;
}

}  // namespace

absl::Status CheckOrigin(absl::string_view origin) {
  const bool one_line = !origin.empty() && absl::StripAsciiWhitespace(origin) == origin &&
                        !absl::StrContains(origin, "\n");
  return one_line ? absl::OkStatus()
                  : UsageError("--origin takes the name of the log, such as \"hub.example/001\"");
}

std::string SignedNote(const Checkpoint& checkpoint, const NoteSigner& signer) {
  const std::string text = TextOf(checkpoint);
  const std::string signature = absl::StrCat(signer.key.Hash(), signer.Sign(text));
  return absl::StrCat(text, "\n", kDash, signer.key.name, " ", absl::Base64Escape(signature), "\n");
}

bool IsNote(absl::string_view text) {
  return !absl::StartsWith(text, "{") && absl::StrContains(text, "\n\n");
}

absl::StatusOr<Checkpoint> CheckpointIn(const std::string& file, absl::string_view note) {
  RUFAA_ASSIGN_OR_RETURN(const Note parts, NoteIn(file, note));
  // Further lines are the log's own, and signed with the rest.
  const std::vector<absl::string_view> lines = absl::StrSplit(parts.text, '\n');
  Checkpoint checkpoint;
  std::string root;
  const bool is_one = lines.size() >= 4 && CheckOrigin(lines[0]).ok() &&
                      absl::SimpleAtoi(lines[1], &checkpoint.head.size) &&
                      absl::StrCat(checkpoint.head.size) == lines[1] && checkpoint.head.size > 0 &&
                      absl::Base64Unescape(lines[2], &root) &&
                      root.size() == checkpoint.head.root.size();
  if (!is_one) {
    return UsageError(absl::StrCat(file, ": is no checkpoint: a name, a size and a root"));
  }
  checkpoint.origin = std::string(lines[0]);
  RUFAA_ASSIGN_OR_RETURN(checkpoint.head.root, HashFromBytes(root));
  return checkpoint;
}

absl::StatusOr<Checkpoint> CheckpointSignedBy(const NoteKey& key, const std::string& file,
                                              absl::string_view note) {
  RUFAA_ASSIGN_OR_RETURN(Checkpoint checkpoint, CheckpointIn(file, note));
  RUFAA_ASSIGN_OR_RETURN(const Note parts, NoteIn(file, note));
  for (absl::string_view line : absl::StrSplit(parts.signatures, '\n')) {
    std::string signature;
    if (!IsSignatureLine(key, line, signature)) continue;
    if (IsSignedBy(key, parts.text, signature)) return checkpoint;
    return absl::DataLossError(
        absl::StrCat(file, ": the signature of ", key.name, " is not of what stands there"));
  }
  return absl::DataLossError(absl::StrCat(file, ": ", key.Text(), " did not sign it"));
}

}  // namespace rufaa::cli
