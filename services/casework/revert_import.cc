// Taking an import back: each of its cases by an event of its own, then the import itself.
#include <openssl/sha.h>

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "services/casework/commands.h"
#include "services/casework/imports.h"

namespace rufaa::case_service {
namespace {

namespace imports = casework::imports;

// Taking back many cases, all at once; the last to be answered ends it.
struct Reversal {
  rpc::CallPtr call;
  const v1::RevertImportRequest& request;
  v1::ImportReply* reply;
  rpc::Done done;
  Acting by;
  std::atomic<size_t> left;
  std::mutex mutex;
  absl::Status problem;  // What refused it as a whole.
  uint32_t reverted = 0;
  uint32_t kept = 0;
};

void Count(Reversal& reversal, const absl::Status& status) {
  const std::lock_guard lock(reversal.mutex);
  const absl::optional<Refusal> refusal = RefusalOf(status);
  if (status.ok()) {
    ++reversal.reverted;
  } else if (refusal && (refusal->reason == Reason::CASE_WORKED_ON ||
                         refusal->reason == Reason::NOT_ALLOWED_IN_STATE)) {
    ++reversal.kept;
  } else if (reversal.problem.ok()) {
    reversal.problem = status;
  }
}

// The import itself says that it was taken back, once its cases do.
void FinishReversal(const std::shared_ptr<Reversal>& reversal) {
  if (!reversal->problem.ok()) return reversal->done(reversal->problem);
  const std::string stream = ImportStream(reversal->request.import_id());
  rpc::Execute(
      reversal->call, rpc::MakeCommand(*reversal->call, reversal->request, stream),
      [reversal, stream](Loader& load) -> AllChanges {
        RUFAA_ASSIGN_OR_RETURN(const ImportState* import, load.Load<ImportState>(stream));
        if (import->reverted) return Refuse(Reason::ALREADY_DONE);
        return OneChange(stream, imports::Reverted{.reason = reversal->request.reason(),
                                                   .reverted_by = reversal->by.person});
      },
      [reversal](absl::StatusOr<Outcome> outcome) {
        if (!outcome.ok()) return reversal->done(outcome.status());
        v1::ImportReply& reply = *reversal->reply;
        reply.set_revision(outcome->receipt.position);
        reply.set_reverted(reversal->reverted);
        reply.set_kept(reversal->kept);
        reversal->done(FillReply(*reversal->call->county, reversal->request.import_id(), reply));
      });
}

void RevertOne(const std::shared_ptr<Reversal>& reversal, const std::string& code) {
  const v1::RevertImportRequest& request = reversal->request;
  const std::string stream = CaseStream(code);
  Command command = rpc::MakeCommand(*reversal->call, request, stream);
  command.request_id = DerivedId("revert", request.import_id(), code);
  command.caller = ImportStream(request.import_id());
  command.digest = std::string(SHA256_DIGEST_LENGTH, '\0');  // The id says all there is to say.
  rpc::Execute(
      reversal->call, std::move(command),
      [reversal, stream](Loader& load) -> AllChanges {
        RUFAA_ASSIGN_OR_RETURN(const casework::State* kase, load.Load<casework::State>(stream));
        return rpc::ChangesOf(
            stream, casework::Decide(
                        *kase, casework::RevertImport{reversal->by, reversal->request.import_id()},
                        reversal->call->county->rules));
      },
      [reversal](absl::StatusOr<Outcome> outcome) {
        Count(*reversal, outcome.status());
        if (--reversal->left == 0) FinishReversal(reversal);
      });
}

}  // namespace

void Commands::Do(const rpc::CallPtr& call, const v1::RevertImportRequest& request,
                  v1::ImportReply* reply, const rpc::Done& done) {
  const Acting by = call->ActingOf(request);
  if (absl::Status s = CheckImporter(by); !s.ok()) return done(s);
  absl::StatusOr<std::vector<std::string>> codes =
      CasesOfImport(call->county->log, request.import_id());
  if (!codes.ok()) return done(codes.status());
  auto reversal = std::shared_ptr<Reversal>(new Reversal{.call = call,
                                                         .request = request,
                                                         .reply = reply,
                                                         .done = done,
                                                         .by = by,
                                                         .left = codes->size(),
                                                         .mutex = {},
                                                         .problem = {}});
  if (codes->empty()) return FinishReversal(reversal);
  for (const std::string& code : *codes) RevertOne(reversal, code);
}

}  // namespace rufaa::case_service
