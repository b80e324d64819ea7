// Checkpoints: what a log was at some size, signed by who saw that it goes on from what they had
// signed before. C2SP's tlog-checkpoint.md within signed-note.md, so that other programs check
// them.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "cli/audit/note_key.h"
#include "cli/audit/proof_file.h"

namespace rufaa::cli {

struct Checkpoint {
  std::string origin;  // Which log, by a name that no other has.
  TreeHead head;
};

// One line, as a log is named; a usage error says so.
absl::Status CheckOrigin(absl::string_view origin);

std::string SignedNote(const Checkpoint& checkpoint, const NoteSigner& signer);

// Whether a file holds a note, be it signed rightly or not, and not a proof.
bool IsNote(absl::string_view text);

// What the note says, whoever signed it; a usage error names `file` where it is none.
absl::StatusOr<Checkpoint> CheckpointIn(const std::string& file, absl::string_view note);

// The same where `key` signed it. DATA_LOSS where a signature under that key is not one of this
// text, and where there is none. Signatures of others are nothing to it.
absl::StatusOr<Checkpoint> CheckpointSignedBy(const NoteKey& key, const std::string& file,
                                              absl::string_view note);

}  // namespace rufaa::cli
