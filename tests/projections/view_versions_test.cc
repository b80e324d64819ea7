// What each view's fold makes of one history, held by its version: a fold that gives other rows
// under the same version would leave every county that has the older rows with them.
// RUFAA_UPDATE_GOLDEN=1 writes the digests of new versions, or of another history; it never touches
// that of a version which is there.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "eventlog/codec/event_codec.h"
#include "projections/core/replay.h"
#include "services/directory/directory_view.h"
#include "tests/projections/history_log.h"

namespace rufaa {
namespace {

constexpr char kGolden[] = "tests/golden/views.txt";
constexpr char kEvents[] = "tests/golden/events";
constexpr char kHistory[] = "history";

// The digest of "board.v14", say; and under kHistory, of which history they all are.
using Golden = std::map<std::string, std::string>;

bool Updating() { return std::getenv("RUFAA_UPDATE_GOLDEN") != nullptr; }

Golden ReadGolden() {
  Golden golden;
  std::ifstream in(kGolden);
  for (std::string line; std::getline(in, line);) {
    const std::pair<std::string, std::string> both = absl::StrSplit(line, absl::MaxSplits('=', 1));
    golden.insert(both);
  }
  return golden;
}

void WriteGolden(const Golden& golden) {
  std::ofstream out(kGolden);
  for (const auto& [name, digest] : golden) out << name << "=" << digest << "\n";
}

// The golden event in `file`, such as "case.identified.2", on `stream`.
NewEvent Sample(const std::string& stream, const std::string& file) {
  std::ifstream in(absl::StrCat(kEvents, "/", file, ".bin"), std::ios::binary);
  EXPECT_TRUE(in.good()) << file;
  std::stringstream payload;
  payload << in.rdbuf();
  const std::vector<std::string> parts = absl::StrSplit(file, '.');
  return {stream, absl::StrCat(parts[0], ".", parts[1]), payload.str()};
}

// What a stream of `kind` begins with; of a case, somebody helps who may know of everything.
std::vector<NewEvent> OpeningOf(const std::string& kind, const std::string& stream) {
  static const auto* const first = new std::map<std::string, std::string>{
      {"agency", "agency.registered"}, {"capacity", "capacity.opened"},
      {"case", "case.identified"},     {"person", "person.enrolled"},
      {"referral", "referral.sent.2"}, {"programme", "programme.activity-recorded"}};
  const auto found = first->find(kind);
  if (found == first->end()) return {};
  std::vector<NewEvent> events = {Sample(stream, found->second)};
  if (kind != "case") return events;
  casework::ReferralOpened opened;
  opened.referral = "R";
  opened.to_agency = "ag-helper";
  opened.to_agency_kind = "HEALTH";
  for (int one = 1; one <= 5; ++one) opened.scope.push_back(static_cast<Compartment>(one));
  casework::ReferralAccepted accepted;
  accepted.referral = opened.referral;
  accepted.agency = opened.to_agency;
  events.push_back(EncodeEvent(stream, opened));
  events.push_back(EncodeEvent(stream, accepted));
  return events;
}

void AppendEvents(CountyLog& log, std::vector<NewEvent> events, absl::Time at) {
  Proposal proposal;
  proposal.caller = "p-1";
  proposal.request_id = absl::StrCat("request-", 10'000'000 + log.Head());
  proposal.digest = std::string(32, 'd');
  proposal.actor = {"p-1", "ag-office", "front", "childrens_officer"};
  proposal.occurred_at = at;
  proposal.events = std::move(events);
  ASSERT_TRUE(log.AppendAndWait(proposal).ok());
}

// What no random history comes by: an event of every type, in every form that is stored, each on a
// stream of its own.
void AppendSamples(CountyLog& log, absl::Time at) {
  std::set<std::string> files;  // In order.
  for (const auto& file : std::filesystem::directory_iterator(kEvents)) {
    files.insert(file.path().stem());
  }
  const NewEvent sent = Sample("", "referral.sent.2");
  const AnyEvent referral = *DecodeEvent(sent.type, sent.payload);
  const std::string kase = CaseStream(std::get<referral::Sent>(referral).case_code);
  AppendEvents(log, OpeningOf("case", kase), at);
  for (const std::string& file : files) {
    const std::string kind = file.substr(0, file.find('.'));
    const std::string stream = absl::StrCat(kind, "/", file);
    std::vector<NewEvent> events = OpeningOf(kind, stream);
    NewEvent sample = Sample(stream, file);
    // None begins twice.
    if (!events.empty() && events.front().type == sample.type) events.clear();
    events.push_back(std::move(sample));
    AppendEvents(log, std::move(events), at);
  }
}

// Commits are recorded when the history has come to them, whenever the test runs.
class HistoryClock : public Clock {
 public:
  explicit HistoryClock(const RandomHistory& history) : history_(history) {}
  absl::Time Now() override { return history_.now(); }

 private:
  const RandomHistory& history_;
};

Golden DigestsNow() {
  RandomHistory history({.seed = 15});
  HistoryClock clock(history);
  MemoryLog log(&clock);
  Append(log, history, 3000);
  AppendSamples(log, history.now());
  Golden now = {{kHistory, absl::BytesToHexString(BytesOf(*log.Root(log.Head())))}};
  std::vector<std::unique_ptr<View>> views = AllViews();
  views.push_back(std::make_unique<directory::DirectoryView>());
  for (const std::unique_ptr<View>& view : views) {
    const auto rows = Replay(log, *view, log.Head());
    EXPECT_TRUE(rows.ok()) << view->name() << ": " << rows.status();
    if (!rows.ok()) continue;
    now[absl::StrCat(view->name(), ".v", view->version())] =
        absl::BytesToHexString(*Digest(**rows));
  }
  return now;
}

TEST(ViewVersions, AFoldThatGivesOtherRowsIsOfAnotherVersion) {
  const Golden now = DigestsNow();
  Golden golden = ReadGolden();
  if (Updating()) {
    Golden updated = now;
    const bool same_history = golden[kHistory] == now.at(kHistory);
    for (const auto& [name, digest] : golden) {
      if (same_history && now.contains(name)) updated[name] = digest;
    }
    WriteGolden(updated);
    golden = updated;
  }
  ASSERT_EQ(golden[kHistory], now.at(kHistory))
      << kGolden << " is of another history: RUFAA_UPDATE_GOLDEN=1";
  for (const auto& [name, digest] : now) {
    ASSERT_TRUE(golden.contains(name)) << name << " has no digest yet: RUFAA_UPDATE_GOLDEN=1";
    EXPECT_EQ(golden[name], digest)
        << name << " gives other rows than it did: raise the version and RUFAA_UPDATE_GOLDEN=1";
  }
}

}  // namespace
}  // namespace rufaa
