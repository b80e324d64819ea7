// A case as the API shows it.
#pragma once

#include <string>
#include <vector>

#include "domain/base/caller.h"
#include "domain/casework/case.h"
#include "rufaa/casework/v1/casework.pb.h"

namespace rufaa::case_service {

// After a change: what deciding needs to know of a case, which is what the caller has to see move,
// as far as `by` may see it. The whole file is read with GetCase.
casework::v1::Case ToProto(const casework::State& state, uint64_t version, const Acting& by);

// Method names of what `by` may do now, in the order of the workflow, each once.
void AddAllowedActions(const casework::State& state, const Acting& by,
                       google::protobuf::RepeatedPtrField<std::string>* actions);

// The method names of `verbs`, each once.
void AddMethods(const std::vector<casework::Verb>& verbs,
                google::protobuf::RepeatedPtrField<std::string>* actions);

}  // namespace rufaa::case_service
