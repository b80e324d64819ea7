#include "cli/app/exit_code.h"

#include "absl/strings/cord.h"
#include "absl/strings/match.h"
#include "domain/base/refusal.h"

namespace rufaa::cli {

ExitCode ExitCodeOf(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kOk:
      return ExitCode::kOk;
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kOutOfRange:
    case absl::StatusCode::kUnimplemented:
      return ExitCode::kUsage;
    case absl::StatusCode::kNotFound:
      return ExitCode::kNotFound;
    case absl::StatusCode::kUnauthenticated:
      return ExitCode::kAuthentication;
    case absl::StatusCode::kPermissionDenied:
      return ExitCode::kDenied;
    case absl::StatusCode::kAborted:
    case absl::StatusCode::kAlreadyExists:
    case absl::StatusCode::kFailedPrecondition:
      return ExitCode::kConflict;
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded:
    case absl::StatusCode::kResourceExhausted:
      return ExitCode::kUnavailable;
    case absl::StatusCode::kDataLoss:
      return ExitCode::kNotWhole;
    case absl::StatusCode::kCancelled:
      return ExitCode::kInterrupted;
    default:
      return ExitCode::kFailure;
  }
}

namespace {

// What to do about what has no reason out of the catalogue.
absl::string_view RemedyOf(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
      // Both in the words of gRPC.
      if (absl::StrContains(status.message(), "certificate verify failed")) {
        return "This system does not know who signed the server's certificate: --ca FILE does.";
      }
      if (absl::StrContains(status.message(), "not in peer certificate")) {
        return "The server's certificate is of another host: name the one that it is of.";
      }
      return "Is the hub running, and is this its address? `rufaa doctor` looks.";
    case absl::StatusCode::kDeadlineExceeded:
      return "Whether it was done is not known: look, or ask again with the same --request-id "
             "where the verb has one; --timeout waits longer.";
    case absl::StatusCode::kResourceExhausted:
      return "A message was larger than is ever read, of a request 4 MiB, through a gateway 1 MiB: "
             "send, or ask for, less at once.";
    case absl::StatusCode::kUnimplemented:
      return "The hub at this address is of another version: compare `rufaa version`.";
    default:
      return "";
  }
}

// The catalogue speaks to whoever calls the hub; at a shell there is a verb for it.
absl::string_view RemedyOf(const ReasonInfo& info) {
  switch (info.reason) {
    case Reason::UNAUTHENTICATED:
      return "Sign in again: `rufaa login NAME`.";
    case Reason::ONE_TIME_CODE_NEEDED:
      return "Add --code with the six digits that your authenticator shows now.";
    case Reason::STEP_UP_REQUIRED:
      return "Prove yourself with `rufaa stepup`, then ask again within five minutes.";
    case Reason::NO_CONSENT:
      return "Record what allows it: `rufaa case consent CASE_CODE`, where no parent can be asked "
             "with --basis VITAL_INTEREST, STATUTE or ORDER and why: --note-file FILE (- is "
             "standard input); then ask again.";
    default:
      return info.remedy;
  }
}

constexpr char kRequestId[] = "rufaa/request-id";

}  // namespace

absl::Status OfRequest(absl::string_view request_id, absl::Status failure) {
  if (ExitCodeOf(failure) == ExitCode::kUnavailable) {
    failure.SetPayload(kRequestId, absl::Cord(request_id));
  }
  return failure;
}

namespace {

void NameRequest(const absl::Status& status, std::ostream& out) {
  const auto id = status.GetPayload(kRequestId);
  if (id) out << "  --request-id " << *id << "\n";
}

}  // namespace

void ExplainFailure(const absl::Status& status, std::ostream& out) {
  if (const absl::optional<Refusal> refusal = RefusalOf(status)) {
    const ReasonInfo& info = InfoOf(refusal->reason);
    out << info.name << ": " << status.message() << "\n";
    for (const auto& [key, value] : refusal->details) out << "  " << key << ": " << value << "\n";
    out << "  " << RemedyOf(info) << "\n";
    NameRequest(status, out);
    return;
  }
  out << "rufaa: " << status.message() << "\n";
  const absl::string_view remedy = RemedyOf(status);
  if (!remedy.empty()) out << "  " << remedy << "\n";
  NameRequest(status, out);
}

absl::Status UsageError(absl::string_view message) { return absl::InvalidArgumentError(message); }

}  // namespace rufaa::cli
