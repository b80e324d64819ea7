// Imports: a line list becomes cases, one commit each, and can be taken back as a whole.

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/base/field_checks.h"
#include "domain/coordination/importing.h"
#include "services/casework/commands.h"
#include "services/casework/identify.h"
#include "services/casework/imported_words.h"
#include "services/casework/imports.h"
#include "services/rpc/command_agency.h"

namespace rufaa::case_service {
namespace {

namespace imports = casework::imports;

// Open for more records, and for `by`.
absl::Status CheckOpen(const ImportState& import, ImportIndex& index, const std::string& import_id,
                       const Acting& by) {
  if (!import.started) return Refuse(Reason::NOT_FOUND_OR_NOT_YOURS);
  RUFAA_RETURN_IF_ERROR(CheckOfficesOwn(index, import_id, by));
  if (import.finished || import.reverted) return Refuse(Reason::NOT_ALLOWED_IN_STATE);
  return absl::OkStatus();
}

// The first case of `codes`, or that one of them was found to repeat, whose child is of the same
// sub-county and has a case. What is only likely is no condition of the commit.
absl::StatusOr<std::string> LikelyDuplicate(const rpc::CountyRuntime& county,
                                            const std::vector<std::string>& codes,
                                            absl::string_view subcounty) {
  Loader load(county.executor.aggregates());
  for (const std::string& code : codes) {
    RUFAA_ASSIGN_OR_RETURN(const casework::State* other, StandingCase(load, code));
    if (other != nullptr && absl::string_view(other->subcounty) == subcounty) return other->code;
  }
  return std::string();
}

// The case that the client says it may be the same child as. One that is not there, leads to none
// that stands, or is not the importer's to know of, is refused by name: passed over, a duplicate
// would be missed in silence.
absl::StatusOr<std::string> NamedDuplicate(const rpc::CountyRuntime& county, const Acting& by,
                                           const std::string& text) {
  constexpr absl::string_view kField = "possible_duplicate_of";
  Loader load(county.executor.aggregates());
  RUFAA_ASSIGN_OR_RETURN(std::string code,
                         NamedCase(load, by, county.code_letters, {kField, text}));
  RUFAA_ASSIGN_OR_RETURN(const casework::State* standing, StandingCase(load, code));
  if (standing == nullptr) {
    return Refuse(Reason::NOT_FOUND_OR_NOT_YOURS, {}, {{"field", std::string(kField)}});
  }
  return code;
}

absl::StatusOr<coordination::ImportedCase> MakeImported(const v1::ImportCaseRequest& request,
                                                        const std::string& code,
                                                        const rpc::CountyRuntime& county,
                                                        IntakeOffices& offices, const Acting& by,
                                                        Loader& load, rpc::Sealer& seal) {
  coordination::ImportedCase imported;
  RUFAA_ASSIGN_OR_RETURN(imported.identify,
                         MakeIdentify(request, code, county, offices, by, load, seal));
  imported.identify.import_id = request.import_id();
  imported.identify.serial = request.serial();
  imported.record = request.record();
  imported.serial = request.serial();
  imported.risk = request.risk();
  if (!request.referral().reason().empty()) {
    const std::string& state = request.referral().state();
    imported.needs.push_back({.code = request.referral().reason(),
                              .met = state == "completed",
                              .referred = state == "pending" || state == "accepted"});
  }
  const std::string stream = CaseStream(code);
  const std::string& child = imported.identify.child;
  if (request.has_court_time()) {
    RUFAA_ASSIGN_OR_RETURN(Sealed file,
                           seal.Seal(child, Compartment::kJustice,
                                     rpc::SealPlace(stream, casework::CourtDateSet::kType, "file"),
                                     request.court_file()));
    RUFAA_ASSIGN_OR_RETURN(std::string court_kind,
                           rpc::KindOfAgency(load, "court", request.court()));
    imported.court_date = casework::SetCourtDate{.by = by,
                                                 .matter = "m1",
                                                 .session = "STMN",
                                                 .court = request.court(),
                                                 .court_kind = std::move(court_kind),
                                                 .at = rpc::FromProto(request.court_time()),
                                                 .file = std::move(file)};
  }
  imported.sessions = request.session_count();
  imported.behaviour_change = BehaviourChangeOf(request);
  imported.closure_reason = request.closure_reason();
  if (request.has_close_time()) imported.closed_at = rpc::FromProto(request.close_time());
  RUFAA_ASSIGN_OR_RETURN(
      imported.remarks,
      seal.Seal(child, Compartment::kNarrative,
                rpc::SealPlace(stream, casework::Imported::kType, "remarks"), RemarksOf(request)));
  return imported;
}

// Sealed under justice, as a note before the event that ends the import of the case.
absl::Status AddJusticeNote(const v1::ImportCaseRequest& request, const std::string& child,
                            rpc::Sealer& seal, std::vector<Change>& changes) {
  const std::string text = JusticeNoteOf(request);
  if (text.empty()) return absl::OkStatus();
  const auto imported = std::find_if(changes.begin(), changes.end(), [](const Change& change) {
    return std::holds_alternative<casework::Imported>(change.event);
  });
  const std::string stream = imported->stream;
  RUFAA_ASSIGN_OR_RETURN(
      Sealed note, seal.Seal(child, Compartment::kJustice,
                             rpc::SealPlace(stream, casework::NoteAdded::kType, "note"), text));
  changes.insert(imported, {stream, casework::NoteAdded{std::move(note)}});
  return absl::OkStatus();
}

absl::StatusOr<coordination::KnownSerial> LoadSerial(const std::string& serial,
                                                     const std::string& county, Loader& load) {
  coordination::KnownSerial known;
  if (serial.empty()) return known;
  const std::string counter = coordination::CounterStreamOf(serial, county);
  if (!counter.empty()) {
    RUFAA_ASSIGN_OR_RETURN(const auto* taken, load.Load<coordination::SerialCounter>(counter));
    known.counter = *taken;
  }
  RUFAA_ASSIGN_OR_RETURN(const coordination::SerialHolder* holder,
                         load.Load<coordination::SerialHolder>(SerialTextStream(serial)));
  if (holder->case_code.empty()) return known;
  RUFAA_ASSIGN_OR_RETURN(const casework::State* kase,
                         load.Load<casework::State>(CaseStream(holder->case_code)));
  known.holder = *kase;
  return known;
}

// Records whose serials are of one counter wait for each other, and lose no races for it.
std::string LaneOf(const v1::ImportCaseRequest& request, const std::string& county) {
  std::string counter = coordination::CounterStreamOf(request.serial(), county);
  if (!counter.empty()) return counter;
  return absl::StrCat("import/", request.import_id(), "/", request.record());
}

struct ImportWork {
  Acting by;
  rpc::RequestKey key;
  ImportIndex& index;
  rpc::Sealer seal;
  std::vector<std::string> similar;
};

AllChanges DecideImportCase(const v1::ImportCaseRequest& request, const rpc::CountyRuntime& county,
                            IntakeOffices& offices, ImportWork& work, Loader& load) {
  RUFAA_RETURN_IF_ERROR(CheckImporter(work.by));
  RUFAA_ASSIGN_OR_RETURN(const ImportState* import,
                         load.Load<ImportState>(ImportStream(request.import_id())));
  RUFAA_RETURN_IF_ERROR(CheckOpen(*import, work.index, request.import_id(), work.by));
  RUFAA_ASSIGN_OR_RETURN(const coordination::KnownSerial known,
                         LoadSerial(request.serial(), county.id, load));
  RUFAA_ASSIGN_OR_RETURN(const std::string code, NewCaseCode(county, work.key, load));
  RUFAA_ASSIGN_OR_RETURN(coordination::ImportedCase imported,
                         MakeImported(request, code, county, offices, work.by, load, work.seal));
  const casework::Identify& child = imported.identify;
  const Vault::Likeness likeness =
      rpc::LikenessOf(request.identity(), child.birth_year.value_or(0), child.sex);
  RUFAA_ASSIGN_OR_RETURN(work.similar, SimilarCases(county, likeness, child.child));
  if (!request.possible_duplicate_of().empty()) {
    RUFAA_ASSIGN_OR_RETURN(imported.duplicate_of,
                           NamedDuplicate(county, work.by, request.possible_duplicate_of()));
    work.similar.insert(work.similar.begin(), imported.duplicate_of);
  } else {
    RUFAA_ASSIGN_OR_RETURN(imported.duplicate_of,
                           LikelyDuplicate(county, work.similar, child.subcounty));
  }
  AllChanges changes = coordination::ImportCase(casework::State{}, imported, known, county.rules);
  RUFAA_RETURN_IF_ERROR(changes.status());
  RUFAA_RETURN_IF_ERROR(AddJusticeNote(request, child.child, work.seal, *changes));
  if (!likeness.first_name.empty()) {
    RUFAA_RETURN_IF_ERROR(county.vault.Index(child.child, likeness));
  }
  return changes;
}

// Of StartImport and FinishImport: one event on the import's own stream.
template <class Request, class Decide>
void ChangeImport(Counties& counties, const rpc::CallPtr& call, const Request& request,
                  v1::ImportReply* reply, const rpc::Done& done, Decide decide) {
  const Acting by = call->ActingOf(request);
  if (absl::Status s = CheckImporter(by); !s.ok()) return done(s);
  // Reads on to the log's end here, so that the answer, on a thread of the log, has little to read.
  const auto known = counties.ImportsOf(call->county->id).Find(request.import_id());
  if (!known.ok()) return done(known.status());
  const std::string stream = ImportStream(request.import_id());
  rpc::Execute(
      call, rpc::MakeCommand(*call, request, stream),
      [by, stream, decide](Loader& load) -> AllChanges {
        RUFAA_RETURN_IF_ERROR(CheckOccurred(by));
        RUFAA_ASSIGN_OR_RETURN(const ImportState* import, load.Load<ImportState>(stream));
        absl::StatusOr<imports::Event> event = decide(*import, by);
        if (!event.ok()) return event.status();
        return OneChange(stream, *std::move(event));
      },
      [&counties, call, by, &request, reply, done](absl::StatusOr<Outcome> outcome) {
        if (!outcome.ok()) return done(outcome.status());
        reply->set_revision(outcome->receipt.position);
        done(FillReply(*call->county, counties, by, request.import_id(), false, *reply));
      });
}

}  // namespace

void Commands::Do(const rpc::CallPtr& call, const v1::ImportCaseRequest& request,
                  v1::CaseReply* reply, const rpc::Done& done) {
  Acting by = call->ActingOf(request);
  by.occurred_at = rpc::FromProto(request.report_time());
  by.from_list = true;
  // Import and record are what is done, whichever client and request_id does it: a file sent again
  // gives the first cases again. Which case a record is said to resemble depends on what was in
  // when it was sent, and so is no part of it.
  v1::ImportCaseRequest body = request;
  body.clear_request_id();
  body.clear_occur_time();
  body.clear_possible_duplicate_of();
  if (body.age_years() == 0) body.clear_age_years();  // A 0 was not sent by earlier programs.
  Command command = rpc::MakeCommand(*call, request, LaneOf(request, call->county->id));
  command.caller = ImportStream(request.import_id());
  command.request_id =
      rpc::DerivedId("record", request.import_id(), absl::StrCat(request.record()));
  command.digest = call->county->request_digests.Of(body);
  command.occurred_at = by.occurred_at;
  auto work = std::make_shared<ImportWork>(ImportWork{by,
                                                      rpc::KeyOf(command),
                                                      counties_.ImportsOf(call->county->id),
                                                      rpc::Sealer(call->county->vault),
                                                      {}});
  rpc::Execute(
      call, std::move(command),
      [this, call, work, &request](Loader& load) {
        return DecideImportCase(request, *call->county, counties_.OfficesOf(call->county->id),
                                *work, load);
      },
      [call, work, &request, reply, done](absl::StatusOr<Outcome> outcome) {
        if (!outcome.ok()) return done(outcome.status());
        // A record sent again is answered undecided, whoever sends it.
        absl::Status own = CheckOfficesOwn(work->index, request.import_id(), work->by);
        if (!own.ok()) return done(own);
        const std::string stream = outcome->changes.front().stream;
        if (absl::Status s = Answer(*call, work->by, stream, outcome, reply); !s.ok()) {
          return done(s);
        }
        done(AddSimilar(*call, work->by, work->similar, reply));
      });
}

void Commands::Do(const rpc::CallPtr& call, const v1::StartImportRequest& request,
                  v1::ImportReply* reply, const rpc::Done& done) {
  ImportIndex& index = counties_.ImportsOf(call->county->id);
  ChangeImport(counties_, call, request, reply, done,
               [&index, &request](const ImportState& import,
                                  const Acting& by) -> absl::StatusOr<imports::Event> {
                 if (import.started) {
                   // First: with another office's the caller can do nothing, whichever file it is
                   // of.
                   RUFAA_RETURN_IF_ERROR(CheckOfficesOwn(index, request.import_id(), by));
                   if (import.file_digest == request.file_digest()) {
                     return Refuse(Reason::ALREADY_DONE);
                   }
                   return Malformed("file_digest",
                                    "is not of the file that the import was begun with");
                 }
                 return imports::Started{.import_id = request.import_id(),
                                         .file_digest = request.file_digest(),
                                         .rows = request.rows(),
                                         .started_by = by.person,
                                         .source = request.source()};
               });
}

void Commands::Do(const rpc::CallPtr& call, const v1::FinishImportRequest& request,
                  v1::ImportReply* reply, const rpc::Done& done) {
  ImportIndex& index = counties_.ImportsOf(call->county->id);
  ChangeImport(counties_, call, request, reply, done,
               [&index, &request](const ImportState& import,
                                  const Acting& by) -> absl::StatusOr<imports::Event> {
                 RUFAA_RETURN_IF_ERROR(CheckOpen(import, index, request.import_id(), by));
                 return imports::Finished{.accepted = request.accepted(),
                                          .refused = request.refused(),
                                          .flagged = request.flagged()};
               });
}

}  // namespace rufaa::case_service
