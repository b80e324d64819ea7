// Hashing takes a while, and an account may change meanwhile: whoever proved themselves to what it
// was is not let in to what it has become, nor makes it what it was.
#include <future>
#include <thread>

#include "gtest/gtest.h"
#include "services/access/access_service.h"
#include "services/rpc/server.h"
#include "services/rpc/source.h"
#include "tests/services_rpc/served_hub.h"

namespace rufaa {
namespace {

using AccessStub = access::v1::AccessService::Stub;

constexpr char kFirst[] = "a password of p-1";
constexpr char kSecond[] = "another long password";
constexpr char kThird[] = "yet another password";
constexpr char kHere[] = "10.0.0.1";
constexpr char kElsewhere[] = "10.0.0.2";

// Beside the hub's own access service another, over the same accounts, whose one hasher is held.
class InFlight : public testing::Test {
 protected:
  InFlight()
      : log_(2, rpc::Level::kOff),
        sessions_(hub_.clock()),
        host_(rpc::Host::Parts{log_, metrics_, hub_.clock(), sessions_}),
        passwords_({.passes = 1, .memory_bytes = 1 << 13}, /*threads=*/1),
        service_(host_, passwords_) {
    hub::OpenCounty& county = *hub_.hub().counties().at("001");
    host_.AddCounty(*county.Runtime());
    service_.AddCounty(county.access());
    sessions_.Connect(hub_.channel());
    server_ = *rpc::Server::Start({}, {&service_});
    slow_ = access::v1::AccessService::NewStub(server_->InProcessChannel());
    hub_.RegisterAgency("cso-1", "CSO");
    token_ = hub_.Enrol("p-1", "cso-1", "agency_desk");
    admin_ = hub_.AdminToken();
    passwords_.Verify(access::Passwords::Asker::FromSource("held"), "", "",
                      [held = let_go_.get_future().share()](const auto&) { held.wait(); });
    WaitForLine(0);
  }
  ~InFlight() override {
    LetGo();
    server_.reset();
  }

  void LetGo() {
    if (!std::exchange(let_go_done_, true)) let_go_.set_value();
  }
  void WaitForLine(size_t length) {
    while (passwords_.Waiting() != length) std::this_thread::yield();
  }

  // What the held service answers, as to the gateway calling for who is at `source`.
  template <class Request, class Reply>
  std::string Ask(grpc::Status (AccessStub::*method)(grpc::ClientContext*, const Request&, Reply*),
                  const Request& request, const std::string& token, Reply* reply,
                  const std::string& source) {
    const auto context = ServedHub::Context(token);
    context->AddMetadata(rpc::kSourceMetadata, source);
    return ReasonOf(rpc::FromGrpc(((*slow_).*method)(context.get(), request, reply)));
  }
  // Sends it, and waits until it stands in line.
  template <class Request, class Reply>
  std::future<std::string> Send(grpc::Status (AccessStub::*method)(grpc::ClientContext*,
                                                                   const Request&, Reply*),
                                const Request& request, const std::string& token, Reply* reply,
                                const std::string& source = kHere) {
    auto answer = std::async(std::launch::async,
                             [=, this] { return Ask(method, request, token, reply, source); });
    WaitForLine(++sent_);
    return answer;
  }

  static access::v1::SetPasswordRequest Own(const std::string& old_password) {
    access::v1::SetPasswordRequest request;
    request.set_old_password(old_password);
    request.set_new_password(kSecond);
    return request;
  }
  static access::v1::SetPasswordRequest AsAdmin() {
    access::v1::SetPasswordRequest request;
    request.set_login_name("p-1");
    request.set_new_password(kThird);
    return request;
  }
  access::v1::SignInRequest FirstSignIn() {
    access::v1::SignInRequest request;
    request.set_county("001");
    request.set_login_name("p-1");
    request.set_password(kFirst);
    return request;
  }

  void Disable() {
    access::v1::DisableAccountRequest request;
    request.set_login_name("p-1");
    access::v1::DisableAccountResponse reply;
    ASSERT_TRUE(
        hub_.Call(hub_.access(), &AccessStub::DisableAccount, request, &reply, admin_).ok());
  }
  void ResetPassword() {
    access::v1::SetPasswordResponse reply;
    ASSERT_TRUE(hub_.Call(hub_.access(), &AccessStub::SetPassword, AsAdmin(), &reply, admin_).ok());
  }
  std::string SignIn(const std::string& password) {
    return ReasonOf(hub_.SignIn("p-1", password).status());
  }

  ServedHub hub_;
  rpc::Log log_;
  rpc::Metrics metrics_;
  rpc::Sessions sessions_;
  rpc::Host host_;
  access::Passwords passwords_;
  access::AccessService service_;
  std::unique_ptr<rpc::Server> server_;
  std::unique_ptr<AccessStub> slow_;
  std::string token_, admin_;
  std::promise<void> let_go_;
  bool let_go_done_ = false;
  size_t sent_ = 0;
};

TEST_F(InFlight, APasswordChangeDoesNotOpenAnAccountThatWasClosed) {
  access::v1::SetPasswordResponse reply;
  auto own = Send(&AccessStub::SetPassword, Own(kFirst), token_, &reply);
  Disable();
  LetGo();
  EXPECT_EQ(own.get(), "BAD_CREDENTIALS");
  EXPECT_EQ(SignIn(kFirst), "BAD_CREDENTIALS");
  EXPECT_EQ(SignIn(kSecond), "BAD_CREDENTIALS");
}

// Guesses sent at once are no fewer guesses.
TEST_F(InFlight, OfManyTriesAtOnceFewAreTold) {
  access::Throttle& throttle = hub_.hub().counties().at("001")->access().throttle();
  for (int before = 0; before < 4; ++before) {
    throttle.Failed(access::Throttle::Tries::FromSource("p-1", kHere), hub_.clock().Now());
  }
  constexpr int kTries = 3;
  access::v1::SignInRequest wrong = FirstSignIn();
  wrong.set_password("not the password");
  std::vector<access::v1::SignInResponse> replies(kTries + 1);
  std::vector<std::future<std::string>> answers;
  for (int i = 0; i < kTries; ++i) {
    answers.push_back(Send(&AccessStub::SignIn, wrong, "", &replies[i]));
  }
  answers.push_back(Send(&AccessStub::SignIn, FirstSignIn(), "", &replies[kTries]));
  LetGo();
  int told = 0;
  for (int i = 0; i < kTries; ++i) told += answers[i].get() == "BAD_CREDENTIALS" ? 1 : 0;
  EXPECT_EQ(told, 1) << "the fifth";
  EXPECT_EQ(answers[kTries].get(), "TOO_MANY_ATTEMPTS") << "not even that it was right";
}

// Names that are made up are slowed by nothing else.
TEST_F(InFlight, AFloodFromOnePlaceKeepsOutNobodyElse) {
  constexpr int kPlaces = 4;
  std::vector<access::v1::SignInResponse> replies(kPlaces + 2);
  std::vector<std::future<std::string>> flood;
  access::v1::SignInRequest made_up = FirstSignIn();
  for (int i = 0; i < kPlaces; ++i) {
    made_up.set_login_name(absl::StrCat("made-up-", i));
    flood.push_back(Send(&AccessStub::SignIn, made_up, "", &replies[i]));
  }
  made_up.set_login_name("made-up");
  EXPECT_EQ(Ask(&AccessStub::SignIn, made_up, "", &replies[kPlaces], kHere), "TOO_MANY_ATTEMPTS");
  auto signed_in = Send(&AccessStub::SignIn, FirstSignIn(), "", &replies[kPlaces + 1], kElsewhere);
  access::v1::StepUpRequest request;
  request.set_password(kFirst);
  access::v1::StepUpResponse stepped;
  auto step_up = Send(&AccessStub::StepUp, request, token_, &stepped);
  LetGo();
  EXPECT_EQ(signed_in.get(), "OK");
  EXPECT_EQ(step_up.get(), "OK") << "from the same place, in a session";
  for (std::future<std::string>& one : flood) EXPECT_EQ(one.get(), "BAD_CREDENTIALS");
}

TEST_F(InFlight, APasswordSetByTheAdministratorLeavesAnAccountClosed) {
  access::v1::SetPasswordResponse reply;
  auto reset = Send(&AccessStub::SetPassword, AsAdmin(), admin_, &reply);
  Disable();
  LetGo();
  EXPECT_EQ(reset.get(), "OK");
  EXPECT_EQ(SignIn(kThird), "BAD_CREDENTIALS");
}

TEST_F(InFlight, APasswordChangeDoesNotUndoTheAdministrators) {
  access::v1::SetPasswordResponse reply;
  auto own = Send(&AccessStub::SetPassword, Own(kFirst), token_, &reply);
  ResetPassword();
  LetGo();
  EXPECT_EQ(own.get(), "BAD_CREDENTIALS");
  EXPECT_EQ(SignIn(kThird), "OK");
  EXPECT_EQ(SignIn(kSecond), "BAD_CREDENTIALS");
}

TEST_F(InFlight, ASignInGetsNoSessionOfAnAccountThatWasClosed) {
  access::v1::SignInResponse reply;
  auto signed_in = Send(&AccessStub::SignIn, FirstSignIn(), "", &reply);
  Disable();
  LetGo();
  EXPECT_EQ(signed_in.get(), "BAD_CREDENTIALS");
  EXPECT_EQ(reply.token(), "");
}

TEST_F(InFlight, ASignInWithAPasswordThatWasChangedGetsNoSession) {
  access::v1::SignInResponse reply;
  auto signed_in = Send(&AccessStub::SignIn, FirstSignIn(), "", &reply);
  ResetPassword();
  LetGo();
  EXPECT_EQ(signed_in.get(), "BAD_CREDENTIALS");
  EXPECT_EQ(reply.token(), "");
}

TEST_F(InFlight, AStepUpWithAPasswordThatWasChangedIsNone) {
  access::v1::StepUpRequest request;
  request.set_password(kFirst);
  access::v1::StepUpResponse stepped;
  auto step_up = Send(&AccessStub::StepUp, request, token_, &stepped);
  access::v1::SetPasswordResponse set;
  ASSERT_TRUE(hub_.Call(hub_.access(), &AccessStub::SetPassword, Own(kFirst), &set, token_).ok());
  LetGo();
  EXPECT_EQ(step_up.get(), "BAD_CREDENTIALS");
  access::v1::WhoAmIResponse me;
  ASSERT_TRUE(hub_.WhoAmI(token_, &me).ok()) << "who changed it stays signed in";
  EXPECT_FALSE(me.caller().has_step_up_time());
}

}  // namespace
}  // namespace rufaa
