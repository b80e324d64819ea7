#include "services/referral/reads.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "eventlog/codec/event_codec.h"
#include "projections/casefile/casefile.h"
#include "projections/casefile/reader.h"
#include "projections/worklist/reader.h"
#include "services/referral/alternatives.h"
#include "services/referral/commands.h"
#include "services/referral/referral_proto.h"
#include "services/rpc/command_convert.h"
#include "services/rpc/command_identity.h"
#include "services/rpc/command_policy.h"
#include "services/rpc/command_seal.h"
#include "services/rpc/door.h"
#include "services/rpc/treat_by.h"

namespace rufaa::referral_service {
namespace {

using casefile::HeldSealed;

// A referral, and what the caller is to it.
struct Sight {
  std::string code;
  Folded<referral::State> referral;
  Folded<casework::State> kase;
  std::optional<worklist::Row> row;  // Its line; nullopt: the lists have not heard of it yet.
  uint64_t position = 0;             // Of the lists.
  Acting by;
  rpc::Standing standing;
};

absl::Status ReadRow(const rpc::Call& call, Sight& sight) {
  RUFAA_ASSIGN_OR_RETURN(const std::unique_ptr<ViewSnapshot> view,
                         call.county->views.Snapshot(worklist::kName));
  sight.position = view->position();
  absl::StatusOr<worklist::Row> row = worklist::ReadReferral(*view, call.caller.agency, sight.code);
  if (row.ok()) sight.row = *std::move(row);
  return absl::IsNotFound(row.status()) ? absl::OkStatus() : row.status();
}

bool MayRead(const rpc::Call& call, const Sight& sight, policy::Part part) {
  return rpc::CheckMay(call, sight.standing, {part, policy::Action::kRead}).ok();
}

// Refused unless the caller, and not only the caller's agency, may know of it.
absl::StatusOr<Sight> Look(const rpc::Call& call, absl::string_view text, rpc::Sought& sought) {
  Sight sight;
  Aggregates& aggregates = call.county->executor.aggregates();
  sight.by = call.caller.ToActing(call.now, call.now);
  RUFAA_ASSIGN_OR_RETURN(sight.code, Commands::CodeIn(call, text));
  sought.about = ReferralStream(sight.code);
  RUFAA_ASSIGN_OR_RETURN(sight.referral,
                         aggregates.Load<referral::State>(ReferralStream(sight.code)));
  const referral::State& state = *sight.referral.state;
  if (!state.case_code.empty()) sought.cases = {state.case_code};
  if (sight.referral.version == 0 || referral::PartiesOf(state, sight.by).empty()) {
    return Refuse(Reason::NOT_FOUND_OR_NOT_YOURS);
  }
  RUFAA_ASSIGN_OR_RETURN(sight.kase, aggregates.Load<casework::State>(CaseStream(state.case_code)));
  RUFAA_RETURN_IF_ERROR(ReadRow(call, sight));
  sought.position = sight.position;
  sight.standing = rpc::StandingIn(state, *sight.kase.state, sight.by,
                                   sight.row ? sight.row->ended_at : std::nullopt);
  if (!MayRead(call, sight, policy::Part::kHeader)) return rpc::RefuseRead(call, sight.standing);
  return sight;
}

// Until when the child can be treated, while the referral runs, for whom it opens when it happened:
// a desk works here, and may never open the case.
void AddTreatBy(const rpc::Call& call, const Sight& sight, v1::Referral& proto) {
  const casework::State& kase = *sight.kase.state;
  if (!kase.exposure_at || kase.erased || !referral::IsOpen(*sight.referral.state)) return;
  const std::vector<Compartment> open = rpc::OpenTo(call, sight.standing);
  const bool told = std::find_first_of(open.begin(), open.end(), std::begin(kTellExposure),
                                       std::end(kTellExposure)) != open.end();
  if (told) rpc::AddTreatBy(call.county->rules.clocks, *kase.exposure_at, kase.sex, proto);
}

// What sender and receiver wrote to each other, the newest of each.
struct Words {
  Sealed note, question, answer;
};

// From the referral's own stream: when it was written, the receiver's rows could not hold it yet.
absl::StatusOr<Words> WordsOf(CountyLog& log, const std::string& stream) {
  Words words;
  absl::Status failure;
  RUFAA_RETURN_IF_ERROR(log.ReadStream(stream, 0, [&](const RecordedEvent& recorded) {
    absl::StatusOr<AnyEvent> event = DecodeEvent(recorded.event().type, recorded.event().payload);
    failure = event.status();
    if (!event.ok()) return false;
    if (auto* sent = std::get_if<referral::Sent>(&*event)) words.note = sent->note;
    if (auto* asked = std::get_if<referral::InfoRequested>(&*event)) {
      words.question = asked->question;
    }
    if (auto* given = std::get_if<referral::InfoGiven>(&*event)) words.answer = given->answer;
    return true;
  }));
  RUFAA_RETURN_IF_ERROR(failure);
  return words;
}

// Identity, note, question, answer: in this order. A question and its answer open by themselves,
// also to a receiver that has not decided: they were written to help it. The note opens with the
// narrative.
absl::StatusOr<std::vector<SealedAt>> SealedOf(const rpc::Call& call, const Sight& sight,
                                               const casefile::CaseFile& file) {
  const std::string stream = ReferralStream(sight.code);
  RUFAA_ASSIGN_OR_RETURN(const Words words, WordsOf(call.county->log, stream));
  SealedAt identity;
  for (const HeldSealed& held : file.sealed) {
    if (held.field == "identity") identity = {held.sealed, held.place};
  }
  const auto word = [&](const Sealed& sealed, absl::string_view type, absl::string_view field) {
    return SealedAt{sealed, rpc::SealPlace(stream, type, field)};
  };
  return std::vector<SealedAt>{identity, word(words.note, referral::Sent::kType, "note"),
                               word(words.question, referral::InfoRequested::kType, "question"),
                               word(words.answer, referral::InfoGiven::kType, "answer")};
}

absl::Status FillPersonal(const rpc::Opened& opened, v1::Referral& proto) {
  if (!opened.Text(0).empty()) {
    RUFAA_ASSIGN_OR_RETURN(*proto.mutable_identity(), rpc::IdentityOf(opened.Text(0)));
  }
  proto.set_note(opened.Text(1));
  proto.set_question(opened.Text(2));
  proto.set_answer(opened.Text(3));
  return absl::OkStatus();
}

// What a read asks to have opened; MALFORMED for what a referral has not.
absl::StatusOr<std::vector<Compartment>> PartsOf(const v1::GetReferralRequest& request) {
  const std::vector<Compartment> all = {Compartment::kIdentity, Compartment::kNarrative,
                                        Compartment::kReply};
  const std::vector<Compartment> asked = rpc::ToCompartments(request.compartments());
  for (const Compartment part : asked) {
    if (std::find(all.begin(), all.end(), part) != all.end()) continue;
    return Refuse(
        Reason::MALFORMED, {},
        {{"field", "compartments"}, {"problem", "a referral opens IDENTITY, NARRATIVE and REPLY"}});
  }
  return asked.empty() ? all : asked;
}

// Who the child is and what was written, as far as it is asked for and the policy lets the caller.
absl::StatusOr<std::optional<rpc::Reading>> Personal(const rpc::Call& call, const Sight& sight,
                                                     std::vector<Compartment> parts,
                                                     v1::Referral& proto, rpc::Sought& sought) {
  RUFAA_ASSIGN_OR_RETURN(const std::unique_ptr<ViewSnapshot> view,
                         call.county->views.Snapshot(casefile::kName));
  sought.position = view->position();
  const std::string& case_code = sight.referral.state->case_code;
  absl::StatusOr<casefile::CaseFile> file =
      casefile::ReadHead(*view, call.caller.agency, case_code);
  if (!file.ok()) return file.status();
  if (file->track.erased || sight.kase.state->erased) return std::nullopt;
  RUFAA_ASSIGN_OR_RETURN(std::vector<SealedAt> values, SealedOf(call, sight, *file));
  return rpc::Reading{
      .opening = {.ties = sight.standing,
                  .compartments = std::move(parts),
                  .all_or_nothing = false},
      .values = std::move(values),
      .fill = [&proto](const rpc::Opened& opened) { return FillPersonal(opened, proto); }};
}

}  // namespace

absl::StatusOr<std::optional<rpc::Reading>> ReadReferral(const rpc::Call& call,
                                                         const v1::GetReferralRequest& request,
                                                         v1::GetReferralResponse* reply,
                                                         rpc::Sought& sought) {
  RUFAA_ASSIGN_OR_RETURN(const Sight sight, Look(call, request.referral_code(), sought));
  if (!sight.row) return Refuse(Reason::NOT_FOUND_OR_NOT_YOURS);
  reply->set_revision(sight.position);
  v1::Referral& proto = *reply->mutable_referral();
  proto = ToProto(sight.code, *sight.row, sight.by);
  proto.set_version(sight.referral.version);
  // Who sent it wrote what it says.
  const bool sender = sight.referral.state->from_agency == call.caller.agency;
  if (!sender && !MayRead(call, sight, policy::Part::kNeed)) KeepHeader(proto);
  AddTreatBy(call, sight, proto);
  if (sought.purpose == common::v1::PURPOSE_UNSPECIFIED) return std::nullopt;
  RUFAA_ASSIGN_OR_RETURN(std::vector<Compartment> parts, PartsOf(request));
  return Personal(call, sight, std::move(parts), proto, sought);
}

absl::Status ReadAlternatives(const rpc::Call& call, const v1::FindAlternativesRequest& request,
                              v1::FindAlternativesResponse* reply) {
  rpc::Sought codes_only;
  RUFAA_ASSIGN_OR_RETURN(const Sight sight, Look(call, request.referral_code(), codes_only));
  reply->set_revision(call.county->views.Position("offers"));
  return FindAlternatives(call, *sight.referral.state, reply->mutable_alternatives());
}

}  // namespace rufaa::referral_service
