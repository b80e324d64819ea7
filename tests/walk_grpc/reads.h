// What those who audit are told of the access book.
#pragma once

#include <string>
#include <vector>

#include "rufaa/audit/v1/audit_service.pb.h"
#include "tests/walk_grpc/county.h"

namespace rufaa::testing {

inline audit::v1::ListReadsRequest ReadsOfCase(const std::string& code) {
  audit::v1::ListReadsRequest request;
  request.set_case_code(code);
  request.set_purpose(common::v1::PURPOSE_AUDIT);
  return request;
}

inline audit::v1::ListReadsRequest ReadsByPerson(const std::string& person) {
  audit::v1::ListReadsRequest request;
  request.set_person(person);
  request.set_purpose(common::v1::PURPOSE_AUDIT);
  return request;
}

// All of one page.
inline std::vector<audit::v1::ReadRecord> ReadsTold(Client& auditor,
                                                    const audit::v1::ListReadsRequest& request) {
  const auto reply = auditor.Must<audit::v1::ListReadsResponse>(
      &audit::v1::AuditService::Stub::ListReads, request);
  EXPECT_EQ(reply.next_page_token(), "");
  return {reply.reads().begin(), reply.reads().end()};
}

// The same, with all that was shown before this was asked. Nobody waits for its entry; but one that
// is waited for comes behind it.
inline std::vector<audit::v1::ReadRecord> ReadsAndShown(
    Client& auditor, const audit::v1::ListReadsRequest& request) {
  ReadsTold(auditor, ReadsByPerson("p-auditor"));
  return ReadsTold(auditor, request);
}

}  // namespace rufaa::testing
