#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "eventlog/merkle.h"
#include "eventlog/record.h"
#include "services/audit/trail.h"

namespace rufaa::audit_service {
namespace {

namespace v1 = audit::v1;

absl::StatusOr<Commit> CommitAt(CountyLog& log, uint64_t position) {
  std::optional<Commit> found;
  RUFAA_RETURN_IF_ERROR(log.Read(position - 1, [&](const Commit& commit) {
    found = commit;
    return false;
  }));
  if (found) return *std::move(found);
  return Refuse(Reason::STORE_DAMAGED, absl::StrCat("Commit ", position, " is missing."));
}

template <class Hashes>
void Add(const MerkleProof& proof, Hashes& hashes) {
  for (const MerkleHash& hash : proof) hashes.Add(std::string(BytesOf(hash)));
}

}  // namespace

absl::Status ReadProof(const rpc::Call& call, const v1::GetProofRequest& request,
                       v1::GetProofResponse* reply, rpc::Sought& sought) {
  const uint64_t position = request.position();
  CountyLog& log = call.county->log;
  const uint64_t size = log.Head();
  sought.about = absl::StrCat(request.with_record() ? "record/" : "proof/", position);
  sought.position = size;
  RUFAA_RETURN_IF_ERROR(CheckMayAudit(call, request.purpose()));
  if (position > size) return BeyondTheEnd("position");
  RUFAA_ASSIGN_OR_RETURN(const Commit commit, CommitAt(log, position));
  for (const NewEvent& event : commit.proposal.events) {
    RUFAA_RETURN_IF_ERROR(AddCaseOf(call, event.stream, sought));
  }
  // Of what is stored, not out of the tree: it is the record that shall be proven.
  std::string record = EncodeCommit(commit);
  RUFAA_ASSIGN_OR_RETURN(const MerkleHash root, log.Root(size));
  RUFAA_ASSIGN_OR_RETURN(const MerkleProof inclusion, log.ProveInclusion(position, size));
  reply->set_size(size);
  reply->set_root(std::string(BytesOf(root)));
  reply->set_leaf_hash(std::string(BytesOf(LeafHash(record))));
  Add(inclusion, *reply->mutable_inclusion());
  if (request.since_size() > 0 && request.since_size() <= size) {
    RUFAA_ASSIGN_OR_RETURN(const MerkleProof consistency,
                           log.ProveConsistency(request.since_size(), size));
    Add(consistency, *reply->mutable_consistency());
  }
  if (request.with_record()) reply->set_record(std::move(record));
  return absl::OkStatus();
}

}  // namespace rufaa::audit_service
