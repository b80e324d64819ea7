// What the people of an agency could read of one case at a moment that is asked for: by the rules
// that reads go by, each asked as if one of these people called then.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "domain/base/sealed.h"
#include "domain/casework/case.h"
#include "eventlog/execute/aggregates.h"
#include "projections/casefile/reader.h"
#include "projections/worklist/reader.h"
#include "services/rpc/call.h"

namespace rufaa::audit_service {

struct Moment {
  uint64_t position = 0;  // The last of the log that they could know.
  absl::Time time;        // What had run out by then was shut, though nothing said so.
};

class Readers {
 public:
  // Of `agency`, as it and the case were.
  static absl::StatusOr<Readers> Of(const rpc::Call& call, const std::string& agency,
                                    const std::string& case_code, const Moment& moment);

  // The case, of which the agency held `head`; `file` is the view as it was. Of its sealed fields
  // those that could be opened, with a step-up if need be. nullopt: nobody could read any of it.
  absl::StatusOr<std::optional<casefile::CaseFile>> Case(const ViewSnapshot& file,
                                                         casefile::CaseFile head) const;

  // A referral of the case, of which the agency held `row`; nullopt: nobody could read it.
  absl::StatusOr<std::optional<worklist::Row>> Referral(const std::string& referral,
                                                        worklist::Row row) const;

 private:
  Readers(std::string agency, std::string case_code, uint64_t position,
          Folded<casework::State> kase, std::vector<rpc::Call> people)
      : agency_(std::move(agency)),
        case_code_(std::move(case_code)),
        position_(position),
        kase_(std::move(kase)),
        people_(std::move(people)) {}

  std::string agency_, case_code_;
  uint64_t position_;
  Folded<casework::State> kase_;
  std::vector<rpc::Call> people_;
};

}  // namespace rufaa::audit_service
