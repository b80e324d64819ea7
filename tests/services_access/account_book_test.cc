// What administrators do to accounts stands in the access book before it takes effect: nobody acts
// as another unseen.
#include <memory>
#include <vector>

#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/access/access_service.h"
#include "services/rpc/remote_book.h"
#include "services/rpc/server.h"
#include "services/vault/vault_service.h"
#include "tests/services_rpc/served_hub.h"

namespace rufaa {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using AccessStub = access::v1::AccessService::Stub;

constexpr char kPassword[] = "a password of p-1";
constexpr char kOther[] = "another long password";

// The calls, by whoever holds `token`.
class Keeping {
 public:
  Keeping(ServedHub& hub, AccessStub& stub, std::string token)
      : hub_(hub), stub_(stub), token_(std::move(token)) {}

  std::string Create(const std::string& name, const std::string& person) {
    access::v1::CreateAccountRequest request;
    request.set_login_name(name);
    request.set_person(person);
    request.set_password(kOther);
    access::v1::CreateAccountResponse reply;
    return ReasonOf(hub_.Call(stub_, &AccessStub::CreateAccount, request, &reply, token_));
  }
  std::string SetPassword(const std::string& name, const std::string& old_password = "") {
    access::v1::SetPasswordRequest request;
    request.set_login_name(name);
    request.set_old_password(old_password);
    request.set_new_password(kOther);
    access::v1::SetPasswordResponse reply;
    return ReasonOf(hub_.Call(stub_, &AccessStub::SetPassword, request, &reply, token_));
  }
  std::string Disable(const std::string& name) {
    access::v1::DisableAccountRequest request;
    request.set_login_name(name);
    access::v1::DisableAccountResponse reply;
    return ReasonOf(hub_.Call(stub_, &AccessStub::DisableAccount, request, &reply, token_));
  }
  std::string RemoveCodes(const std::string& name) {
    access::v1::RemoveOneTimeCodeRequest request;
    request.set_login_name(name);
    access::v1::RemoveOneTimeCodeResponse reply;
    return ReasonOf(hub_.Call(stub_, &AccessStub::RemoveOneTimeCode, request, &reply, token_));
  }

 private:
  ServedHub& hub_;
  AccessStub& stub_;
  const std::string token_;
};

class AccountBook : public ::testing::Test {
 protected:
  AccountBook() {
    hub_.RegisterAgency("cso-1", "CSO");
    officer_ = hub_.Enrol("p-1", "cso-1", "agency_desk");
    admin_ = hub_.AdminToken();
    before_ = Kept().reads().Head();
  }

  hub::OpenCounty& Kept() { return *hub_.hub().counties().at("001"); }

  // "ACTOR METHOD ABOUT REFUSAL" of each entry of this test.
  std::vector<std::string> Entered() {
    const absl::StatusOr<ReadsPage> page = Kept().book().Find({.after = before_});
    EXPECT_TRUE(page.ok()) << page.status();
    std::vector<std::string> entered;
    for (const RecordedRead& read : page->reads) {
      const ReadEntry& entry = read.entry;
      entered.push_back(absl::StrJoin({entry.actor.person, entry.method, entry.about,
                                       entry.refusal.empty() ? "OK" : entry.refusal},
                                      " "));
    }
    return entered;
  }

  ServedHub hub_;
  std::string officer_, admin_;
  uint64_t before_ = 0;
};

TEST_F(AccountBook, HasWhatAnAdministratorDidToWhoseAccount) {
  Keeping admin(hub_, hub_.access(), admin_);
  EXPECT_EQ(admin.Create("p-1-again", "p-1"), "OK");
  EXPECT_EQ(admin.SetPassword("p-1"), "OK");
  EXPECT_EQ(admin.RemoveCodes("p-1"), "OK");
  EXPECT_EQ(admin.Disable("p-1"), "OK");
  EXPECT_THAT(Entered(), ElementsAre("p-admin AccessService/CreateAccount person/p-1 OK",
                                     "p-admin AccessService/SetPassword person/p-1 OK",
                                     "p-admin AccessService/RemoveOneTimeCode person/p-1 OK",
                                     "p-admin AccessService/DisableAccount person/p-1 OK"));
}

TEST_F(AccountBook, HasWhoTriedAndMayNotAndWhoseThereIsNone) {
  Keeping officer(hub_, hub_.access(), officer_);
  EXPECT_EQ(officer.Create("p-2", "p-1"), "NOT_PERMITTED");
  EXPECT_EQ(officer.SetPassword("admin"), "NOT_PERMITTED");
  EXPECT_EQ(officer.RemoveCodes("admin"), "NOT_PERMITTED");
  EXPECT_EQ(officer.Disable("admin"), "NOT_PERMITTED");
  EXPECT_EQ(Keeping(hub_, hub_.access(), admin_).Disable("nobody"), "NOT_FOUND_OR_NOT_YOURS");
  EXPECT_THAT(Entered(),
              ElementsAre("p-1 AccessService/CreateAccount person/p-1 NOT_PERMITTED",
                          "p-1 AccessService/SetPassword person/p-admin NOT_PERMITTED",
                          "p-1 AccessService/RemoveOneTimeCode person/p-admin NOT_PERMITTED",
                          "p-1 AccessService/DisableAccount person/p-admin NOT_PERMITTED",
                          "p-admin AccessService/DisableAccount  NOT_FOUND_OR_NOT_YOURS"));
}

TEST_F(AccountBook, IsNotForWhatPeopleDoToTheirOwn) {
  Keeping officer(hub_, hub_.access(), officer_);
  EXPECT_EQ(officer.SetPassword("", kPassword), "OK");
  EXPECT_EQ(officer.SetPassword("p-1", kOther), "OK");
  EXPECT_THAT(Entered(), IsEmpty());
}

// The access service of a process that keeps no book, and asks the one that does.
class RemoteAccountBook : public AccountBook {
 protected:
  RemoteAccountBook()
      : log_(2, rpc::Level::kOff),
        sessions_(hub_.clock()),
        host_(rpc::Host::Parts{log_, metrics_, hub_.clock(), sessions_}),
        keeper_service_(host_, {{"001", {Kept().vault(), Kept().book(), Kept().reader()}}}),
        keeper_(*rpc::Server::Start({.address = "127.0.0.1:0"}, {&keeper_service_})),
        to_keeper_(grpc::CreateChannel(absl::StrCat("127.0.0.1:", keeper_->port()),
                                       grpc::InsecureChannelCredentials())),
        book_(rpc::RemoteBook(to_keeper_, "001")),
        reader_(rpc::RemoteReader(to_keeper_, "001")),
        passwords_({.passes = 1, .memory_bytes = 1 << 13}),
        service_(host_, passwords_) {
    const rpc::CountyRuntime real = *Kept().Runtime();
    host_.AddCounty({.id = real.id,
                     .code_letters = real.code_letters,
                     .log = real.log,
                     .executor = real.executor,
                     .views = real.views,
                     .vault = real.vault,
                     .reader = *reader_,
                     .book = *book_,
                     .rules = real.rules,
                     .page_tokens = real.page_tokens,
                     .request_digests = real.request_digests});
    service_.AddCounty(Kept().access());
    sessions_.Connect(hub_.channel());
    server_ = *rpc::Server::Start({}, {&service_});
    stub_ = access::v1::AccessService::NewStub(server_->InProcessChannel());
  }

  rpc::Log log_;
  rpc::Metrics metrics_;
  rpc::Sessions sessions_;
  rpc::Host host_;
  vault_service::VaultService keeper_service_;
  std::unique_ptr<rpc::Server> keeper_;
  std::shared_ptr<grpc::Channel> to_keeper_;
  std::unique_ptr<AccessBook> book_;
  std::unique_ptr<RecordedReader> reader_;
  access::Passwords passwords_;
  access::AccessService service_;
  std::unique_ptr<rpc::Server> server_;
  std::unique_ptr<AccessStub> stub_;
};

TEST_F(RemoteAccountBook, HasWhatIsDoneInAnotherProcess) {
  EXPECT_EQ(Keeping(hub_, *stub_, admin_).SetPassword("p-1"), "OK");
  EXPECT_THAT(Entered(), ElementsAre("p-admin AccessService/SetPassword person/p-1 OK"));
}

TEST_F(RemoteAccountBook, WhatCanNotBeEnteredIsNotDone) {
  keeper_.reset();
  Keeping admin(hub_, *stub_, admin_);
  EXPECT_EQ(admin.Create("p-1-again", "p-1"), "ACCESS_BOOK_UNAVAILABLE");
  EXPECT_EQ(admin.SetPassword("p-1"), "ACCESS_BOOK_UNAVAILABLE");
  EXPECT_EQ(admin.RemoveCodes("p-1"), "ACCESS_BOOK_UNAVAILABLE");
  EXPECT_EQ(admin.Disable("p-1"), "ACCESS_BOOK_UNAVAILABLE");
  EXPECT_THAT(Entered(), IsEmpty());
  EXPECT_TRUE(hub_.WhoAmI(officer_).ok()) << "its sessions live";
  EXPECT_TRUE(hub_.SignIn("p-1", kPassword).ok());
  EXPECT_EQ(ReasonOf(hub_.SignIn("p-1-again", kOther).status()), "BAD_CREDENTIALS");
}

}  // namespace
}  // namespace rufaa
