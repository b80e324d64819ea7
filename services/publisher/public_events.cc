#include "services/publisher/public_events.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "domain/referral/referral.h"

namespace rufaa::publisher {
namespace {

// Whether a child may sleep where it is referred to. Of old the directory's word was not written
// down: then it may, wherever shelters are.
bool MaySleepThere(const referral::Sent& sent) {
  if (referral::IsShelter(sent.service)) return true;
  if (sent.to_place_of_safety) return *sent.to_place_of_safety;
  return sent.to_agency_kind == "CSO" || sent.to_agency_kind == "HEALTH";
}

bool Holds(When when, const AnyEvent& event) {
  if (when == When::kAlways) return true;
  const auto* sent = std::get_if<referral::Sent>(&event);
  if (sent == nullptr) return false;
  if (when == When::kToRescueCentre) return sent->to_agency_kind == "RESCUE_CENTRE";
  return MaySleepThere(*sent);
}

using Rows = absl::flat_hash_map<absl::string_view, std::vector<const PublicEvent*>>;

const Rows& RowsByType() {
  static const auto* const rows = [] {
    auto* made = new Rows;
    for (const PublicEvent& row : PublicEvents()) (*made)[row.type].push_back(&row);
    return made;
  }();
  return *rows;
}

}  // namespace

const std::vector<PublicEvent>& PublicEvents() {
  static const auto* const events = [] {
    auto* made = new std::vector<PublicEvent>(publisher_internal::CaseRows());
    for (PublicEvent& row : publisher_internal::ReferralRows()) made->push_back(std::move(row));
    return made;
  }();
  return *events;
}

bool IsPublic(absl::string_view type) { return RowsByType().contains(type); }

const PublicEvent* PublicEventOf(const AnyEvent& event) {
  const auto rows = RowsByType().find(TypeOf(event));
  if (rows == RowsByType().end()) return nullptr;
  const auto row = std::find_if(rows->second.begin(), rows->second.end(),
                                [&](const PublicEvent* one) { return Holds(one->when, event); });
  return row == rows->second.end() ? nullptr : *row;
}

bool IsOfReferral(const PublicEvent& event) { return absl::StartsWith(event.type, "referral."); }

std::string SchemaOf(const PublicEvent& event) {
  return absl::StrCat("urn:rufaa:event:", event.name, ":", event.version);
}

}  // namespace rufaa::publisher
