// What a record of a line list says that no field of a case takes: text, to be sealed.
#pragma once

#include <string>

#include "rufaa/casework/v1/casework_service.pb.h"

namespace rufaa::case_service {

// Of the list that a session's change in behaviour is of; empty: the record does not tell.
std::string BehaviourChangeOf(const casework::v1::ImportCaseRequest& request);

// Names, phones, and a referral from before the hub. A line each; for the narrative's compartment.
std::string RemarksOf(const casework::v1::ImportCaseRequest& request);

// The police's and the court's: the number in the occurrence book and, where no day in court stands
// that would have them, the court, its file, and the day that a closed case was told to have. For
// the compartment of justice; may be empty.
std::string JusticeNoteOf(const casework::v1::ImportCaseRequest& request);

}  // namespace rufaa::case_service
