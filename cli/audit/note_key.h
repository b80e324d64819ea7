// Keys that sign notes, as C2SP's signed-note.md and Go's note package write them: Ed25519 under a
// name, each told from another of that name by four bytes of a hash.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace rufaa::cli {

// What a signature is checked with; no secret.
struct NoteKey {
  std::string name;
  std::string public_key;  // 32 bytes.

  std::string Hash() const;  // The first 4 bytes of SHA-256(name ‖ 0x0A ‖ 0x01 ‖ public_key).
  std::string Text() const;  // "name+hash+key", to be published.
};

// Of such a text; a usage error names `field`.
absl::StatusOr<NoteKey> NoteKeyFrom(const std::string& field, absl::string_view text);

struct NoteSigner {
  NoteKey key;
  std::string seed;  // 32 bytes, which nobody else may know.

  std::string Sign(absl::string_view message) const;  // 64 bytes.
  std::string Text() const;                           // "PRIVATE+KEY+name+hash+seed".
};

// With a new key. A usage error where `name` is empty, or has a space or a plus sign in it.
absl::StatusOr<NoteSigner> NewSigner(absl::string_view name);

absl::StatusOr<NoteSigner> NoteSignerFrom(const std::string& field, absl::string_view text);

bool IsSignedBy(const NoteKey& key, absl::string_view message, absl::string_view signature);

}  // namespace rufaa::cli
