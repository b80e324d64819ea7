// Personal data as everything but the vault sees it: ciphertext. Domain, log, views and logs carry
// only this; vault/vault.h makes and opens it.
#pragma once

#include <string>

#include "domain/base/fields.h"

namespace rufaa {

// A part of what is known of a child, with a key of its own. Numbers are for ever.
enum class Compartment {
  kNone = 0,
  kIdentity = 1,   // Names, date of birth, phone, caregiver.
  kNarrative = 2,  // What happened, notes.
  kLocation = 3,   // Where the child sleeps: placement address, home.
  kMedical = 4,    // Visit facts (done, when, where); never clinical findings.
  kJustice = 5,    // OB number, court file, charges.
  kReply = 6,      // What a recipient asks before it decides, and what it is answered.
};

struct Sealed {
  std::string child;  // Pseudonymous child id, e.g. "ch-7f3kq2m9xw".
  Compartment compartment = Compartment::kNone;
  std::string key_id;      // Which data key of (child, compartment).
  std::string nonce;       // 24 bytes.
  std::string ciphertext;  // XChaCha20-Poly1305, tag included.

  bool empty() const { return ciphertext.empty(); }

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "child", self.child);
    visit(2, "compartment", self.compartment);
    visit(3, "key_id", self.key_id);
    visit(4, "nonce", self.nonce);
    visit(5, "ciphertext", self.ciphertext);
  }
  bool operator==(const Sealed&) const = default;
};

absl::string_view Name(Compartment compartment);  // "identity", …

}  // namespace rufaa
