#include "cli/audit/held_head.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "cli/app/exit_code.h"
#include "cli/audit/signed_note.h"
#include "cli/config/read_file.h"
#include "domain/base/status_macros.h"

namespace rufaa::cli {
namespace {

absl::StatusOr<TreeHead> HeadOfNote(const Args& args, const HeldFlags& flags,
                                    const std::string& path, const std::string& note) {
  if (flags.signed_by.empty()) {
    RUFAA_ASSIGN_OR_RETURN(const Checkpoint told, CheckpointIn(path, note));
    return told.head;
  }
  if (!args.Has(flags.signed_by)) {
    return UsageError(absl::StrCat(path, " is a signed checkpoint: --", flags.signed_by,
                                   " NAME+HASH+KEY says whose"));
  }
  RUFAA_ASSIGN_OR_RETURN(const NoteKey key,
                         NoteKeyFrom("--" + flags.signed_by, args.Get(flags.signed_by)));
  RUFAA_ASSIGN_OR_RETURN(const Checkpoint told, CheckpointSignedBy(key, path, note));
  return told.head;
}

absl::StatusOr<TreeHead> HeadInFile(const Args& args, const HeldFlags& flags) {
  const std::string path = args.Get(flags.file);
  // Once: it may be a pipe.
  RUFAA_ASSIGN_OR_RETURN(const std::string text, ReadWholeFile(path, kProofBytesMost));
  if (IsNote(text)) return HeadOfNote(args, flags, path, text);
  RUFAA_ASSIGN_OR_RETURN(const CommitProof proof, ProofIn(path, text));
  if (!flags.signed_by.empty() && args.Has(flags.signed_by)) {
    return UsageError(absl::StrCat(path, ": a proof is signed by nobody"));
  }
  return proof.head;
}

}  // namespace

absl::StatusOr<std::optional<TreeHead>> HeldHead(const Args& args, const HeldFlags& flags) {
  const bool by_hand = args.Has(flags.size) || args.Has(flags.root);
  if (args.Has(flags.file)) {
    if (by_hand) return UsageError(absl::StrCat("--", flags.file, " says size and root"));
    return HeadInFile(args, flags);
  }
  if (!by_hand) return std::nullopt;
  TreeHead head;
  if (!absl::SimpleAtoi(args.Get(flags.size), &head.size) || head.size == 0) {
    return UsageError(absl::StrCat("--", flags.size, " takes a number, from 1 on, and --",
                                   flags.root, " with it"));
  }
  RUFAA_ASSIGN_OR_RETURN(head.root, HashFromHex("--" + flags.root, args.Get(flags.root)));
  return head;
}

}  // namespace rufaa::cli
