#include "cli/demo/mistaken_import.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "cli/demo/child.h"
#include "cli/demo/report.h"
#include "domain/base/status_macros.h"
#include "domain/coordination/importing.h"

namespace rufaa::demo {
namespace {

constexpr char kImport[] = "li-00000000000000000000";
constexpr int kRecords = 3;

absl::Status ImportOne(World& world, Dice dice, int record, std::vector<std::string>& codes) {
  const PlannedPerson& officer = world.plan.Login("officer.jomvu");
  const Child child =
      MakeChild(dice, world.plan, world.scribe.NewChild(), officer.subcounty, world.agenda.Now());
  const std::string code = world.scribe.NewCaseCode();
  coordination::ImportedCase imported;
  const absl::Duration since = absl::Hours(24 * (20 + 10 * record));
  RUFAA_ASSIGN_OR_RETURN(imported.identify,
                         Report(world, child, code, world.scribe.As(officer, since)));
  imported.identify.identifier_kind = "CHV";
  imported.identify.exposure_at.reset();
  imported.identify.import_id = kImport;
  imported.record = static_cast<uint32_t>(record);
  imported.serial = absl::StrCat("CCO/001/002/5/29/", 900 + record, "/2025");
  imported.risk = "RLMD";
  imported.needs = {{"RMPC", false}};
  codes.push_back(code);
  return world.scribe.Import(code, imported);
}

}  // namespace

void EnterMistakenImport(World& world, const Dice& dice, absl::Time at) {
  auto codes = std::make_shared<std::vector<std::string>>();
  world.agenda.At(at, [&world, codes] {
    return world.scribe.StartImport(world.plan.Login("officer.jomvu"), kImport, kRecords);
  });
  for (int record = 1; record <= kRecords; ++record) {
    const Dice own = dice.For("mistaken", static_cast<uint64_t>(record));
    world.agenda.At(at + absl::Seconds(record),
                    [&world, own, record, codes] { return ImportOne(world, own, record, *codes); });
  }
  world.agenda.At(at + absl::Hours(20), [&world, codes] {
    return world.scribe.RevertImport(world.plan.Login("supervisor.jomvu"), kImport, *codes);
  });
}

}  // namespace rufaa::demo
