#include "cli/import/import_run.h"

#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <set>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "rufaa/casework/v1/casework_service.grpc.pb.h"
#include "services/rpc/not_shown.h"
#include "services/rpc/status.h"

namespace rufaa::cli {
namespace {

namespace pb = casework::v1;

// Enough to fill the log's batches; a quarter of what the hub lets be unanswered.
constexpr size_t kUnderWayMost = 256;
constexpr absl::Duration kStreamTimeout = absl::Hours(1);
constexpr absl::Duration kAskTimeout = absl::Seconds(30);

// What a record that was in before was likely the same child as, when it came.
struct LikelyBefore {
  std::string of;
  uint64_t revision = 0;  // At which it came.
};

// Whether a case as it was told would name the one it may repeat, if it were flagged. Only who
// answers for it is told that, and nobody else both whose child it is and who found it.
bool TellsFlag(const pb::Case& kase) {
  const bool whole = !kase.child_id().empty() && !kase.identifier_person().empty();
  return whole || kase.erased();  // Then there is nothing left to decide.
}

// One stream: this thread sends, another hears.
class CommandStream {
 public:
  CommandStream(Connection& connection, ImportResult& result, const std::function<void(int)>& show)
      : stub_(pb::CaseworkService::NewStub(connection.channel())),
        context_(connection.NewContext(kStreamTimeout)),
        stream_(stub_->StreamCommands(context_.get())),
        result_(result),
        show_(show),
        hearing_([this] { Hear(); }) {}

  // Waits while too many are under way; false once the stream is broken.
  bool Send(pb::ImportCaseRequest request) {
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [&] { return under_way_.size() < kUnderWayMost || broken_; });
      if (broken_) return false;
      const auto record = static_cast<int>(request.record());
      under_way_[request.request_id()] = record;
      if (!request.possible_duplicate_of().empty()) {
        named_[record] = request.possible_duplicate_of();
      }
    }
    pb::CommandRequest command;
    *command.mutable_import_case() = std::move(request);
    return stream_->Write(command);
  }

  // Until everything sent was answered.
  bool Drain() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return under_way_.empty() || broken_; });
    return !broken_;
  }

  absl::Status Finish() {
    stream_->WritesDone();
    hearing_.join();
    return rpc::FromGrpc(stream_->Finish());
  }

  // Once finished: of records that were in before.
  const std::map<int, LikelyBefore>& likely_before() const { return likely_before_; }

 private:
  void Hear() {
    pb::CommandReply reply;
    while (stream_->Read(&reply)) {
      const std::lock_guard lock(mutex_);
      const auto sent = under_way_.find(reply.request_id());
      if (sent == under_way_.end()) continue;
      Take(sent->second, reply);
      under_way_.erase(sent);
      show_(result_.heard());
      changed_.notify_all();
    }
    const std::lock_guard lock(mutex_);
    broken_ = true;
    changed_.notify_all();
  }

  void Take(int record, const pb::CommandReply& reply) {
    if (reply.has_refusal()) return TakeRefusal(record, rpc::FromProto(reply.refusal()));
    const pb::CaseReply& made = reply.case_reply();
    const pb::Case& kase = made.case_file();
    result_.codes[record] = kase.case_code();
    // As its case says; where that is not told to this caller, as we named it.
    std::string likely = kase.possible_duplicate_of();
    const auto named = named_.find(record);
    if (!TellsFlag(kase) && named != named_.end()) likely = named->second;
    // A repeat says what the first answer said.
    if (made.repeated_request()) {
      ++result_.repeated;
      if (!likely.empty()) likely_before_[record] = {likely, made.revision()};
      return;
    }
    // Or found by the hub among what this caller may know of.
    if (likely.empty() && made.similar_cases_size() > 0) likely = made.similar_cases(0);
    if (likely.empty()) return;
    result_.flagged[record] = likely;
    if (!kase.owner_agency().empty()) result_.deciders[record] = kase.owner_agency();
  }

  // Of a record only its serial can have been there already. A case that is not this caller's to
  // know of is not named. The import is of one file: a record of it that came with another body is
  // the same record.
  void TakeRefusal(int record, absl::Status status) {
    const auto refusal = RefusalOf(status);
    if (refusal && refusal->reason == Reason::REQUEST_ID_REUSED) {
      result_.as_first_sent.insert(record);
      ++result_.repeated;
      return;
    }
    if (!refusal || refusal->reason != Reason::ALREADY_DONE) {
      result_.refused.push_back({record, std::move(status)});
      return;
    }
    result_.known.insert(record);
    for (const auto& [key, value] : refusal->details) {
      if (key == "case") result_.codes[record] = value;
    }
  }

  const std::unique_ptr<pb::CaseworkService::Stub> stub_;
  const std::unique_ptr<grpc::ClientContext> context_;
  const std::unique_ptr<grpc::ClientReaderWriter<pb::CommandRequest, pb::CommandReply>> stream_;
  ImportResult& result_;
  const std::function<void(int)>& show_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::string, int> under_way_;  // Records by request_id.
  std::map<int, std::string> named_;      // Cases that a record was said to resemble.
  std::map<int, LikelyBefore> likely_before_;
  bool broken_ = false;
  std::thread hearing_;  // Last: it uses all of the above.
};

// Record → an earlier record that is likely of the same child.
std::map<int, int> Resembling(const linelist::Outcome& outcome) {
  std::map<int, int> resembling;
  for (const linelist::Finding& finding : outcome.findings) {
    if (finding.rule->id != "same_child_twice") continue;
    if (const int other = OtherRecord(finding); other > 0) resembling[finding.record] = other;
  }
  return resembling;
}

// Of records that were in before: somebody may have decided since. What their cases say now counts;
// one that is not told to this caller, being another office's or a colleague's, is not known to be
// decided. Read without a purpose, so that no record is opened.
absl::Status AddUndecided(const Connection& connection, const std::map<int, LikelyBefore>& likely,
                          ImportResult& result) {
  const auto stub = pb::CaseworkService::NewStub(connection.channel());
  for (const auto& [record, before] : likely) {
    pb::GetCaseRequest get;
    get.set_case_code(result.codes.at(record));
    get.set_min_revision(before.revision);
    pb::GetCaseResponse now;
    const auto context = connection.NewContext(kAskTimeout);
    const absl::Status asked = rpc::FromGrpc(stub->GetCase(context.get(), get, &now));
    if (!rpc::IsNotShown(asked)) RUFAA_RETURN_IF_ERROR(asked);
    const bool told = TellsFlag(now.case_file());
    const std::string& of = told ? now.case_file().possible_duplicate_of() : before.of;
    if (of.empty()) continue;
    result.flagged[record] = of;
    const std::string& office = now.case_file().owner_agency();
    if (!office.empty()) result.deciders[record] = office;
  }
  return absl::OkStatus();
}

}  // namespace

int ImportResult::taken() const {
  const auto is_known = [this](const auto& code) { return known.contains(code.first); };
  const auto of_others = std::count_if(codes.begin(), codes.end(), is_known);
  return static_cast<int>(codes.size() + as_first_sent.size()) - static_cast<int>(of_others);
}

int ImportResult::heard() const {
  return taken() + static_cast<int>(known.size() + refused.size());
}

absl::Status SendRecords(Connection& connection, const ImportFile& file,
                         const AgencyNames& agencies, const std::atomic<bool>& stop,
                         const std::function<void(int)>& show, ImportResult& result) {
  const std::map<int, int> resembling = Resembling(file.outcome);
  CommandStream stream(connection, result, show);
  bool sound = true;
  for (const bool again : {false, true}) {
    for (const linelist::Row& row : file.outcome.rows) {
      const auto other = resembling.find(row.record);
      if (!sound || stop || (other != resembling.end()) != again) continue;
      pb::ImportCaseRequest request = RequestOf(row, file.import_id, agencies);
      if (again) {
        // The one it resembles may resemble an earlier one itself: its answer may be under way.
        sound = stream.Drain();
        const auto code = result.codes.find(other->second);
        if (code != result.codes.end()) request.set_possible_duplicate_of(code->second);
      }
      sound = sound && stream.Send(std::move(request));
    }
    sound = stream.Drain() && sound;
  }
  RUFAA_RETURN_IF_ERROR(stream.Finish());
  if (!sound) return absl::UnavailableError("the hub ended the stream");
  if (stop) return absl::CancelledError("interrupted");
  return AddUndecided(connection, stream.likely_before(), result);
}

}  // namespace rufaa::cli
