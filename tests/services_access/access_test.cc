#include "domain/access/person_events.h"
#include "domain/events.h"
#include "gtest/gtest.h"
#include "services/access/throttle.h"
#include "services/rpc/source.h"
#include "tests/services_rpc/served_hub.h"

namespace rufaa {
namespace {

using access::v1::AccessService;

TEST(Access, TellsWhoASessionSpeaksFor) {
  ServedHub hub;
  hub.RegisterAgency("rescue-1", "RESCUE_CENTRE");
  const std::string token = hub.Enrol("p-desk", "rescue-1", "agency_desk");
  access::v1::WhoAmIResponse me;
  ASSERT_TRUE(hub.WhoAmI(token, &me).ok());
  EXPECT_EQ(me.caller().person(), "p-desk");
  EXPECT_EQ(me.caller().agency(), "rescue-1");
  EXPECT_EQ(me.caller().agency_kind(), "RESCUE_CENTRE");
  EXPECT_EQ(me.caller().role(), "agency_desk");
  EXPECT_EQ(me.caller().county(), "001");
}

TEST(Access, TellsInWhichSubCountyOnesAgencyWorksIfItIsOneAlone) {
  ServedHub hub;
  using directory::v1::DirectoryService;
  std::vector<std::string> subcounties;
  for (const char* subcounty : {"", "003", "004"}) {
    if (*subcounty != '\0') subcounties.push_back(subcounty);
    const std::string agency = absl::StrCat("office-", subcounties.size());
    directory::v1::RegisterAgencyRequest request;
    request.set_request_id(NewRequestId());
    request.set_agency(agency);
    request.set_kind("CHILDREN_OFFICE");
    request.set_display_name("An office");
    for (const std::string& one : subcounties) request.add_subcounties(one);
    directory::v1::RegisterAgencyResponse reply;
    ASSERT_TRUE(hub.Call(hub.directory(), &DirectoryService::Stub::RegisterAgency, request, &reply,
                         hub.AdminToken())
                    .ok());
    access::v1::WhoAmIResponse me;
    ASSERT_TRUE(hub.WhoAmI(hub.Enrol("p-" + agency, agency, "childrens_officer"), &me).ok());
    EXPECT_EQ(me.caller().subcounty(), subcounties.size() == 1 ? "003" : "") << agency;
  }
}

TEST(Access, AnswersTheSameWhateverWasWrong) {
  ServedHub hub;
  const absl::Status wrong_password = hub.SignIn(kAdmin, "not the password").status();
  const absl::Status no_such_name = hub.SignIn("nobody", "not the password").status();
  const absl::Status no_such_county = hub.SignIn(kAdmin, kAdminPassword, "047").status();
  EXPECT_EQ(ReasonOf(wrong_password), "BAD_CREDENTIALS");
  EXPECT_EQ(no_such_name, wrong_password);
  EXPECT_EQ(no_such_county, wrong_password);
}

TEST(Access, ASessionEndsWhenLeftIdle) {
  ServedHub hub;
  const std::string token = hub.AdminToken();
  ASSERT_TRUE(hub.WhoAmI(token).ok());
  hub.clock().Advance(absl::Minutes(14));
  ASSERT_TRUE(hub.WhoAmI(token).ok());
  hub.clock().Advance(absl::Minutes(14));
  ASSERT_TRUE(hub.WhoAmI(token).ok()) << "use keeps it";
  hub.clock().Advance(absl::Minutes(16));
  EXPECT_EQ(ReasonOf(hub.WhoAmI(token)), "UNAUTHENTICATED");
}

TEST(Access, ASessionEndsAfterTenHoursHoweverBusy) {
  ServedHub hub;
  const std::string token = hub.AdminToken();
  for (int i = 0; i < 60; ++i) {
    hub.clock().Advance(absl::Minutes(10));
    ASSERT_TRUE(hub.WhoAmI(token).ok()) << i;
  }
  hub.clock().Advance(absl::Minutes(10));
  EXPECT_EQ(ReasonOf(hub.WhoAmI(token)), "UNAUTHENTICATED");
}

TEST(Access, SignOutEndsTheSessionAtOnce) {
  ServedHub hub;
  const std::string token = hub.AdminToken();
  ASSERT_TRUE(hub.WhoAmI(token).ok());
  access::v1::SignOutResponse reply;
  ASSERT_TRUE(hub.Call(hub.access(), &AccessService::Stub::SignOut, access::v1::SignOutRequest(),
                       &reply, token)
                  .ok());
  EXPECT_EQ(ReasonOf(hub.WhoAmI(token)), "UNAUTHENTICATED");
}

TEST(Access, AClosedAccountLosesItsSessionsAtOnceAndOpensNoMore) {
  ServedHub hub;
  hub.RegisterAgency("cso-1", "CSO");
  const std::string token = hub.Enrol("p-1", "cso-1", "agency_desk");
  ASSERT_TRUE(hub.WhoAmI(token).ok());
  access::v1::DisableAccountRequest request;
  request.set_login_name("p-1");
  access::v1::DisableAccountResponse reply;
  ASSERT_TRUE(hub.Call(hub.access(), &AccessService::Stub::DisableAccount, request, &reply,
                       hub.AdminToken())
                  .ok());
  EXPECT_TRUE(reply.account().disabled());
  EXPECT_EQ(ReasonOf(hub.WhoAmI(token)), "UNAUTHENTICATED");
  EXPECT_EQ(ReasonOf(hub.SignIn("p-1", "a password of p-1").status()), "BAD_CREDENTIALS");
}

TEST(Access, WhoHasLeftCanDoNothingMore) {
  ServedHub hub;
  hub.RegisterAgency("cso-1", "CSO");
  const std::string token = hub.Enrol("p-1", "cso-1", "agency_desk");
  directory::v1::RetirePersonRequest request;
  request.set_request_id(NewRequestId());
  request.set_person("p-1");
  directory::v1::RetirePersonResponse reply;
  ASSERT_TRUE(hub.Call(hub.directory(), &directory::v1::DirectoryService::Stub::RetirePerson,
                       request, &reply, hub.AdminToken())
                  .ok());
  hub.clock().Advance(absl::Seconds(6));  // What was remembered of the session is forgotten.
  EXPECT_EQ(ReasonOf(hub.WhoAmI(token)), "UNAUTHENTICATED");
  EXPECT_EQ(ReasonOf(hub.SignIn("p-1", "a password of p-1").status()), "BAD_CREDENTIALS");
}

TEST(Access, WithTheirAgencyAllOfItsPeopleAreOut) {
  ServedHub hub;
  hub.RegisterAgency("cso-1", "CSO");
  const std::string token = hub.Enrol("p-1", "cso-1", "agency_desk");
  directory::v1::CloseAgencyRequest request;
  request.set_request_id(NewRequestId());
  request.set_agency("cso-1");
  request.set_reason("SUSPENDED");
  directory::v1::CloseAgencyResponse reply;
  ASSERT_TRUE(hub.Call(hub.directory(), &directory::v1::DirectoryService::Stub::CloseAgency,
                       request, &reply, hub.AdminToken())
                  .ok());
  hub.clock().Advance(absl::Seconds(6));  // What was remembered of the session is forgotten.
  EXPECT_EQ(ReasonOf(hub.WhoAmI(token)), "UNAUTHENTICATED");
  EXPECT_EQ(ReasonOf(hub.SignIn("p-1", "a password of p-1").status()), "BAD_CREDENTIALS");
}

// A log that can't be read from here on: the person's next event is not what anybody wrote.
void DamageStreamOf(ServedHub& hub, const std::string& person) {
  const absl::StatusOr<Receipt> damaged = hub.hub().counties().at("001")->log().AppendAndWait(
      {.caller = "test",
       .request_id = std::string(16, 'r'),
       .digest = std::string(32, 'd'),
       .conditions = {},
       .events = {{.stream = PersonStream(person),
                   .type = std::string(access::PersonLeft::kType),
                   .payload = "\xff"}},
       .actor = {"system", "hub", "", "system"},
       .authority = {},
       .occurred_at = hub.clock().Now(),
       .correlation = {}});
  ASSERT_TRUE(damaged.ok()) << damaged.status();
}

TEST(Access, ALogThatCantBeReadIsNotToldAsAWrongPassword) {
  ServedHub hub;
  hub.RegisterAgency("cso-1", "CSO");
  hub.Enrol("p-1", "cso-1", "agency_desk");
  DamageStreamOf(hub, "p-1");
  const absl::Status failed = hub.SignIn("p-1", "a password of p-1").status();
  EXPECT_EQ(failed.code(), absl::StatusCode::kInternal) << failed;
  EXPECT_EQ(ReasonOf(hub.SignIn("p-1", "not the password").status()), "BAD_CREDENTIALS");
}

TEST(Access, AStepUpNeedsThePasswordAndLastsFiveMinutes) {
  ServedHub hub;
  const std::string token = hub.AdminToken();
  access::v1::StepUpRequest request;
  access::v1::StepUpResponse reply;
  request.set_password("a wrong password");
  EXPECT_EQ(ReasonOf(hub.Call(hub.access(), &AccessService::Stub::StepUp, request, &reply, token)),
            "BAD_CREDENTIALS");
  access::v1::WhoAmIResponse me;
  ASSERT_TRUE(hub.WhoAmI(token, &me).ok());
  EXPECT_FALSE(me.caller().has_step_up_time());

  request.set_password(kAdminPassword);
  ASSERT_TRUE(hub.Call(hub.access(), &AccessService::Stub::StepUp, request, &reply, token).ok());
  ASSERT_TRUE(hub.WhoAmI(token, &me).ok());
  EXPECT_TRUE(me.caller().has_step_up_time());
  const rpc::Caller caller = rpc::FromProto(me.caller());
  // As told, so held.
  const absl::Time until = rpc::FromProto(reply.expire_time());
  EXPECT_EQ(until, hub.clock().Now() + absl::Minutes(5));
  EXPECT_TRUE(caller.SteppedUp(until));
  EXPECT_FALSE(caller.SteppedUp(until + absl::Seconds(1)));
}

TEST(Access, GuessingIsSlowedFromTheFifthTryOn) {
  ServedHub hub;
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(ReasonOf(hub.SignIn(kAdmin, "a wrong password").status()), "BAD_CREDENTIALS") << i;
  }
  EXPECT_EQ(ReasonOf(hub.SignIn(kAdmin, kAdminPassword).status()), "TOO_MANY_ATTEMPTS");
  hub.clock().Advance(absl::Seconds(2));
  EXPECT_TRUE(hub.SignIn(kAdmin, kAdminPassword).ok()) << "and nobody is locked out";
}

// A sign-in as the gateway calls, for whoever is connected from `source`.
std::string SignInFrom(const std::shared_ptr<grpc::Channel>& channel, const std::string& source,
                       const std::string& password) {
  access::v1::SignInRequest request;
  request.set_county("001");
  request.set_login_name(kAdmin);
  request.set_password(password);
  access::v1::SignInResponse reply;
  const auto context = ServedHub::Context();
  if (!source.empty()) context->AddMetadata(rpc::kSourceMetadata, source);
  return ReasonOf(
      rpc::FromGrpc(AccessService::NewStub(channel)->SignIn(context.get(), request, &reply)));
}

TEST(Access, WhoGuessesElsewhereKeepsNobodyOut) {
  ServedHub hub;
  const auto gateway = hub.hub().InProcessChannel();
  for (int i = 0; i < 5; ++i) SignInFrom(gateway, "10.0.0.1", "a wrong password");
  EXPECT_EQ(SignInFrom(gateway, "10.0.0.1", kAdminPassword), "TOO_MANY_ATTEMPTS");
  EXPECT_EQ(SignInFrom(gateway, "10.0.0.2", kAdminPassword), "OK");
  EXPECT_TRUE(hub.SignIn(kAdmin, kAdminPassword).ok());
  for (int i = 0; i < 5; ++i) {
    SignInFrom(gateway, absl::StrCat("2001:db8:1:2::", i), "a wrong password");
  }
  EXPECT_EQ(SignInFrom(gateway, "2001:db8:1:2::ffff", kAdminPassword), "TOO_MANY_ATTEMPTS")
      << "one machine has all addresses of its network";
}

TEST(Access, NobodyButTheGatewaySaysFromWhereACallComes) {
  ServedHub hub;
  for (int i = 0; i < 5; ++i) {
    SignInFrom(hub.channel(), absl::StrCat("10.0.0.", i), "a wrong password");
  }
  EXPECT_EQ(SignInFrom(hub.channel(), "10.0.0.9", kAdminPassword), "TOO_MANY_ATTEMPTS");
}

TEST(Access, GuessingAtTheDoorKeepsNobodyFromTheirOwnSession) {
  ServedHub hub;
  const std::string token = hub.AdminToken();
  for (int i = 0; i < 5; ++i) (void)hub.SignIn(kAdmin, "a wrong password");
  ASSERT_EQ(ReasonOf(hub.SignIn(kAdmin, kAdminPassword).status()), "TOO_MANY_ATTEMPTS");
  access::v1::StepUpRequest step_up;
  access::v1::StepUpResponse stepped;
  const auto step = [&](const std::string& password) {
    step_up.set_password(password);
    return ReasonOf(hub.Call(hub.access(), &AccessService::Stub::StepUp, step_up, &stepped, token));
  };
  EXPECT_EQ(step(kAdminPassword), "OK");
  access::v1::SetPasswordRequest set;
  set.set_old_password(kAdminPassword);
  set.set_new_password("another long password");
  access::v1::SetPasswordResponse done;
  EXPECT_EQ(ReasonOf(hub.Call(hub.access(), &AccessService::Stub::SetPassword, set, &done, token)),
            "OK");
  for (int i = 0; i < 5; ++i) EXPECT_EQ(step("a wrong password"), "BAD_CREDENTIALS");
  EXPECT_EQ(step("another long password"), "TOO_MANY_ATTEMPTS") << "it is slowed there, too";
}

TEST(Access, ANewPasswordEndsTheOtherSessions) {
  ServedHub hub;
  hub.RegisterAgency("cso-1", "CSO");
  const std::string here = hub.Enrol("p-1", "cso-1", "agency_desk");
  const std::string there = *hub.SignIn("p-1", "a password of p-1");
  access::v1::SetPasswordRequest request;
  request.set_old_password("a password of p-1");
  request.set_new_password("short");
  access::v1::SetPasswordResponse reply;
  const auto set = [&] {
    return hub.Call(hub.access(), &AccessService::Stub::SetPassword, request, &reply, here);
  };
  EXPECT_EQ(ReasonOf(set()), "WEAK_PASSWORD");
  request.set_new_password("another long password");
  ASSERT_TRUE(set().ok());
  EXPECT_TRUE(hub.WhoAmI(here).ok());
  EXPECT_EQ(ReasonOf(hub.WhoAmI(there)), "UNAUTHENTICATED");
  EXPECT_EQ(ReasonOf(hub.SignIn("p-1", "a password of p-1").status()), "BAD_CREDENTIALS");
  EXPECT_TRUE(hub.SignIn("p-1", "another long password").ok());
}

TEST(Access, OnlyAdministratorsKeepAccounts) {
  ServedHub hub;
  hub.RegisterAgency("cso-1", "CSO");
  const std::string token = hub.Enrol("p-1", "cso-1", "agency_desk");
  access::v1::CreateAccountRequest create;
  create.set_login_name("p-2");
  create.set_person("p-1");
  create.set_password("a long password");
  access::v1::CreateAccountResponse created;
  EXPECT_EQ(ReasonOf(hub.Call(hub.access(), &AccessService::Stub::CreateAccount, create, &created,
                              token)),
            "NOT_PERMITTED");
  access::v1::ListAccountsResponse listed;
  EXPECT_EQ(ReasonOf(hub.Call(hub.access(), &AccessService::Stub::ListAccounts,
                              access::v1::ListAccountsRequest(), &listed, token)),
            "NOT_PERMITTED");
}

TEST(Access, AnAccountNeedsAnEnrolledPersonAndAFreeName) {
  ServedHub hub;
  access::v1::CreateAccountRequest create;
  create.set_login_name("p-9");
  create.set_person("p-9");
  create.set_password("a long password");
  access::v1::CreateAccountResponse created;
  const std::string admin = hub.AdminToken();
  const auto call = [&] {
    return ReasonOf(
        hub.Call(hub.access(), &AccessService::Stub::CreateAccount, create, &created, admin));
  };
  EXPECT_EQ(call(), "NOT_ENROLLED");
  create.set_person("p-admin");
  create.set_login_name(kAdmin);
  EXPECT_EQ(call(), "LOGIN_NAME_TAKEN");
}

TEST(Access, ListsAccountsPageByPage) {
  ServedHub hub;
  hub.RegisterAgency("cso-1", "CSO");
  for (int i = 0; i < 4; ++i) hub.Enrol(absl::StrCat("p-", i), "cso-1", "agency_desk");
  access::v1::ListAccountsRequest request;
  request.set_page_size(2);
  std::vector<std::string> names;
  const std::string admin = hub.AdminToken();
  do {
    access::v1::ListAccountsResponse reply;
    ASSERT_TRUE(
        hub.Call(hub.access(), &AccessService::Stub::ListAccounts, request, &reply, admin).ok());
    EXPECT_LE(reply.accounts_size(), 2);
    for (const auto& account : reply.accounts()) names.push_back(account.login_name());
    request.set_page_token(reply.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(names, (std::vector<std::string>{"admin", "p-0", "p-1", "p-2", "p-3"}));
}

using access::Throttle;

TEST(Throttle, DoublesUpToAQuarterOfAnHour) {
  Throttle throttle;
  const auto here = Throttle::Tries::FromSource("name", "10.0.0.1");
  const absl::Time now = absl::UnixEpoch();
  for (int i = 0; i < 4; ++i) throttle.Failed(here, now);
  EXPECT_TRUE(throttle.Check(here, now).ok());
  throttle.Failed(here, now);
  EXPECT_FALSE(throttle.Check(here, now).ok());
  EXPECT_TRUE(throttle.Check(here, now + absl::Seconds(1)).ok());
  throttle.Failed(here, now);
  EXPECT_FALSE(throttle.Check(here, now + absl::Seconds(1)).ok());
  EXPECT_TRUE(throttle.Check(here, now + absl::Seconds(2)).ok());
  for (int i = 0; i < 50; ++i) throttle.Failed(here, now);
  EXPECT_FALSE(throttle.Check(here, now + absl::Minutes(14)).ok());
  EXPECT_TRUE(throttle.Check(here, now + absl::Minutes(15)).ok());
  EXPECT_TRUE(throttle.Check(Throttle::Tries::FromSource("another", "10.0.0.1"), now).ok());
  EXPECT_TRUE(throttle.Check(Throttle::Tries::FromSource("name", "10.0.0.2"), now).ok());
  EXPECT_TRUE(throttle.Check(Throttle::Tries::InSession("name"), now).ok());
  throttle.Succeeded(here);
  EXPECT_TRUE(throttle.Check(here, now).ok());
}

TEST(Throttle, FiveWithinAFewMinutesAreFive) {
  Throttle throttle;
  const auto here = Throttle::Tries::FromSource("name", "10.0.0.1");
  absl::Time now = absl::UnixEpoch();
  for (int i = 0; i < 5; ++i) throttle.Failed(here, now += absl::Minutes(1));
  EXPECT_FALSE(throttle.Check(here, now).ok());
}

TEST(Throttle, OneWrongPasswordEachTimeTheWaitIsOverKeepsNobodyOut) {
  Throttle throttle;
  const auto here = Throttle::Tries::FromSource("name", "10.0.0.1");
  absl::Time now = absl::UnixEpoch();
  for (int i = 0; i < 50; ++i) throttle.Failed(here, now);
  for (int i = 0; i < 20; ++i) throttle.Failed(here, now += absl::Minutes(15));
  EXPECT_TRUE(throttle.Check(here, now + absl::Seconds(5)).ok());
}

}  // namespace
}  // namespace rufaa
