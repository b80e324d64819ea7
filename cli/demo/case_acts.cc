// The acts of a case that take more than one line.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "cli/demo/case_story.h"
#include "cli/demo/court_story.h"
#include "cli/demo/offers.h"
#include "domain/base/local_day.h"
#include "domain/base/status_macros.h"

namespace rufaa::demo {

absl::Status CaseStory::SetRisk() {
  const std::string risk = !child_.safe_now || child_.NeedsPep() ? "RLHG"
                           : dice_.Chance(65)                    ? "RLMD"
                                                                 : "RLLW";
  std::vector<std::string> signs;
  if (risk != "RLLW") {
    static const auto* const known = new std::vector<std::string>{
        "NO_SAFE_ADULT", "PERPETRATOR_CAN_REACH", "SOLD_NOW", "FAMILY_PROFITS", "THREATENED",
        "RAN_AWAY",      "IMAGES_SHARED",         "INJURED",  "SUBSTANCES"};
    signs.push_back(dice_.For("signs").Pick(*known));
  }
  return world_.scribe.Case(code_,
                            casework::SetRisk{world_.scribe.As(officer_), risk, std::move(signs)});
}

absl::Status CaseStory::DeclareEmergency() {
  RUFAA_ASSIGN_OR_RETURN(const casework::State kase, world_.scribe.LoadCase(code_));
  const absl::Time now = world_.agenda.Now();
  RUFAA_ASSIGN_OR_RETURN(const std::optional<Asked> shelter,
                         PickOffer(world_, dice_, coordination::WantedFor(kase, "RMTS", now)));
  if (!shelter) return absl::OkStatus();
  const std::string court = dice_.Chance(70) ? "court-tononoka" : "court-shanzu";
  const std::string matter = absl::StrCat("m", ++matters_);
  const absl::Time hearing = OfficeHours(now + absl::Hours(40), dice_);
  RUFAA_ASSIGN_OR_RETURN(Sealed location,
                         world_.scribe.Seal(child_.id, Compartment::kLocation, CaseStream(code_),
                                            casework::EmergencyDeclared::kType, "location",
                                            world_.plan.Agency(shelter->agency).name));
  RUFAA_RETURN_IF_ERROR(
      world_.scribe.Case(code_, casework::DeclareEmergency{.by = world_.scribe.As(officer_),
                                                           .place_kind = "RESCUE_CENTRE",
                                                           .place_agency = shelter->agency,
                                                           .place_agency_kind = "RESCUE_CENTRE",
                                                           .place_is_safe = true,
                                                           .removed_at = now,
                                                           .matter = matter,
                                                           .session = "STAP",
                                                           .court = court,
                                                           .court_kind = "JUDICIARY",
                                                           .court_at = hearing,
                                                           .location = std::move(location)}));
  std::make_shared<CourtStory>(world_, dice_.For("court", 1),
                               CourtBrief{.officer = officer_,
                                          .case_code = code_,
                                          .child = child_.id,
                                          .matter = matter,
                                          .court = court,
                                          .place_agency = shelter->agency,
                                          .care_order = true})
      ->Await(hearing);
  return absl::OkStatus();
}

absl::Status CaseStory::SetCourtDate() {
  const std::string matter = absl::StrCat("m", ++matters_);
  return std::make_shared<CourtStory>(
             world_, dice_.For("court", static_cast<uint64_t>(matters_)),
             CourtBrief{.officer = officer_,
                        .case_code = code_,
                        .child = child_.id,
                        .matter = matter,
                        .court = dice_.Chance(65) ? "court-tononoka" : "court-shanzu",
                        .place_agency = {},
                        .care_order = false})
      ->SetDate();
}

// The likeness is the vault's to find; the demo takes any case that stands for it.
absl::Status CaseStory::FlagDuplicate(const Acting& by) {
  for (size_t i = codes_.size() / 2; i < codes_.size(); ++i) {
    if (codes_[i] == code_) continue;
    RUFAA_ASSIGN_OR_RETURN(const casework::State of, world_.scribe.LoadCase(codes_[i]));
    if (!casework::Stands(of)) continue;
    return world_.scribe.Case(code_, casework::FlagDuplicate{by, codes_[i], true});
  }
  return absl::OkStatus();
}

absl::Status CaseStory::DecideDuplicate(const Acting& by, bool same) {
  RUFAA_ASSIGN_OR_RETURN(const casework::State kase, world_.scribe.LoadCase(code_));
  if (kase.duplicates_of.empty()) return absl::OkStatus();
  const std::string& of = kase.duplicates_of.front();
  RUFAA_ASSIGN_OR_RETURN(const casework::State other, world_.scribe.LoadCase(of));
  const bool stands = casework::Stands(other);
  return world_.scribe.Case(code_, casework::DecideDuplicate{by, of, same && stands, stands});
}

absl::Status CaseStory::GiveConsents() {
  // Who is no statutory recipient needs one; the guardian gives it, unless the guardian is what the
  // child must be protected from.
  const bool asked = !child_.perpetrator_in_household;
  if (!asked) {
    RUFAA_ASSIGN_OR_RETURN(
        Sealed note, world_.scribe.Seal(child_.id, Compartment::kNarrative, CaseStream(code_),
                                        casework::NoteAdded::kType, "note",
                                        "Whom one would ask lives with who did it; until the child "
                                        "is safe, those who help must know without."));
    RUFAA_RETURN_IF_ERROR(
        world_.scribe.Case(code_, casework::AddNote{world_.scribe.As(officer_), std::move(note)}));
  }
  for (const char* kind : {"CSO", "LEGAL_AID", "EDUCATION", "RESCUE_CENTRE", "PROBATION"}) {
    const absl::Time now = world_.agenda.Now();
    casework::GiveConsent c{.by = world_.scribe.As(officer_),
                            .consent = absl::StrCat("c", ++consents_),
                            .recipient_agency = {},
                            .recipient_kind = kind,
                            .purpose = "REFERRAL_SERVICE",
                            .scope = {Compartment::kIdentity, Compartment::kNarrative},
                            .given_by = asked ? "GUARDIAN" : "CHILDRENS_OFFICER",
                            .basis = asked ? "CONSENT" : "VITAL_INTEREST",
                            .from = now,
                            .until = now + absl::Hours(24 * 730),
                            .has_note = !asked};
    RUFAA_RETURN_IF_ERROR(world_.scribe.Case(code_, c));
  }
  return absl::OkStatus();
}

absl::Status CaseStory::RecordAssessment() {
  RUFAA_ASSIGN_OR_RETURN(
      Sealed narrative,
      world_.scribe.Seal(child_.id, Compartment::kNarrative, CaseStream(code_),
                         casework::Assessed::kType, "narrative",
                         "Spoke with the child alone; wants to go back to school and to sleep "
                         "at the aunt's."));
  return world_.scribe.Case(code_, casework::RecordAssessment{.by = world_.scribe.As(officer_),
                                                              .childs_views_recorded = true,
                                                              .needs = {"ESEC"},
                                                              .narrative = std::move(narrative)});
}

absl::Status CaseStory::RecordVisit(bool final) {
  RUFAA_ASSIGN_OR_RETURN(Sealed note,
                         world_.scribe.Seal(child_.id, Compartment::kNarrative, CaseStream(code_),
                                            casework::VisitRecorded::kType, "note",
                                            "At home in the afternoon; the carer was there."));
  return world_.scribe.Case(code_, casework::RecordVisit{.by = world_.scribe.As(officer_),
                                                         .on = LocalDay(world_.agenda.Now()),
                                                         .outcome = "SEEN",
                                                         .final = final,
                                                         .note = std::move(note)});
}

absl::Status CaseStory::RequestClosure() {
  static const auto* const reasons =
      new std::vector<std::string>{"COEN", "CORE", "CORE", "COCE", "COLC"};
  if (refused_ == 0) RUFAA_RETURN_IF_ERROR(RecordVisit(true));
  return world_.scribe.Case(code_, casework::RequestClosure{.by = world_.scribe.As(officer_),
                                                            .reason = dice_.Pick(*reasons),
                                                            .family_told = true});
}

absl::Status CaseStory::RequestTransfer() {
  std::vector<PlannedPerson> others;
  for (const PlannedPerson& person : world_.plan.With(Role::kSupervisor)) {
    if (!person.subcounty.empty() && person.subcounty != child_.subcounty) others.push_back(person);
  }
  receiver_ = dice_.Pick(others);
  return world_.scribe.Case(code_, casework::RequestTransfer{world_.scribe.As(officer_),
                                                             receiver_.agency, "CHILDREN_OFFICE"});
}

absl::Status CaseStory::AcceptTransfer() {
  const PlannedPerson officer =
      dice_.Pick(world_.plan.With(Role::kChildrensOfficer, receiver_.subcounty));
  RUFAA_RETURN_IF_ERROR(
      world_.scribe.AcceptTransfer(code_, {world_.scribe.As(receiver_), officer.desk, officer.id}));
  supervisor_ = receiver_;
  officer_ = officer;
  return absl::OkStatus();
}

std::vector<CaseStory::Ask> CaseStory::Asks() {
  const bool first = !referred_;
  referred_ = true;
  std::vector<Ask> asks;
  if (!first) {
    asks.push_back({"RMES", Urgency::kNormal});
    if (child_.in_school == false) asks.push_back({"RMSK", Urgency::kNormal});
    return asks;
  }
  if (child_.NeedsPep()) asks.push_back({"RMPP", Urgency::kEmergency});
  if (!child_.NeedsPep() && dice_.Chance(35)) asks.push_back({"RMTX", Urgency::kUrgent});
  if (!child_.safe_now) {
    const bool now = child_.perpetrator_in_household || dice_.Chance(50);
    asks.push_back({dice_.Chance(25) && child_.sex == "SFEM" ? "RMSH" : "RMTS",
                    now ? Urgency::kEmergency : Urgency::kUrgent});
  }
  if (child_.trafficking) asks.push_back({"RMSV", Urgency::kUrgent});
  if (dice_.Chance(40)) asks.push_back({"RMPA", Urgency::kUrgent});
  if (dice_.Chance(75)) asks.push_back({"RMPC", Urgency::kNormal});
  if (dice_.Chance(20)) asks.push_back({"RMLG", Urgency::kNormal});
  return asks;
}

absl::Status CaseStory::Refer() {
  if (brief_.referral) return SendOne({"RMPC", Urgency::kNormal}, nullptr);
  for (const Ask& ask : Asks()) RUFAA_RETURN_IF_ERROR(SendOne(ask, nullptr));
  return absl::OkStatus();
}

absl::Status CaseStory::SendOne(const Ask& ask, const ReferralBrief* again) {
  RUFAA_ASSIGN_OR_RETURN(const casework::State kase, world_.scribe.LoadCase(code_));
  coordination::Wanted wanted = coordination::WantedFor(kase, ask.service, world_.agenda.Now());
  if (again != nullptr) wanted.not_agency = again->to_agency;
  RUFAA_ASSIGN_OR_RETURN(const std::optional<Asked> asked, PickOffer(world_, dice_, wanted));
  if (!asked) return absl::OkStatus();  // Nobody in the county offers it: an unmet need.
  ReferralBrief brief{
      .code = world_.scribe.NewReferralCode(),
      .sender = officer_,
      .case_code = code_,
      .child = child_.id,
      .need = again == nullptr ? NewNeed() : again->need,
      .service = ask.service,
      .urgency = ask.urgency,
      .to_agency = asked->agency,
      .offer = asked->offer,
      .part_of = again == nullptr ? std::string() : again->code,
      .path = brief_.referral ? PathTo(*brief_.referral) : DrawReferralPath(dice_, ask.service),
      .haste = brief_.haste};
  const Dice dice = dice_.For(brief.code);
  std::make_shared<ReferralStory>(
      world_, dice, std::move(brief),
      [self = shared_from_this()](const ReferralBrief& ended, referral::Stage stage) {
        self->OnUnserved(ended, stage);
      })
      ->Begin(world_.agenda.Now());
  return absl::OkStatus();
}

void CaseStory::OnUnserved(const ReferralBrief& brief, referral::Stage) {
  // Most are asked elsewhere within two days; the rest are what the county board is for.
  if (brief_.referral || !dice_.Chance(75)) return;
  const absl::Duration wait =
      dice_.Around(absl::Hours(brief.urgency == Urgency::kNormal ? 60 : 14));
  world_.agenda.After(wait, [self = shared_from_this(), brief] {
    return Tolerate(self->world_, self->SendOne({brief.service, brief.urgency}, &brief));
  });
}

}  // namespace rufaa::demo
