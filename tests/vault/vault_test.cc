#include "vault/vault.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/vault/vault_fixture.h"
#include "vault/key_store.h"

namespace rufaa {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

TEST_F(VaultTest, OpensWhatItSealed) {
  const Sealed sealed = SealedName("ch-1");
  EXPECT_EQ(vault_->Open(sealed, kPlace).value(), kName);
  EXPECT_EQ(sealed.child, "ch-1");
  EXPECT_EQ(sealed.compartment, Compartment::kIdentity);
  EXPECT_EQ(sealed.nonce.size(), 24u);
  const Sealed empty = vault_->Seal("ch-1", Compartment::kMedical, kPlace, "").value();
  EXPECT_FALSE(empty.empty());
  EXPECT_EQ(vault_->Open(empty, kPlace).value(), "");
}

TEST_F(VaultTest, OpensAfterARestart) {
  const Sealed sealed = SealedName("ch-1");
  Reopen();
  EXPECT_EQ(vault_->Open(sealed, kPlace).value(), kName);
  EXPECT_EQ(SealedName("ch-1").key_id, sealed.key_id);
}

TEST_F(VaultTest, MakesAKeyThatIsMissingAndKeepsTheOthers) {
  const Sealed name = SealedName("ch-1");
  vault_.reset();
  {
    const std::string fingerprint = CountyKey::Read(KeyFile())->fingerprint();
    auto store = KeyStore::Open(Store(), "001", fingerprint).value();
    ASSERT_TRUE(store->Get("key/ch-1/reply")->has_value());
    ASSERT_TRUE(store->Destroy({"key/ch-1/reply"}).ok());
  }
  Reopen();
  const Sealed reply = vault_->Seal("ch-1", Compartment::kReply, kPlace, "Told.").value();
  Reopen();
  EXPECT_EQ(vault_->Open(name, kPlace).value(), kName);
  EXPECT_EQ(vault_->Open(reply, kPlace).value(), "Told.");
}

TEST_F(VaultTest, NeverSealsTheSameWayTwice) {
  EXPECT_NE(SealedName("ch-1").ciphertext, SealedName("ch-1").ciphertext);
}

TEST_F(VaultTest, HasAKeyOfItsOwnForEveryChildAndCompartment) {
  const Sealed one = SealedName("ch-1");
  EXPECT_NE(one.key_id, SealedName("ch-2").key_id);
  EXPECT_NE(one.key_id, vault_->Seal("ch-1", Compartment::kMedical, kPlace, "x")->key_id);
}

TEST_F(VaultTest, DoesNotOpenWhatStandsElsewhere) {
  const Sealed sealed = SealedName("ch-1");
  EXPECT_EQ(ReasonOf(vault_->Open(sealed, "case/MSA-1000-05/case.identified/identity").status()),
            "DATA_LOSS");
  SealedName("ch-2");
  Sealed of_another = sealed;
  of_another.child = "ch-2";
  EXPECT_EQ(ReasonOf(vault_->Open(of_another, kPlace).status()), "DATA_LOSS");
  of_another.key_id = SealedName("ch-2").key_id;
  EXPECT_EQ(ReasonOf(vault_->Open(of_another, kPlace).status()), "DATA_LOSS");
  Sealed relabelled = sealed;
  relabelled.compartment = Compartment::kNarrative;
  EXPECT_EQ(ReasonOf(vault_->Open(relabelled, kPlace).status()), "DATA_LOSS");
}

TEST_F(VaultTest, DoesNotOpenWhatWasAltered) {
  const Sealed sealed = SealedName("ch-1");
  for (size_t i = 0; i < sealed.ciphertext.size(); ++i) {
    Sealed altered = sealed;
    altered.ciphertext[i] ^= 1;
    EXPECT_EQ(ReasonOf(vault_->Open(altered, kPlace).status()), "DATA_LOSS") << i;
  }
  for (size_t i = 0; i < sealed.nonce.size(); ++i) {
    Sealed altered = sealed;
    altered.nonce[i] ^= 0x80;
    EXPECT_EQ(ReasonOf(vault_->Open(altered, kPlace).status()), "DATA_LOSS") << i;
  }
  Sealed cut = sealed;
  cut.ciphertext.resize(3);
  EXPECT_EQ(ReasonOf(vault_->Open(cut, kPlace).status()), "DATA_LOSS");
  Sealed other_key = sealed;
  other_key.key_id = "AAAA";
  EXPECT_EQ(ReasonOf(vault_->Open(other_key, kPlace).status()), "DATA_LOSS");
  EXPECT_EQ(ReasonOf(vault_->Open(Sealed{}, kPlace).status()), "DATA_LOSS");
}

TEST_F(VaultTest, RefusesWhatIsNoChildId) {
  for (const char* wrong : {"", "a/b", "a\nb", "Mwana Juma"}) {
    EXPECT_EQ(ReasonOf(vault_->Seal(wrong, Compartment::kIdentity, kPlace, "x").status()),
              "MALFORMED");
    EXPECT_EQ(ReasonOf(vault_->Erase(wrong)), "MALFORMED");
  }
}

TEST_F(VaultTest, IsRefusedUnderAnotherCountyKey) {
  vault_.reset();
  const std::string other = folder_ + "/other.key";
  ASSERT_TRUE(GenerateCountyKeyFile(other).ok());
  EXPECT_EQ(ReasonOf(Vault::Open(Store(), "001", other).status()), "WRONG_COUNTY_KEY");
}

TEST_F(VaultTest, IsRefusedToAnotherCounty) {
  vault_.reset();
  EXPECT_EQ(ReasonOf(Vault::Open(Store(), "002", KeyFile()).status()), "STORE_OF_ANOTHER_COUNTY");
}

TEST_F(VaultTest, IsRefusedWhileAnotherHubUsesIt) {
  EXPECT_EQ(ReasonOf(Vault::Open(Store(), "001", KeyFile()).status()), "STORE_IN_USE");
}

TEST_F(VaultTest, WritesNoPlaintextToAnyFile) {
  SealedName("ch-1");
  const Vault::Likeness likeness{"Canary", "Kipepeo", 2011, "SFEM"};
  ASSERT_TRUE(vault_->Index("ch-1", likeness).ok());
  vault_.reset();
  const std::string bytes = AllBytes();
  ASSERT_TRUE(absl::StrContains(bytes, "ch-1"));  // The search does find what is there.
  for (const char* canary : {"Canary", "Kipepeo", "Mwanajuma", "canary", "knr", "kpp"}) {
    EXPECT_FALSE(absl::StrContains(bytes, canary)) << canary;
  }
}

TEST_F(VaultTest, FindsAChildWhoseNameIsSpeltOtherwise) {
  ASSERT_TRUE(vault_->Index("ch-1", {"Mohamed", "Abdalla", 2011, "SMAL"}).ok());
  ASSERT_TRUE(vault_->Index("ch-2", {"Khadija", "Said", 0, "SFEM"}).ok());
  Reopen();
  EXPECT_THAT(vault_->Matches({"Muhammad", "Abdullah", 2011, "SMAL"}).value(), Contains("ch-1"));
  EXPECT_THAT(vault_->Matches({"Abdalla", "Mohamed", 2012, "SMAL"}).value(), Contains("ch-1"));
  EXPECT_THAT(vault_->Matches({"Mohamed", "Abdalla", 0, "SMAL"}).value(), Contains("ch-1"));
  EXPECT_THAT(vault_->Matches({"Hadija", "Saeed", 2010, "SFEM"}).value(), Contains("ch-2"));
  EXPECT_THAT(vault_->Matches({"Mohamed", "Abdalla", 2014, "SMAL"}).value(), Not(Contains("ch-1")));
}

TEST_F(VaultTest, TellsChildrenApartByNameYearAndSex) {
  // Buckets may collide (16 bits): of a hundred other names nearly all must miss.
  ASSERT_TRUE(vault_->Index("ch-1", {"Mohamed", "Abdalla", 2011, "SMAL"}).ok());
  int matched = 0;
  for (int year = 1900; year < 2000; ++year) {
    matched += !vault_->Matches({"Mohamed", "Abdalla", year, "SMAL"})->empty();
  }
  EXPECT_LE(matched, 3);
}

TEST_F(VaultTest, ServesManyThreadsAtOnce) {
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([this, thread] {
      for (int i = 0; i < 200; ++i) {
        const std::string child = absl::StrCat("ch-", i % 10);
        const std::string text = absl::StrCat(thread, "/", i);
        const auto sealed = vault_->Seal(child, Compartment::kNarrative, kPlace, text);
        ASSERT_TRUE(sealed.ok()) << sealed.status();
        EXPECT_EQ(vault_->Open(*sealed, kPlace).value(), text);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

// Whatever the interleaving: what is sealed before the erasure is gone after it.
TEST_F(VaultTest, LeavesNoKeyBehindWhenErasureAndSealingRace) {
  for (int round = 0; round < 5; ++round) {
    const std::string child = absl::StrCat("ch-", round);
    std::vector<Sealed> sealed;
    std::thread sealing([&] {
      for (int i = 0; i < 50; ++i) {
        auto one = vault_->Seal(child, Compartment::kIdentity, kPlace, kName);
        if (one.ok()) sealed.push_back(*std::move(one));
      }
    });
    ASSERT_TRUE(vault_->Erase(child).ok());
    sealing.join();
    for (const Sealed& one : sealed) {
      EXPECT_EQ(ReasonOf(vault_->Open(one, kPlace).status()), "ERASED");
    }
    Reopen();
    EXPECT_EQ(ReasonOf(vault_->Seal(child, Compartment::kIdentity, kPlace, "x").status()),
              "ERASED");
  }
}

}  // namespace
}  // namespace rufaa
