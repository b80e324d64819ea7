#include "tests/processes/load.h"

#include <gtest/gtest.h>

#include "absl/status/status.h"
#include "domain/base/refusal.h"
#include "services/rpc/convert.h"
#include "tests/walk_grpc/requests.h"

namespace rufaa {
namespace {

namespace cw = casework::v1;
namespace dr = directory::v1;
namespace rf = referral::v1;
using testing::CaseStub;
using testing::Client;

// What says nothing of whether the command was done.
bool SaysNothing(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status) ||
         absl::IsAborted(status) || absl::IsCancelled(status);
}

cw::AddNoteRequest NoteOn(const std::string& code) {
  auto request = testing::OnCase<cw::AddNoteRequest>(code);
  request.set_note("Seen again.");
  return request;
}

}  // namespace

Load::Load(std::shared_ptr<grpc::Channel> gateway, std::vector<Worker> workers,
           std::string shared_case)
    : gateway_(std::move(gateway)), shared_case_(std::move(shared_case)), results_(workers.size()) {
  for (size_t i = 0; i < workers.size(); ++i) {
    threads_.emplace_back([this, worker = workers[i], i] { Work(worker, results_[i]); });
  }
}

void Load::Work(const Worker& worker, std::vector<Acknowledged>& acknowledged) {
  Client client(gateway_, worker.token);
  uint64_t revision = 0;
  // Sends `request` until it is known what became of it.
  const auto send = [&](auto method, const auto& request) {
    cw::CaseReply reply;
    for (;;) {
      const absl::Status status = client.Call(method, request, &reply);
      if (status.ok()) break;
      EXPECT_TRUE(SaysNothing(status)) << request.GetTypeName() << ": " << status;
      if (!SaysNothing(status)) return;
      ++sent_again_;
      // Until somebody gets through, or a little later.
      std::unique_lock lock(mutex_);
      more_.wait_for(lock, std::chrono::milliseconds(50));
    }
    revision = std::max(revision, reply.revision());
    acknowledged.push_back({.caller = worker.person,
                            .request_id = rpc::UuidBytes(request.request_id()),
                            .position = reply.revision()});
    ++acknowledged_;
    more_.notify_all();
  };
  // Whichever instance is asked has what this person was told of, or says that it has not.
  const auto read = [&](auto method, const auto& request, auto seen) {
    const absl::Status status = client.Call(method, request, &seen);
    EXPECT_TRUE(status.ok() || SaysNothing(status)) << request.GetTypeName() << ": " << status;
    if (!status.ok()) return;
    EXPECT_GE(seen.revision(), revision) << request.GetTypeName();
    revision = std::max(revision, seen.revision());  // What was read once is never unread.
  };
  while (!stop_) {
    send(&CaseStub::IdentifyChild, testing::ChildFound());
    send(&CaseStub::AddNote, NoteOn(shared_case_));
    read(&CaseStub::GetCase, testing::CaseAt(shared_case_, revision), cw::GetCaseResponse());
    read(&testing::ReferralStub::ListWorklist, testing::Worklist(rf::QUEUE_INBOX, revision),
         rf::ListWorklistResponse());
    dr::ListAgenciesRequest agencies;
    agencies.set_min_revision(revision);
    read(&dr::DirectoryService::Stub::ListAgencies, agencies, dr::ListAgenciesResponse());
  }
}

std::vector<Acknowledged> Load::Stop() {
  stop_ = true;
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
  std::vector<Acknowledged> all;
  for (const auto& its : results_) all.insert(all.end(), its.begin(), its.end());
  return all;
}

bool Load::WaitForMore(uint64_t count) const {
  const uint64_t wanted = acknowledged_ + count;
  std::unique_lock lock(mutex_);
  return more_.wait_for(lock, std::chrono::minutes(3), [&] { return acknowledged_ >= wanted; });
}

}  // namespace rufaa
