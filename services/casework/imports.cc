#include "services/casework/imports.h"

#include <limits>
#include <variant>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "services/rpc/command_convert.h"
#include "services/rpc/page_token.h"

namespace rufaa::case_service {

namespace imports = casework::imports;

ImportState Evolve(ImportState state, const imports::Event& event) {
  if (const auto* started = std::get_if<imports::Started>(&event)) {
    state.started = true;
    state.file_digest = started->file_digest;
    state.rows = started->rows;
    state.started_by = started->started_by;
  }
  if (std::holds_alternative<imports::Finished>(event)) state.finished = true;
  if (std::holds_alternative<imports::Reverted>(event)) state.reverted = true;
  return state;
}

absl::Status CheckImporter(const Acting& by) {
  const bool officer = by.role == Role::kSupervisor || by.role == Role::kChildrensOfficer;
  return officer ? absl::OkStatus() : Refuse(Reason::NOT_PERMITTED);
}

absl::Status CheckReverter(const Acting& by) {
  return by.role == Role::kCountyAdmin ? absl::OkStatus() : CheckImporter(by);
}

absl::Status CheckOfficesOwn(ImportIndex& index, const std::string& import_id, const Acting& by) {
  if (by.role == Role::kCountyAdmin) return absl::OkStatus();
  RUFAA_ASSIGN_OR_RETURN(const std::string agency, index.AgencyOf(import_id));
  const bool own = !agency.empty() && agency == by.agency;
  return own ? absl::OkStatus() : Refuse(Reason::NOT_FOUND_OR_NOT_YOURS);
}

std::vector<Change> OneChange(const std::string& stream, imports::Event event) {
  return std::vector<Change>{
      {stream, std::visit([]<class One>(One&& one) { return AnyEvent(std::forward<One>(one)); },
                          std::move(event))}};
}

std::string StateName(const ImportEntry& entry) {
  if (entry.reverted) return "reverted";
  return entry.finished ? "finished" : "open";
}

namespace {

// Which cases are taken back, and of the others why they are not: the refusal that taking them back
// would meet now.
absl::Status FillReversal(const rpc::CountyRuntime& county, SameChild& same_child, const Acting& by,
                          const std::vector<std::string>& codes, bool named,
                          casework::v1::ImportReply& reply) {
  Loader load(county.executor.aggregates());
  for (const std::string& code : codes) {
    RUFAA_ASSIGN_OR_RETURN(const Folded<casework::State> kase,
                           county.executor.aggregates().Load<casework::State>(CaseStream(code)));
    if (kase.state->stage == casework::Stage::kReverted) {
      reply.set_reverted(reply.reverted() + 1);
      if (named) reply.add_reverted_cases(code);
      continue;
    }
    reply.set_kept(reply.kept() + 1);
    if (!named) continue;
    casework::v1::KeptCase& kept = *reply.add_kept_cases();
    kept.set_case_code(code);
    kept.set_stage(std::string(casework::Name(kase.state->stage)));
    RUFAA_ASSIGN_OR_RETURN(const bool repeated, IsRepeated(same_child, load, code));
    const auto decided = casework::Decide(
        *kase.state, casework::RevertImport{by, reply.import_id(), repeated}, county.rules);
    if (const auto refusal = RefusalOf(decided.status())) {
      kept.set_reason(std::string(InfoOf(refusal->reason).name));
      kept.set_why(std::string(InfoOf(refusal->reason).cause));
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status FillReply(const rpc::CountyRuntime& county, Counties& counties, const Acting& by,
                       const std::string& import_id, bool reverting,
                       casework::v1::ImportReply& reply) {
  ImportIndex& index = counties.ImportsOf(county.id);
  RUFAA_ASSIGN_OR_RETURN(const std::optional<ImportEntry> entry, index.Find(import_id));
  if (!entry) return Refuse(Reason::NOT_FOUND_OR_NOT_YOURS);
  RUFAA_ASSIGN_OR_RETURN(const std::vector<std::string> codes, index.Codes(import_id));
  const bool named = by.agency == entry->agency;
  reply.set_import_id(import_id);
  reply.set_state(StateName(*entry));
  reply.set_source(entry->started.source);
  reply.set_file_digest(entry->started.file_digest);
  reply.set_rows(entry->started.rows);
  reply.set_imported(static_cast<uint32_t>(codes.size()));
  if (named && !codes.empty()) reply.set_case_code_sample(codes.front());
  if (!reverting && !entry->reverted) return absl::OkStatus();
  return FillReversal(county, counties.SameChildOf(county.id), by, codes, named, reply);
}

absl::Status ReadImports(const rpc::Call& call, ImportIndex& index,
                         const casework::v1::ListImportsRequest& request,
                         casework::v1::ListImportsResponse* reply) {
  const Acting by = call.caller.ToActing(call.now, call.now);
  RUFAA_RETURN_IF_ERROR(CheckReverter(by));
  RUFAA_ASSIGN_OR_RETURN(const int size, rpc::PageSize(request.page_size()));
  const std::string agency = by.role == Role::kCountyAdmin ? std::string() : by.agency;
  const std::string scope = absl::StrCat("imports/", agency);
  const rpc::PageTokens& tokens = call.county->page_tokens;
  RUFAA_ASSIGN_OR_RETURN(const std::string after, tokens.Read(scope, request.page_token()));
  uint64_t before = std::numeric_limits<uint64_t>::max();
  if (!after.empty() && !absl::SimpleAtoi(after, &before)) return Refuse(Reason::MALFORMED);
  reply->set_revision(call.county->log.Head());
  RUFAA_ASSIGN_OR_RETURN(const std::vector<ImportEntry> entries,
                         index.Before(before, agency, static_cast<size_t>(size) + 1));
  for (const ImportEntry& entry : entries) {
    if (reply->imports_size() == size) {
      const uint64_t last = entries[static_cast<size_t>(size) - 1].position;
      reply->set_next_page_token(tokens.Make(scope, absl::StrCat(last)));
      break;
    }
    casework::v1::ImportRow& row = *reply->add_imports();
    row.set_import_id(entry.import_id);
    row.set_source(entry.started.source);
    row.set_state(StateName(entry));
    row.set_start_person(entry.started.started_by);
    row.set_start_agency(entry.agency);
    RUFAA_SET_TIME(row, start_time, entry.start_time);
    row.set_rows(entry.started.rows);
    row.set_imported(entry.imported);
    if (entry.finished) {
      row.set_refused(entry.finished->refused);
      row.set_flagged(entry.finished->flagged);
    }
    if (entry.finish_time) RUFAA_SET_TIME(row, finish_time, *entry.finish_time);
    if (entry.revert_time) {
      RUFAA_SET_TIME(row, revert_time, *entry.revert_time);
      row.set_revert_person(entry.reverted->reverted_by);
    }
  }
  return absl::OkStatus();
}

}  // namespace rufaa::case_service
