#include "services/casework/reads.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "eventlog/codec/event_codec.h"
#include "services/casework/case_proto.h"
#include "services/casework/commands.h"
#include "services/rpc/command_convert.h"
#include "services/rpc/command_identity.h"
#include "services/rpc/command_policy.h"
#include "services/rpc/door.h"

namespace rufaa::case_service {
namespace {

namespace v1 = casework::v1;
using casefile::CaseFile;
using casefile::HeldSealed;

// A case, and what the caller is to it, as the caller's agency's row says.
struct Sight {
  std::string code;
  std::unique_ptr<ViewSnapshot> view;
  CaseFile file;
  Folded<casework::State> kase;
  Acting by;
  rpc::Standing standing;
};

// NOT_FOUND_OR_NOT_YOURS unless the caller, and not only the caller's agency, may know of it.
absl::StatusOr<Sight> Look(const rpc::Call& call, absl::string_view text) {
  Sight sight;
  RUFAA_ASSIGN_OR_RETURN(sight.code, Commands::CodeIn(call, text));
  RUFAA_ASSIGN_OR_RETURN(sight.view, call.county->views.Snapshot(casefile::kName));
  RUFAA_ASSIGN_OR_RETURN(sight.file,
                         casefile::ReadHead(*sight.view, call.caller.agency, sight.code));
  RUFAA_ASSIGN_OR_RETURN(
      sight.kase, call.county->executor.aggregates().Load<casework::State>(CaseStream(sight.code)));
  sight.by = call.caller.ToActing(call.now, call.now);
  sight.standing = rpc::StandingIn(*sight.kase.state, sight.by);
  const rpc::Right read{policy::Part::kHeader, policy::Action::kRead};
  if (!rpc::CheckMay(call, sight.standing, read).ok()) {
    return Refuse(Reason::NOT_FOUND_OR_NOT_YOURS);
  }
  return sight;
}

rpc::Opening OpeningOf(const Sight& sight, common::v1::Purpose purpose,
                       std::vector<Compartment> compartments, bool all_or_nothing) {
  return {.purpose = purpose,
          .case_code = sight.code,
          .relations = sight.standing.relations,
          .consent = sight.standing.consent,
          .compartments = std::move(compartments),
          .all_or_nothing = all_or_nothing,
          .position = sight.view->position()};
}

// The newest value of `field` that the agency holds; nullptr when it holds none.
const HeldSealed* Find(const CaseFile& file, absl::string_view field) {
  const HeldSealed* found = nullptr;
  for (const HeldSealed& held : file.sealed) {
    if (absl::string_view(held.field) == field) found = &held;
  }
  return found;
}

// An erased child's values are gone: that is no failure of a read that asks for what there is.
absl::StatusOr<std::string> OpenHeld(const rpc::Opener& opener, const HeldSealed* held) {
  if (held == nullptr || !opener.Permits(held->sealed.compartment)) return std::string();
  return opener.Open(held->sealed, held->place);
}

absl::Status FillIdentity(const rpc::Opener& opener, const CaseFile& file,
                          common::v1::ChildIdentity* identity) {
  RUFAA_ASSIGN_OR_RETURN(const std::string bytes, OpenHeld(opener, Find(file, "identity")));
  if (bytes.empty()) return absl::OkStatus();
  RUFAA_ASSIGN_OR_RETURN(*identity, rpc::IdentityOf(bytes));
  return absl::OkStatus();
}

// Facts of an event as people read them; sealed fields are not among them.
absl::Status FillEntry(const casefile::TimelineLine& line, v1::TimelineEntry& entry) {
  entry.set_position(line.position);
  entry.set_event_type(line.row.type);
  RUFAA_SET_TIME(entry, occur_time, line.row.occurred_at);
  RUFAA_SET_TIME(entry, record_time, line.row.recorded_at);
  *entry.mutable_actor() = rpc::ToProto(line.row.actor);
  if (absl::StartsWith(line.row.stream, "referral/")) {
    entry.set_referral_code(line.row.stream.substr(line.row.stream.find('/') + 1));
  }
  RUFAA_ASSIGN_OR_RETURN(const AnyEvent event, DecodeEvent(line.row.type, line.row.payload));
  for (const auto& [name, text] : DescribeEvent(event)) (*entry.mutable_facts())[name] = text;
  return absl::OkStatus();
}

// Puts what was said into the entries, oldest first.
absl::Status OpenNarratives(const rpc::Opener& opener,
                            const std::vector<casefile::TimelineLine>& lines,
                            v1::GetTimelineResponse* reply) {
  for (size_t i = 0; i < lines.size(); ++i) {
    std::string text;
    for (const HeldSealed& held : lines[i].sealed) {
      const Compartment part = held.sealed.compartment;
      if (part != Compartment::kNarrative && part != Compartment::kReply) continue;
      RUFAA_ASSIGN_OR_RETURN(const std::string opened, OpenHeld(opener, &held));
      absl::StrAppend(&text, text.empty() ? "" : "\n", opened);
    }
    reply->mutable_entries(static_cast<int>(i))->set_narrative(std::move(text));
  }
  return absl::OkStatus();
}

// Everything of the timeline that is sealed under one of `compartments`, oldest first.
absl::Status RevealTimeline(const Sight& sight, const std::string& agency,
                            const rpc::Opener& opener, v1::RevealChildResponse* reply) {
  constexpr size_t kPage = 500;
  std::string after;
  do {
    RUFAA_ASSIGN_OR_RETURN(casefile::TimelinePage page,
                           casefile::ReadTimeline(*sight.view, agency, sight.code, kPage, after));
    for (const casefile::TimelineLine& line : page.lines) {
      for (const HeldSealed& held : line.sealed) {
        RUFAA_ASSIGN_OR_RETURN(std::string text, OpenHeld(opener, &held));
        if (text.empty()) continue;
        switch (held.sealed.compartment) {
          case Compartment::kNarrative:
          case Compartment::kReply:
            reply->add_narratives(std::move(text));
            break;
          case Compartment::kJustice:
            reply->add_justice(std::move(text));
            break;
          case Compartment::kMedical:
            reply->add_medical(std::move(text));
            break;
          case Compartment::kLocation:
            reply->set_location(std::move(text));
            break;
          default:
            break;
        }
      }
    }
    after = page.next;
  } while (!after.empty());
  return absl::OkStatus();
}

}  // namespace

absl::Status ReadCase(const rpc::Call& call, const v1::GetCaseRequest& request,
                      v1::GetCaseResponse* reply) {
  RUFAA_ASSIGN_OR_RETURN(const Sight sight, Look(call, request.case_code()));
  v1::Case& proto = *reply->mutable_case_file();
  proto = ToProto(sight.code, sight.file);
  reply->set_revision(sight.view->position());
  proto.set_version(sight.kase.version);
  if (!proto.stage().empty() && sight.kase.state->deadline) {
    proto.set_due_what(std::string(casework::DueWhat(sight.kase.state->stage)));
  }
  AddAllowedActions(*sight.kase.state, sight.by, proto.mutable_allowed_actions());
  if (sight.file.relation == casefile::Relation::kOwner &&
      !sight.kase.state->duplicates_of.empty()) {
    proto.set_possible_duplicate_of(sight.kase.state->duplicates_of.front());
  }
  if (request.purpose() == common::v1::PURPOSE_UNSPECIFIED || sight.file.track.erased) {
    return absl::OkStatus();
  }
  std::vector<Compartment> parts = {Compartment::kIdentity};
  if (call.caller.SteppedUp(call.now)) parts.push_back(Compartment::kLocation);
  return rpc::OpenDoor(call, OpeningOf(sight, request.purpose(), std::move(parts), false),
                       [&](const rpc::Opener& opener) -> absl::Status {
                         RUFAA_ASSIGN_OR_RETURN(const std::string location,
                                                OpenHeld(opener, Find(sight.file, "location")));
                         proto.set_location(location);
                         common::v1::ChildIdentity identity;
                         RUFAA_RETURN_IF_ERROR(FillIdentity(opener, sight.file, &identity));
                         if (identity.ByteSizeLong() > 0)
                           *proto.mutable_identity() = std::move(identity);
                         return absl::OkStatus();
                       });
}

absl::Status ReadChild(const rpc::Call& call, const v1::RevealChildRequest& request,
                       v1::RevealChildResponse* reply) {
  RUFAA_ASSIGN_OR_RETURN(const Sight sight, Look(call, request.case_code()));
  reply->set_revision(sight.view->position());
  if (sight.file.track.erased) return Refuse(Reason::ERASED);
  return rpc::OpenDoor(
      call, OpeningOf(sight, request.purpose(), rpc::ToCompartments(request.compartments()), true),
      [&](const rpc::Opener& opener) -> absl::Status {
        if (opener.Permits(Compartment::kIdentity)) {
          RUFAA_RETURN_IF_ERROR(FillIdentity(opener, sight.file, reply->mutable_identity()));
        }
        return RevealTimeline(sight, call.caller.agency, opener, reply);
      });
}

absl::Status ReadTimeline(const rpc::Call& call, const v1::GetTimelineRequest& request,
                          v1::GetTimelineResponse* reply) {
  RUFAA_ASSIGN_OR_RETURN(const Sight sight, Look(call, request.case_code()));
  RUFAA_ASSIGN_OR_RETURN(const int page_size, rpc::PageSize(request.page_size()));
  const std::string scope = absl::StrCat("timeline/", call.caller.agency, "/", sight.code);
  const rpc::PageTokens& tokens = call.county->page_tokens;
  RUFAA_ASSIGN_OR_RETURN(const std::string after, tokens.Read(scope, request.page_token()));
  RUFAA_ASSIGN_OR_RETURN(const casefile::TimelinePage page,
                         casefile::ReadTimeline(*sight.view, call.caller.agency, sight.code,
                                                static_cast<size_t>(page_size), after));
  reply->set_revision(page.position);
  for (const casefile::TimelineLine& line : page.lines) {
    RUFAA_RETURN_IF_ERROR(FillEntry(line, *reply->add_entries()));
  }
  if (!page.next.empty()) reply->set_next_page_token(tokens.Make(scope, page.next));
  if (request.purpose() == common::v1::PURPOSE_UNSPECIFIED || sight.file.track.erased) {
    return absl::OkStatus();
  }
  return rpc::OpenDoor(
      call,
      OpeningOf(sight, request.purpose(), {Compartment::kNarrative, Compartment::kReply}, false),
      [&](const rpc::Opener& opener) { return OpenNarratives(opener, page.lines, reply); });
}

}  // namespace rufaa::case_service
