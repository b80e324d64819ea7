// What the directory shows. Everybody enrolled may read it; it holds no child.
#include <algorithm>
#include <cstdint>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/base/ages.h"
#include "domain/base/field_checks.h"
#include "domain/base/status_macros.h"
#include "projections/offers/offers.h"
#include "services/directory/directory_proto.h"
#include "services/directory/directory_service.h"
#include "services/directory/directory_view.h"
#include "services/directory/offers_page.h"
#include "services/rpc/area.h"
#include "services/rpc/asked.h"
#include "services/rpc/command_convert.h"

namespace rufaa::directory {
namespace {

using rpc::Call;
using rpc::CallPtr;
using rpc::Done;

// Waits for the view, then answers with `read(view)`.
template <class Request, class Read>
void WithView(const CallPtr& call, absl::string_view view, const Request& request, Done done,
              Read read) {
  if (absl::Status may = CheckMayRead(*call); !may.ok()) return done(may);
  rpc::WhenViewsAt(call, view, request.min_revision(),
                   [call, view = std::string(view), read, done](absl::Status caught_up) {
                     if (!caught_up.ok()) return done(caught_up);
                     absl::StatusOr<std::unique_ptr<ViewSnapshot>> snapshot =
                         call->county->views.Snapshot(view);
                     if (!snapshot.ok()) return done(snapshot.status());
                     done(read(**snapshot));
                   });
}

v1::Agency ToProto(const Call& call, const AgencyRow& row) {
  v1::Agency proto;
  proto.set_agency(row.agency);
  proto.set_version(row.version);
  proto.set_kind(row.kind);
  proto.set_unit_type(row.unit_type);
  proto.set_display_name(row.display_name);
  proto.set_place_of_safety(row.place_of_safety);
  for (const std::string& subcounty : row.subcounties) proto.add_subcounties(subcounty);
  for (const DeskRow& desk : row.desks) {
    v1::Desk& shown = *proto.add_desks();
    shown.set_desk(desk.desk);
    shown.set_display_name(desk.display_name);
  }
  if (row.closed_at) {
    *proto.mutable_close_time() = rpc::ToProto(*row.closed_at);
    proto.set_close_reason(row.close_reason);
  }
  for (std::string& action :
       AgencyActions(call, {row.agency, row.kind, row.closed_at.has_value()})) {
    proto.add_allowed_actions(std::move(action));
  }
  return proto;
}

v1::Offer ToProto(const Call& call, const offers::Row& row) {
  v1::Offer proto;
  proto.set_offer(row.offer);
  proto.set_agency(row.agency);
  for (const std::string& service : row.services) proto.add_services(service);
  proto.set_destination(row.destination);
  proto.set_display_name(row.display_name);
  proto.set_sex(row.sex);
  proto.set_age_min(row.age_min);
  proto.set_age_max(row.age_max);
  for (const std::string& subcounty : row.subcounties) proto.add_subcounties(subcounty);
  proto.set_hours(row.hours);
  proto.set_has_beds(row.has_beds);
  if (row.has_beds) {
    proto.set_total(row.total);
    proto.set_room(row.Free());
    proto.set_held(row.held);
    RUFAA_SET_TIME(proto, count_time, row.as_of);
    proto.set_stale(call.now - row.as_of > offers::kFigureGoesStale);
  }
  proto.set_withdrawn(row.withdrawn);
  if (row.withdrawn) return proto;  // Nothing can be done with it.
  for (std::string& action : OfferActions(call, row.agency, row.has_beds)) {
    proto.add_allowed_actions(std::move(action));
  }
  return proto;
}

// A client of before age_years could be absent says so by has_age, and leaves out an age of 0.
bool HasAge(const v1::FindOffersRequest& request) {
  return request.has_age_years() || request.has_age();
}

absl::Status CheckAsked(const Call& call, const v1::FindOffersRequest& request) {
  RUFAA_RETURN_IF_ERROR(
      rpc::CheckCodeAsked(call, "service", list::kReferralReason, request.service()));
  RUFAA_RETURN_IF_ERROR(rpc::CheckCodeAsked(call, "sex", list::kSex, request.sex()));
  const bool bands = request.age_band().empty() || AreBands(request.age_band());
  return bands ? absl::OkStatus() : Malformed("age_band", "is no band of ages");
}

bool TakesAge(const offers::Row& row, const v1::FindOffersRequest& request) {
  if (HasAge(request)) {
    return request.age_years() >= row.age_min && request.age_years() <= row.age_max;
  }
  return TakesSomeOf(request.age_band(), row.age_min, row.age_max);
}

bool Suits(const offers::Row& row, const v1::FindOffersRequest& request) {
  if (row.withdrawn) return false;
  if (!row.sex.empty() && !request.sex().empty() && row.sex != request.sex()) return false;
  if (request.with_room_only() && row.has_beds && row.Free() == 0) return false;
  return TakesAge(row, request);
}

// Offers of `agency`, or of all agencies, by agency and offer. A county has a few hundred.
absl::StatusOr<std::vector<offers::Row>> OffersOfSome(const Call& call, const ViewSnapshot& view,
                                                      const std::string& agency) {
  if (!agency.empty()) {
    RUFAA_ASSIGN_OR_RETURN(offers::Offers offers, offers::OffersOf(view, agency));
    return std::move(offers.rows);
  }
  RUFAA_ASSIGN_OR_RETURN(const std::unique_ptr<ViewSnapshot> directory,
                         call.county->views.Snapshot(kViewName));
  RUFAA_ASSIGN_OR_RETURN(
      const std::vector<AgencyRow> agencies,
      ReadAgencies(*directory, "", SIZE_MAX, [](const AgencyRow&) { return true; }));
  std::vector<offers::Row> rows;
  for (const AgencyRow& one : agencies) {
    RUFAA_ASSIGN_OR_RETURN(offers::Offers offers, offers::OffersOf(view, one.agency));
    std::move(offers.rows.begin(), offers.rows.end(), std::back_inserter(rows));
  }
  return rows;
}

}  // namespace

DirectoryService::DirectoryService(rpc::Host& host) : host_(host) {}
DirectoryService::~DirectoryService() = default;

void DirectoryService::ListAgencies(CallPtr call, const v1::ListAgenciesRequest& request,
                                    v1::ListAgenciesResponse* reply, Done done) {
  WithView(
      call, kViewName, request, std::move(done),
      [call, &request, reply](const ViewSnapshot& view) -> absl::Status {
        RUFAA_RETURN_IF_ERROR(
            rpc::CheckCodeAsked(*call, "kind", list::kAgencyKind, request.kind()));
        RUFAA_ASSIGN_OR_RETURN(const int page_size, rpc::PageSize(request.page_size()));
        RUFAA_ASSIGN_OR_RETURN(const std::string subcounty,
                               rpc::SubcountyOf(*call, request.subcounty()));
        const std::string scope =
            absl::StrCat("agencies/", call->county->id, "/", request.kind(), "/", subcounty);
        RUFAA_ASSIGN_OR_RETURN(const std::string after,
                               call->county->page_tokens.Read(scope, request.page_token()));
        RUFAA_ASSIGN_OR_RETURN(
            const std::vector<AgencyRow> rows,
            ReadAgencies(view, after, page_size + 1, [&](const AgencyRow& row) {
              const bool there = subcounty.empty() || row.subcounties.empty() ||
                                 std::find(row.subcounties.begin(), row.subcounties.end(),
                                           subcounty) != row.subcounties.end();
              return there && (request.kind().empty() || row.kind == request.kind());
            }));
        reply->set_revision(view.position());
        const size_t shown = std::min<size_t>(rows.size(), page_size);
        for (size_t i = 0; i < shown; ++i) *reply->add_agencies() = ToProto(*call, rows[i]);
        if (rows.size() > shown) {
          reply->set_next_page_token(call->county->page_tokens.Make(scope, rows[shown - 1].agency));
        }
        return absl::OkStatus();
      });
}

void DirectoryService::ListPeople(CallPtr call, const v1::ListPeopleRequest& request,
                                  v1::ListPeopleResponse* reply, Done done) {
  const std::string agency = request.agency().empty() ? call->caller.agency : request.agency();
  if (agency != call->caller.agency) {
    if (absl::Status may = CheckMayAdminister(*call); !may.ok()) return done(may);
  }
  WithView(
      call, kViewName, request, std::move(done),
      [call, &request, reply, agency](const ViewSnapshot& view) -> absl::Status {
        RUFAA_RETURN_IF_ERROR(rpc::CheckAgencyAsked(*call, "agency", agency));
        RUFAA_ASSIGN_OR_RETURN(const int page_size, rpc::PageSize(request.page_size()));
        const std::string scope = absl::StrCat("people/", call->county->id, "/", agency);
        RUFAA_ASSIGN_OR_RETURN(const std::string after,
                               call->county->page_tokens.Read(scope, request.page_token()));
        RUFAA_ASSIGN_OR_RETURN(const std::vector<PersonRow> rows,
                               ReadPeople(view, agency, after, page_size + 1));
        reply->set_revision(view.position());
        const size_t shown = std::min<size_t>(rows.size(), page_size);
        for (size_t i = 0; i < shown; ++i) {
          v1::Person& person = *reply->add_people();
          person.set_person(rows[i].person);
          person.set_agency(rows[i].agency);
          person.set_desk(rows[i].desk);
          person.set_role(rows[i].role);
        }
        if (rows.size() > shown) {
          reply->set_next_page_token(call->county->page_tokens.Make(scope, rows[shown - 1].person));
        }
        return absl::OkStatus();
      });
}

void DirectoryService::ListOffers(CallPtr call, const v1::ListOffersRequest& request,
                                  v1::ListOffersResponse* reply, Done done) {
  WithView(
      call, offers::kName, request, std::move(done),
      [call, &request, reply](const ViewSnapshot& view) -> absl::Status {
        RUFAA_RETURN_IF_ERROR(rpc::CheckAgencyAsked(*call, "agency", request.agency()));
        RUFAA_ASSIGN_OR_RETURN(std::vector<offers::Row> rows,
                               OffersOfSome(*call, view, request.agency()));
        if (!request.include_withdrawn()) {
          std::erase_if(rows, [](const offers::Row& row) { return row.withdrawn; });
        }
        reply->set_revision(view.position());
        const std::string scope = absl::StrCat("offers-by-agency/", call->county->id, "/",
                                               request.agency(), "/", request.include_withdrawn());
        RUFAA_ASSIGN_OR_RETURN(
            *reply->mutable_next_page_token(),
            Page(*call, {scope, request.page_token(), request.page_size()}, rows, PlaceByAgency,
                 [&](const offers::Row& row) { *reply->add_offers() = ToProto(*call, row); }));
        return absl::OkStatus();
      });
}

void DirectoryService::FindOffers(CallPtr call, const v1::FindOffersRequest& request,
                                  v1::FindOffersResponse* reply, Done done) {
  WithView(call, offers::kName, request, std::move(done),
           [call, &request, reply](const ViewSnapshot& view) -> absl::Status {
             RUFAA_RETURN_IF_ERROR(CheckAsked(*call, request));
             RUFAA_ASSIGN_OR_RETURN(const std::string subcounty,
                                    rpc::SubcountyOf(*call, request.subcounty()));
             RUFAA_ASSIGN_OR_RETURN(offers::Offers offers,
                                    offers::FindOffers(view, request.service(), subcounty));
             std::erase_if(offers.rows,
                           [&](const offers::Row& row) { return !Suits(row, request); });
             reply->set_revision(offers.position);
             const std::string scope = absl::StrCat(
                 "offers-by-room/", call->county->id, "/", request.service(), "/", request.sex(),
                 "/", HasAge(request) ? absl::StrCat(request.age_years()) : request.age_band(), "/",
                 subcounty, "/", request.with_room_only());
             RUFAA_ASSIGN_OR_RETURN(*reply->mutable_next_page_token(),
                                    Page(*call, {scope, request.page_token(), request.page_size()},
                                         offers.rows, PlaceByRoom, [&](const offers::Row& row) {
                                           *reply->add_offers() = ToProto(*call, row);
                                         }));
             return absl::OkStatus();
           });
}

void DirectoryService::GetCapacity(CallPtr call, const v1::GetCapacityRequest& request,
                                   v1::GetCapacityResponse* reply, Done done) {
  WithView(call, offers::kName, request, std::move(done),
           [call, &request, reply](const ViewSnapshot& view) -> absl::Status {
             RUFAA_RETURN_IF_ERROR(rpc::CheckAgencyAsked(*call, "agency", request.agency()));
             RUFAA_ASSIGN_OR_RETURN(const offers::Offers offers,
                                    offers::OffersOf(view, request.agency()));
             reply->set_revision(offers.position);
             for (const offers::Row& row : offers.rows) {
               if (!row.has_beds || row.withdrawn) continue;
               // From the log itself: the row does not tell versions, and who counts needs one.
               RUFAA_ASSIGN_OR_RETURN(const Folded<capacity::State> beds,
                                      call->county->executor.aggregates().Load<capacity::State>(
                                          CapacityStream(row.offer)));
               *reply->add_capacities() = ToProto(*call, *beds.state, beds.version);
             }
             return absl::OkStatus();
           });
}

}  // namespace rufaa::directory
