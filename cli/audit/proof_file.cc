#include "cli/audit/proof_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "cli/app/exit_code.h"
#include "cli/config/read_file.h"
#include "domain/base/status_macros.h"
#include "eventlog/record.h"

namespace rufaa::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr uint64_t kVersion = 1;
constexpr size_t kHashesMost = 65;  // Of a tree of 2^64 leaves.

std::string Hex(const MerkleHash& hash) { return absl::BytesToHexString(BytesOf(hash)); }

Json ListOf(const MerkleProof& proof) {
  Json hashes = Json::array();
  for (const MerkleHash& hash : proof) hashes.push_back(Hex(hash));
  return hashes;
}

absl::Status NotA(const std::string& field, absl::string_view what) {
  return UsageError(absl::StrCat(field, ": is not ", what));
}

// An object of the file, whose fields are called by their path: "since.root".
struct Part {
  const Json& json;
  std::string path;

  const Json* Find(const char* name) const {
    const auto found = json.find(name);
    return found == json.end() ? nullptr : &*found;
  }
};

// A field that nobody checks could say anything.
absl::Status CheckNames(const Part& part, std::initializer_list<absl::string_view> known) {
  for (const auto& field : part.json.items()) {
    if (std::find(known.begin(), known.end(), absl::string_view(field.key())) != known.end()) {
      continue;
    }
    return UsageError(absl::StrCat(part.path,
                                   absl::CHexEscape(absl::string_view(field.key()).substr(0, 64)),
                                   ": unknown field"));
  }
  return absl::OkStatus();
}

absl::StatusOr<uint64_t> NumberIn(const Part& part, const char* name) {
  const Json* const value = part.Find(name);
  if (value != nullptr && value->is_number_unsigned() && value->get<uint64_t>() > 0) {
    return value->get<uint64_t>();
  }
  return NotA(part.path + name, "a number, from 1 on");
}

absl::StatusOr<std::string> BytesFromHex(const std::string& field, absl::string_view hex) {
  const bool digits = std::all_of(hex.begin(), hex.end(), [](char c) {
    return absl::ascii_isxdigit(static_cast<unsigned char>(c));
  });
  if (hex.empty() || hex.size() % 2 != 0 || !digits) return NotA(field, "bytes in hexadecimal");
  return absl::HexStringToBytes(hex);
}

absl::StatusOr<std::string> BytesOfText(const std::string& field, const Json* value) {
  if (value == nullptr || !value->is_string()) return NotA(field, "bytes in hexadecimal");
  return BytesFromHex(field, value->get_ref<const std::string&>());
}

absl::StatusOr<MerkleHash> HashOf(const std::string& field, const Json* value) {
  if (value == nullptr || !value->is_string()) return NotA(field, "a hash of 64 digits");
  return HashFromHex(field, value->get_ref<const std::string&>());
}

absl::StatusOr<MerkleProof> HashesIn(const Part& part, const char* name) {
  const Json* const value = part.Find(name);
  const std::string field = part.path + name;
  if (value == nullptr || !value->is_array() || value->size() > kHashesMost) {
    return NotA(field, absl::StrCat("a list of at most ", kHashesMost, " hashes"));
  }
  MerkleProof hashes;
  for (const Json& one : *value) {
    RUFAA_ASSIGN_OR_RETURN(const MerkleHash hash,
                           HashOf(absl::StrCat(field, "[", hashes.size(), "]"), &one));
    hashes.push_back(hash);
  }
  return hashes;
}

absl::StatusOr<TreeHead> HeadIn(const Part& part) {
  TreeHead head;
  RUFAA_ASSIGN_OR_RETURN(head.size, NumberIn(part, "size"));
  RUFAA_ASSIGN_OR_RETURN(head.root, HashOf(part.path + "root", part.Find("root")));
  return head;
}

absl::StatusOr<CommitProof::Since> SinceIn(const Json& json) {
  if (!json.is_object()) return NotA("since", "an object");
  const Part part{json, "since."};
  RUFAA_RETURN_IF_ERROR(CheckNames(part, {"size", "root", "consistency"}));
  CommitProof::Since since;
  RUFAA_ASSIGN_OR_RETURN(since.head, HeadIn(part));
  RUFAA_ASSIGN_OR_RETURN(since.consistency, HashesIn(part, "consistency"));
  return since;
}

absl::StatusOr<CommitProof> FromJson(const Json& json) {
  const Part part{json, ""};
  const Json* const version = json.is_object() ? part.Find("rufaa_proof") : nullptr;
  if (version == nullptr || !version->is_number_unsigned()) {
    return UsageError("is no proof: `rufaa audit prove` writes one");
  }
  if (version->get<uint64_t>() != kVersion) {
    return UsageError(absl::StrCat("rufaa_proof: is of version ", version->get<uint64_t>(),
                                   "; this program reads ", kVersion));
  }
  RUFAA_RETURN_IF_ERROR(CheckNames(
      part, {"rufaa_proof", "position", "leaf", "size", "root", "inclusion", "since", "record"}));
  CommitProof proof;
  RUFAA_ASSIGN_OR_RETURN(proof.position, NumberIn(part, "position"));
  RUFAA_ASSIGN_OR_RETURN(proof.leaf, HashOf("leaf", part.Find("leaf")));
  RUFAA_ASSIGN_OR_RETURN(proof.head, HeadIn(part));
  RUFAA_ASSIGN_OR_RETURN(proof.inclusion, HashesIn(part, "inclusion"));
  if (const Json* const since = part.Find("since")) {
    RUFAA_ASSIGN_OR_RETURN(proof.since, SinceIn(*since));
  }
  if (const Json* const record = part.Find("record")) {
    RUFAA_ASSIGN_OR_RETURN(proof.record, BytesOfText("record", record));
  }
  return proof;
}

absl::Status DoesNotHold(const std::string& what) { return absl::DataLossError(what); }

std::string Named(const TreeHead& head) {
  return absl::StrCat("the ", head.size, " commits of root ", Hex(head.root));
}

absl::Status CheckRecord(const CommitProof& proof) {
  if (LeafHash(proof.record) != proof.leaf) {
    return DoesNotHold("the record is not what the leaf is the hash of");
  }
  Commit commit;
  if (!DecodeCommit(proof.record, commit).ok()) return DoesNotHold("the record is no commit");
  if (commit.position == proof.position) return absl::OkStatus();
  return DoesNotHold(
      absl::StrCat("the record is of position ", commit.position, ", not ", proof.position));
}

}  // namespace

absl::StatusOr<MerkleHash> HashFromHex(const std::string& field, absl::string_view hex) {
  if (hex.size() != 2 * MerkleHash().size()) return NotA(field, "a hash of 64 digits");
  RUFAA_ASSIGN_OR_RETURN(const std::string bytes, BytesFromHex(field, hex));
  return HashFromBytes(bytes);
}

std::string ToJson(const CommitProof& proof) {
  Json json = {{"rufaa_proof", kVersion},      {"position", proof.position},
               {"leaf", Hex(proof.leaf)},      {"size", proof.head.size},
               {"root", Hex(proof.head.root)}, {"inclusion", ListOf(proof.inclusion)}};
  if (proof.since) {
    json["since"] = {{"size", proof.since->head.size},
                     {"root", Hex(proof.since->head.root)},
                     {"consistency", ListOf(proof.since->consistency)}};
  }
  if (!proof.record.empty()) json["record"] = absl::BytesToHexString(proof.record);
  return json.dump(2) + "\n";
}

absl::StatusOr<CommitProof> ReadProofFile(const std::string& path) {
  RUFAA_ASSIGN_OR_RETURN(const std::string text, ReadWholeFile(path, kProofBytesMost));
  return ProofIn(path, text);
}

absl::StatusOr<CommitProof> ProofIn(const std::string& path, absl::string_view text) {
  const Json json = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  absl::StatusOr<CommitProof> proof = FromJson(json);
  if (proof.ok()) return proof;
  return UsageError(absl::StrCat(path, ": ", proof.status().message()));
}

absl::Status WriteProofFile(const std::string& path, const CommitProof& proof) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) return UsageError(absl::StrCat(path, " can't be made: ", std::strerror(errno)));
  const std::string text = ToJson(proof);
  absl::string_view rest = text;
  while (!rest.empty()) {
    const ssize_t written = ::write(file, rest.data(), rest.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) break;
    rest.remove_prefix(static_cast<size_t>(written));
  }
  const bool whole = ::close(file) == 0 && rest.empty();
  if (whole) return absl::OkStatus();
  ::unlink(path.c_str());
  return absl::UnknownError(absl::StrCat(path, " could not be written"));
}

absl::Status CheckProof(const CommitProof& proof) {
  const TreeHead& head = proof.head;
  if (!proof.record.empty()) RUFAA_RETURN_IF_ERROR(CheckRecord(proof));
  if (!VerifyInclusion(proof.leaf, proof.position - 1, head.size, proof.inclusion, head.root)) {
    return DoesNotHold(
        absl::StrCat("the leaf is not at position ", proof.position, " of ", Named(head)));
  }
  if (!proof.since) return absl::OkStatus();
  const TreeHead& since = proof.since->head;
  if (since.size > head.size) {
    return DoesNotHold(absl::StrCat("the log has ", head.size, " commits, fewer than ",
                                    Named(since), ": it was cut short, or is another"));
  }
  if (VerifyConsistency(since.size, since.root, head.size, head.root, proof.since->consistency)) {
    return absl::OkStatus();
  }
  return DoesNotHold(absl::StrCat(Named(head), " do not begin with ", Named(since)));
}

absl::Status CheckGoesOn(const CommitProof& proof, const TreeHead& held) {
  const TreeHead& head = proof.head;
  if (held.size > head.size) {
    return DoesNotHold(absl::StrCat("the proof is of ", head.size, " commits, fewer than ",
                                    Named(held), ": it is older, or the log was cut short"));
  }
  const bool is_head = held.size == head.size;
  if (!is_head && (!proof.since || held.size != proof.since->head.size)) {
    return DoesNotHold(absl::StrCat("nothing shows that the log begins with ", Named(held),
                                    ": prove it --since those"));
  }
  const MerkleHash& shown = is_head ? head.root : proof.since->head.root;
  if (held.root == shown) return absl::OkStatus();
  return DoesNotHold(absl::StrCat("the root over ", held.size, " commits is ", Hex(shown), ", not ",
                                  Hex(held.root), ": it is another log"));
}

absl::Status CheckAgainst(const CommitProof& proof, const TreeHead& held) {
  RUFAA_RETURN_IF_ERROR(CheckGoesOn(proof, held));
  // What comes after a root, anybody can make up: any leaf beside it gives a larger tree.
  if (held.size >= proof.position) return absl::OkStatus();
  return DoesNotHold(absl::StrCat("position ", proof.position, " is after the ", held.size,
                                  " commits that you know: their root says nothing of it"));
}

}  // namespace rufaa::cli
