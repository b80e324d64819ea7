#include "services/casework/counties.h"

#include "domain/base/status_macros.h"

namespace rufaa::case_service {

absl::StatusOr<std::unique_ptr<Counties>> Counties::Start(const rpc::Host& host) {
  auto counties = std::make_unique<Counties>();
  for (const auto& [id, runtime] : host.counties()) {
    auto county = std::make_unique<County>(runtime.log);
    RUFAA_ASSIGN_OR_RETURN(county->eraser, Eraser::Start(runtime, host.log()));
    counties->by_id_.emplace(id, std::move(county));
  }
  return counties;
}

}  // namespace rufaa::case_service
