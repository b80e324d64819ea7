// What the board keeps of the programme beside its cases.
#include "projections/board/programme.h"

#include <gmock/gmock.h>

#include <map>

#include "tests/projections/view_steps.h"

namespace rufaa::board {
namespace {

using testing::ElementsAre;

class BoardProgrammeTest : public ViewSteps {
 protected:
  void Record(const std::string& id, const std::string& kind, uint32_t count, int day,
              const std::string& subcounty = "003") {
    Do({{ActivityStream(id), programme::ActivityRecorded{.activity = id,
                                                         .kind = kind,
                                                         .count = count,
                                                         .on = absl::CivilDay(2026, 3, day),
                                                         .subcounty = subcounty,
                                                         .agency = "ag-cso",
                                                         .recorded_by = "p-1"}}});
  }
  void Withdraw(const std::string& id) {
    Do({{ActivityStream(id), programme::ActivityWithdrawn{.reason = "WRONG_COUNT"}}});
  }
  void OnPerson(const std::string& id, AnyEvent event) {
    Do({{PersonStream(id), std::move(event)}});
  }
  void Enrol(const std::string& id, const std::string& role) {
    OnPerson(id, access::PersonEnrolled{.person = id, .agency = "ag-1", .role = role});
  }

  // "kind/sub-county" to how many.
  std::map<std::string, uint64_t> Counts() {
    std::map<std::string, uint64_t> counts;
    const std::vector<Reached> all = *ReadReached(*Rows("board"));
    for (const Reached& one : all) {
      counts[one.kind + "/" + one.subcounty] = one.count;
    }
    return counts;
  }
  std::vector<ActivityRow> Listed() {
    const KeyRange range = Activities();
    std::vector<ActivityRow> rows;
    EXPECT_TRUE(Rows("board")
                    ->Scan(range.from, range.until,
                           [&](absl::string_view, absl::string_view value) {
                             rows.push_back(*DecodeFields<ActivityRow>(value));
                             return true;
                           })
                    .ok());
    return rows;
  }
  uint64_t PeopleIn(Role role) { return *ReadPeopleIn(*Rows("board"), role); }
};

TEST_F(BoardProgrammeTest, ActivitiesAreCountedByKindAndSubCounty) {
  EXPECT_TRUE(Counts().empty());
  Record("a1", "IN_SCHOOL_REACHED", 340, 2);
  Record("a2", "IN_SCHOOL_REACHED", 100'000, 3);
  Record("a3", "IN_SCHOOL_REACHED", 20, 3, "002");
  Record("a4", "CAREGIVER_GROUPS", 1, 4);
  EXPECT_EQ(Counts(), (std::map<std::string, uint64_t>{{"IN_SCHOOL_REACHED/003", 100'340},
                                                       {"IN_SCHOOL_REACHED/002", 20},
                                                       {"CAREGIVER_GROUPS/003", 1}}));
}

TEST_F(BoardProgrammeTest, WhatWasWithdrawnCountsNoMoreAndIsStillListed) {
  Record("a1", "IN_SCHOOL_REACHED", 340, 2);
  Record("a2", "IN_SCHOOL_REACHED", 60, 2);
  Withdraw("a1");
  EXPECT_EQ(Counts(), (std::map<std::string, uint64_t>{{"IN_SCHOOL_REACHED/003", 60}}));
  const std::vector<ActivityRow> rows = Listed();
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].withdrawn, "WRONG_COUNT");
  EXPECT_EQ(rows[0].version, 2u);
  EXPECT_EQ(rows[0].count, 340u);
  EXPECT_EQ(rows[1].withdrawn, "");
  EXPECT_EQ(rows[1].version, 1u);
}

TEST_F(BoardProgrammeTest, TheLatestDayIsListedFirst) {
  Record("a1", "IN_SCHOOL_REACHED", 1, 9);
  Record("a2", "IN_SCHOOL_REACHED", 1, 20);
  Record("a3", "IN_SCHOOL_REACHED", 1, 2);
  std::vector<std::string> ids;
  for (const ActivityRow& row : Listed()) ids.push_back(row.activity);
  EXPECT_THAT(ids, ElementsAre("a2", "a1", "a3"));
}

TEST_F(BoardProgrammeTest, PeopleAreCountedInTheRoleThatTheyHave) {
  Enrol("p-a", "chv");
  Enrol("p-b", "chv");
  Enrol("p-c", "vco");
  EXPECT_EQ(PeopleIn(Role::kChv), 2u);
  OnPerson("p-b", access::PersonRoleChanged{.role = "vco"});
  EXPECT_EQ(PeopleIn(Role::kChv), 1u);
  EXPECT_EQ(PeopleIn(Role::kVco), 2u);
  OnPerson("p-b", access::PersonLeft{});
  EXPECT_EQ(PeopleIn(Role::kVco), 1u);
  Enrol("p-b", "chv");
  EXPECT_EQ(PeopleIn(Role::kChv), 2u);
  EXPECT_EQ(PeopleIn(Role::kTeacher), 0u);
}

TEST_F(BoardProgrammeTest, TheRunnersRowsAreThoseOfOneFold) {
  TestFolder folder;
  std::vector<std::unique_ptr<View>> views;
  views.push_back(ViewNamed("board"));
  auto runner = *ViewRunner::Open(OptionsAt(folder.path()), log_, std::move(views));
  runner->Start();
  for (int i = 0; i < 40; ++i) {
    const std::string id = absl::StrCat("a", i);
    Record(id, i % 3 == 0 ? "CAREGIVERS_TRAINED" : "IN_SCHOOL_REACHED", 10 + i, 1 + i % 28);
    Enrol("p-" + id, i % 2 == 0 ? "chv" : "vco");
    if (i % 4 == 3) Withdraw(absl::StrCat("a", i / 2));
    if (i % 4 == 1) OnPerson("p-" + id, access::PersonLeft{});
    // Else all of it might be one batch.
    ASSERT_TRUE(runner->WaitFor("board", log_.Head(), absl::Now() + absl::Minutes(2)).ok());
  }
  EXPECT_EQ(*Digest(**runner->Snapshot("board")), *Digest(*Rows("board")));
  runner->Stop();
}

}  // namespace
}  // namespace rufaa::board
