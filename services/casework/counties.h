// What the service keeps for each county that the process serves.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/casework/eraser.h"
#include "services/casework/import_index.h"
#include "services/casework/intake_offices.h"
#include "services/casework/same_child.h"
#include "services/rpc/host.h"

namespace rufaa::case_service {

class Counties {
 public:
  // Carries out the erasures that the logs ask for before it returns. `host` must outlive this.
  static absl::StatusOr<std::unique_ptr<Counties>> Start(const rpc::Host& host);

  Eraser& EraserOf(absl::string_view county) { return *Of(county).eraser; }
  IntakeOffices& OfficesOf(absl::string_view county) { return Of(county).offices; }
  ImportIndex& ImportsOf(absl::string_view county) { return Of(county).imports; }
  SameChild& SameChildOf(absl::string_view county) { return Of(county).same_child; }

 private:
  struct County {
    explicit County(CountyLog& log) : offices(log), imports(log), same_child(log) {}
    std::unique_ptr<Eraser> eraser;
    IntakeOffices offices;
    ImportIndex imports;
    SameChild same_child;
  };
  County& Of(absl::string_view county) { return *by_id_.find(county)->second; }

  std::map<std::string, std::unique_ptr<County>, std::less<>> by_id_;
};

}  // namespace rufaa::case_service
