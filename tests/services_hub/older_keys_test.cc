// The process that keeps the keys, over a store of them that was put back from before an erasure,
// the file of erasures lost with the newer one: its log says who was erased.
#include <chrono>
#include <filesystem>
#include <memory>
#include <string>

#include "domain/casework/case.h"
#include "rufaa/vault/v1/vault_service.grpc.pb.h"
#include "tests/walk_grpc/requests.h"

namespace rufaa::testing {
namespace {

namespace fs = std::filesystem;

class OlderKeysTest : public HubTest {
 protected:
  void SetUp() override {
    HubTest::SetUp();
    county_ = std::make_unique<County>(*hub_, "001");
    county_->Settle();
  }

  std::string CaseOfAChild() {
    Client chv = county_->SignIn("p-chv"), officer = county_->SignIn("p-officer");
    return RegisteredCase(chv, officer).case_file().case_code();
  }
  std::string ChildOf(const std::string& code) {
    Executor& executor = hub_->counties().at("001")->executor();
    return executor.aggregates().Load<casework::State>(CaseStream(code))->state->child;
  }
  void Erase(const std::string& code) {
    Client dpo = county_->SignInSteppedUp("p-dpo");
    auto erase = OnCase<cw::EraseChildRequest>(code);
    erase.set_authority("DPG5 17/2026");
    EXPECT_TRUE(dpo.Must<cw::CaseReply>(&CaseStub::EraseChild, erase).case_file().erased());
  }

  // As rufaa-vault, over what the hub of everything has left.
  absl::StatusOr<std::unique_ptr<hub::Hub>> StartKeeper() {
    hub::HubOptions options;
    options.data_dir = data_dir_ + "/data";
    options.counties = county_ids_;
    options.services = {"vault"};
    options.log_fd = log_fd_;
    options.clock = &clock_;
    return hub::Hub::Start(options);
  }

  // What casework is answered that has something of `child` to be sealed.
  static absl::Status Seal(hub::Hub& keeper, const std::string& child) {
    vault::v1::SealRequest request;
    request.set_county("001");
    request.set_child(child);
    request.set_compartment(static_cast<uint32_t>(Compartment::kNarrative));
    request.set_place("case/MSA-7F3K-Q2/case.note_added/note");
    request.set_plaintext("Seen again.");
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(60));
    vault::v1::SealResponse response;
    const auto stub = vault::v1::VaultService::NewStub(keeper.InProcessChannel());
    return Client::Meant(stub->Seal(&context, request, &response));
  }

  std::unique_ptr<County> county_;
};

TEST_F(OlderKeysTest, WhoeverWasErasedSinceIsErasedBeforeAnyKeyIsAskedFor) {
  const std::string code = CaseOfAChild();
  const std::string erased = ChildOf(code), other = ChildOf(CaseOfAChild());
  const std::string older = data_dir_ + "/older";
  ASSERT_TRUE(hub_->counties().at("001")->vault().Checkpoint(older).ok());
  Erase(code);
  Stop();
  const std::string keys = data_dir_ + "/data/001/vault";
  fs::remove_all(keys);
  ASSERT_TRUE(fs::remove(keys + ".erased"));
  fs::rename(older, keys);

  const auto keeper = StartKeeper();
  ASSERT_TRUE(keeper.ok()) << keeper.status();
  EXPECT_REFUSED(Seal(**keeper, erased), ERASED);
  const absl::Status sealed = Seal(**keeper, other);
  EXPECT_TRUE(sealed.ok()) << sealed;
  EXPECT_GT(fs::file_size(keys + ".erased"), 0u) << "and remembered again";
}

}  // namespace
}  // namespace rufaa::testing
