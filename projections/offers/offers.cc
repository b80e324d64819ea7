#include "projections/offers/offers.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "domain/base/status_macros.h"
#include "projections/core/key.h"

namespace rufaa::offers {

namespace {

enum Family : uint8_t { kByService = 1, kByAgency = 2, kStates = 3, kAgencies = 4, kBeds = 5 };

struct Agency {
  std::string kind;
  std::string display_name;
  bool place_of_safety = false;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "kind", self.kind);
    visit(2, "display_name", self.display_name);
    visit(3, "place_of_safety", self.place_of_safety);
  }
};

// Whose the beds of an offer are: events of a count name only the offer.
struct Beds {
  std::string agency;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "agency", self.agency);
  }
};

// Two agencies may have given offers without beds one id: each has its own row.
std::string StateKey(absl::string_view agency, absl::string_view offer) {
  return KeyWriter().U8(kStates).Text(agency).Text(offer).Take();
}

std::string ServiceKey(absl::string_view service, const Row& row) {
  return KeyWriter().U8(kByService).Text(service).Text(row.offer).Text(row.agency).Take();
}

void Publish(const directory::OfferPublished& e, absl::string_view agency, Row& row, ViewTxn& txn) {
  row.offer = e.offer;
  row.agency = std::string(agency);
  // Services that the offer no longer has would else stay findable.
  for (const std::string& service : row.services) txn.Delete(ServiceKey(service, row));
  row.display_name = e.display_name;
  row.services = e.services;
  row.destination = e.destination;
  row.sex = e.sex;
  row.age_min = e.age_min;
  row.age_max = e.age_max;
  row.subcounties = e.subcounties;
  row.hours = e.hours;
  row.has_beds = e.has_beds;
  row.withdrawn = false;
  const auto* known = txn.Find<Agency>(KeyWriter().U8(kAgencies).Text(agency).Take());
  if (known == nullptr) return;
  row.agency_kind = known->kind;
  row.agency_name = known->display_name;
  row.place_of_safety = known->place_of_safety;
}

// An event without an Apply touches no offer: most are such, and cost nothing.

void Apply(Row& row, const capacity::Opened& e) {
  row.offer = e.offer;
  row.agency = e.agency;
  row.total = e.total;
  row.unit = e.unit;
  row.has_beds = true;
}
void Apply(Row& row, const capacity::Counted& e) {
  row.total = e.total;
  row.used = e.used;
  row.as_of = e.as_of;
}
void Apply(Row& row, const capacity::Held&) { ++row.held; }
void Apply(Row& row, const capacity::Released&) {
  if (row.held > 0) --row.held;
}
void Apply(Row& row, const capacity::Occupied&) {
  if (row.held > 0) --row.held;
  ++row.used;
}
void Apply(Row& row, const capacity::Vacated&) {
  if (row.used > 0) --row.used;
}
void Apply(Row& row, const directory::OfferWithdrawn&) { row.withdrawn = true; }

template <class Event>
concept Touching = requires(Row& row, const Event& event) { Apply(row, event); };

bool TouchesOffer(const AnyEvent& any) {
  return std::visit([](const auto& event) { return Touching<std::decay_t<decltype(event)>>; }, any);
}

void Follow(Row& row, const AnyEvent& any) {
  std::visit(
      [&](const auto& event) {
        if constexpr (Touching<std::decay_t<decltype(event)>>) Apply(row, event);
      },
      any);
}

// The row of the offer that `event` of the stream of `id` touches.
Row& RowOf(const AnyEvent& event, absl::string_view id, ViewTxn& txn) {
  if (const auto* withdrawn = std::get_if<directory::OfferWithdrawn>(&event)) {
    return txn.EditOrMake<Row>(StateKey(id, withdrawn->offer));
  }
  Beds& beds = txn.EditOrMake<Beds>(KeyWriter().U8(kBeds).Text(id).Take());
  if (const auto* opened = std::get_if<capacity::Opened>(&event)) beds.agency = opened->agency;
  return txn.EditOrMake<Row>(StateKey(beds.agency, id));
}

void WriteRows(const Row& row, ViewTxn& txn) {
  txn.Overwrite<Row>(KeyWriter().U8(kByAgency).Text(row.agency).Text(row.offer).Take()) = row;
  for (const std::string& service : row.services) {
    const std::string key = ServiceKey(service, row);
    if (row.withdrawn) {
      txn.Delete(key);
    } else {
      txn.ReplaceBytes(key, EncodeFields(row));
    }
  }
}

bool Serves(const Row& row, absl::string_view subcounty) {
  return subcounty.empty() || row.subcounties.empty() ||
         std::find(row.subcounties.begin(), row.subcounties.end(), subcounty) !=
             row.subcounties.end();
}

absl::StatusOr<Offers> ReadRows(const ViewSnapshot& view, const std::string& prefix) {
  Offers offers;
  offers.position = view.position();
  absl::Status malformed;
  RUFAA_RETURN_IF_ERROR(
      view.Scan(prefix, PrefixEnd(prefix), [&](absl::string_view, absl::string_view value) {
        absl::StatusOr<Row> row = DecodeFields<Row>(value);
        malformed = row.status();
        if (!row.ok()) return false;
        offers.rows.push_back(*std::move(row));
        return true;
      }));
  RUFAA_RETURN_IF_ERROR(malformed);
  return offers;
}

}  // namespace

void OffersView::Fold(const DecodedCommit& commit, ViewTxn& txn) const {
  for (size_t i = 0; i < commit.events.size(); ++i) {
    const AnyEvent& event = commit.events[i];
    const absl::string_view id = IdOfStream(commit.commit.proposal.events[i].stream);
    if (const auto* agency = std::get_if<directory::AgencyRegistered>(&event)) {
      txn.EditOrMake<Agency>(KeyWriter().U8(kAgencies).Text(id).Take()) = {
          agency->kind, agency->display_name, agency->place_of_safety};
    } else if (const auto* published = std::get_if<directory::OfferPublished>(&event)) {
      Row& row = txn.EditOrMake<Row>(StateKey(id, published->offer));
      Publish(*published, id, row, txn);
      WriteRows(row, txn);
    } else if (TouchesOffer(event)) {
      Row& row = RowOf(event, id, txn);
      Follow(row, event);
      WriteRows(row, txn);
    }
  }
}

absl::StatusOr<Offers> FindOffers(const ViewSnapshot& view, absl::string_view service,
                                  absl::string_view subcounty) {
  RUFAA_ASSIGN_OR_RETURN(Offers offers,
                         ReadRows(view, KeyWriter().U8(kByService).Text(service).Take()));
  std::erase_if(offers.rows, [&](const Row& row) { return !Serves(row, subcounty); });
  std::sort(offers.rows.begin(), offers.rows.end(), [](const Row& a, const Row& b) {
    if (a.has_beds != b.has_beds) return a.has_beds;
    if (a.Free() != b.Free()) return a.Free() > b.Free();
    return std::tie(a.offer, a.agency) < std::tie(b.offer, b.agency);
  });
  return offers;
}

absl::StatusOr<Offers> OffersOf(const ViewSnapshot& view, absl::string_view agency) {
  return ReadRows(view, KeyWriter().U8(kByAgency).Text(agency).Take());
}

}  // namespace rufaa::offers
