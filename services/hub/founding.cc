#include "services/hub/founding.h"

#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "domain/access/person.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "domain/clocks/print_clocks.h"
#include "domain/codelists/areas.h"
#include "domain/directory/directory.h"
#include "domain/policy/policy.h"
#include "eventlog/merkle.h"
#include "services/hub/administrator.h"
#include "services/hub/founder.h"

namespace rufaa::hub {
namespace {

// The version that a county goes by until it is given a table of its own.
constexpr absl::string_view kBuiltinClocks = "builtin";

directory::FoundCounty CountyCommand(const std::string& id, const Founding& founding) {
  directory::FoundCounty command;
  command.county = id;
  command.name = founding.name;
  command.prefix = founding.prefix;
  const Areas* areas = Areas::Of(id);
  if (areas == nullptr) return command;
  if (command.name.empty()) command.name = areas->county_name();
  for (const SubCounty& subcounty : areas->sub_counties()) {
    directory::Subcounty& one = command.subcounties.emplace_back();
    one.subcounty = subcounty.code;
    one.name = subcounty.name;
    for (const rufaa::Ward& ward : areas->wards()) {
      if (areas->Belongs(ward, subcounty)) {
        one.wards.push_back({.ward = absl::StrCat(ward.number), .name = ward.name});
      }
    }
  }
  return command;
}

absl::Status FoundDirectory(OpenCounty& county, const Founding& founding, absl::Time now) {
  const Rules rules;
  RUFAA_RETURN_IF_ERROR(DoAsFounder<directory::County>(
      county, "county", CountyStream(), now, [&](const directory::County& state, const Acting& by) {
        directory::FoundCounty command = CountyCommand(county.id(), founding);
        command.by = by;
        return Decide(state, command, rules);
      }));
  RUFAA_RETURN_IF_ERROR(AdoptPolicy(county, policy::Version(), policy::CanonicalText(), now));
  RUFAA_RETURN_IF_ERROR(DoAsFounder<directory::Agency>(
      county, "hub agency", AgencyStream(kHubAgency), now,
      [&](const directory::Agency& state, const Acting& by) -> directory::AgencyDecision {
        // However it was registered: it is the hub's own.
        if (!state.id.empty()) return Refuse(Reason::ALREADY_DONE);
        return Decide(state,
                      directory::RegisterAgency{.by = by,
                                                .agency = std::string(kHubAgency),
                                                .kind = "HUB",
                                                .unit_type = {},
                                                .display_name = "Rufaa",
                                                .subcounties = {}},
                      rules);
      }));
  return DoAsFounder<access::Person>(
      county, "administrator", PersonStream(kAdminPerson), now,
      [](const access::Person& state, const Acting& by) -> access::PersonDecision {
        if (!state.id.empty()) return Refuse(Reason::ALREADY_DONE);
        return Decide(state, EnrolAdministrator(by));
      });
}

}  // namespace

absl::Status Found(OpenCounty& county, const Founding& founding, const access::Passwords& passwords,
                   absl::Time now) {
  RUFAA_RETURN_IF_ERROR(FoundDirectory(county, founding, now));
  return OpenAdministratorsAccount(county, founding, passwords, now);
}

absl::Status WaitUntilFounded(OpenCounty& county, absl::Time deadline) {
  for (;;) {
    const uint64_t head = county.log().Head();
    RUFAA_ASSIGN_OR_RETURN(const Folded<directory::County> founded,
                           county.executor().aggregates().Load<directory::County>(CountyStream()));
    if (!founded.state->county.empty()) return absl::OkStatus();
    const absl::Duration left = deadline - absl::Now();
    if (left <= absl::ZeroDuration()) break;
    county.log().WaitBeyond(head, left);
  }
  return absl::FailedPreconditionError(
      absl::StrCat("County ", county.id(),
                   " is not founded yet: start the process that keeps its accounts, with "
                   "--admin-file, first."));
}

absl::Status AdoptPolicy(OpenCounty& county, absl::string_view version, absl::string_view text,
                         absl::Time now) {
  // The time is in the id: a program that is rolled back adopts again what it had adopted before.
  const std::string what = absl::StrCat("policy/", version, "/", absl::ToUnixMicros(now));
  return DoAsFounder<directory::County>(
      county, what, CountyStream(), now,
      [&](const directory::County& state, const Acting& by) -> directory::CountyDecision {
        if (state.county.empty()) return Refuse(Reason::ALREADY_DONE);
        return Decide(
            state,
            directory::AdoptPolicy{.by = by,
                                   .version = std::string(version),
                                   .digest = absl::BytesToHexString(BytesOf(Sha256(text)))},
            Rules{});
      });
}

absl::Status AdoptClocks(OpenCounty& county, const ClockTable& clocks, absl::Time now) {
  const std::string text = ClocksAsToml(clocks);
  const std::string digest = absl::BytesToHexString(BytesOf(Sha256(text)));
  const bool builtin = text == ClocksAsToml(ClockTable::Builtin());
  const std::string version = builtin ? std::string(kBuiltinClocks) : digest.substr(0, 12);
  // Of each start anew: a county may go back to clocks that it had before.
  const std::string what = absl::StrCat("clocks/", version, "/", absl::ToUnixMicros(now));
  return DoAsFounder<directory::County>(
      county, what, CountyStream(), now,
      [&](const directory::County& state, const Acting& by) -> directory::CountyDecision {
        const bool as_before =
            state.clocks_version == version || (state.clocks_version.empty() && builtin);
        if (state.county.empty() || as_before) return Refuse(Reason::ALREADY_DONE);
        return Decide(state, directory::AdoptClocks{.by = by, .version = version, .digest = digest},
                      Rules{});
      });
}

}  // namespace rufaa::hub
