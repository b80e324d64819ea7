#include "vault/phonetic.h"

#include <gtest/gtest.h>

#include <vector>

namespace rufaa {
namespace {

TEST(Phonetic, HearsTheSameNameInItsSpellings) {
  const std::vector<std::vector<const char*>> same = {
      {"Mohamed", "Muhammad", "Mohammed", "MOHAMED", "Mohamad"},
      {"Abdalla", "Abdullah", "Abdala"},
      {"Khadija", "Hadija", "Khadijah"},
      {"Fatuma", "Fatma", "Fatima"},
      {"Aisha", "Asha", "Aysha"},
      {"Sharifa", "Sarifa", "Sharipha"},
      {"Omar", "Umar"},
      {"Hassan", "Hasan"},
      {"Said", "Saeed", "Sayyid"},
      {"Zainab", "Zaynab", "Sainabu"},
      {"Dhahabu", "Dahabu"},
      {"Kalume", "Karume"},
      {"Ng'ombe", "Ngombe"},
  };
  for (const auto& spellings : same) {
    for (const char* spelling : spellings) {
      EXPECT_EQ(Phonetic(spelling), Phonetic(spellings[0])) << spelling;
    }
  }
}

TEST(Phonetic, TellsOtherNamesApart) {
  const std::vector<const char*> names = {"Mohamed", "Abdalla", "Khadija", "Fatuma", "Charo",
                                          "Karisa",  "Katana",  "Omar",    "Amina",  "Mwinyi",
                                          "Juma",    "Otieno",  "Wanjiku", "Mutua",  "Kombo"};
  for (size_t i = 0; i < names.size(); ++i) {
    for (size_t j = i + 1; j < names.size(); ++j) {
      EXPECT_NE(Phonetic(names[i]), Phonetic(names[j])) << names[i] << " " << names[j];
    }
  }
}

TEST(Phonetic, HearsNothingWhereThereIsNoLetter) {
  EXPECT_EQ(Phonetic(""), "");
  EXPECT_EQ(Phonetic(" - 12"), "");
}

}  // namespace
}  // namespace rufaa
