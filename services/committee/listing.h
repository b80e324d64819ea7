// What the lists behind the figures have in common. Who sees suppressed counts is given the lines
// of shown counts and no others, and of each line what its figure says: a list is counted as easily
// as it is read.
#pragma once

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "projections/board/lines.h"
#include "projections/board/reader.h"
#include "services/committee/board.h"
#include "services/committee/shown.h"
#include "services/rpc/page_token.h"

namespace rufaa::committee_service {

struct Listing {
  bool suppress = false;
  int size = 0;
  std::string scope = "";  // Of page tokens: who asks for what.
  std::string after = "";
  std::unique_ptr<ViewSnapshot> view = nullptr;
};

// For who may read the list at all. Refuses tokens of other lists. Every field of a request but
// those of paging is a filter.
template <class Request>
absl::StatusOr<Listing> PageOf(const rpc::Call& call, absl::string_view view,
                               const Request& request) {
  Listing listing{.suppress = Suppresses(call)};
  RUFAA_ASSIGN_OR_RETURN(listing.size, rpc::PageSize(request.page_size()));
  Request filters = request;
  filters.clear_page_size();
  filters.clear_page_token();
  filters.clear_min_revision();
  listing.scope = absl::StrCat(call.method, "/", call.caller.agency, "/", listing.suppress, "/",
                               filters.SerializeAsString());
  RUFAA_ASSIGN_OR_RETURN(listing.after,
                         call.county->page_tokens.Read(listing.scope, request.page_token()));
  RUFAA_ASSIGN_OR_RETURN(listing.view, call.county->views.Snapshot(view));
  return listing;
}

// Refuses who may not see the county's counts, too.
template <class Request>
absl::StatusOr<Listing> OpenListing(const rpc::Call& call, absl::string_view view,
                                    const Request& request) {
  RUFAA_RETURN_IF_ERROR(CheckMayCount(call));
  return PageOf(call, view, request);
}

// The lines of `ranges`, in any order, that `wanted` lets through; the reply gets all but them.
using WantsLine = std::function<bool(const board::Line&)>;
template <class Reply>
absl::StatusOr<std::vector<board::LinePlace>> ReadLines(const rpc::Call& call,
                                                        const Listing& listing,
                                                        std::vector<KeyRange> ranges,
                                                        const WantsLine& wanted, Reply* reply) {
  std::sort(ranges.begin(), ranges.end(),
            [](const KeyRange& a, const KeyRange& b) { return a.from < b.from; });
  const auto decoded = [&](absl::string_view, absl::string_view value) -> absl::StatusOr<bool> {
    RUFAA_ASSIGN_OR_RETURN(const board::Line line, DecodeFields<board::Line>(value));
    return wanted(line);
  };
  RUFAA_ASSIGN_OR_RETURN(const FilteredPage page,
                         ReadFiltered(*listing.view, {.ranges = std::move(ranges),
                                                      .after = listing.after,
                                                      .limit = static_cast<size_t>(listing.size),
                                                      .wanted = decoded}));
  reply->set_revision(listing.view->position());
  if (!page.next.empty()) {
    reply->set_next_page_token(call.county->page_tokens.Make(listing.scope, page.next));
  }
  std::vector<board::LinePlace> places;
  for (const auto& [key, value] : page.rows) {
    RUFAA_ASSIGN_OR_RETURN(board::LinePlace place, board::ReadLinePlace(key));
    places.push_back(std::move(place));
  }
  return places;
}

// Where what waits stands, by who must act: the lines of the counts that are shown.
struct TurnsAsked {
  std::string agency = "";  // Empty: all, as is `subcounty`.
  std::string subcounty = "";
  bool overdue_only = false;
};
struct TurnRanges {
  std::vector<KeyRange> shown;
  bool some_hidden = false;
};
TurnRanges RangesOfTurns(const rpc::Call& call, const board::Board& board, bool suppress,
                         const TurnsAsked& asked);

// What was asked for by its name; nullopt for the empty one.
absl::StatusOr<std::optional<size_t>> AgeAsked(absl::string_view name);
absl::StatusOr<std::optional<casework::Stage>> StageAsked(absl::string_view name);
absl::StatusOr<std::optional<referral::Stage>> StateAsked(absl::string_view name);

// By what no figure counts, for who sees suppressed counts.
absl::Status RefuseOtherTable(absl::string_view field);

}  // namespace rufaa::committee_service
