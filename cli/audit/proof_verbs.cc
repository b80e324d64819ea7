#include "cli/audit/proof_verbs.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/app/context.h"
#include "cli/app/exit_code.h"
#include "cli/audit/held_head.h"
#include "cli/audit/proof_file.h"
#include "cli/message/time_text.h"
#include "cli/verbs/rpc_verb.h"
#include "domain/base/status_macros.h"
#include "eventlog/record.h"
#include "rufaa/audit/v1/audit_service.pb.h"

namespace rufaa::cli {
namespace {

RpcVerb ProveCall() {
  return {.group = "audit",
          .name = "prove",
          .method = "audit.GetProof",
          .arguments = {"position"},
          .help =
              "Write a file that proves that the commit at a position is in the log as of now; "
              "exit code 8 if it does not hold."};
}

template <class Hashes>
absl::StatusOr<MerkleProof> HashesOf(const Hashes& hashes) {
  MerkleProof proof;
  for (const std::string& bytes : hashes) {
    RUFAA_ASSIGN_OR_RETURN(const MerkleHash hash, HashFromBytes(bytes));
    proof.push_back(hash);
  }
  return proof;
}

absl::StatusOr<CommitProof> ProofOf(uint64_t position, const std::optional<TreeHead>& since,
                                    const audit::v1::GetProofResponse& reply) {
  CommitProof proof;
  proof.position = position;
  proof.head.size = reply.size();
  proof.record = reply.record();
  RUFAA_ASSIGN_OR_RETURN(proof.leaf, HashFromBytes(reply.leaf_hash()));
  RUFAA_ASSIGN_OR_RETURN(proof.head.root, HashFromBytes(reply.root()));
  RUFAA_ASSIGN_OR_RETURN(proof.inclusion, HashesOf(reply.inclusion()));
  if (!since) return proof;
  proof.since.emplace().head = *since;
  RUFAA_ASSIGN_OR_RETURN(proof.since->consistency, HashesOf(reply.consistency()));
  return proof;
}

// What the record says, but for what its events say.
std::string OutlineOf(const std::string& record, absl::TimeZone zone) {
  Commit commit;
  if (record.empty() || !DecodeCommit(record, commit).ok()) return "";
  std::vector<std::string> events;
  for (size_t i = 0; i < commit.proposal.events.size(); ++i) {
    const NewEvent& event = commit.proposal.events[i];
    events.push_back(absl::StrCat(event.type, " ", event.stream, "#", commit.versions[i]));
  }
  const Actor& actor = commit.proposal.actor;
  return absl::StrCat(ShowTime(commit.recorded_at, zone), "  ", actor.person, "@", actor.agency,
                      "  ", absl::StrJoin(events, "  "));
}

// Shows the proof and gives what does not hold of it.
absl::Status Judge(Printer& printer, const CommitProof& proof, const absl::Status& holds) {
  printer.ShowTable(
      {.columns = {"holds", "position", "size", "root", "since_size", "record", "problem"},
       .rows = {{{holds.ok() ? "yes" : "no", holds.ok() ? Tone::kGood : Tone::kWarning},
                 {absl::StrCat(proof.position)},
                 {absl::StrCat(proof.head.size)},
                 {absl::BytesToHexString(BytesOf(proof.head.root))},
                 {proof.since ? absl::StrCat(proof.since->head.size) : ""},
                 {holds.ok() ? OutlineOf(proof.record, printer.zone()) : ""},
                 {std::string(holds.message())}}}});
  return holds;
}

absl::Status Prove(Context& context, const Args& args) {
  if (!args.Has("out")) return UsageError("--out is needed: the file to write");
  RUFAA_ASSIGN_OR_RETURN(
      const std::optional<TreeHead> since,
      HeldHead(args,
               {.file = "since", .size = "since-size", .root = "since-root", .signed_by = {}}));
  RUFAA_RETURN_IF_ERROR(context.SignIn());
  audit::v1::GetProofRequest request;
  RUFAA_RETURN_IF_ERROR(FillRequest(context, args, ProveCall(), request));
  if (since) request.set_since_size(since->size);
  audit::v1::GetProofResponse reply;
  RUFAA_RETURN_IF_ERROR(context.Call(ProveCall().method, request, reply));
  absl::StatusOr<CommitProof> proof = ProofOf(request.position(), since, reply);
  if (!proof.ok()) return absl::InternalError("the hub's answer holds a hash that is none");
  // Also one that does not hold: it shows what the hub answered.
  RUFAA_RETURN_IF_ERROR(WriteProofFile(args.Get("out"), *proof));
  return Judge(context.printer(), *proof, CheckProof(*proof));
}

absl::Status Verify(Context& context, const Args& args) {
  RUFAA_ASSIGN_OR_RETURN(
      const std::optional<TreeHead> held,
      HeldHead(args,
               {.file = "checkpoint", .size = "size", .root = "root", .signed_by = "signed-by"}));
  RUFAA_ASSIGN_OR_RETURN(const CommitProof proof, ReadProofFile(args.Get("file")));
  absl::Status holds = CheckProof(proof);
  if (holds.ok() && held) holds = CheckAgainst(proof, *held);
  if (holds.ok() && !held) {
    context.printer().Note(
        "It holds by itself. Whether the root is the county's is told by one that you have from "
        "elsewhere: --checkpoint FILE, or --size NUMBER --root HEX.");
  }
  return Judge(context.printer(), proof, holds);
}

}  // namespace

void AddProofVerbs(App& app) {
  Verb prove = MakeVerb(ProveCall());
  prove.flags.push_back({.name = "since",
                         .help =
                             "an earlier proof, or a signed checkpoint: that the log begins with "
                             "what that is of",
                         .value = "FILE"});
  prove.flags.push_back(
      {.name = "since-root", .help = "the root that goes with --since-size", .value = "HEX"});
  prove.flags.push_back(
      {.name = "out", .help = "the file to write; must not exist (needed)", .value = "FILE"});
  prove.run = Prove;
  app.Add(std::move(prove));
  app.Add(
      {.group = "audit",
       .name = "verify",
       .help = "Check a proof, without a hub; exit code 8 if it does not hold.",
       .arguments = {{.name = "file", .help = "that `rufaa audit prove` wrote"}},
       .flags = {{.name = "checkpoint",
                  .help = "a proof of the same log that you held before, or a signed checkpoint",
                  .value = "FILE"},
                 {.name = "signed-by",
                  .help = "whose checkpoint it is, as `rufaa audit make-key` showed",
                  .value = "NAME+HASH+KEY"},
                 {.name = "size", .help = "or of how many commits you noted", .value = "NUMBER"},
                 {.name = "root", .help = "this root", .value = "HEX"}},
       .run = Verify});
}

}  // namespace rufaa::cli
