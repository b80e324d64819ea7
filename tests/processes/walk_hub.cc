#include "tests/cli/walk_hub.h"

#include <gtest/gtest.h>

#include "tests/processes/process_hub.h"

namespace rufaa::cli {
namespace {

class ManyProcesses : public WalkHub {
 public:
  explicit ManyProcesses(const Folder& folder) : hub_(folder, cluster_) {
    const absl::Status serving = hub_.WaitUntilServing();
    EXPECT_TRUE(serving.ok()) << serving << "\n" << hub_.log();
  }
  std::string address() const override { return hub_.address(); }
  std::string log() const override { return hub_.log(); }
  bool serving() const override { return hub_.serving(); }
  std::string book_data() const override { return "data/vault"; }
  int Stop() override { return hub_.Stop(); }

 private:
  KafkaGuard guard_;
  KafkaCluster cluster_{guard_};
  ProcessHub hub_;
};

}  // namespace

std::unique_ptr<WalkHub> StartWalkHub(const Folder& folder) {
  return std::make_unique<ManyProcesses>(folder);
}

}  // namespace rufaa::cli
