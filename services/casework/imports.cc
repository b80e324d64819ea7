#include "services/casework/imports.h"

#include <openssl/sha.h>

#include <variant>

#include "absl/strings/str_cat.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "eventlog/codec/event_codec.h"
#include "eventlog/record.h"

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
  return officer || by.role == Role::kCountyAdmin ? absl::OkStatus()
                                                  : Refuse(Reason::NOT_PERMITTED);
}

std::string DerivedId(absl::string_view what, absl::string_view import_id, absl::string_view part) {
  const std::string text = absl::StrCat(what, "\n", import_id, "\n", part);
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(),
         reinterpret_cast<unsigned char*>(digest.data()));
  digest.resize(16);
  return digest;
}

std::vector<Change> OneChange(const std::string& stream, imports::Event event) {
  return std::vector<Change>{
      {stream, std::visit([](auto&& e) { return AnyEvent(std::move(e)); }, std::move(event))}};
}

absl::StatusOr<std::vector<std::string>> CasesOfImport(CountyLog& log,
                                                       absl::string_view import_id) {
  std::vector<std::string> codes;
  absl::Status status;
  Commit commit;
  RUFAA_RETURN_IF_ERROR(log.ReadChunks(0, [&](absl::string_view chunk, uint64_t, uint64_t) {
    // A chunk that does not hold the import's id is passed over unread.
    if (chunk.find(import_id) == absl::string_view::npos) return true;
    ChunkReader reader(chunk);
    while (status.ok() && reader.Next()) {
      status = DecodeCommit(reader.record(), commit);
      for (const NewEvent& event : commit.proposal.events) {
        if (absl::string_view(event.type) != casework::Imported::kType) continue;
        absl::StatusOr<casework::Imported> imported =
            DecodeFields<casework::Imported>(event.payload);
        if (!imported.ok()) status = imported.status();
        if (status.ok() && absl::string_view(imported->import_id) == import_id) {
          codes.push_back(event.stream.substr(event.stream.find('/') + 1));
        }
      }
    }
    if (status.ok()) status = reader.status();
    return status.ok();
  }));
  RUFAA_RETURN_IF_ERROR(status);
  return codes;
}

absl::Status FillReply(const rpc::CountyRuntime& county, const std::string& import_id,
                       casework::v1::ImportReply& reply) {
  RUFAA_ASSIGN_OR_RETURN(const Folded<ImportState> import,
                         county.executor.aggregates().Load<ImportState>(ImportStream(import_id)));
  RUFAA_ASSIGN_OR_RETURN(const std::vector<std::string> codes,
                         CasesOfImport(county.log, import_id));
  reply.set_import_id(import_id);
  reply.set_state(import.state->reverted   ? "reverted"
                  : import.state->finished ? "finished"
                                           : "open");
  reply.set_rows(import.state->rows);
  reply.set_imported(static_cast<uint32_t>(codes.size()));
  if (!codes.empty()) reply.set_case_code_sample(codes.front());
  return absl::OkStatus();
}

}  // namespace rufaa::case_service
