// Sign-in, sessions, accounts over gRPC.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "rufaa/access/v1/access_service.grpc.pb.h"
#include "services/access/county_access.h"
#include "services/rpc/host.h"
#include "services/rpc/unary.h"

namespace rufaa::access {

class AccessService final : public v1::AccessService::CallbackService {
 public:
  // All must outlive this. Hosted in one process, it answers both callers and the other services;
  // then two of it share the same counties.
  AccessService(rpc::Host& host, Passwords& passwords);
  ~AccessService() override;
  void AddCounty(CountyAccess& county) { counties_.emplace(county.county(), &county); }

  static constexpr char kService[] = "AccessService";

  grpc::ServerUnaryReactor* SignIn(grpc::CallbackServerContext* context,
                                   const v1::SignInRequest* request,
                                   v1::SignInResponse* reply) override;
  grpc::ServerUnaryReactor* ResolveSession(grpc::CallbackServerContext* context,
                                           const v1::ResolveSessionRequest* request,
                                           v1::ResolveSessionResponse* reply) override;
  RUFAA_READ(SignOut)
  RUFAA_CALL(StepUp, StepUpResponse)
  RUFAA_READ(WhoAmI)
  RUFAA_CALL(CreateAccount, CreateAccountResponse)
  RUFAA_CALL(SetPassword, SetPasswordResponse)
  RUFAA_CALL(DisableAccount, DisableAccountResponse)
  RUFAA_READ(ListAccounts)
  RUFAA_READ(BeginOneTimeCode)
  RUFAA_READ(ConfirmOneTimeCode)
  RUFAA_CALL(RemoveOneTimeCode, RemoveOneTimeCodeResponse)

 private:
  absl::Status SignOut(const rpc::Call& call, const v1::SignOutRequest& request,
                       v1::SignOutResponse* reply);
  void StepUp(rpc::CallPtr call, const v1::StepUpRequest& request, v1::StepUpResponse* reply,
              rpc::Done done);
  absl::Status WhoAmI(const rpc::Call& call, const v1::WhoAmIRequest& request,
                      v1::WhoAmIResponse* reply);
  void CreateAccount(const rpc::CallPtr& call, const v1::CreateAccountRequest& request,
                     v1::CreateAccountResponse* reply, const rpc::Done& done);
  void SetPassword(const rpc::CallPtr& call, const v1::SetPasswordRequest& request,
                   v1::SetPasswordResponse* reply, const rpc::Done& done);
  void SetOwnPassword(const rpc::CallPtr& call, const Account& account,
                      const v1::SetPasswordRequest& request, const rpc::Done& done);
  void DisableAccount(const rpc::CallPtr& call, const v1::DisableAccountRequest& request,
                      v1::DisableAccountResponse* reply, const rpc::Done& done);
  absl::Status Disable(const rpc::Call& call, const std::string& login_name,
                       v1::DisableAccountResponse* reply);
  absl::Status ListAccounts(const rpc::Call& call, const v1::ListAccountsRequest& request,
                            v1::ListAccountsResponse* reply);
  absl::Status BeginOneTimeCode(const rpc::Call& call, const v1::BeginOneTimeCodeRequest& request,
                                v1::BeginOneTimeCodeResponse* reply);
  absl::Status ConfirmOneTimeCode(const rpc::Call& call,
                                  const v1::ConfirmOneTimeCodeRequest& request,
                                  v1::ConfirmOneTimeCodeResponse* reply);
  void RemoveOneTimeCode(const rpc::CallPtr& call, const v1::RemoveOneTimeCodeRequest& request,
                         v1::RemoveOneTimeCodeResponse* reply, const rpc::Done& done);
  // `login_name` lives until `done`.
  void RemoveAsAdmin(const rpc::CallPtr& call, const std::string& login_name,
                     const rpc::Done& done);

  // Enters in the access book what an administrator may do to an account of `person`, or that they
  // may not, and only then does it. Otherwise an administrator could set another's password and act
  // as them, and no book would tell. ACCESS_BOOK_UNAVAILABLE: nothing was done.
  void Enter(const rpc::CallPtr& call, absl::string_view person, const absl::Status& outcome,
             const rpc::Done& done, std::function<void()> act);
  // The same to an account that there is. NOT_PERMITTED, NOT_FOUND_OR_NOT_YOURS.
  void Administer(const rpc::CallPtr& call, const std::string& login_name, const rpc::Done& done,
                  std::function<void(const std::string& person)> act);

  void SignInTo(CountyAccess& county, const rpc::Call& call, const std::string& source,
                const v1::SignInRequest& request, v1::SignInResponse* reply, rpc::Done done);
  absl::Status Resolve(const rpc::Call& call, const v1::ResolveSessionRequest& request,
                       v1::ResolveSessionResponse* reply);
  // What this process remembers of them, so that a change holds at once.
  void ForgetSession(absl::string_view session_id);
  void ForgetPerson(absl::string_view county, absl::string_view person);
  // The county named, or the only one there is; nullptr otherwise.
  CountyAccess* Find(absl::string_view county) const;
  CountyAccess& CountyOf(const rpc::Call& call) const { return *counties_.at(call.county->id); }
  // The account that the caller's session was opened with.
  absl::StatusOr<Account> OwnAccount(const rpc::Call& call) const;
  // Does `act` to it while the session lives. UNAUTHENTICATED.
  absl::Status ChangeOwn(const rpc::Call& call, CountyAccess::Act act);

  rpc::Host& host_;
  Passwords& passwords_;
  std::map<std::string, CountyAccess*, std::less<>> counties_;
};

}  // namespace rufaa::access
