// What each view's fold makes of histories, held by its version: a fold that gives other rows under
// the same version would leave every county that has the older rows with them.
//
// One history is drawn at random, and each form in which an event is stored has a small one of its
// own. A line of the golden file is one history: its own digest, and that of each view's rows.
// RUFAA_UPDATE_GOLDEN=1 writes what is new: a history, one that has become another, a version. What
// a version gave of a history that is the same it never touches. So an event that gets a new form
// adds a line, and those of its older forms hold the folds as before; the random history's digests
// are taken anew where it has the new form, so nothing else should change with that.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
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

// By what it is of ("board.v14", say, or the history itself: kHistory), as far as tells two apart.
using Digests = std::map<std::string, std::string>;
// By the name of the history.
using Golden = std::map<std::string, Digests>;

bool Updating() { return std::getenv("RUFAA_UPDATE_GOLDEN") != nullptr; }

Golden ReadGolden() {
  Golden golden;
  std::ifstream in(kGolden);
  for (std::string line; std::getline(in, line);) {
    const std::vector<std::string> words = absl::StrSplit(line, ' ', absl::SkipEmpty());
    if (words.empty()) continue;
    Digests& digests = golden[words.front()];
    for (size_t i = 1; i < words.size(); ++i) {
      const std::pair<std::string, std::string> both = absl::StrSplit(words[i], '=');
      digests.insert(both);
    }
  }
  return golden;
}

void WriteGolden(const Golden& golden) {
  std::ofstream out(kGolden);
  for (const auto& [history, digests] : golden) {
    out << history;
    for (const auto& [name, digest] : digests) out << " " << name << "=" << digest;
    out << "\n";
  }
}

// `now`, but of each history that is the one it was, what `golden` has.
Golden Renewed(const Golden& golden, Golden now) {
  for (auto& [history, digests] : now) {
    const auto found = golden.find(history);
    if (found == golden.end()) continue;
    const Digests& were = found->second;
    const auto of = were.find(kHistory);
    if (of == were.end() || of->second != digests.at(kHistory)) continue;
    for (auto& [name, digest] : digests) {
      const auto was = were.find(name);
      if (was != were.end()) digest = was->second;
    }
  }
  return now;
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

// What no random history comes by: an event as it is stored in `file`, on a stream of its own.
void AppendSample(CountyLog& log, const std::string& file, absl::Time at) {
  const std::string kind = file.substr(0, file.find('.'));
  if (kind == "referral") {
    const NewEvent sent = Sample("", "referral.sent.2");
    const AnyEvent referral = *DecodeEvent(sent.type, sent.payload);
    const std::string kase = CaseStream(std::get<referral::Sent>(referral).case_code);
    AppendEvents(log, OpeningOf("case", kase), at);
  }
  const std::string stream = absl::StrCat(kind, "/", file);
  std::vector<NewEvent> events = OpeningOf(kind, stream);
  NewEvent sample = Sample(stream, file);
  // None begins twice.
  if (!events.empty() && events.front().type == sample.type) events.clear();
  events.push_back(std::move(sample));
  AppendEvents(log, std::move(events), at);
}

// Commits are recorded when the history has come to them, whenever the test runs.
class HistoryClock : public Clock {
 public:
  explicit HistoryClock(const RandomHistory& history) : history_(history) {}
  absl::Time Now() override { return history_.now(); }

 private:
  const RandomHistory& history_;
};

std::string Short(absl::string_view digest) { return absl::BytesToHexString(digest.substr(0, 8)); }

Digests DigestsOf(CountyLog& log) {
  Digests digests = {{kHistory, Short(BytesOf(*log.Root(log.Head())))}};
  std::vector<std::unique_ptr<View>> views = AllViews();
  views.push_back(std::make_unique<directory::DirectoryView>());
  for (const std::unique_ptr<View>& view : views) {
    const auto rows = Replay(log, *view, log.Head());
    EXPECT_TRUE(rows.ok()) << view->name() << ": " << rows.status();
    if (!rows.ok()) continue;
    digests[absl::StrCat(view->name(), ".v", view->version())] = Short(*Digest(**rows));
  }
  return digests;
}

Golden DigestsNow() {
  Golden now;
  RandomHistory history({.seed = 15});
  HistoryClock clock(history);
  const absl::Time at = history.now();
  for (const auto& entry : std::filesystem::directory_iterator(kEvents)) {
    const std::string file = entry.path().stem();
    MemoryLog log(&clock);
    AppendSample(log, file, at);
    now[file] = DigestsOf(log);
  }
  MemoryLog log(&clock);
  Append(log, history, 3000);
  now["random"] = DigestsOf(log);
  return now;
}

TEST(ViewVersions, AFoldThatGivesOtherRowsIsOfAnotherVersion) {
  const Golden now = DigestsNow();
  Golden golden = ReadGolden();
  if (Updating()) {
    golden = Renewed(golden, now);
    WriteGolden(golden);
  }
  for (const auto& [history, digests] : now) {
    const Digests& held = golden[history];
    const auto of = held.find(kHistory);
    ASSERT_TRUE(of != held.end() && of->second == digests.at(kHistory))
        << kGolden << " has another history " << history << ", or none: RUFAA_UPDATE_GOLDEN=1";
    for (const auto& [name, digest] : digests) {
      const auto found = held.find(name);
      ASSERT_TRUE(found != held.end())
          << name << " has no digest of " << history << " yet: RUFAA_UPDATE_GOLDEN=1";
      EXPECT_EQ(found->second, digest) << name << " gives other rows of " << history
                                       << ": raise the version and RUFAA_UPDATE_GOLDEN=1";
    }
  }
}

TEST(ViewVersions, WhatAVersionGaveOfTheSameHistoryIsNotRenewed) {
  const Golden golden = {{"case.closed", {{kHistory, "h1"}, {"board.v1", "rows"}}},
                         {"random", {{kHistory, "h2"}, {"board.v1", "rows"}}}};
  const Golden now = {
      {"case.closed", {{kHistory, "h1"}, {"board.v1", "others"}, {"worklist.v2", "rows"}}},
      {"case.closed.2", {{kHistory, "h3"}, {"board.v1", "others"}}},
      {"random", {{kHistory, "h4"}, {"board.v1", "others"}}}};
  Golden wanted = now;
  wanted["case.closed"]["board.v1"] = "rows";
  EXPECT_EQ(Renewed(golden, now), wanted);
}

}  // namespace
}  // namespace rufaa
