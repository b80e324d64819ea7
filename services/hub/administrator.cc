#include "services/hub/administrator.h"

#include <algorithm>
#include <filesystem>
#include <future>
#include <optional>
#include <sstream>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "services/hub/founder.h"
#include "services/hub/secret_file.h"

namespace rufaa::hub {
namespace {

bool Administers(const access::Person& person) {
  return !person.left && person.agency == kHubAgency && person.role == Name(Role::kCountyAdmin);
}

// From another agency, where nobody administers the county.
access::PersonDecision CallBack(const access::Person& state, const Acting& by, const Rules& rules) {
  RUFAA_ASSIGN_OR_RETURN(
      std::vector<access::PersonEvent> events,
      Decide(state, access::Leave{.by = by, .reason = "ADMINISTERS_AGAIN"}, rules));
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
  return DoAsFounder<access::Person>(
      county, what, PersonStream(kAdminPerson), now,
      [](const access::Person& state, const Acting& by) -> access::PersonDecision {
        const access::Enrol enrol = EnrolAdministrator(by);
        if (state.left) return Decide(state, enrol);
        if (state.agency != kHubAgency) return CallBack(state, by, Rules());
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

access::Enrol EnrolAdministrator(const Acting& by) {
  return {.by = by,
          .person = std::string(kAdminPerson),
          .agency = std::string(kHubAgency),
          .desk = {},
          .role = std::string(Name(Role::kCountyAdmin))};
}

absl::Status OpenAdministratorsAccount(OpenCounty& county, const Founding& founding,
                                       const access::Passwords& passwords, absl::Time now) {
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
