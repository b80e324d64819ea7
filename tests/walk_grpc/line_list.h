// A line list that is imported: what begins it, adds a record and takes it back.
#pragma once

#include <string>

#include "absl/strings/str_cat.h"
#include "tests/walk_grpc/requests.h"

namespace rufaa::testing {

template <class Request>
Request OfLineList() {
  Request request;
  request.set_request_id(NewUuid());
  request.set_import_id("line-list-7f");
  return request;
}

inline cw::ImportReply StartLineList(Client& officer,
                                     const std::string& import_id = "line-list-7f") {
  auto request = OfLineList<cw::StartImportRequest>();
  request.set_import_id(import_id);
  request.set_rows(1);
  request.set_file_digest("ab12");
  return officer.Must<cw::ImportReply>(&CaseStub::StartImport, request);
}

inline cw::RevertImportRequest LineListReversal() {
  auto request = OfLineList<cw::RevertImportRequest>();
  request.set_reason("wrong file");
  return request;
}

// Of Kisauni, half a year old.
inline cw::ImportCaseRequest ListedRecord(uint32_t number, const std::string& surname,
                                          absl::Time now) {
  auto request = OfLineList<cw::ImportCaseRequest>();
  request.set_record(number);
  request.set_serial(absl::StrCat("CCO/001/003/5/29/", 16 + number, "/2025"));
  *request.mutable_report_time() = rpc::ToProto(now - absl::Hours(24 * 200));
  request.set_reporter("CRHE");
  auto& category = *request.add_categories();
  category.set_category("CSRG");
  category.set_nature("OCGE");
  request.set_sex("SFEM");
  request.set_subcounty("Kisauni");
  request.set_risk("RLMD");
  request.mutable_identity()->set_first_name("Rehema");
  request.mutable_identity()->set_surname(surname);
  request.mutable_identity()->set_birth_date("2012-04-01");
  return request;
}

}  // namespace rufaa::testing
