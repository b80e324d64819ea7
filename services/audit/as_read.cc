#include "services/audit/as_read.h"

#include <algorithm>

#include "domain/base/ages.h"
#include "domain/base/local_day.h"
#include "domain/base/status_macros.h"
#include "domain/directory/directory.h"
#include "domain/referral/referral.h"
#include "projections/casefile/told.h"
#include "services/rpc/command_change.h"
#include "services/rpc/command_policy.h"

namespace rufaa::audit_service {
namespace {

// One of each role, and each as to whom the agency gave the case or who reported it: nobody there
// could read more.
std::vector<rpc::Call> PeopleOf(const rpc::Call& call, const directory::Agency& agency,
                                const std::string& id, const casework::State& kase,
                                absl::Time now) {
  std::vector<std::string> persons;
  if (kase.owner_agency == id) persons.push_back(kase.owner_person);
  if (kase.identifier_agency == id) persons.push_back(kase.identifier_person);
  if (persons.empty()) persons.emplace_back();
  std::vector<rpc::Call> people;
  for (const std::string& person : persons) {
    for (const Role role : AllRoles()) {
      rpc::Call& one = people.emplace_back(call);
      one.now = now;
      one.token.clear();
      one.caller = rpc::Caller();
      one.caller.person = person;
      one.caller.agency = id;
      one.caller.agency_kind = agency.kind;
      one.caller.role = role;
      one.caller.stepped_up_at = now;
    }
  }
  return people;
}

Acting ActingOf(const rpc::Call& one) { return one.caller.ToActing(one.now, one.now); }

bool MayRead(const rpc::Call& one, const rpc::Standing& standing, policy::Part part) {
  return rpc::CheckMay(one, standing, {part, policy::Action::kRead}).ok();
}

// What is said of the child: what is asked, of whom and until when stays.
void HideNeed(worklist::Row& row) {
  row.need.clear();
  row.urgency = Urgency::kUnset;
  row.sex.clear();
  row.age_band.clear();
  row.subcounty.clear();
}

// Which case it is of, and what is the case's: a receiver learns it once it has accepted.
void HideCase(worklist::Row& row) {
  row.case_code.clear();
  row.need.clear();
}

// What was open to the agency in an answer of GetCase. Helpers and referrals are of the timeline,
// which is not asked for.
casefile::Opened OpenedOf(const rpc::Caller& caller, casefile::Relation relation,
                          std::vector<Compartment> open) {
  return {.agency = caller.agency,
          .kind = caller.agency_kind,
          .relation = relation,
          .compartments = std::move(open),
          .helpers = {},
          .referrals = {}};
}

}  // namespace

absl::StatusOr<Readers> Readers::Of(const rpc::Call& call, const std::string& agency,
                                    const std::string& case_code, const Moment& moment) {
  RUFAA_ASSIGN_OR_RETURN(
      const Folded<directory::Agency> of,
      rpc::StateAsOf<directory::Agency>(*call.county, AgencyStream(agency), moment.position));
  RUFAA_ASSIGN_OR_RETURN(
      Folded<casework::State> kase,
      rpc::StateAsOf<casework::State>(*call.county, CaseStream(case_code), moment.position));
  std::vector<rpc::Call> people = PeopleOf(call, *of.state, agency, *kase.state, moment.time);
  return Readers(agency, case_code, moment.position, std::move(kase), std::move(people));
}

absl::StatusOr<std::optional<casefile::CaseFile>> Readers::Case(const ViewSnapshot& file,
                                                                casefile::CaseFile head) const {
  rpc::Reach reach = rpc::Reach::kNothing;
  bool reported = false;
  std::vector<Compartment> open;
  for (const rpc::Call& one : people_) {
    const rpc::Reader reader = rpc::ReaderOf(one, *kase_.state, ActingOf(one));
    reach = std::max(reach, reader.reach);
    reported |= reader.reported;
    if (reader.reach != rpc::Reach::kAll) continue;
    const std::vector<Compartment> more = rpc::OpenTo(one, reader.standing);
    open.insert(open.end(), more.begin(), more.end());
  }
  if (reach == rpc::Reach::kNothing) return std::nullopt;
  if (reach == rpc::Reach::kAll) {
    std::string& band = head.track.age_band;
    if (!band.empty()) {
      band = AgeBandOn(LocalDay(people_.front().now), band, kase_.state->birth_year);
    }
    std::erase_if(head.sealed, [&](const casefile::HeldSealed& held) {
      return std::find(open.begin(), open.end(), held.sealed.compartment) == open.end();
    });
    if (head.relation == casefile::Relation::kOwner) return head;
    casefile::KeepOpened(OpenedOf(people_.front().caller, head.relation, std::move(open)), head);
    return head;
  }
  casefile::CaseFile own;
  if (reach == rpc::Reach::kOwnReferrals) own = casefile::OwnReferrals(agency_, head);
  for (casefile::ReferralLine& line : own.referrals) line.need.clear();
  if (!reported) return own;
  RUFAA_ASSIGN_OR_RETURN(casefile::CaseFile report, casefile::ReadReport(file, case_code_));
  report.referrals = std::move(own.referrals);
  return report;
}

absl::StatusOr<std::optional<worklist::Row>> Readers::Referral(const std::string& referral,
                                                               worklist::Row row) const {
  RUFAA_ASSIGN_OR_RETURN(const Folded<referral::State> of,
                         rpc::StateAsOf<referral::State>(*people_.front().county,
                                                         ReferralStream(referral), position_));
  // Who sent it wrote what it says.
  const bool sender = row.from_agency == agency_;
  bool header = false, need = sender;
  for (const rpc::Call& one : people_) {
    const Acting by = ActingOf(one);
    if (referral::PartiesOf(*of.state, by).empty()) continue;
    const rpc::Standing standing = rpc::StandingIn(*of.state, *kase_.state, by, row.ended_at);
    if (!MayRead(one, standing, policy::Part::kHeader)) continue;
    header = true;
    need |= MayRead(one, standing, policy::Part::kNeed);
  }
  if (!header) return std::nullopt;
  if (!need) HideNeed(row);
  if (!sender && !row.accepted) HideCase(row);
  return row;
}

}  // namespace rufaa::audit_service
