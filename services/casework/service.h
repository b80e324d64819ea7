// Cases over gRPC.
#pragma once

#include "rufaa/casework/v1/casework_service.grpc.pb.h"
#include "services/casework/commands.h"
#include "services/rpc/command_stream.h"
#include "services/rpc/host.h"
#include "services/rpc/unary.h"

namespace rufaa::case_service {

class CaseworkService final : public v1::CaseworkService::CallbackService {
 public:
  // Both must outlive this. Made in service.cc: gRPC's part of it is much code.
  CaseworkService(rpc::Host& host, Counties& counties);
  ~CaseworkService() override;

  static constexpr char kService[] = "CaseworkService";

#define CASE_CHANGE(Method, Reply)                                       \
  grpc::ServerUnaryReactor* Method(grpc::CallbackServerContext* context, \
                                   const v1::Method##Request* request, v1::Reply* reply) override;
#define CASE_COMMAND(Method, field) CASE_CHANGE(Method, CaseReply)
#define IMPORT_COMMAND(Method, field) CASE_CHANGE(Method, ImportReply)
#include "services/casework/methods.inc"
#undef CASE_COMMAND
#undef IMPORT_COMMAND
#undef CASE_CHANGE

  grpc::ServerBidiReactor<v1::CommandRequest, v1::CommandReply>* StreamCommands(
      grpc::CallbackServerContext* context) override;

  RUFAA_CALL(GetCase, GetCaseResponse)
  RUFAA_CALL(RevealChild, RevealChildResponse)
  RUFAA_CALL(GetTimeline, GetTimelineResponse)
  RUFAA_CALL(ListCaseload, ListCaseloadResponse)
  RUFAA_CALL(ListCourtCalendar, ListCourtCalendarResponse)
  RUFAA_CALL(GetImport, ImportReply)
  RUFAA_CALL(FindSimilarChildren, FindSimilarChildrenResponse)
  RUFAA_READ(ListImports)

 private:
  void GetCase(const rpc::CallPtr& call, const v1::GetCaseRequest& request,
               v1::GetCaseResponse* reply, const rpc::Done& done);
  void RevealChild(const rpc::CallPtr& call, const v1::RevealChildRequest& request,
                   v1::RevealChildResponse* reply, const rpc::Done& done);
  void GetTimeline(const rpc::CallPtr& call, const v1::GetTimelineRequest& request,
                   v1::GetTimelineResponse* reply, const rpc::Done& done);
  void ListCaseload(const rpc::CallPtr& call, const v1::ListCaseloadRequest& request,
                    v1::ListCaseloadResponse* reply, const rpc::Done& done);
  void ListCourtCalendar(const rpc::CallPtr& call, const v1::ListCourtCalendarRequest& request,
                         v1::ListCourtCalendarResponse* reply, const rpc::Done& done);
  void GetImport(const rpc::CallPtr& call, const v1::GetImportRequest& request,
                 v1::ImportReply* reply, const rpc::Done& done);
  void FindSimilarChildren(const rpc::CallPtr& call, const v1::FindSimilarChildrenRequest& request,
                           v1::FindSimilarChildrenResponse* reply, const rpc::Done& done);
  absl::Status ListImports(const rpc::Call& call, const v1::ListImportsRequest& request,
                           v1::ListImportsResponse* reply);

  rpc::Host& host_;
  Counties& counties_;
  Commands commands_;
};

}  // namespace rufaa::case_service
