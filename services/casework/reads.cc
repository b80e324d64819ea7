#include "services/casework/reads.h"

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "domain/base/ages.h"
#include "domain/base/local_day.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "eventlog/codec/event_codec.h"
#include "services/casework/case_proto.h"
#include "services/casework/sight.h"
#include "services/rpc/command_convert.h"
#include "services/rpc/command_identity.h"
#include "services/rpc/command_policy.h"
#include "services/rpc/door.h"
#include "services/rpc/treat_by.h"

namespace rufaa::case_service {
namespace {

namespace v1 = casework::v1;
using casefile::CaseFile;
using casefile::HeldSealed;
using common::v1::ChildIdentity;

rpc::Opening OpeningOf(const Sight& sight, std::vector<Compartment> compartments,
                       bool all_or_nothing) {
  return {.ties = sight.reader.standing,
          .compartments = std::move(compartments),
          .all_or_nothing = all_or_nothing};
}

// The newest value of `field` that the agency holds; nullptr when it holds none.
const HeldSealed* Find(const CaseFile& file, absl::string_view field) {
  const HeldSealed* found = nullptr;
  for (const HeldSealed& held : file.sealed) {
    if (absl::string_view(held.field) == field) found = &held;
  }
  return found;
}

// Nothing, for a value that the agency does not hold.
SealedAt ValueOf(const HeldSealed* held) {
  return held == nullptr ? SealedAt{} : SealedAt{held->sealed, held->place};
}

absl::Status FillIdentity(const std::string& bytes,
                          const std::function<ChildIdentity*()>& identity) {
  if (bytes.empty()) return absl::OkStatus();
  RUFAA_ASSIGN_OR_RETURN(*identity(), rpc::IdentityOf(bytes));
  return absl::OkStatus();
}

// Facts of an event as people read them, as far as the caller may know them; sealed fields are not
// among them.
absl::Status FillEntry(const Sight& sight, const casefile::TimelineLine& line,
                       v1::TimelineEntry& entry) {
  entry.set_position(line.position);
  entry.set_event_type(line.row.type);
  RUFAA_SET_TIME(entry, occur_time, line.row.occurred_at);
  RUFAA_SET_TIME(entry, record_time, line.row.recorded_at);
  *entry.mutable_actor() = rpc::ToProto(line.row.actor);
  if (absl::StartsWith(line.row.stream, "referral/")) {
    entry.set_referral_code(line.row.stream.substr(line.row.stream.find('/') + 1));
  }
  RUFAA_ASSIGN_OR_RETURN(const std::optional<AnyEvent> event, EventOf(sight, line));
  if (!event) return absl::OkStatus();
  for (const auto& [name, text] : DescribeEvent(*event)) (*entry.mutable_facts())[name] = text;
  return absl::OkStatus();
}

// What was said, and the entry that each belongs to: oldest first.
struct Said {
  std::vector<SealedAt> values;
  std::vector<int> entries;
};

Said SaidIn(const std::vector<casefile::TimelineLine>& lines) {
  Said said;
  for (size_t i = 0; i < lines.size(); ++i) {
    for (const HeldSealed& held : lines[i].sealed) {
      const Compartment part = held.sealed.compartment;
      if (part != Compartment::kNarrative && part != Compartment::kReply) continue;
      said.values.push_back(ValueOf(&held));
      said.entries.push_back(static_cast<int>(i));
    }
  }
  return said;
}

// Everything that is sealed under one of `compartments` in the lines that the caller may be told,
// oldest first. The agency may hold more: what it was given while it was to take the case over.
absl::StatusOr<std::vector<SealedAt>> SealedOf(const Sight& sight,
                                               const std::vector<Compartment>& compartments) {
  constexpr size_t kPage = 500;
  std::vector<SealedAt> values;
  std::string after;
  do {
    RUFAA_ASSIGN_OR_RETURN(const casefile::TimelinePage page, LinesOf(sight, kPage, after));
    for (const casefile::TimelineLine& line : page.lines) {
      for (const HeldSealed& held : line.sealed) {
        const bool asked = std::find(compartments.begin(), compartments.end(),
                                     held.sealed.compartment) != compartments.end();
        if (asked) values.push_back(ValueOf(&held));
      }
    }
    after = page.next;
  } while (!after.empty());
  return values;
}

void AddRevealed(Compartment compartment, const std::string& text, v1::RevealChildResponse* reply) {
  if (text.empty()) return;
  switch (compartment) {
    case Compartment::kNarrative:
    case Compartment::kReply:
      return reply->add_narratives(text);
    case Compartment::kJustice:
      return reply->add_justice(text);
    case Compartment::kMedical:
      return reply->add_medical(text);
    case Compartment::kLocation:
      return reply->set_location(text);
    default:
      return;
  }
}

// Who is told how old the child is, is told of today; the owner, who refers it, of every band that
// it may be in.
void SetAge(const Sight& sight, absl::CivilDay today, v1::Case& proto) {
  if (proto.age_band().empty()) return;
  const casework::State& kase = *sight.kase.state;
  proto.set_age_band(AgeBandOn(today, kase.age_band, kase.birth_year));
  if (sight.file.relation != casefile::Relation::kOwner) return;
  proto.set_age_bands(AgeBandsOn(today, kase.age_band, kase.birth_year));
}

// All of the case, but that its location is not among what is asked to be opened.
Found FindCase(const rpc::Call& call, const v1::GetCaseRequest& request, v1::GetCaseResponse* reply,
               rpc::Sought& sought) {
  RUFAA_ASSIGN_OR_RETURN(const Sight sight, Look(call, request.case_code(), sought));
  v1::Case& proto = *reply->mutable_case_file();
  proto = ToProto(sight.code, sight.file, LocalDay(call.now));
  reply->set_revision(sight.view->position());
  proto.set_version(sight.kase.version);
  SetAge(sight, LocalDay(call.now), proto);
  // As they may know it, not as it is.
  const CaseTrack& track = sight.file.track;
  if (proto.has_due_time()) {
    proto.set_due_what(std::string(casework::DueWhat(track.stage, DueInCourt(track))));
  }
  if (track.exposure_at && !IsSetAside(track)) {
    rpc::AddTreatBy(call.county->rules.clocks, *track.exposure_at, track.sex, proto);
  }
  Acting by = sight.by;
  if (sight.reader.reach == rpc::Reach::kReport) by.agency.clear();  // As who reported it, alone.
  if (sight.reader.reach != rpc::Reach::kOwnReferrals) {
    AddAllowedActions(*sight.kase.state, by, proto.mutable_allowed_actions());
  }
  if (sight.file.relation == casefile::Relation::kOwner &&
      !sight.kase.state->duplicates_of.empty()) {
    proto.set_possible_duplicate_of(sight.kase.state->duplicates_of.front());
  }
  // An erased child's values are gone: that is no failure of a read that asks for what there is.
  if (sought.purpose == common::v1::PURPOSE_UNSPECIFIED || sight.file.track.erased) {
    return std::nullopt;
  }
  return rpc::Reading{
      .opening = OpeningOf(sight, {Compartment::kIdentity}, false),
      .values = {ValueOf(Find(sight.file, "identity")), ValueOf(Find(sight.file, "location"))},
      .fill = [&proto](const rpc::Opened& opened) {
        proto.set_location(opened.Text(1));
        return FillIdentity(opened.Text(0), [&] { return proto.mutable_identity(); });
      }};
}

}  // namespace

void ReadCase(const rpc::CallPtr& call, const v1::GetCaseRequest& request,
              v1::GetCaseResponse* reply, const rpc::Done& done) {
  rpc::Sought sought{.purpose = request.purpose()};
  Found found = FindCase(*call, request, reply, sought);
  if (!found.ok() || !found->has_value()) return rpc::AnswerRead(call, sought, found, done);
  rpc::Reading reading = **std::move(found);
  const bool has_location = !reading.values.back().sealed.empty();
  auto answer = [sought, reading = std::move(reading),
                 done](const absl::StatusOr<rpc::CallPtr>& by) mutable {
    if (!by.ok()) return done(by.status());
    if ((*by)->caller.SteppedUp((*by)->now)) {
      reading.opening.compartments.push_back(Compartment::kLocation);
    }
    rpc::AnswerRead(*by, sought, std::move(reading), done);
  };
  // The door would learn of a step-up elsewhere only for what it is asked to open.
  if (has_location) return rpc::WithStepUp(call, std::move(answer));
  answer(call);
}

Found ReadChild(const rpc::Call& call, const v1::RevealChildRequest& request,
                v1::RevealChildResponse* reply, rpc::Sought& sought) {
  RUFAA_ASSIGN_OR_RETURN(const Sight sight, Look(call, request.case_code(), sought));
  reply->set_revision(sight.view->position());
  if (sight.file.track.erased) return Refuse(Reason::ERASED);
  const std::vector<Compartment> compartments = rpc::ToCompartments(request.compartments());
  RUFAA_ASSIGN_OR_RETURN(std::vector<SealedAt> values, SealedOf(sight, compartments));
  std::vector<Compartment> of;
  of.reserve(values.size());
  for (const SealedAt& value : values) of.push_back(value.sealed.compartment);
  values.push_back(ValueOf(Find(sight.file, "identity")));
  return rpc::Reading{.opening = OpeningOf(sight, compartments, true),
                      .values = std::move(values),
                      .fill = [of = std::move(of), reply](const rpc::Opened& opened) {
                        for (size_t i = 0; i < of.size(); ++i)
                          AddRevealed(of[i], opened.Text(i), reply);
                        return FillIdentity(opened.Text(of.size()),
                                            [&] { return reply->mutable_identity(); });
                      }};
}

Found ReadTimeline(const rpc::Call& call, const v1::GetTimelineRequest& request,
                   v1::GetTimelineResponse* reply, rpc::Sought& sought) {
  RUFAA_ASSIGN_OR_RETURN(const Sight sight, Look(call, request.case_code(), sought));
  RUFAA_ASSIGN_OR_RETURN(const int page_size, rpc::PageSize(request.page_size()));
  const std::string scope = absl::StrCat("timeline/", call.caller.agency, "/", sight.code);
  const rpc::PageTokens& tokens = call.county->page_tokens;
  RUFAA_ASSIGN_OR_RETURN(const std::string after, tokens.Read(scope, request.page_token()));
  RUFAA_ASSIGN_OR_RETURN(const casefile::TimelinePage page,
                         LinesOf(sight, static_cast<size_t>(page_size), after));
  reply->set_revision(page.position);
  for (const casefile::TimelineLine& line : page.lines) {
    RUFAA_RETURN_IF_ERROR(FillEntry(sight, line, *reply->add_entries()));
  }
  if (!page.next.empty()) reply->set_next_page_token(tokens.Make(scope, page.next));
  if (sought.purpose == common::v1::PURPOSE_UNSPECIFIED || sight.file.track.erased) {
    return std::nullopt;
  }
  Said said = SaidIn(page.lines);
  return rpc::Reading{
      .opening = OpeningOf(sight, {Compartment::kNarrative, Compartment::kReply}, false),
      .values = std::move(said.values),
      .fill = [entries = std::move(said.entries), reply](const rpc::Opened& opened) {
        for (size_t i = 0; i < entries.size(); ++i) {
          std::string& text = *reply->mutable_entries(entries[i])->mutable_narrative();
          absl::StrAppend(&text, text.empty() ? "" : "\n", opened.Text(i));
        }
        return absl::OkStatus();
      }};
}

}  // namespace rufaa::case_service
