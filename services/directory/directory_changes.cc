// What changes the directory. A change of one thing is one decision on one stream; what an offer
// says of its places goes to their count in the same commit.
#include <utility>

#include "domain/access/person.h"
#include "domain/base/field_checks.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "domain/capacity/capacity.h"
#include "domain/directory/directory.h"
#include "services/directory/directory_proto.h"
#include "services/directory/directory_service.h"
#include "services/rpc/area.h"
#include "services/rpc/change_one.h"

namespace rufaa::directory {
namespace {

using rpc::CallPtr;
using rpc::ChangeOne;
using rpc::Done;

constexpr uint32_t kOldestChild = 17;
constexpr char kBed[] = "BED";

template <class Command, class Request, class Reply>
void ChangeAgency(const CallPtr& call, const Request& request, Reply* reply, Done done,
                  Command command) {
  const std::string stream = AgencyStream(request.agency());
  ChangeOne<Agency>(
      call, request, stream, reply, std::move(done),
      [call, stream, command](Loader&, const Agency& agency) {
        return rpc::ChangesOf(stream, Decide(agency, command, call->county->rules));
      },
      [call, reply](const Agency& agency, uint64_t version) {
        *reply->mutable_agency() = ToProto(*call, agency, version);
      });
}

// What publishing an offer says of its places. Once they are open another total is a count; none,
// or the same again, says nothing new, and does not make the figure look fresh.
absl::StatusOr<std::vector<capacity::Event>> CountPlaces(const capacity::State& beds,
                                                         const capacity::Open& open) {
  if (!beds.open) return Decide(beds, open);
  if (open.total == 0 || open.total == beds.total) return std::vector<capacity::Event>{};
  return Decide(beds, capacity::Count{.by = open.by, .total = open.total, .used = {}});
}

// All that publishing changes: the agency's entry, and the count of its places.
absl::StatusOr<std::vector<Change>> Published(const CallPtr& call, const Agency& agency,
                                              PublishOffer publish, const capacity::State& beds,
                                              const capacity::Open& open) {
  // An offer's id is the county's, and stays with the agency that had it first.
  if (beds.open && beds.agency != open.agency) return Refuse(Reason::NOT_FOUND_OR_NOT_YOURS);
  // Places that are counted go on being held: who publishes it anew must not lose sight of them.
  publish.has_beds |= beds.open;
  RUFAA_ASSIGN_OR_RETURN(
      std::vector<Change> changes,
      rpc::ChangesOf(AgencyStream(open.agency), Decide(agency, publish, call->county->rules)));
  if (!publish.has_beds) return changes;
  RUFAA_ASSIGN_OR_RETURN(std::vector<capacity::Event> counted, CountPlaces(beds, open));
  AddChanges(CapacityStream(open.offer), std::move(counted), changes);
  return changes;
}

std::vector<std::string> ToVector(const google::protobuf::RepeatedPtrField<std::string>& field) {
  return {field.begin(), field.end()};
}

}  // namespace

void DirectoryService::RegisterAgency(CallPtr call, const v1::RegisterAgencyRequest& request,
                                      v1::RegisterAgencyResponse* reply, Done done) {
  if (absl::Status may = CheckMayAdminister(*call); !may.ok()) return done(may);
  const auto subcounties = rpc::SubcountiesOf(*call, request.subcounties());
  if (!subcounties.ok()) return done(subcounties.status());
  ChangeAgency(call, request, reply, std::move(done),
               directory::RegisterAgency{.by = call->ActingOf(request),
                                         .agency = request.agency(),
                                         .kind = request.kind(),
                                         .unit_type = request.unit_type(),
                                         .display_name = request.display_name(),
                                         .subcounties = *subcounties,
                                         .place_of_safety = request.place_of_safety()});
}

void DirectoryService::OpenDesk(CallPtr call, const v1::OpenDeskRequest& request,
                                v1::OpenDeskResponse* reply, Done done) {
  if (absl::Status may = CheckMayKeep(*call, request.agency()); !may.ok()) return done(may);
  ChangeAgency(call, request, reply, std::move(done),
               directory::OpenDesk{.by = call->ActingOf(request),
                                   .desk = request.desk(),
                                   .display_name = request.display_name()});
}

void DirectoryService::PublishOffer(CallPtr call, const v1::PublishOfferRequest& request,
                                    v1::PublishOfferResponse* reply, Done done) {
  if (absl::Status may = CheckMayKeep(*call, request.agency()); !may.ok()) return done(may);
  const auto subcounties = rpc::SubcountiesOf(*call, request.subcounties());
  if (!subcounties.ok()) return done(subcounties.status());
  const uint32_t age_max = request.age_max() == 0 ? kOldestChild : request.age_max();
  // Who says how many places there are, or of which kind, need not say that they are counted.
  const bool has_beds = request.has_beds() || request.total() > 0 || !request.unit().empty();
  const directory::PublishOffer publish{.by = call->ActingOf(request),
                                        .offer = request.offer(),
                                        .services = ToVector(request.services()),
                                        .destination = request.destination(),
                                        .sex = request.sex(),
                                        .age_min = request.age_min(),
                                        .age_max = age_max,
                                        .subcounties = *subcounties,
                                        .hours = request.hours(),
                                        .has_beds = has_beds,
                                        .display_name = request.display_name()};
  const capacity::Open open{.by = publish.by,
                            .agency = request.agency(),
                            .offer = request.offer(),
                            .total = request.total(),
                            .unit = request.unit().empty() ? kBed : request.unit(),
                            .sex = request.sex(),
                            .age_min = request.age_min(),
                            .age_max = age_max};
  const std::string stream = AgencyStream(request.agency());
  const std::string beds_stream = CapacityStream(request.offer());
  ChangeOne<Agency>(
      call, request, stream, reply, std::move(done),
      [call, beds_stream, publish, open](
          Loader& loader, const Agency& agency) -> absl::StatusOr<std::vector<Change>> {
        RUFAA_ASSIGN_OR_RETURN(const capacity::State* beds,
                               loader.Load<capacity::State>(beds_stream));
        return Published(call, agency, publish, *beds, open);
      },
      [call, beds_stream, reply, id = request.offer()](const Agency& agency, uint64_t) {
        const auto offer = agency.offers.find(id);
        if (offer == agency.offers.end()) return;  // Withdrawn again meanwhile.
        const auto beds = call->county->executor.aggregates().Load<capacity::State>(beds_stream);
        *reply->mutable_offer() =
            ToProto(*call, agency.id, offer->second, beds.ok() ? *beds->state : capacity::State{});
      });
}

void DirectoryService::WithdrawOffer(CallPtr call, const v1::WithdrawOfferRequest& request,
                                     v1::WithdrawOfferResponse* reply, Done done) {
  if (absl::Status may = CheckMayKeep(*call, request.agency()); !may.ok()) return done(may);
  const std::string stream = AgencyStream(request.agency());
  const directory::WithdrawOffer withdraw{
      .by = call->ActingOf(request), .offer = request.offer(), .reason = request.reason()};
  ChangeOne<Agency>(
      call, request, stream, reply, std::move(done),
      [call, stream, withdraw](Loader&, const Agency& agency) {
        return rpc::ChangesOf(stream, Decide(agency, withdraw, call->county->rules));
      },
      [reply, withdraw](const Agency& agency, uint64_t) {
        v1::Offer& offer = *reply->mutable_offer();
        offer.set_offer(withdraw.offer);
        offer.set_agency(agency.id);
        offer.set_withdrawn(true);
        *offer.mutable_withdraw_time() = rpc::ToProto(withdraw.by.occurred_at);
      });
}

void DirectoryService::EnrollPerson(CallPtr call, const v1::EnrollPersonRequest& request,
                                    v1::EnrollPersonResponse* reply, Done done) {
  if (absl::Status may = CheckMayAdminister(*call); !may.ok()) return done(may);
  const std::string stream = PersonStream(request.person());
  const access::Enrol enrol{.by = call->ActingOf(request),
                            .person = request.person(),
                            .agency = request.agency(),
                            .desk = request.desk(),
                            .role = request.role()};
  ChangeOne<access::Person>(
      call, request, stream, reply, std::move(done),
      [stream, enrol](Loader& loader,
                      const access::Person& person) -> absl::StatusOr<std::vector<Change>> {
        RUFAA_ASSIGN_OR_RETURN(const Agency* agency,
                               loader.Load<Agency>(AgencyStream(enrol.agency)));
        if (agency->id.empty()) return Refuse(Reason::NOT_FOUND_OR_NOT_YOURS);
        RUFAA_RETURN_IF_ERROR(CheckOpen("agency", *agency));
        if (!enrol.desk.empty() && !agency->desks.contains(enrol.desk)) {
          return Malformed("desk", "is none of this agency: open it first");
        }
        // Enrolled there already: another role, then.
        const bool moves = !person.id.empty() && !person.left && person.agency == enrol.agency &&
                           (person.role != enrol.role || person.desk != enrol.desk);
        if (moves) {
          return rpc::ChangesOf(
              stream, Decide(person, access::ChangeRole{
                                         .by = enrol.by, .role = enrol.role, .desk = enrol.desk}));
        }
        return rpc::ChangesOf(stream, Decide(person, enrol));
      },
      [reply](const access::Person& person, uint64_t) {
        *reply->mutable_person() = ToProto(person);
      });
}

void DirectoryService::RetirePerson(CallPtr call, const v1::RetirePersonRequest& request,
                                    v1::RetirePersonResponse* reply, Done done) {
  if (absl::Status may = CheckMayAdminister(*call); !may.ok()) return done(may);
  const std::string stream = PersonStream(request.person());
  const access::Leave leave{.by = call->ActingOf(request), .reason = request.reason()};
  ChangeOne<access::Person>(
      call, request, stream, reply, std::move(done),
      [call, stream, leave](Loader&, const access::Person& person) {
        return rpc::ChangesOf(stream, Decide(person, leave, call->county->rules));
      },
      [reply](const access::Person& person, uint64_t) {
        *reply->mutable_person() = ToProto(person);
      });
}

void DirectoryService::CountBeds(CallPtr call, const v1::CountBedsRequest& request,
                                 v1::CountBedsResponse* reply, Done done) {
  if (absl::Status may = CheckMayKeep(*call, request.agency()); !may.ok()) return done(may);
  const std::string stream = CapacityStream(request.offer());
  capacity::Count count{.by = call->ActingOf(request), .total = {}, .used = {}};
  if (request.has_total()) count.total = request.total();
  if (request.has_used()) count.used = request.used();
  ChangeOne<capacity::State>(
      call, request, stream, reply, std::move(done),
      [stream, count, agency = request.agency()](
          Loader&, const capacity::State& beds) -> absl::StatusOr<std::vector<Change>> {
        if (!beds.open || beds.agency != agency) return Refuse(Reason::NOT_FOUND_OR_NOT_YOURS);
        return rpc::ChangesOf(stream, Decide(beds, count));
      },
      [call, reply](const capacity::State& beds, uint64_t version) {
        *reply->mutable_capacity() = ToProto(*call, beds, version);
      });
}

}  // namespace rufaa::directory
