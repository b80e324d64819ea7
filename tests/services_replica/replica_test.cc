// A copy of a replica is sent whole or not at all, and leaves nothing on the disk.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/replica/replica_service.h"
#include "services/rpc/fetch_replica.h"
#include "services/rpc/server.h"
#include "tests/eventlog/fixtures.h"
#include "tests/support/synced_paths.h"

namespace rufaa::replica_service {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class ReplicaTest : public ::testing::Test {
 protected:
  ReplicaTest() : log_(*EmbeddedLog::Open({.path = LogFolder(), .county = "001"})) {}

  std::string LogFolder() const { return folder_.path() + "/log"; }

  void Serve() {
    service_ =
        std::make_unique<ReplicaService>(host_, "casework",
                                         std::map<std::string, ReplicaService::Source, std::less<>>{
                                             {"001", {.log = log_.get(), .folder = LogFolder()}}});
    server_ = *rpc::Server::Start({}, {service_.get()});
  }
  void AskForACopy() {
    Serve();
    stub_ = v1::ReplicaService::NewStub(server_->InProcessChannel());
    context_.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(30)));
    v1::CopyRequest request;
    request.set_county("001");
    reader_ = stub_->Copy(&context_, request);
  }

  // What stands beside the log, by name.
  std::vector<std::string> Beside() const {
    std::vector<std::string> names;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder_.path())) {
      if (entry.path() != LogFolder()) names.push_back(entry.path().filename().string());
    }
    return names;
  }

  // The lines of level error.
  std::string Lines() {
    lines_log_.Flush();
    std::rewind(lines_.get());
    std::string text;
    char line[4096];
    while (std::fgets(line, sizeof(line), lines_.get()) != nullptr) text += line;
    return text;
  }

  TempFolder folder_;
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> lines_{std::tmpfile(), std::fclose};
  ManualClock clock_;
  rpc::Log lines_log_{fileno(lines_.get()), rpc::Level::kError};
  rpc::Metrics metrics_;
  rpc::Sessions sessions_{clock_};
  rpc::Host host_{{lines_log_, metrics_, clock_, sessions_}};
  std::unique_ptr<EmbeddedLog> log_;
  std::unique_ptr<ReplicaService> service_;
  std::unique_ptr<rpc::Server> server_;
  std::unique_ptr<v1::ReplicaService::Stub> stub_;
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReader<v1::CopyResponse>> reader_;
  v1::CopyResponse reply_;
};

TEST_F(ReplicaTest, IsSentWholeAndItsCopyIsGoneThen) {
  AskForACopy();
  bool complete = false;
  while (reader_->Read(&reply_)) complete = reply_.complete();
  EXPECT_TRUE(reader_->Finish().ok());
  EXPECT_TRUE(complete);
  server_.reset();
  EXPECT_THAT(Beside(), IsEmpty());
  EXPECT_EQ(Lines(), "");
  const std::string figures = metrics_.RenderText();
  EXPECT_THAT(figures,
              HasSubstr("rufaa_rpc_handled_total{method=\"ReplicaService/Copy\",code=\"OK\"} 1\n"));
  EXPECT_FALSE(absl::StrContains(figures, "rufaa_rpc_duration_seconds"))
      << "how long a stream was open is no latency";
}

TEST_F(ReplicaTest, WhatAProcessLeftThatWasKilledIsGoneOnceItServesAgain) {
  fs::create_directories(LogFolder() + ".copy-7/db");
  std::ofstream(LogFolder() + ".copy-7/db/000007.sst") << "deleted from the log since";
  fs::create_directories(folder_.path() + "/log2.copy-7");
  Serve();
  EXPECT_THAT(Beside(), ElementsAre("log2.copy-7")) << "another log's is not touched";
}

// Else a later start would take what the cut left of it for a whole replica.
TEST_F(ReplicaTest, WhatWasFetchedIsThereAfterAPowerCut) {
  Serve();
  const std::string place = folder_.path() + "/fetched", arrived = place + ".arriving";
  const absl::StatusOr<uint64_t> position = rpc::FetchReplica(
      server_->InProcessChannel(), "001", place,
      [](const std::string&) { return absl::OkStatus(); }, [](uint64_t) {});
  ASSERT_TRUE(position.ok()) << position.status();
  SyncedPaths& synced = SyncedPaths::Of();
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(place)) {
    const std::string below = fs::relative(entry.path(), place).string();
    EXPECT_TRUE(synced.Has(arrived + "/" + below)) << below;
  }
  EXPECT_TRUE(synced.Has(arrived));
  EXPECT_TRUE(synced.Has(folder_.path()));
}

// A message is written when its reader asks for it, so most files are yet to be opened then.
TEST_F(ReplicaTest, AFileThatCanNotBeOpenedFailsTheCopyAndStandsInTheLog) {
  AskForACopy();
  ASSERT_TRUE(reader_->Read(&reply_));
  ASSERT_EQ(Beside().size(), 1u);
  const std::string copy = folder_.path() + "/" + Beside()[0];
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(copy)) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  ASSERT_GT(files.size(), 2u);
  for (const fs::path& file : files) fs::remove(file);
  bool complete = false;
  while (reader_->Read(&reply_)) complete = reply_.complete();
  EXPECT_FALSE(complete);
  EXPECT_EQ(reader_->Finish().error_code(), grpc::StatusCode::INTERNAL);
  EXPECT_THAT(Lines(), HasSubstr("a file of the copy can't be opened"));
  EXPECT_THAT(
      metrics_.RenderText(),
      HasSubstr("rufaa_rpc_handled_total{method=\"ReplicaService/Copy\",code=\"INTERNAL\"} 1\n"));
}

}  // namespace
}  // namespace rufaa::replica_service
