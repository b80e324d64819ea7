// Random commands by random people at random times: nothing crashes, the table's stage is the
// fold's stage, beds are never over-held, and the case's own note of its referrals is never wrong.
#include <gtest/gtest.h>

#include <map>
#include <random>

#include "domain/base/local_day.h"
#include "tests/support/casebook.h"

namespace rufaa {
namespace {

using people::Later;

class Walk {
 public:
  explicit Walk(uint32_t seed) : random_(seed), book_(RegisteredCase()) {}

  void Steps(int n) {
    for (int i = 0; i < n; ++i) {
      hours_ += Below(30);
      const std::map<std::string, referral::State> before = book_.referrals;
      accepted_ += Step() == "OK" ? 1 : 0;
      Check(before);
    }
  }

  int accepted() const { return accepted_; }
  bool erased() const { return book_.kase.erased; }

 private:
  uint32_t Below(uint32_t n) { return std::uniform_int_distribution<uint32_t>(0, n - 1)(random_); }

  Acting By() {
    const Acting all[] = {people::Officer(),  people::Supervisor(), people::Shelter(),
                          people::Shelter(),  people::Shelter(),    people::Officer(),
                          people::Hospital(), people::Ticker(),     people::Auditor(),
                          people::Chv(),      people::OtherOffice()};
    return Later(all[Below(std::size(all))], absl::Hours(hours_));
  }

  std::string Code() { return absl::StrCat("R-", current_); }

  std::string Step() {
    const uint32_t choice = Below(28);
    // Rare: nothing more happens to a case that is erased.
    if (Below(300) == 0) {
      return book_.Do(casework::Erase{Later(people::Dpo(), absl::Hours(hours_)), "DPG5/1"});
    }
    if (choice < 5) return SendOne();
    if (choice < 23) return book_.Move(Code(), AnyReferralCommand(choice));
    return std::visit([&](const auto& c) { return book_.Do(c); }, AnyCaseCommand(choice));
  }

  std::string SendOne() {
    current_ = Below(6);
    referral::Send send = SendTo(ShelterAgency(), Code(), "RMTS", By());
    send.offer = "o-beds";
    send.need = absl::StrCat("n", Below(3));
    return book_.Send(send, ShelterAgency());
  }

  referral::Command AnyReferralCommand(uint32_t choice) {
    current_ = Below(6);
    const Acting by = By();
    switch (choice) {
      case 5:
        return referral::Open{by};
      case 6:
        return referral::AskInfo{by, Secret()};
      case 7:
        return referral::GiveInfo{by, Secret()};
      case 8:
        return referral::Waitlist{by, {}};
      case 9:
        return referral::Schedule{by, by.now + absl::Hours(5), {}};
      case 10:
        return referral::RecordNoShow{by};
      case 11:
        return referral::CancelAppointment{by, "CHILD_MOVED"};
      case 12:
      case 13:
        return referral::RecordService{by, {}, {}};
      case 14:
        return referral::Complete{by, "SERVED"};
      case 15:
        return referral::Decline{by, "NO_CAPACITY", {}};
      case 16:
        return referral::Cancel{by, "CHILD_MOVED"};
      case 17:
        return referral::ConfirmCancel{by};
      case 18:
        return referral::Expire{Later(people::Ticker(), absl::Hours(hours_))};
      case 19:
        return referral::RecordNotReached{by, "NO_ANSWER"};
      case 20:
        return referral::EnterInError{by, "SENT_IN_ERROR"};
      default:
        return referral::Accept{by, {}, {}, {}, false};
    }
  }

  casework::Command AnyCaseCommand(uint32_t choice) {
    const Acting by = By();
    switch (choice) {
      case 23:
        return casework::StartAssessment{by};
      case 24:
        return casework::RecordAssessment{by, true, {}, {}};
      case 25:
        return casework::RecordVisit{by, LocalDay(by.now), {}, true, {}};
      case 26:
        return casework::RequestClosure{by, "CORE", true};
      default:
        return casework::ApproveClosure{by};
    }
  }

  void Check(const std::map<std::string, referral::State>& before) {
    const capacity::State& beds = book_.beds["o-beds"];
    EXPECT_LE(beds.used + beds.held.size(), beds.total);
    EXPECT_EQ(beds.used, beds.occupied.size());
    for (const auto& [code, r] : book_.referrals) {
      EXPECT_EQ(book_.kase.open_referrals.contains(code), referral::IsOpen(r)) << code;
      const bool bed = beds.held.contains(code) || beds.occupied.contains(code);
      EXPECT_EQ(bed, r.holds_bed) << code << " " << referral::Name(r.stage);
      EXPECT_EQ(r.deadline.has_value(), referral::IsOpen(r)) << code;
    }
    if (book_.kase.stage == casework::Stage::kClosed || book_.kase.erased) {
      EXPECT_TRUE(book_.kase.open_referrals.empty());
    }
    for (const auto& [code, r] : before) {
      const bool ended = referral::InfoOf(r.stage).final;
      EXPECT_FALSE(ended && referral::IsOpen(book_.referrals[code])) << code << " came to life";
    }
  }

  std::mt19937 random_;
  Casebook book_;
  uint32_t hours_ = 0;
  uint32_t current_ = 0;
  int accepted_ = 0;
};

TEST(RandomWalk, KeepsBedsCaseAndReferralsTrueToEachOther) {
  int accepted = 0;
  int erased = 0;
  for (uint32_t seed = 0; seed < 300; ++seed) {
    Walk walk(seed);
    walk.Steps(150);
    accepted += walk.accepted();
    erased += walk.erased() ? 1 : 0;
    if (testing::Test::HasFailure()) FAIL() << "seed " << seed;
  }
  // The walks must get somewhere, or they prove nothing.
  EXPECT_GT(accepted, 300 * 10);
  EXPECT_GT(erased, 30);
}

}  // namespace
}  // namespace rufaa
