#include "cli/demo/founding.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "cli/demo/offers.h"
#include "domain/access/person.h"
#include "domain/base/status_macros.h"
#include "domain/clocks/print_clocks.h"
#include "domain/codelists/areas.h"
#include "domain/codes/codes.h"
#include "domain/directory/directory.h"
#include "domain/policy/policy.h"

namespace rufaa::demo {
namespace {

// Loads one stream, lets `decide` decide on it, and turns its events into changes of that stream.
template <class State, class Command>
absl::Status Decided(World& world, const std::string& stream, const Command& command) {
  return world.scribe.Do(command.by, stream, [&](Loader& loader) -> coordination::Changes {
    RUFAA_ASSIGN_OR_RETURN(const State* state, loader.Load<State>(stream));
    auto events = [&] {
      if constexpr (requires { Decide(*state, command, Rules{}); }) {
        return Decide(*state, command, Rules{});
      } else {
        return Decide(*state, command);
      }
    }();
    RUFAA_RETURN_IF_ERROR(events.status());
    std::vector<Change> changes;
    AddChanges(stream, *std::move(events), changes);
    return changes;
  });
}

absl::Status FoundCounty(World& world, const PlannedPerson& admin) {
  const Areas* areas = Areas::Of(world.plan.county);
  RUFAA_CHECK(areas != nullptr);
  directory::FoundCounty command{.by = world.scribe.As(admin),
                                 .county = world.plan.county,
                                 .name = kDemoCountyName,
                                 .prefix = std::string(kMombasaLetters),
                                 .subcounties = {}};
  for (const SubCounty& subcounty : areas->sub_counties()) {
    directory::Subcounty entry{subcounty.code, subcounty.name, {}};
    for (const Ward& ward : areas->wards()) {
      if (ward.sub_county != subcounty.code) continue;
      entry.wards.push_back({absl::StrCat(ward.number), ward.name});
    }
    command.subcounties.push_back(std::move(entry));
  }
  return Decided<directory::County>(world, CountyStream(), command);
}

absl::Status AdoptRules(World& world, const PlannedPerson& admin) {
  const std::string policy(policy::Version());
  RUFAA_RETURN_IF_ERROR(Decided<directory::County>(
      world, CountyStream(),
      directory::AdoptPolicy{world.scribe.As(admin), policy, HexSha256(policy::CanonicalText())}));
  return Decided<directory::County>(
      world, CountyStream(),
      directory::AdoptClocks{world.scribe.As(admin), "builtin",
                             HexSha256(ClocksAsToml(ClockTable::Builtin()))});
}

absl::Status OpenBeds(World& world, const PlannedAgency& agency, const PlannedOffer& offer,
                      const PlannedPerson& desk) {
  const std::string stream = CapacityStream(offer.id);
  RUFAA_RETURN_IF_ERROR(Decided<capacity::State>(world, stream,
                                                 capacity::Open{.by = world.scribe.As(desk),
                                                                .agency = agency.id,
                                                                .offer = offer.id,
                                                                .total = offer.beds,
                                                                .unit = "BED",
                                                                .sex = offer.sex,
                                                                .age_min = offer.age_min,
                                                                .age_max = offer.age_max}));
  return Decided<capacity::State>(
      world, stream, capacity::Count{world.scribe.As(desk), offer.beds, offer.used / 2});
}

absl::Status OpenAgency(World& world, const PlannedAgency& agency, const PlannedPerson& admin) {
  const std::string stream = AgencyStream(agency.id);
  RUFAA_RETURN_IF_ERROR(Decided<directory::Agency>(
      world, stream,
      directory::RegisterAgency{.by = world.scribe.As(admin),
                                .agency = agency.id,
                                .kind = agency.kind,
                                .unit_type = agency.unit_type,
                                .display_name = agency.name,
                                .subcounties = agency.subcounties,
                                .place_of_safety = agency.place_of_safety}));
  for (const PlannedDesk& desk : agency.desks) {
    RUFAA_RETURN_IF_ERROR(Decided<directory::Agency>(
        world, stream, directory::OpenDesk{world.scribe.As(admin), desk.id, desk.name}));
  }
  for (const PlannedOffer& offer : agency.offers) {
    const directory::OfferPublished published = Published(offer);
    RUFAA_RETURN_IF_ERROR(Decided<directory::Agency>(
        world, stream,
        directory::PublishOffer{.by = world.scribe.As(admin),
                                .offer = published.offer,
                                .services = published.services,
                                .destination = published.destination,
                                .sex = published.sex,
                                .age_min = published.age_min,
                                .age_max = published.age_max,
                                .subcounties = published.subcounties,
                                .hours = published.hours,
                                .has_beds = published.has_beds,
                                .display_name = published.display_name}));
    if (offer.beds == 0) continue;
    RUFAA_RETURN_IF_ERROR(OpenBeds(world, agency, offer, world.plan.People(agency.id).front()));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status Found(World& world) {
  const PlannedPerson& admin = world.plan.Login("admin");
  RUFAA_RETURN_IF_ERROR(FoundCounty(world, admin));
  RUFAA_RETURN_IF_ERROR(AdoptRules(world, admin));
  for (const PlannedAgency& agency : world.plan.agencies) {
    RUFAA_RETURN_IF_ERROR(OpenAgency(world, agency, admin));
  }
  for (const PlannedPerson& person : world.plan.people) {
    RUFAA_RETURN_IF_ERROR(
        Decided<access::Person>(world, PersonStream(person.id),
                                access::Enrol{.by = world.scribe.As(admin),
                                              .person = person.id,
                                              .agency = person.agency,
                                              .desk = person.desk,
                                              .role = std::string(Name(person.role))}));
  }
  return absl::OkStatus();
}

absl::Status CountBeds(World& world, Dice& dice) {
  for (const PlannedAgency& agency : world.plan.agencies) {
    for (const PlannedOffer& offer : agency.offers) {
      if (offer.beds == 0) continue;
      RUFAA_ASSIGN_OR_RETURN(const capacity::State beds, world.scribe.LoadBeds(offer.id));
      // Those who came without the hub come and go; those it brought are known to be there.
      const auto ours = static_cast<uint32_t>(beds.occupied.size());
      const int others = static_cast<int>(offer.used) + dice.Between(-4, 4);
      const uint32_t used = std::min(offer.beds, ours + static_cast<uint32_t>(std::max(0, others)));
      RUFAA_RETURN_IF_ERROR(Decided<capacity::State>(
          world, CapacityStream(offer.id),
          capacity::Count{world.scribe.As(world.plan.People(agency.id).front()), offer.beds,
                          std::max(used, ours)}));
    }
  }
  return absl::OkStatus();
}

}  // namespace rufaa::demo
