#include <algorithm>
#include <string>
#include <tuple>
#include <vector>

#include "domain/casework/case.h"
#include "domain/casework/court_order.h"
#include "services/casework/reads.h"
#include "services/rpc/command_convert.h"

namespace rufaa::case_service {
namespace {

namespace v1 = casework::v1;
using casefile::CaseFile;

void AddCategories(const CaseFile& file, v1::Case& proto) {
  for (const casework::Category& one : file.categories) {
    v1::Category& category = *proto.add_categories();
    category.set_category(one.category);
    category.set_subcategory(one.subcategory);
    category.set_nature(one.nature);
    if (one.event_on) category.set_event_on(rpc::ToText(*one.event_on));
  }
}

void AddNeeds(const CaseFile& file, v1::Case& proto) {
  for (const casefile::NeedLine& line : file.needs) {
    v1::Need& need = *proto.add_needs();
    need.set_need(line.need);
    need.set_code(line.code);
    need.set_state(line.status);
    const Urgency urgency =
        line.status == "open" ? casework::UrgencyNow(line.urgency, file.track.stage) : line.urgency;
    need.set_urgency(rpc::ToText(urgency));
    RUFAA_SET_TIME(need, open_time, line.opened_at);
  }
  for (const casefile::ReferralLine& line : file.referrals) {
    if (line.state == casefile::Relation::kEnded) continue;
    proto.add_open_referrals(line.referral);
    for (v1::Need& need : *proto.mutable_needs()) {
      if (need.need() != line.need || need.state() != "open") continue;
      need.set_state("referred");
      need.set_referral_code(line.referral);
    }
  }
}

void AddCourt(const std::string& code, const CaseFile& file, absl::CivilDay today,
              v1::Case& proto) {
  std::vector<casefile::CourtLine> dates = file.court_dates;
  std::sort(dates.begin(), dates.end(),
            [](const casefile::CourtLine& a, const casefile::CourtLine& b) {
              return std::tie(a.at, a.matter) < std::tie(b.at, b.matter);
            });
  for (const casefile::CourtLine& line : dates) {
    v1::CourtDate& date = *proto.add_court_dates();
    date.set_matter(line.matter);
    date.set_case_code(code);
    date.set_court(line.court);
    date.set_session(line.session);
    RUFAA_SET_TIME(date, court_time, line.at);
    date.set_state(line.status);
    date.set_outcome(line.outcome);
    date.set_moves(line.moves);
  }
  for (const casefile::OrderLine& line : file.orders) {
    v1::Order& order = *proto.add_orders();
    order.set_order(line.order);
    order.set_kind(line.kind);
    order.set_matter(line.matter);
    order.set_made_on(rpc::ToText(line.made_on));
    if (line.expires_on) order.set_expires_on(rpc::ToText(*line.expires_on));
    order.set_place_agency(line.place_agency);
    order.set_ended(line.ended);
    order.set_state(std::string(
        casework::Name(casework::StandsOn(today, line.kind, line.expires_on, line.ended))));
  }
}

void AddConsents(const CaseFile& file, v1::Case& proto) {
  for (const casefile::ConsentLine& line : file.consents) {
    v1::Consent& consent = *proto.add_consents();
    consent.set_consent(line.consent);
    consent.set_recipient_agency(line.recipient_agency);
    consent.set_recipient_kind(line.recipient_kind);
    consent.set_purpose(line.purpose);
    for (Compartment part : line.scope) consent.add_scope(rpc::ToProto(part));
    RUFAA_SET_TIME(consent, from_time, line.from);
    if (line.until) RUFAA_SET_TIME(consent, until_time, *line.until);
    consent.set_given_by(line.given_by);
    consent.set_basis(line.basis);
    if (line.withdrawn_at) RUFAA_SET_TIME(consent, withdraw_time, *line.withdrawn_at);
  }
}

void AddPlace(const CaseFile& file, v1::Case& proto) {
  if (!file.place) return;
  v1::PlaceOfSafety& place = *proto.mutable_place_of_safety();
  place.set_kind(file.place->kind);
  place.set_agency(file.place->agency);
  RUFAA_SET_TIME(place, move_time, file.place->since);
}

}  // namespace

v1::Case ToProto(const std::string& code, const CaseFile& file, absl::CivilDay today) {
  const CaseTrack& track = file.track;
  v1::Case proto;
  proto.set_case_code(code);
  proto.set_child_id(track.child);
  if (track.stage != casework::Stage::kAbsent) {
    proto.set_stage(std::string(casework::Name(track.stage)));
  }
  proto.set_risk(track.risk);
  proto.set_serial(track.serial);
  proto.set_sex(track.sex);
  proto.set_age_band(track.age_band);
  proto.set_subcounty(track.subcounty);
  proto.set_ward(track.ward);
  proto.set_owner_agency(track.owner_agency);
  proto.set_owner_desk(track.owner_desk);
  proto.set_owner_person(track.owner_person);
  proto.set_identifier_kind(track.identifier_kind);
  proto.set_identifier_person(track.identifier_person);
  RUFAA_SET_TIME(proto, identify_time, track.identified_at);
  if (track.registered_at) RUFAA_SET_TIME(proto, register_time, *track.registered_at);
  if (track.closed_at) RUFAA_SET_TIME(proto, close_time, *track.closed_at);
  if (track.due) RUFAA_SET_TIME(proto, due_time, *track.due);
  proto.set_transfer_to(track.transfer_to);
  proto.set_closure_requested(track.closure_requested);
  proto.set_closure_reason(track.closure_reason);
  proto.set_erased(track.erased);
  proto.set_session_count(file.sessions);
  AddCategories(file, proto);
  AddPlace(file, proto);
  AddNeeds(file, proto);
  AddCourt(code, file, today, proto);
  AddConsents(file, proto);
  return proto;
}

}  // namespace rufaa::case_service
