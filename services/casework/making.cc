#include "services/casework/making.h"

#include <utility>

#include "services/rpc/command_convert.h"

namespace rufaa::case_service {

Steps& Steps::ThenNote(absl::string_view text, Compartment compartment) {
  if (!status_.ok() || text.empty()) return *this;
  absl::StatusOr<Sealed> note = making_.Seal(compartment, casework::NoteAdded::kType, "note", text);
  if (!note.ok()) {
    status_ = note.status();
    return *this;
  }
  return Then(casework::AddNote{making_.by, *std::move(note)});
}

Steps& Steps::Take(casework::Decision decision) {
  if (!decision.ok()) {
    status_ = decision.status();
    return *this;
  }
  for (const casework::Event& event : *decision) {
    state_ = casework::Evolve(std::move(state_), event);
  }
  AddChanges(making_.stream, *std::move(decision), changes_);
  return *this;
}

AllChanges Steps::Done() {
  if (!status_.ok()) return status_;
  return std::move(changes_);
}

std::vector<casework::Category> ToCategories(
    const google::protobuf::RepeatedPtrField<pb::Category>& categories) {
  std::vector<casework::Category> out;
  for (const pb::Category& category : categories) {
    out.push_back({.category = category.category(),
                   .subcategory = category.subcategory(),
                   .nature = category.nature(),
                   .event_on = rpc::DayOf(category.event_on())});
  }
  return out;
}

}  // namespace rufaa::case_service
