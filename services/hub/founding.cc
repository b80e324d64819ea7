#include "services/hub/founding.h"

#include <openssl/sha.h>

#include <algorithm>
#include <filesystem>
#include <future>
#include <sstream>
#include <system_error>
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
#include "services/hub/secret_file.h"
#include "services/rpc/command.h"

namespace rufaa::hub {
namespace {

std::string Sha256(absl::string_view bytes) {
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
         reinterpret_cast<unsigned char*>(digest.data()));
  return digest;
}

// The version that a county goes by until it is given a table of its own.
constexpr absl::string_view kBuiltinClocks = "builtin";

// The hub itself, setting itself up: there is nobody yet who could.
Acting Founder(absl::Time now) {
  return {.person = "system",
          .agency = std::string(kHubAgency),
          .desk = {},
          .role = Role::kCountyAdmin,
          .agency_kind = "HUB",
          .now = now,
          .occurred_at = now};
}

Actor ActorOf(const Acting& by) {
  return {.person = by.person,
          .agency = by.agency,
          .desk = by.desk,
          .role = std::string(Name(Role::kSystem))};
}

// Decides and appends, once: the request_id is made from what is asked.
template <class State, class DecideOne>
absl::Status Do(OpenCounty& county, const std::string& what, const std::string& stream,
                absl::Time now, DecideOne decide) {
  const std::string digest = Sha256(what);
  const Acting by = Founder(now);
  Command command{.lane = stream,
                  .caller = "founding",
                  .request_id = digest.substr(0, 16),
                  .digest = digest,
                  .actor = ActorOf(by),
                  .authority = {},
                  .occurred_at = now,
                  .correlation = {}};
  std::promise<absl::Status> answered;
  county.executor().Execute(
      std::move(command),
      [&](Loader& loader) -> absl::StatusOr<std::vector<Change>> {
        RUFAA_ASSIGN_OR_RETURN(const State* state, loader.Load<State>(stream));
        return rpc::ChangesOf(stream, decide(*state, by));
      },
      [&](absl::StatusOr<Outcome> outcome) { answered.set_value(outcome.status()); });
  const absl::Status status = answered.get_future().get();
  const absl::optional<Refusal> refusal = RefusalOf(status);
  return refusal && refusal->reason == Reason::ALREADY_DONE ? absl::OkStatus() : status;
}

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

access::Enrol EnrolAdministrator(const Acting& by) {
  return {.by = by,
          .person = std::string(kAdminPerson),
          .agency = std::string(kHubAgency),
          .desk = {},
          .role = std::string(Name(Role::kCountyAdmin))};
}

absl::Status FoundDirectory(OpenCounty& county, const Founding& founding, absl::Time now) {
  const Rules rules;
  RUFAA_RETURN_IF_ERROR(Do<directory::County>(
      county, "county", CountyStream(), now, [&](const directory::County& state, const Acting& by) {
        directory::FoundCounty command = CountyCommand(county.id(), founding);
        command.by = by;
        return Decide(state, command, rules);
      }));
  RUFAA_RETURN_IF_ERROR(AdoptPolicy(county, policy::Version(), policy::CanonicalText(), now));
  RUFAA_RETURN_IF_ERROR(Do<directory::Agency>(
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
  return Do<access::Person>(
      county, "administrator", PersonStream(kAdminPerson), now,
      [](const access::Person& state, const Acting& by) -> access::PersonDecision {
        if (!state.id.empty()) return Refuse(Reason::ALREADY_DONE);
        return Decide(state, EnrolAdministrator(by));
      });
}

bool Administers(const access::Person& person) {
  return !person.left && person.agency == kHubAgency && person.role == Name(Role::kCountyAdmin);
}

// From another agency, where nobody administers the county.
access::PersonDecision CallBack(const access::Person& state, const Acting& by) {
  RUFAA_ASSIGN_OR_RETURN(std::vector<access::PersonEvent> events,
                         Decide(state, access::Leave{.by = by, .reason = "ADMINISTERS_AGAIN"}));
  access::Person left = state;
  for (const access::PersonEvent& event : events) left = Evolve(std::move(left), event);
  RUFAA_ASSIGN_OR_RETURN(const std::vector<access::PersonEvent> enrolled,
                         Decide(left, EnrolAdministrator(by)));
  events.insert(events.end(), enrolled.begin(), enrolled.end());
  return events;
}

// That whoever comes in by an account opened now administers: the administrator may have been
// retired since, or have another role or be elsewhere, and the others be locked out.
absl::Status BringBackAdministrator(OpenCounty& county, absl::Time now) {
  // Of each start anew: it may be needed more than once.
  const std::string what = absl::StrCat("administrator/", absl::ToUnixMicros(now));
  return Do<access::Person>(
      county, what, PersonStream(kAdminPerson), now,
      [](const access::Person& state, const Acting& by) -> access::PersonDecision {
        const access::Enrol enrol = EnrolAdministrator(by);
        if (state.left) return Decide(state, enrol);
        if (state.agency != kHubAgency) return CallBack(state, by);
        if (Administers(state)) return Refuse(Reason::ALREADY_DONE);
        return Decide(state, access::ChangeRole{.by = by, .role = enrol.role, .desk = {}});
      });
}

// By their accounts, or by log and views, the last of a county to be made: of accounts that are
// lost, opening the county tells.
bool WereThere(const std::string& data_dir, const std::vector<std::string>& counties) {
  return std::all_of(counties.begin(), counties.end(), [&](const std::string& county) {
    const CountyPaths paths(
        {.data_dir = data_dir, .county = county, .key_dir = {}, .session_limits = {}});
    std::error_code error;
    return std::filesystem::exists(paths.access, error) ||
           (std::filesystem::exists(paths.log, error) &&
            std::filesystem::exists(paths.views, error));
  });
}

// Of a person who opens or closes an account the book tells: of this file, too, in a county that is
// there.
absl::Status EnterAccount(OpenCounty& county, const std::string& method, absl::Time now) {
  std::promise<absl::Status> entered;
  county.book().Record({.actor = ActorOf(Founder(now)),
                        .read_at = now,
                        .trace_id = {},
                        .purpose = {},
                        .method = method,
                        .cases = {},
                        .about = PersonStream(kAdminPerson),
                        .parts = {},
                        .refusal = {},
                        .position = county.log().Head()},
                       [&](absl::Status status) { entered.set_value(std::move(status)); });
  return entered.get_future().get();
}

// Before who was let go administers again: only the account that is opened now is to be of that
// person. Who administers still keeps the others.
absl::Status CloseTheirAccounts(OpenCounty& county, absl::Time now) {
  RUFAA_ASSIGN_OR_RETURN(
      const Folded<access::Person> person,
      county.executor().aggregates().Load<access::Person>(PersonStream(kAdminPerson)));
  if (Administers(*person.state)) return absl::OkStatus();
  access::CountyAccess& access = county.access();
  std::string after;
  for (;;) {
    RUFAA_ASSIGN_OR_RETURN(const std::vector<access::Account> page,
                           access.store().ListAccounts(after, 100));
    if (page.empty()) return absl::OkStatus();
    after = page.back().login_name;
    for (const access::Account& one : page) {
      if (one.person != kAdminPerson || one.disabled) continue;
      RUFAA_RETURN_IF_ERROR(EnterAccount(county, "AccessService/DisableAccount", now));
      RUFAA_RETURN_IF_ERROR(access.Change(one.login_name, [&](access::Account& account) {
        account.disabled = true;
        return access.sessions().PutAndEndAll(account, /*keep=*/"");
      }));
    }
  }
}

}  // namespace

absl::Status Found(OpenCounty& county, const Founding& founding, const access::Passwords& passwords,
                   absl::Time now) {
  RUFAA_RETURN_IF_ERROR(FoundDirectory(county, founding, now));
  RUFAA_ASSIGN_OR_RETURN(const std::optional<access::Account> account,
                         county.access().store().FindAccount(founding.admin_login));
  if (account.has_value()) return absl::OkStatus();
  RUFAA_RETURN_IF_ERROR(
      access::Passwords::CheckStrength(founding.admin_password, founding.admin_login));
  RUFAA_ASSIGN_OR_RETURN(const std::string hash, passwords.HashNow(founding.admin_password));
  RUFAA_RETURN_IF_ERROR(CloseTheirAccounts(county, now));
  RUFAA_RETURN_IF_ERROR(BringBackAdministrator(county, now));
  if (county.opened_at() > 0) {
    RUFAA_RETURN_IF_ERROR(EnterAccount(county, "AccessService/CreateAccount", now));
  }
  return county.access().CreateAccount(founding.admin_login, kAdminPerson, hash, now);
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
  return Do<directory::County>(
      county, what, CountyStream(), now,
      [&](const directory::County& state, const Acting& by) -> directory::CountyDecision {
        if (state.county.empty()) return Refuse(Reason::ALREADY_DONE);
        return Decide(state,
                      directory::AdoptPolicy{.by = by,
                                             .version = std::string(version),
                                             .digest = absl::BytesToHexString(Sha256(text))},
                      Rules{});
      });
}

absl::Status AdoptClocks(OpenCounty& county, const ClockTable& clocks, absl::Time now) {
  const std::string text = ClocksAsToml(clocks);
  const std::string digest = absl::BytesToHexString(Sha256(text));
  const bool builtin = text == ClocksAsToml(ClockTable::Builtin());
  const std::string version = builtin ? std::string(kBuiltinClocks) : digest.substr(0, 12);
  // Of each start anew: a county may go back to clocks that it had before.
  const std::string what = absl::StrCat("clocks/", version, "/", absl::ToUnixMicros(now));
  return Do<directory::County>(
      county, what, CountyStream(), now,
      [&](const directory::County& state, const Acting& by) -> directory::CountyDecision {
        const bool as_before =
            state.clocks_version == version || (state.clocks_version.empty() && builtin);
        if (state.county.empty() || as_before) return Refuse(Reason::ALREADY_DONE);
        return Decide(state, directory::AdoptClocks{.by = by, .version = version, .digest = digest},
                      Rules{});
      });
}

absl::Status ReadAdminFile(const std::string& path, const std::string& data_dir,
                           const std::vector<std::string>& counties, Founding& founding) {
  std::error_code error;
  const bool gone =
      std::filesystem::status(path, error).type() == std::filesystem::file_type::not_found;
  if (gone && WereThere(data_dir, counties)) return absl::OkStatus();
  RUFAA_ASSIGN_OR_RETURN(const std::string text, ReadSecretFile(path, "The administrator's"));
  std::istringstream lines(text);
  if (!std::getline(lines, founding.admin_login) || !std::getline(lines, founding.admin_password)) {
    return Refuse(Reason::KEY_FILE_UNUSABLE,
                  "The administrator's file needs two lines: login name and password.",
                  {{"file", path}, {"problem", "lines"}});
  }
  // Before anything is made by it: a county without an account would be left.
  return access::Passwords::CheckStrength(founding.admin_password, founding.admin_login);
}

}  // namespace rufaa::hub
