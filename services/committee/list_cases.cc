#include "services/committee/listing.h"
#include "services/committee/tables.h"
#include "services/rpc/area.h"
#include "services/rpc/asked.h"
#include "services/rpc/command_convert.h"

namespace rufaa::committee_service {
namespace {

namespace v1 = committee::v1;

struct Asked {
  std::optional<casework::Stage> stage;
  std::optional<size_t> age;
  std::string subcounty;

  // Whether a count of ended cases is among those asked for.
  bool Ended(const v1::ListCountedCasesRequest& request, const CaseKey& key) const {
    return stage ? *stage == key.stage : request.include_ended() && board::IsACase(key.stage);
  }
};

absl::StatusOr<Asked> ReadAsked(const rpc::Call& call, bool suppress,
                                const v1::ListCountedCasesRequest& request) {
  Asked asked;
  RUFAA_ASSIGN_OR_RETURN(asked.stage, StageAsked(request.stage()));
  RUFAA_ASSIGN_OR_RETURN(asked.age, AgeAsked(request.age_bucket()));
  RUFAA_ASSIGN_OR_RETURN(asked.subcounty, rpc::SubcountyOf(call, request.subcounty()));
  RUFAA_RETURN_IF_ERROR(rpc::CheckAgencyAsked(call, "agency", request.agency()));
  RUFAA_RETURN_IF_ERROR(rpc::CheckCodeAsked(call, "age_band", list::kAgeBand, request.age_band()));
  if (suppress && !request.age_band().empty()) return RefuseOtherTable("age_band");
  if (suppress && request.found_only()) return RefuseOtherTable("found_only");
  return asked;
}

// Where the lines of all counts stand that are asked for and shown.
std::vector<KeyRange> RangesOf(const rpc::Call& call, const Asked& asked, const board::Board& board,
                               bool suppress, const v1::ListCountedCasesRequest& request,
                               v1::ListCountedCasesResponse* reply) {
  std::vector<KeyRange> ranges;
  const auto add = [&](const CaseKey& key, bool shown, board::Days since) {
    if (!request.agency().empty() && request.agency() != key.agency) return;
    if (!shown) return reply->set_some_hidden(true);
    ranges.push_back(board::CaseLines(key.stage, key.agency, since));
  };
  for (const auto& [key, count] : OpenCases(board).Of(asked.subcounty, suppress)) {
    if (asked.stage && *asked.stage != key.stage) continue;
    if (asked.age && *asked.age != key.age) continue;
    add(key, count.has_value(), board::DaysOfAge(key.age, call.now));
  }
  const board::Days ever = {0, board::kOldestDay.back()};
  for (const auto& [key, count] : EndedCases(board).Of(asked.subcounty, suppress)) {
    if (!asked.Ended(request, key)) continue;
    // No figure counts ended ones by age.
    const bool shown = count.has_value() && !(suppress && asked.age);
    add(key, shown, asked.age ? board::DaysOfAge(*asked.age, call.now) : ever);
  }
  return ranges;
}

absl::Status FillMore(const Listing& listing, const board::LinePlace& place, v1::CountedCase& one) {
  RUFAA_ASSIGN_OR_RETURN(const board::CaseState state,
                         board::ReadCaseState(*listing.view, place.id));
  one.set_subcounty(state.track.subcounty);
  one.set_age_band(state.track.age_band);
  RUFAA_SET_TIME(one, stage_time, state.track.stage_since);
  if (state.track.due) RUFAA_SET_TIME(one, due_time, *state.track.due);
  return absl::OkStatus();
}

}  // namespace

absl::Status ReadCountedCases(const rpc::Call& call, const v1::ListCountedCasesRequest& request,
                              v1::ListCountedCasesResponse* reply) {
  RUFAA_ASSIGN_OR_RETURN(const Listing listing, OpenListing(call, board::kName, request));
  RUFAA_ASSIGN_OR_RETURN(const Asked asked, ReadAsked(call, listing.suppress, request));
  RUFAA_ASSIGN_OR_RETURN(const board::Board board,
                         board::ReadPart(*listing.view, call.now, board::kStages));
  const auto wanted = [&](const board::Line& line) {
    return (line.found || !request.found_only()) &&
           (asked.subcounty.empty() || asked.subcounty == line.subcounty) &&
           (request.age_band().empty() || request.age_band() == line.age_band);
  };
  RUFAA_ASSIGN_OR_RETURN(
      const std::vector<board::LinePlace> places,
      ReadLines(call, listing, RangesOf(call, asked, board, listing.suppress, request, reply),
                wanted, reply));
  for (const board::LinePlace& place : places) {
    v1::CountedCase& one = *reply->add_cases();
    const auto stage = static_cast<casework::Stage>(place.number);
    one.set_masked_code(MaskedCode(place.id));
    one.set_stage(std::string(casework::Name(stage)));
    one.set_agency(place.agency);
    one.set_subcounty(asked.subcounty);
    if (!listing.suppress || IsOpenStage(stage)) {
      const size_t age = board::AgeOfDay(static_cast<int64_t>(place.at), call.now);
      one.set_age_bucket(std::string(board::kAges[age]));
    }
    if (!listing.suppress) RUFAA_RETURN_IF_ERROR(FillMore(listing, place, one));
  }
  return absl::OkStatus();
}

}  // namespace rufaa::committee_service
