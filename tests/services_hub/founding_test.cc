// What a later start does to a county that is there: with and without its administrator's file, and
// by another policy table.
#include "services/hub/founding.h"

#include <gmock/gmock.h>

#include <functional>

#include "absl/strings/str_cat.h"
#include "domain/directory/county_events.h"
#include "domain/policy/policy.h"
#include "eventlog/execute/evolve.h"
#include "tests/walk_grpc/county.h"

namespace rufaa::hub {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;

class FoundingTest : public ::rufaa::testing::HubTest {
 protected:
  // Of a hub that was stopped: `founding` is what its administrator's file says now, if any.
  void StartAgain(const Founding& founding = {}) {
    Stop();
    clock_.Advance(absl::Hours(1));
    HubOptions options;
    options.data_dir = data_dir_ + "/data";
    options.counties = {"001"};
    options.log_level = rpc::Level::kOff;
    options.clock = &clock_;
    options.session_limits = session_limits_;
    options.password_cost = {.passes = 1, .memory_bytes = size_t{1} << 20};
    options.founding = founding;
    absl::StatusOr<std::unique_ptr<Hub>> hub = Hub::Start(options);
    ASSERT_TRUE(hub.ok()) << hub.status();
    hub_ = *std::move(hub);
    const absl::Status serving = hub_->WaitUntilServing(absl::Now() + absl::Seconds(60));
    ASSERT_TRUE(serving.ok()) << serving;
  }

  OpenCounty& Mombasa() { return *hub_->counties().at("001"); }

  // Policy tables that the county went by, in turn, as its log has them.
  std::vector<std::string> Adopted() {
    std::vector<std::string> versions;
    const absl::Status status = ShowEvents(
        Mombasa().log(), CountyStream(), 0, kAnyPosition, [&](const AnyEvent& event, uint64_t) {
          const auto* adopted = std::get_if<directory::PolicyAdopted>(&event);
          if (adopted != nullptr) versions.push_back(adopted->version);
        });
    EXPECT_TRUE(status.ok()) << status;
    return versions;
  }

  // "ACTOR METHOD ABOUT" of each entry of the access book.
  std::vector<std::string> Entered() {
    const absl::StatusOr<ReadsPage> page = Mombasa().book().Find({});
    EXPECT_TRUE(page.ok()) << page.status();
    std::vector<std::string> entered;
    for (const RecordedRead& read : page->reads) {
      entered.push_back(
          absl::StrCat(read.entry.actor.person, " ", read.entry.method, " ", read.entry.about));
    }
    return entered;
  }
};

TEST_F(FoundingTest, AnUpgradesPolicyIsAdoptedThoughTheAdministratorsFileIsGone) {
  const std::string ours(policy::Version());
  EXPECT_THAT(Adopted(), ElementsAre(ours));
  // As an older program would have it.
  clock_.Advance(absl::Hours(1));
  const absl::Status older = AdoptPolicy(Mombasa(), "older", "its table", clock_.Now());
  ASSERT_TRUE(older.ok()) << older;
  StartAgain();
  EXPECT_THAT(Adopted(), ElementsAre(ours, "older", ours));
  StartAgain();
  EXPECT_THAT(Adopted(), ElementsAre(ours, "older", ours)) << "a start with the same says nothing";
}

TEST_F(FoundingTest, ALaterStartChangesNothingByTheSameFile) {
  const uint64_t head = Mombasa().log().Head();
  StartAgain({.name = "", .prefix = "MS", .admin_login = "admin", .admin_password = "another one"});
  EXPECT_EQ(Mombasa().log().Head(), head);
  EXPECT_THAT(Entered(), IsEmpty());
  ::rufaa::testing::County(*hub_, "001").SignIn("admin");  // By the password of before.
}

// Who lost the password comes in again, and that shows.
TEST_F(FoundingTest, AnotherLoginNameOpensOneMoreAccountAndIsEntered) {
  const std::string password = "mwamba-wa-pwani-2026";  // As County signs in.
  StartAgain({.name = "", .prefix = "MS", .admin_login = "again", .admin_password = password});
  EXPECT_THAT(Entered(), ElementsAre("system AccessService/CreateAccount person/p-admin"));
  ::rufaa::testing::County(*hub_, "001").SignIn("again");
  StartAgain({.name = "", .prefix = "MS", .admin_login = "again", .admin_password = password});
  EXPECT_THAT(Entered(), ElementsAre("system AccessService/CreateAccount person/p-admin"));
}

// The first administrator was let go by another, who then lost the password.
class LockedOut : public FoundingTest {
 protected:
  using Stub = directory::v1::DirectoryService::Stub;

  static absl::Status Retire(::rufaa::testing::Client& by, const std::string& person) {
    directory::v1::RetirePersonRequest request;
    request.set_request_id(::rufaa::testing::NewUuid());
    request.set_person(person);
    directory::v1::RetirePersonResponse reply;
    return by.Call(&Stub::RetirePerson, request, &reply);
  }

  // By a second one, who then goes on with `then`.
  void LetTheFirstOneGo(const std::function<void(::rufaa::testing::Client&)>& then) {
    ::rufaa::testing::County county(*hub_, "001");
    ::rufaa::testing::Client first = county.SignIn("admin");
    EXPECT_REFUSED(Retire(first, "p-admin"), SELF_APPROVAL);
    county.Enroll({"p-second", "hub", "county_admin"});
    ::rufaa::testing::Client second = county.SignIn("p-second");
    ASSERT_TRUE(Retire(second, "p-admin").ok());
    then(second);
  }

  // By another login name in the administrator's file.
  void ExpectWayBack() {
    StartAgain({.name = "",
                .prefix = "MS",
                .admin_login = "again",
                .admin_password = "mwamba-wa-pwani-2026"});  // As County signs in.
    ::rufaa::testing::Client again = ::rufaa::testing::County(*hub_, "001").SignIn("again");
    EXPECT_TRUE(Retire(again, "p-second").ok());
    EXPECT_THAT(Entered(), IsSupersetOf({"system AccessService/DisableAccount person/p-admin",
                                         "system AccessService/CreateAccount person/p-admin"}));
    // Whoever knows the password of before has no way back by it.
    access::v1::SignInRequest before;
    before.set_county("001");
    before.set_login_name("admin");
    before.set_password("mwamba-wa-pwani-2026");
    access::v1::SignInResponse reply;
    EXPECT_REFUSED(again.Call(&access::v1::AccessService::Stub::SignIn, before, &reply),
                   BAD_CREDENTIALS);
  }
};

TEST_F(LockedOut, AnAdministratorWhoWasRetiredIsOneAgain) {
  LetTheFirstOneGo([](auto&) {});
  ExpectWayBack();
}

TEST_F(LockedOut, AnAdministratorWhoWentToAnotherAgencyIsCalledBack) {
  LetTheFirstOneGo([](::rufaa::testing::Client& second) {
    directory::v1::RegisterAgencyRequest centre;
    centre.set_request_id(::rufaa::testing::NewUuid());
    centre.set_agency("rescue-1");
    centre.set_kind("RESCUE_CENTRE");
    centre.set_display_name("A rescue centre");
    second.Must<directory::v1::RegisterAgencyResponse>(&Stub::RegisterAgency, centre);
    directory::v1::EnrollPersonRequest moved;
    moved.set_request_id(::rufaa::testing::NewUuid());
    moved.set_person("p-admin");
    moved.set_agency("rescue-1");
    moved.set_role("agency_desk");
    second.Must<directory::v1::EnrollPersonResponse>(&Stub::EnrollPerson, moved);
  });
  ExpectWayBack();
}

}  // namespace
}  // namespace rufaa::hub
