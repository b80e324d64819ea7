// A new case: from a report, or from a record of an import.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "domain/base/caller.h"
#include "domain/casework/case.h"
#include "eventlog/execute/executor.h"
#include "services/casework/intake_offices.h"
#include "services/rpc/call.h"
#include "services/rpc/command_change.h"
#include "services/rpc/command_code.h"
#include "services/rpc/command_identity.h"

namespace rufaa::case_service {

// The pseudonymous id under which the vault keeps the keys of the child of this case. It is made
// from the case's code, so that the children which the vault finds alike lead to their cases.
std::string ChildIdOf(absl::string_view case_code);
// The case whose child it is.
std::string CaseCodeOf(absl::string_view child);

// A code that no case of the county has yet, and its stream loaded on condition that it stays so.
// The same for `request` wherever and as often as it is decided: two processes may both send it to
// the log, and what the second has sealed stays there, under keys that the case's erasure is to
// reach. ALREADY_DONE once the request has its case.
absl::StatusOr<std::string> NewCaseCode(const rpc::CountyRuntime& county,
                                        const rpc::RequestKey& request, Loader& load);

// CHV, VCO, TEACHER, …: what the reporter is, by role and kind of agency.
std::string IdentifierKind(const Acting& by);

// Sub-county and ward as their codes, from codes or names. UNKNOWN_CODE naming the field.
struct Area {
  std::string subcounty;
  std::string ward;
};
absl::StatusOr<Area> FindArea(absl::string_view county, absl::string_view subcounty,
                              absl::string_view ward);

// Codes of other cases whose child may be the same, in order.
absl::StatusOr<std::vector<std::string>> SimilarCases(const rpc::CountyRuntime& county,
                                                      const Vault::Likeness& likeness,
                                                      absl::string_view except_child);

// `Request` is IdentifyChildRequest or ImportCaseRequest: they tell of the child in the same words.
template <class Request>
absl::StatusOr<casework::Identify> MakeIdentify(const Request& request, const std::string& code,
                                                const rpc::CountyRuntime& county,
                                                IntakeOffices& offices, const Acting& by,
                                                Loader& load, rpc::Sealer& seal);

}  // namespace rufaa::case_service

#include "services/casework/identify_impl.h"
