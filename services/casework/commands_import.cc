// Imports: a line list becomes cases, one commit each, and can be taken back as a whole.

#include <openssl/sha.h>

#include <algorithm>
#include <atomic>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/codes/codes.h"
#include "domain/coordination/importing.h"
#include "services/casework/commands.h"
#include "services/casework/identify.h"
#include "services/casework/imports.h"

namespace rufaa::case_service {
namespace {

namespace imports = casework::imports;

// 16 bytes that are the same whenever the same is done again.
std::string DerivedId(absl::string_view what, absl::string_view import_id, absl::string_view part) {
  const std::string text = absl::StrCat(what, "\n", import_id, "\n", part);
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(),
         reinterpret_cast<unsigned char*>(digest.data()));
  digest.resize(16);
  return digest;
}

// Imports are for the county's administrator and for those who own cases.
absl::Status CheckImporter(const Acting& by) {
  const bool officer = by.role == Role::kSupervisor || by.role == Role::kChildrensOfficer;
  return officer || by.role == Role::kCountyAdmin ? absl::OkStatus()
                                                  : Refuse(Reason::NOT_PERMITTED);
}

// Open for more records.
absl::Status CheckOpen(const ImportState& import) {
  if (!import.started) return Refuse(Reason::NOT_FOUND_OR_NOT_YOURS);
  if (import.finished || import.reverted) return Refuse(Reason::NOT_ALLOWED_IN_STATE);
  return absl::OkStatus();
}

AllChanges One(const std::string& stream, imports::Event event) {
  return std::vector<Change>{
      {stream, std::visit([](auto&& e) { return AnyEvent(std::move(e)); }, std::move(event))}};
}

// What a spreadsheet has in words and no field of the case takes.
std::string Remarks(const v1::ImportCaseRequest& request) {
  std::string text;
  const auto add = [&](absl::string_view label, absl::string_view value) {
    if (!value.empty()) absl::StrAppend(&text, label, ": ", value, "\n");
  };
  add("Reporter", request.reporter_name());
  add("Reporter's phone", request.reporter_phone());
  add("Found by", request.identifier_person());
  add("Police station", request.police_station());
  add("Referred to", request.referral().to_agency());
  add("Referred to", request.referral().to_name());
  add("Referral", request.referral().state());
  add("Support", request.support());
  return text;
}

// The first of `codes` whose child is of the same sub-county and not forgotten or taken back.
absl::StatusOr<std::string> LikelyDuplicate(const rpc::CountyRuntime& county,
                                            const std::vector<std::string>& codes,
                                            absl::string_view subcounty) {
  for (const std::string& code : codes) {
    RUFAA_ASSIGN_OR_RETURN(const Folded<casework::State> other,
                           county.executor.aggregates().Load<casework::State>(CaseStream(code)));
    const bool gone = other.version == 0 || other.state->erased ||
                      other.state->stage == casework::Stage::kReverted;
    if (!gone && absl::string_view(other.state->subcounty) == subcounty) return code;
  }
  return std::string();
}

absl::StatusOr<coordination::ImportedCase> MakeImported(const v1::ImportCaseRequest& request,
                                                        const std::string& code,
                                                        const rpc::CountyRuntime& county,
                                                        IntakeOffices& offices, const Acting& by,
                                                        rpc::Sealer& seal) {
  coordination::ImportedCase imported;
  RUFAA_ASSIGN_OR_RETURN(imported.identify, MakeIdentify(request, code, county, offices, by, seal));
  imported.identify.import_id = request.import_id();
  imported.identify.serial = request.serial();
  imported.record = request.record();
  imported.serial = request.serial();
  imported.risk = request.risk();
  if (!request.referral().reason().empty()) {
    imported.needs.push_back(
        {request.referral().reason(), request.referral().state() == "completed"});
  }
  const std::string stream = CaseStream(code);
  const std::string& child = imported.identify.child;
  if (request.has_court_time()) {
    RUFAA_ASSIGN_OR_RETURN(Sealed file,
                           seal.Seal(child, Compartment::kJustice,
                                     rpc::SealPlace(stream, casework::CourtDateSet::kType, "file"),
                                     request.court_file()));
    imported.court_date = casework::SetCourtDate{.by = by,
                                                 .matter = "m1",
                                                 .session = "STMN",
                                                 .court = request.court(),
                                                 .at = rpc::FromProto(request.court_time()),
                                                 .file = std::move(file)};
  }
  imported.sessions = request.session_count();
  if (request.improved()) imported.behaviour_change = "IMPROVED";
  imported.closure_reason = request.closure_reason();
  if (request.has_close_time()) imported.closed_at = rpc::FromProto(request.close_time());
  RUFAA_ASSIGN_OR_RETURN(
      imported.remarks,
      seal.Seal(child, Compartment::kNarrative,
                rpc::SealPlace(stream, casework::Imported::kType, "remarks"), Remarks(request)));
  return imported;
}

// The occurrence book's number is the police's: sealed under justice, as a note before the event
// that ends the import of the case.
absl::Status AddObNumber(const v1::ImportCaseRequest& request, const std::string& child,
                         rpc::Sealer& seal, std::vector<Change>& changes) {
  if (request.ob_number().empty()) return absl::OkStatus();
  const std::string stream = changes.back().stream;
  RUFAA_ASSIGN_OR_RETURN(Sealed note,
                         seal.Seal(child, Compartment::kJustice,
                                   rpc::SealPlace(stream, casework::NoteAdded::kType, "note"),
                                   absl::StrCat("OB ", request.ob_number())));
  changes.insert(changes.end() - 1, {stream, casework::NoteAdded{std::move(note)}});
  return absl::OkStatus();
}

struct ImportWork {
  Acting by;
  rpc::Sealer seal;
  std::vector<std::string> similar;
};

AllChanges DecideImportCase(const v1::ImportCaseRequest& request, const rpc::CountyRuntime& county,
                            IntakeOffices& offices, ImportWork& work, Loader& load) {
  RUFAA_RETURN_IF_ERROR(CheckImporter(work.by));
  RUFAA_ASSIGN_OR_RETURN(const ImportState* import,
                         load.Load<ImportState>(ImportStream(request.import_id())));
  RUFAA_RETURN_IF_ERROR(CheckOpen(*import));
  RUFAA_ASSIGN_OR_RETURN(const std::string code, NewCaseCode(county, load));
  RUFAA_ASSIGN_OR_RETURN(coordination::ImportedCase imported,
                         MakeImported(request, code, county, offices, work.by, work.seal));
  const casework::Identify& child = imported.identify;
  const Vault::Likeness likeness =
      rpc::LikenessOf(request.identity(), child.birth_year.value_or(0), child.sex);
  RUFAA_ASSIGN_OR_RETURN(work.similar, SimilarCases(county, likeness, child.child));
  absl::StatusOr<std::string> named =
      ParseCaseCode(request.possible_duplicate_of(), county.code_letters);
  if (named.ok()) work.similar.insert(work.similar.begin(), *named);
  RUFAA_ASSIGN_OR_RETURN(imported.duplicate_of,
                         LikelyDuplicate(county, work.similar, child.subcounty));
  AllChanges changes = coordination::ImportCase(casework::State{}, imported, county.rules);
  RUFAA_RETURN_IF_ERROR(changes.status());
  RUFAA_RETURN_IF_ERROR(AddObNumber(request, child.child, work.seal, *changes));
  if (!likeness.first_name.empty()) {
    RUFAA_RETURN_IF_ERROR(county.vault.Index(child.child, likeness));
  }
  return changes;
}

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
        return One(stream, imports::Reverted{.reason = reversal->request.reason(),
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

// Of StartImport and FinishImport: one event on the import's own stream.
template <class Request, class Decide>
void ChangeImport(const rpc::CallPtr& call, const Request& request, v1::ImportReply* reply,
                  const rpc::Done& done, Decide decide) {
  const Acting by = call->ActingOf(request);
  if (absl::Status s = CheckImporter(by); !s.ok()) return done(s);
  const std::string stream = ImportStream(request.import_id());
  rpc::Execute(
      call, rpc::MakeCommand(*call, request, stream),
      [by, stream, decide](Loader& load) -> AllChanges {
        RUFAA_RETURN_IF_ERROR(CheckOccurred(by));
        RUFAA_ASSIGN_OR_RETURN(const ImportState* import, load.Load<ImportState>(stream));
        absl::StatusOr<imports::Event> event = decide(*import, by);
        if (!event.ok()) return event.status();
        return One(stream, *std::move(event));
      },
      [call, &request, reply, done](absl::StatusOr<Outcome> outcome) {
        if (!outcome.ok()) return done(outcome.status());
        reply->set_revision(outcome->receipt.position);
        done(FillReply(*call->county, request.import_id(), *reply));
      });
}

}  // namespace

void Commands::Do(const rpc::CallPtr& call, const v1::ImportCaseRequest& request,
                  v1::CaseReply* reply, const rpc::Done& done) {
  Acting by = call->ActingOf(request);
  by.occurred_at = rpc::FromProto(request.report_time());
  auto work = std::make_shared<ImportWork>(ImportWork{by, rpc::Sealer(call->county->vault), {}});
  // Import and record are what is done, whichever client and request_id does it: a file sent again
  // gives the first cases again.
  v1::ImportCaseRequest body = request;
  body.clear_request_id();
  body.clear_occur_time();
  Command command = rpc::MakeCommand(
      *call, request, absl::StrCat("import/", request.import_id(), "/", request.record()));
  command.caller = ImportStream(request.import_id());
  command.request_id = DerivedId("record", request.import_id(), absl::StrCat(request.record()));
  command.digest = rpc::DigestOf(body);
  command.occurred_at = by.occurred_at;
  rpc::Execute(
      call, std::move(command),
      [this, call, work, &request](Loader& load) {
        return DecideImportCase(request, *call->county, counties_.OfficesOf(call->county->id),
                                *work, load);
      },
      [call, work, reply, done](absl::StatusOr<Outcome> outcome) {
        if (!outcome.ok()) return done(outcome.status());
        const std::string stream = outcome->changes.front().stream;
        if (absl::Status s = Answer(*call, work->by, stream, outcome, reply); !s.ok()) {
          return done(s);
        }
        done(AddSimilar(*call, work->by, work->similar, reply));
      });
}

void Commands::Do(const rpc::CallPtr& call, const v1::StartImportRequest& request,
                  v1::ImportReply* reply, const rpc::Done& done) {
  ChangeImport(
      call, request, reply, done,
      [&request](const ImportState& import, const Acting& by) -> absl::StatusOr<imports::Event> {
        if (import.started) return Refuse(Reason::ALREADY_DONE);
        return imports::Started{.import_id = request.import_id(),
                                .file_digest = request.file_digest(),
                                .rows = request.rows(),
                                .started_by = by.person};
      });
}

void Commands::Do(const rpc::CallPtr& call, const v1::FinishImportRequest& request,
                  v1::ImportReply* reply, const rpc::Done& done) {
  ChangeImport(
      call, request, reply, done,
      [&request](const ImportState& import, const Acting&) -> absl::StatusOr<imports::Event> {
        RUFAA_RETURN_IF_ERROR(CheckOpen(import));
        return imports::Finished{.accepted = request.accepted(),
                                 .refused = request.refused(),
                                 .flagged = request.flagged()};
      });
}

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
