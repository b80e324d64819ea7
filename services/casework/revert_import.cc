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
  Counties& counties;
  const v1::RevertImportRequest& request;
  v1::ImportReply* reply;
  rpc::Done done;
  Acting by;
  std::atomic<size_t> left;
  std::mutex mutex;
  absl::Status problem;  // What kept it from being heard of as a whole.
  bool any = false;      // A case is taken back.

  ImportIndex& index() const { return counties.ImportsOf(call->county->id); }
  SameChild& same_child() const { return counties.SameChildOf(call->county->id); }
};

// That it was worked on, say. What else is refused (no room, no broker, a lost race) is the log's,
// and tells nothing of the case.
bool IsRefusalOfCase(const absl::Status& status) {
  return RefusalOf(status) && (absl::IsFailedPrecondition(status) ||
                               absl::IsPermissionDenied(status) || absl::IsNotFound(status));
}

// A case that refuses is kept, and told of with its reason; anything else is a failure, and the
// whole may be asked for again.
void Hear(Reversal& reversal, const absl::Status& status) {
  const std::lock_guard lock(reversal.mutex);
  reversal.any |= status.ok();
  if (!status.ok() && !IsRefusalOfCase(status)) reversal.problem = status;
}

void AnswerReversal(const std::shared_ptr<Reversal>& reversal, uint64_t revision) {
  reversal->reply->set_revision(revision);
  reversal->done(FillReply(*reversal->call->county, reversal->counties, reversal->by,
                           reversal->request.import_id(), true, *reversal->reply));
}

// The import itself says that it was taken back, once its cases do. Where all of them refused,
// nothing was taken back, and nothing says so.
void FinishReversal(const std::shared_ptr<Reversal>& reversal, bool empty) {
  if (!reversal->problem.ok()) return reversal->done(reversal->problem);
  CountyLog& log = reversal->call->county->log;
  if (!reversal->any && !empty) return AnswerReversal(reversal, log.Head());
  const std::string stream = ImportStream(reversal->request.import_id());
  rpc::Execute(
      reversal->call, rpc::MakeCommand(*reversal->call, reversal->request, stream),
      [reversal, stream](Loader& load) -> AllChanges {
        RUFAA_ASSIGN_OR_RETURN(const ImportState* import, load.Load<ImportState>(stream));
        if (!import->started) return Refuse(Reason::NOT_FOUND_OR_NOT_YOURS);
        RUFAA_RETURN_IF_ERROR(
            CheckOfficesOwn(reversal->index(), reversal->request.import_id(), reversal->by));
        if (import->reverted) return Refuse(Reason::ALREADY_DONE);
        return OneChange(stream, imports::Reverted{.reason = reversal->request.reason(),
                                                   .reverted_by = reversal->by.person});
      },
      [reversal, &log](absl::StatusOr<Outcome> outcome) {
        const absl::optional<Refusal> refusal = RefusalOf(outcome.status());
        const bool before = refusal && refusal->reason == Reason::ALREADY_DONE;
        if (!outcome.ok() && !before) return reversal->done(outcome.status());
        AnswerReversal(reversal, before ? log.Head() : outcome->receipt.position);
      });
}

void RevertOne(const std::shared_ptr<Reversal>& reversal, const std::string& code) {
  // NOLINTNEXTLINE(clang-analyzer-core.uninitialized.Assign): the aggregate binds its references.
  const v1::RevertImportRequest& request = reversal->request;
  const std::string stream = CaseStream(code);
  Command command = rpc::MakeCommand(*reversal->call, request, stream);
  command.request_id = rpc::DerivedId("revert", request.import_id(), code);
  command.caller = ImportStream(request.import_id());
  command.digest = std::string(SHA256_DIGEST_LENGTH, '\0');  // The id says all there is to say.
  rpc::Execute(
      reversal->call, std::move(command),
      [reversal, code, stream](Loader& load) -> AllChanges {
        RUFAA_ASSIGN_OR_RETURN(const casework::State* kase, load.Load<casework::State>(stream));
        RUFAA_ASSIGN_OR_RETURN(const bool repeated, IsRepeated(reversal->same_child(), load, code));
        const casework::RevertImport revert{reversal->by, reversal->request.import_id(), repeated};
        return rpc::ChangesOf(stream,
                              casework::Decide(*kase, revert, reversal->call->county->rules));
      },
      [reversal](absl::StatusOr<Outcome> outcome) {
        Hear(*reversal, outcome.status());
        if (--reversal->left == 0) FinishReversal(reversal, false);
      });
}

}  // namespace

void Commands::Do(const rpc::CallPtr& call, const v1::RevertImportRequest& request,
                  v1::ImportReply* reply, const rpc::Done& done) {
  const Acting by = call->ActingOf(request);
  if (absl::Status s = CheckReverter(by); !s.ok()) return done(s);
  ImportIndex& index = counties_.ImportsOf(call->county->id);
  absl::StatusOr<std::vector<std::string>> codes = index.Codes(request.import_id());
  if (!codes.ok()) return done(codes.status());
  if (!codes->empty()) {
    absl::Status own = CheckOfficesOwn(index, request.import_id(), by);
    if (!own.ok()) return done(own);
  }
  auto reversal = std::shared_ptr<Reversal>(new Reversal{.call = call,
                                                         .counties = counties_,
                                                         .request = request,
                                                         .reply = reply,
                                                         .done = done,
                                                         .by = by,
                                                         .left = codes->size(),
                                                         .mutex = {},
                                                         .problem = {}});
  if (codes->empty()) return FinishReversal(reversal, true);
  for (const std::string& code : *codes) RevertOne(reversal, code);
}

}  // namespace rufaa::case_service
