// The directory over gRPC: agencies, desks, people, offers, places. Handlers translate, ask the
// policy, and let the deciders decide.
#pragma once

#include "rufaa/directory/v1/directory_service.grpc.pb.h"
#include "services/rpc/host.h"
#include "services/rpc/unary.h"

namespace rufaa::directory {

class DirectoryService final : public v1::DirectoryService::CallbackService {
 public:
  // `host` must outlive this.
  explicit DirectoryService(rpc::Host& host);
  ~DirectoryService() override;

  static constexpr char kService[] = "DirectoryService";

  RUFAA_CALL(RegisterAgency, RegisterAgencyResponse)
  RUFAA_CALL(CloseAgency, CloseAgencyResponse)
  RUFAA_CALL(ReopenAgency, ReopenAgencyResponse)
  RUFAA_CALL(OpenDesk, OpenDeskResponse)
  RUFAA_CALL(PublishOffer, PublishOfferResponse)
  RUFAA_CALL(WithdrawOffer, WithdrawOfferResponse)
  RUFAA_CALL(EnrollPerson, EnrollPersonResponse)
  RUFAA_CALL(RetirePerson, RetirePersonResponse)
  RUFAA_CALL(CountBeds, CountBedsResponse)
  RUFAA_CALL(ListAgencies, ListAgenciesResponse)
  RUFAA_CALL(ListOffers, ListOffersResponse)
  RUFAA_CALL(FindOffers, FindOffersResponse)
  RUFAA_CALL(GetCapacity, GetCapacityResponse)
  RUFAA_CALL(ListPeople, ListPeopleResponse)

 private:
  // Changes (directory_changes.cc).
  void RegisterAgency(rpc::CallPtr call, const v1::RegisterAgencyRequest& request,
                      v1::RegisterAgencyResponse* reply, rpc::Done done);
  void OpenDesk(rpc::CallPtr call, const v1::OpenDeskRequest& request, v1::OpenDeskResponse* reply,
                rpc::Done done);
  void PublishOffer(rpc::CallPtr call, const v1::PublishOfferRequest& request,
                    v1::PublishOfferResponse* reply, rpc::Done done);
  void WithdrawOffer(rpc::CallPtr call, const v1::WithdrawOfferRequest& request,
                     v1::WithdrawOfferResponse* reply, rpc::Done done);
  void EnrollPerson(rpc::CallPtr call, const v1::EnrollPersonRequest& request,
                    v1::EnrollPersonResponse* reply, rpc::Done done);
  void RetirePerson(rpc::CallPtr call, const v1::RetirePersonRequest& request,
                    v1::RetirePersonResponse* reply, rpc::Done done);
  void CountBeds(rpc::CallPtr call, const v1::CountBedsRequest& request,
                 v1::CountBedsResponse* reply, rpc::Done done);
  // And (close_agency.cc).
  void CloseAgency(rpc::CallPtr call, const v1::CloseAgencyRequest& request,
                   v1::CloseAgencyResponse* reply, rpc::Done done);
  void ReopenAgency(rpc::CallPtr call, const v1::ReopenAgencyRequest& request,
                    v1::ReopenAgencyResponse* reply, rpc::Done done);
  // Reads (directory_reads.cc).
  void ListAgencies(rpc::CallPtr call, const v1::ListAgenciesRequest& request,
                    v1::ListAgenciesResponse* reply, rpc::Done done);
  void ListOffers(rpc::CallPtr call, const v1::ListOffersRequest& request,
                  v1::ListOffersResponse* reply, rpc::Done done);
  void FindOffers(rpc::CallPtr call, const v1::FindOffersRequest& request,
                  v1::FindOffersResponse* reply, rpc::Done done);
  void GetCapacity(rpc::CallPtr call, const v1::GetCapacityRequest& request,
                   v1::GetCapacityResponse* reply, rpc::Done done);
  void ListPeople(rpc::CallPtr call, const v1::ListPeopleRequest& request,
                  v1::ListPeopleResponse* reply, rpc::Done done);

  rpc::Host& host_;
};

}  // namespace rufaa::directory
