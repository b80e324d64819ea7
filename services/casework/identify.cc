#include "services/casework/identify.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "domain/codelists/areas.h"
#include "domain/codes/codes.h"

namespace rufaa::case_service {
namespace {

constexpr absl::string_view kChildPrefix = "ch-";

}  // namespace

std::string ChildIdOf(absl::string_view case_code) {
  return absl::StrCat(kChildPrefix, absl::AsciiStrToLower(case_code));
}

std::string CaseCodeOf(absl::string_view child) {
  return absl::AsciiStrToUpper(child.substr(std::min(child.size(), kChildPrefix.size())));
}

absl::StatusOr<std::string> NewCaseCode(const rpc::CountyRuntime& county,
                                        const rpc::RequestKey& request, Loader& load) {
  return rpc::NewCode<casework::State>(county, request, {MakeCaseCode, CaseStream}, load);
}

std::string IdentifierKind(const Acting& by) {
  switch (by.role) {
    case Role::kChv:
      return "CHV";
    case Role::kVco:
      return "VCO";
    case Role::kTeacher:
      return "TEACHER";
    case Role::kHelpline:
      return "HELPLINE";
    case Role::kChildrensOfficer:
    case Role::kSupervisor:
      return "CHILDREN_OFFICER";
    default:
      break;
  }
  if (by.agency_kind == "POLICE" || by.agency_kind == "CHIEF") return by.agency_kind;
  if (by.agency_kind == "HEALTH") return "HEALTH_WORKER";
  if (by.agency_kind == "CSO") return "CSO_WORKER";
  return "OTHER";
}

absl::StatusOr<Area> FindArea(absl::string_view county, absl::string_view subcounty,
                              absl::string_view ward) {
  const Areas* areas = Areas::Of(county);
  // A county without area data of ours names its own areas.
  if (areas == nullptr) return Area{std::string(subcounty), std::string(ward)};
  const SubCounty* found = areas->FindSubCounty(subcounty);
  if (found == nullptr) {
    return Refuse(Reason::UNKNOWN_CODE, {}, {{"field", "subcounty"}, {"list", "AREAS"}});
  }
  if (ward.empty()) return Area{found->code, {}};
  const Ward* found_ward = areas->FindWard(ward);
  if (found_ward == nullptr || !areas->Belongs(*found_ward, *found)) {
    return Refuse(Reason::UNKNOWN_CODE, {}, {{"field", "ward"}, {"list", "AREAS"}});
  }
  return Area{found->code, absl::StrCat(found_ward->number)};
}

absl::StatusOr<std::vector<std::string>> SimilarCases(const rpc::CountyRuntime& county,
                                                      const Vault::Likeness& likeness,
                                                      absl::string_view except_child) {
  std::vector<std::string> codes;
  if (likeness.first_name.empty()) return codes;
  RUFAA_ASSIGN_OR_RETURN(const std::vector<std::string> children, county.vault.Matches(likeness));
  for (const std::string& child : children) {
    if (absl::string_view(child) != except_child) codes.push_back(CaseCodeOf(child));
  }
  return codes;
}

}  // namespace rufaa::case_service
