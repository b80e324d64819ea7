#include "cli/audit/sign_verbs.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <optional>
#include <string>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "cli/app/context.h"
#include "cli/app/exit_code.h"
#include "cli/audit/note_key.h"
#include "cli/audit/proof_file.h"
#include "cli/audit/signed_note.h"
#include "cli/config/read_file.h"
#include "domain/base/status_macros.h"
#include "vault/durable_file.h"
#include "vault/guarded_file.h"

namespace rufaa::cli {
namespace {

constexpr size_t kKeyBytesMost = 4096;
constexpr size_t kNoteBytesMost = 64 << 10;

// Beside the key that signs it, and so one for each: with two, one key could vouch for two logs.
std::string CheckpointOf(const std::string& key_file) { return key_file + ".checkpoint"; }

absl::Status Failed(const std::string& path, absl::string_view what) {
  return UsageError(absl::StrCat(path, " ", what, ": ", std::strerror(errno)));
}

absl::Status MakeKey(Context& context, const Args& args) {
  if (!args.Has("out")) return UsageError("--out is needed: the file to write the key to");
  RUFAA_ASSIGN_OR_RETURN(const NoteSigner signer, NewSigner(args.Get("name")));
  const std::string path = args.Get("out");
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) return Failed(path, "can't be made");
  const auto close = absl::MakeCleanup([file] { ::close(file); });
  absl::Status written = WriteAll(file, signer.Text() + "\n", path);
  if (written.ok()) written = SyncFolderOf(path);
  if (!written.ok()) {
    ::unlink(path.c_str());
    return written;
  }
  context.printer().ShowTable(
      {.columns = {"name", "signed_by"}, .rows = {{{signer.key.name}, {signer.key.Text()}}}});
  return absl::OkStatus();
}

struct KeyFile {
  GuardedFile file;  // Locked: two who sign at once could sign two logs.
  NoteSigner signer;
};

absl::StatusOr<KeyFile> OpenKey(const std::string& path) {
  RUFAA_ASSIGN_OR_RETURN(GuardedFile file,
                         GuardedFile::Open(path, "Signing key", GuardedFile::Links::kRefused));
  if (::flock(file.descriptor(), LOCK_EX) != 0) return Failed(path, "can't be locked");
  RUFAA_ASSIGN_OR_RETURN(const std::string text, ReadWhole(file.descriptor(), path, kKeyBytesMost));
  RUFAA_ASSIGN_OR_RETURN(NoteSigner signer, NoteSignerFrom(path, text));
  return KeyFile{std::move(file), std::move(signer)};
}

// What this key has signed last; nullopt: nothing yet.
absl::StatusOr<std::optional<Checkpoint>> LastSigned(const std::string& path, const NoteKey& key) {
  struct stat found;
  if (::stat(path.c_str(), &found) != 0) {
    if (errno == ENOENT) return std::nullopt;
    return Failed(path, "can't be read");
  }
  RUFAA_ASSIGN_OR_RETURN(const std::string note, ReadWholeFile(path, kNoteBytesMost));
  return CheckpointSignedBy(key, path, note);
}

absl::StatusOr<std::string> OriginOf(const Args& args, const std::optional<Checkpoint>& last) {
  const std::string told = args.Get("origin");
  if (last && (told.empty() || told == last->origin)) return last->origin;
  if (last) return UsageError(absl::StrCat("--origin: this key signs ", last->origin));
  if (told.empty()) {
    return UsageError(
        "--origin is needed with the first checkpoint: the name of the log, such as "
        "\"hub.example/001\"");
  }
  RUFAA_RETURN_IF_ERROR(CheckOrigin(told));
  return told;
}

// The new one or, after a power cut, the old one.
absl::Status Replace(const std::string& path, const std::string& note) {
  const std::string next = path + ".new";
  const int file = ::open(next.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (file < 0) return Failed(next, "can't be made");
  const absl::Status written = WriteAll(file, note, next);
  const bool closed = ::close(file) == 0;
  RUFAA_RETURN_IF_ERROR(written);
  if (!closed || ::rename(next.c_str(), path.c_str()) != 0) return Failed(path, "can't be written");
  return SyncFolderOf(path);
}

absl::Status Judge(Printer& printer, const Checkpoint& checkpoint, const absl::Status& holds) {
  printer.ShowTable(
      {.columns = {"signed", "origin", "size", "root", "problem"},
       .rows = {{{holds.ok() ? "yes" : "no", holds.ok() ? Tone::kGood : Tone::kWarning},
                 {checkpoint.origin},
                 {absl::StrCat(checkpoint.head.size)},
                 {absl::BytesToHexString(BytesOf(checkpoint.head.root))},
                 {std::string(holds.message())}}}});
  return holds;
}

absl::Status Sign(Context& context, const Args& args) {
  if (!args.Has("key")) return UsageError("--key is needed: the file that `make-key` wrote");
  const std::string path = CheckpointOf(args.Get("key"));
  RUFAA_ASSIGN_OR_RETURN(const KeyFile key, OpenKey(args.Get("key")));
  RUFAA_ASSIGN_OR_RETURN(const CommitProof proof, ReadProofFile(args.Get("file")));
  RUFAA_ASSIGN_OR_RETURN(const std::optional<Checkpoint> last, LastSigned(path, key.signer.key));
  Checkpoint next{.origin = {}, .head = proof.head};
  RUFAA_ASSIGN_OR_RETURN(next.origin, OriginOf(args, last));
  absl::Status holds = CheckProof(proof);
  if (holds.ok() && last) holds = CheckGoesOn(proof, last->head);
  if (!holds.ok()) return Judge(context.printer(), next, holds);
  RUFAA_RETURN_IF_ERROR(Replace(path, SignedNote(next, key.signer)));
  return Judge(context.printer(), next, holds);
}

}  // namespace

void AddSignVerbs(App& app) {
  app.Add({.group = "audit",
           .name = "make-key",
           .help = "Make a key to sign checkpoints with; shows by what its signatures are known.",
           .arguments = {{.name = "name", .help = "who signs, such as court-tononoka"}},
           .flags = {{.name = "out",
                      .help = "the file to write; must not exist (needed)",
                      .value = "FILE"}},
           .run = MakeKey});
  app.Add({.group = "audit",
           .name = "sign",
           .help = "Sign that the log of a proof goes on from what this key signed before, into "
                   "KEY.checkpoint; exit code 8, and nothing signed, if it does not.",
           .arguments = {{.name = "file", .help = "that `rufaa audit prove --since` wrote"}},
           .flags = {{.name = "key",
                      .help = "the file that `rufaa audit make-key` wrote (needed)",
                      .value = "FILE"},
                     {.name = "origin",
                      .help = "the name of the log, with the first checkpoint",
                      .value = "NAME"}},
           .run = Sign});
}

}  // namespace rufaa::cli
