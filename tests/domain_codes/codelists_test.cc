#include "domain/codelists/codelists.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "domain/codelists/areas.h"

namespace rufaa {
namespace {

const CodeLists& Lists() { return CodeLists::Builtin(); }
constexpr absl::CivilDay kDay(2026, 11, 24);

TEST(CodeLists, HoldEveryListThatTheCodeNames) {
  for (const absl::string_view name : {list::kCategory,
                                       list::kSubcategory,
                                       list::kNature,
                                       list::kRisk,
                                       list::kReporter,
                                       list::kReferralDestination,
                                       list::kReferralReason,
                                       list::kImmediateNeed,
                                       list::kIntervention,
                                       list::kCourtSession,
                                       list::kCourtAdjournment,
                                       list::kCourtOutcome,
                                       list::kCourtOrder,
                                       list::kProsecutionOutcome,
                                       list::kClosureReason,
                                       list::kCciExit,
                                       list::kCciAdmission,
                                       list::kSex,
                                       list::kDisability,
                                       list::kSchool,
                                       list::kDeclineReason,
                                       list::kCancelReason,
                                       list::kScreenOutReason,
                                       list::kClosureRefusalReason,
                                       list::kReopenReason,
                                       list::kMoveReason,
                                       list::kOrderEndReason,
                                       list::kUrgency,
                                       list::kPurpose,
                                       list::kAgencyKind,
                                       list::kIdentifierKind,
                                       list::kUnitType,
                                       list::kAgeBand,
                                       list::kNotReachedReason,
                                       list::kReferralOutcome,
                                       list::kVisitOutcome,
                                       list::kLeaveReason,
                                       list::kAgencyCloseReason,
                                       list::kRiskSign,
                                       list::kPlaceKind,
                                       list::kPlaceChangeReason,
                                       list::kConsentBasis,
                                       list::kConsentGiver,
                                       list::kActivityKind,
                                       list::kActivityWithdrawReason,
                                       list::kCsec}) {
    EXPECT_FALSE(Lists().Codes(name).empty()) << std::string(name);
  }
  EXPECT_EQ(Lists().Lists().size(), 46u);
}

TEST(CodeLists, NameEveryCodeOnceInBothLanguagesWithItsSource) {
  for (const std::string& name : Lists().Lists()) {
    std::set<std::string> seen;
    for (const Code& code : Lists().Codes(name)) {
      EXPECT_TRUE(seen.insert(code.code).second) << name << " " << code.code;
      EXPECT_FALSE(code.label_en.empty()) << name << " " << code.code;
      EXPECT_FALSE(code.label_sw.empty()) << name << " " << code.code;
      EXPECT_FALSE(code.source.empty()) << name << " " << code.code;
    }
  }
}

TEST(CodeLists, HaveOnlyChildrenOfExistingCategories) {
  for (const Code& code : Lists().Codes(list::kSubcategory)) {
    EXPECT_TRUE(Lists().Has(list::kCategory, code.parent, kDay)) << code.code;
  }
}

TEST(CodeLists, CallExploitationOnlyWhatACaseCanBeOf) {
  for (const Code& code : Lists().Codes(list::kCsec)) {
    const bool category = Lists().Has(list::kCategory, code.code, kDay);
    EXPECT_TRUE(category || Lists().Has(list::kSubcategory, code.code, kDay)) << code.code;
  }
}

TEST(CodeLists, GiveEveryUnitTypeItsKindOfAgency) {
  for (const Code& code : Lists().Codes(list::kUnitType)) {
    EXPECT_TRUE(Lists().Has(list::kAgencyKind, code.parent, kDay)) << code.code;
  }
}

TEST(CodeLists, KnowWhatIsInForceOnADay) {
  EXPECT_TRUE(Lists().Has(list::kCategory, "CSRG", kDay));
  EXPECT_FALSE(Lists().Has(list::kCategory, "CSRG", absl::CivilDay(1999, 12, 31)));
  EXPECT_FALSE(Lists().Has(list::kCategory, "XXXX", kDay));
  EXPECT_FALSE(Lists().Has("NO_SUCH_LIST", "CSRG", kDay));
  const Code retired{.code = "X",
                     .label_en = "",
                     .label_sw = "",
                     .parent = "",
                     .from = absl::CivilDay(2020, 1, 1),
                     .until = absl::CivilDay(2021, 1, 1),
                     .source = ""};
  EXPECT_TRUE(retired.InForce(absl::CivilDay(2020, 12, 31)));
  EXPECT_FALSE(retired.InForce(absl::CivilDay(2021, 1, 1)));
}

TEST(CodeLists, LabelACodeInBothLanguages) {
  const Code* defilement = Lists().Find(list::kCategory, "CCDF");
  ASSERT_NE(defilement, nullptr);
  EXPECT_EQ(defilement->label_en, "Defilement");
  EXPECT_EQ(defilement->label_sw, "Unajisi");
}

TEST(CodeLists, RecogniseWhatPeopleWrite) {
  const auto code = [](absl::string_view list, absl::string_view text) {
    const Code* found = Lists().Recognise(list, text, kDay);
    return found == nullptr ? std::string("-") : found->code;
  };
  EXPECT_EQ(code(list::kCategory, "csrg"), "CSRG");
  EXPECT_EQ(code(list::kCategory, " Sexual exploitation  and abuse"), "CSRG");
  EXPECT_EQ(code(list::kCategory, "UNAJISI"), "CCDF");
  EXPECT_EQ(code(list::kReporter, "helpline-116"), "CRHE");
  EXPECT_EQ(code(list::kCategory, ""), "-");
  EXPECT_EQ(code(list::kCategory, "abuse"), "-");
}

TEST(CodeLists, SuggestOnlyWhatIsNear) {
  const std::vector<absl::string_view> names = {"Date Reported", "Date of Birth", "Ward"};
  EXPECT_EQ(Nearest("date reprted", names), "Date Reported");
  EXPECT_EQ(Nearest("Wrad", names), "");
  EXPECT_EQ(Nearest("Wardd", names), "Ward");
  EXPECT_EQ(Nearest("Favourite colour", names), "");
}

TEST(Areas, AreMombasasSixSubCountiesAndThirtyWards) {
  const Areas* mombasa = Areas::Of("001");
  ASSERT_NE(mombasa, nullptr);
  EXPECT_EQ(mombasa->county_name(), "Mombasa");
  EXPECT_EQ(mombasa->sub_counties().size(), 6u);
  ASSERT_EQ(mombasa->wards().size(), 30u);
  std::map<std::string, int> wards_in;
  for (size_t i = 0; i < 30; ++i) {
    EXPECT_EQ(mombasa->wards()[i].number, static_cast<int>(i) + 1);
    ++wards_in[mombasa->FindSubCounty(mombasa->wards()[i].sub_county)->name];
  }
  EXPECT_EQ(wards_in, (std::map<std::string, int>{{"Changamwe", 5},
                                                  {"Jomvu", 3},
                                                  {"Kisauni", 7},
                                                  {"Nyali", 5},
                                                  {"Likoni", 5},
                                                  {"Mvita", 5}}));
  EXPECT_EQ(Areas::Of("048"), nullptr);
}

TEST(Areas, AreFoundInTheSpellingsOfTheField) {
  const Areas& mombasa = *Areas::Of("001");
  EXPECT_EQ(mombasa.FindWard("ziwa la ngombe")->number, 17);
  EXPECT_EQ(mombasa.FindWard("MJI WA KALE / MAKADARA")->number, 26);
  EXPECT_EQ(mombasa.FindWard("Makadara")->number, 26);
  EXPECT_EQ(mombasa.FindWard("17")->name, "Ziwa La Ng'ombe");
  EXPECT_EQ(mombasa.FindWard("Nairobi West"), nullptr);
  EXPECT_EQ(mombasa.FindWard(""), nullptr);
  EXPECT_EQ(mombasa.FindSubCounty(" nyali ")->code, "004");
}

TEST(Areas, KnowWhichSubCountyAWardBelongsTo) {
  const Areas& mombasa = *Areas::Of("001");
  const Ward& ward = *mombasa.FindWard("Shanzu");
  EXPECT_TRUE(mombasa.Belongs(ward, *mombasa.FindSubCounty("Kisauni")));
  EXPECT_FALSE(mombasa.Belongs(ward, *mombasa.FindSubCounty("Nyali")));
}

}  // namespace
}  // namespace rufaa
