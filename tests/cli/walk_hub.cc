#include "tests/cli/walk_hub.h"

namespace rufaa::cli {
namespace {

class OneProcess : public WalkHub {
 public:
  explicit OneProcess(const Folder& folder) : hub_(folder) {}
  std::string address() const override { return hub_.address(); }
  std::string log() const override { return hub_.log(); }
  bool serving() const override { return hub_.pid() > 0; }
  std::string book_data() const override { return "data"; }
  int Stop() override { return hub_.Stop(); }

 private:
  ServedHub hub_;
};

}  // namespace

std::unique_ptr<WalkHub> StartWalkHub(const Folder& folder) {
  return std::make_unique<OneProcess>(folder);
}

}  // namespace rufaa::cli
