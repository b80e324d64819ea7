#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "cli/app/exit_code.h"
#include "cli/message/fields.h"
#include "cli/message/time_text.h"
#include "cli/verbs/rpc_verb.h"
#include "cli/verbs/verbs.h"
#include "domain/base/status_macros.h"
#include "rufaa/log/v1/log_service.grpc.pb.h"
#include "services/rpc/status.h"

namespace rufaa::cli {
namespace {

constexpr uint64_t kDefaultLines = 10;

absl::StatusOr<uint64_t> NumberOf(const Args& args, const std::string& flag, uint64_t otherwise) {
  if (!args.Has(flag)) return otherwise;
  uint64_t number = 0;
  if (absl::SimpleAtoi(args.Get(flag), &number)) return number;
  return UsageError(absl::StrCat("--", flag, ": '", args.Get(flag), "' is not a number"));
}

// Without a purpose: of what kind, and the hash of each.
std::string OutlineOf(const log::v1::TailLogResponse& commit) {
  std::vector<std::string> events;
  for (const log::v1::TailedEvent& event : commit.events()) events.push_back(event.event_type());
  return absl::StrCat(absl::BytesToHexString(commit.leaf_hash()), "  ",
                      absl::StrJoin(events, "  "));
}

std::string WholeOf(const log::v1::TailLogResponse& commit) {
  std::vector<std::string> events;
  for (const log::v1::TailedEvent& event : commit.events()) {
    events.push_back(absl::StrCat(event.event_type(), " ", event.stream(), "#", event.version()));
  }
  return absl::StrCat(commit.actor().person(), "@", commit.actor().agency(), "  ",
                      absl::StrJoin(events, "  "));
}

std::string LineOf(const log::v1::TailLogResponse& commit, absl::TimeZone zone) {
  const absl::Time time = absl::FromUnixSeconds(commit.record_time().seconds());
  return absl::StrCat(commit.position(), "  ", ShowTime(time, zone), "  ",
                      commit.has_actor() ? WholeOf(commit) : OutlineOf(commit));
}

const google::protobuf::FieldDescriptor& PurposeField() {
  return *log::v1::TailLogRequest::descriptor()->FindFieldByName("purpose");
}

// The last lines, as tail(1) does it; with --follow, what comes after them too.
absl::Status Tail(Context& context, const Args& args) {
  if (context.printer().format() == Format::kCsv) {
    return UsageError("-o csv: a commit has several events; -o jsonl has a line for each commit");
  }
  log::v1::GetHeadResponse head;
  RUFAA_RETURN_IF_ERROR(context.Call("log.GetHead", log::v1::GetHeadRequest(), head));
  RUFAA_ASSIGN_OR_RETURN(const uint64_t lines, NumberOf(args, "lines", kDefaultLines));
  const uint64_t last = head.position();
  RUFAA_ASSIGN_OR_RETURN(const uint64_t after,
                         NumberOf(args, "after", last - std::min(last, lines)));
  const bool follow = args.Has("follow");
  if (!follow && after >= last) return absl::OkStatus();

  log::v1::TailLogRequest request;
  request.set_after_position(after);
  if (args.Has("purpose")) {
    const Reading reading{context.printer().zone(), absl::Now()};
    RUFAA_RETURN_IF_ERROR(SetField(reading, PurposeField(), args.All("purpose"), request));
  }
  const auto call = context.connection().NewContext(
      follow ? absl::InfiniteDuration() : context.settings().Duration("timeout"));
  const auto stub = log::v1::LogService::NewStub(context.connection().channel());
  const auto reader = stub->TailLog(call.get(), request);
  log::v1::TailLogResponse commit;
  while (reader->Read(&commit)) {
    context.printer().ShowLine(commit, LineOf(commit, context.printer().zone()));
    if (!follow && commit.position() >= last) {
      call->TryCancel();
      (void)reader->Finish();
      return absl::OkStatus();
    }
  }
  return rpc::FromGrpc(reader->Finish());
}

}  // namespace

void AddLogVerbs(App& app) {
  app.AddGroup("log", "The county log itself.");
  AddRpcVerbs(app, {{"log", "head", "log.GetHead"}, {"log", "root", "log.GetRoot", {"position"}}});
  app.Add({.group = "log",
           .name = "tail",
           .help = "The last commits: that they happened, of what kind, and the hash of each. For "
                   "oversight, with a purpose, decoded; personal data only as \"sealed\".",
           .flags = {{.name = "lines", .help = "how many (10)", .value = "NUMBER"},
                     {.name = "after", .help = "all after this position", .value = "POSITION"},
                     FlagOf(PurposeField()),
                     {.name = "follow", .help = "and what comes, until Ctrl-C"}},
           .run = Tail});
}

}  // namespace rufaa::cli
