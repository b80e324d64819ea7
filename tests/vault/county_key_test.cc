#include "vault/county_key.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "tests/vault/vault_fixture.h"

namespace rufaa {
namespace {

class CountyKeyTest : public VaultTest {
 protected:
  std::string ProblemOf(const std::string& path) {
    const auto key = CountyKey::Read(path);
    if (key.ok()) return "none";
    const auto refusal = RefusalOf(key.status());
    if (!refusal || refusal->reason != Reason::KEY_FILE_UNUSABLE) return "other";
    return refusal->details.front().second;
  }
  std::string FileOf(const std::string& text, mode_t mode = 0600) {
    const std::string path = folder_ + "/a.key";
    std::ofstream(path) << text;
    chmod(path.c_str(), mode);
    return path;
  }

  static constexpr char kGood[] = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
};

TEST_F(CountyKeyTest, IsMadeInAFileForItsOwnerAlone) {
  struct stat made;
  ASSERT_EQ(stat(KeyFile().c_str(), &made), 0);
  EXPECT_EQ(made.st_mode & 0777, 0600u);
  EXPECT_EQ(ProblemOf(KeyFile()), "none");
  EXPECT_EQ(GenerateCountyKeyFile(KeyFile()).code(), absl::StatusCode::kAlreadyExists);
}

TEST_F(CountyKeyTest, LeavesNoDraftBesideIt) {
  const std::string made = folder_ + "/made.key";
  ASSERT_TRUE(GenerateCountyKeyFile(made).ok());
  EXPECT_EQ(GenerateCountyKeyFile(made).code(), absl::StatusCode::kAlreadyExists);
  for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
    EXPECT_EQ(entry.path().filename().string().find(".new"), std::string::npos) << entry.path();
  }
}

TEST_F(CountyKeyTest, HasNoNameWhereThereIsRoomForHalfOfIt) {
  const std::string made = folder_ + "/made.key";
  LimitFiles(10);
  errno = 0;  // Half a write leaves it as it was.
  const absl::Status refused = GenerateCountyKeyFile(made);
  LimitFiles(RLIM_INFINITY);
  EXPECT_FALSE(refused.ok());
  EXPECT_FALSE(std::filesystem::exists(made));
  EXPECT_TRUE(GenerateCountyKeyFile(made).ok());
}

TEST_F(CountyKeyTest, IsAnotherOneEachTime) {
  const std::string second = folder_ + "/second.key";
  ASSERT_TRUE(GenerateCountyKeyFile(second).ok());
  const auto a = CountyKey::Read(KeyFile()), b = CountyKey::Read(second);
  EXPECT_NE(a->fingerprint(), b->fingerprint());
  EXPECT_EQ(a->fingerprint(), CountyKey::Read(KeyFile())->fingerprint());
  EXPECT_NE(std::memcmp(a->wrapping(), a->searching(), 32), 0);
  EXPECT_NE(std::memcmp(a->wrapping(), a->journal(), 32), 0);
}

TEST_F(CountyKeyTest, MayBeReadOnlyAndHaveNoLineBreak) {
  EXPECT_EQ(ProblemOf(FileOf(kGood, 0400)), "none");
}

TEST_F(CountyKeyTest, IsRefusedIfOthersMayUseTheFile) {
  for (const mode_t mode : {0644, 0640, 0604, 0620, 0601}) {
    EXPECT_EQ(ProblemOf(FileOf(kGood, mode)), "mode") << std::oct << mode;
  }
}

TEST_F(CountyKeyTest, IsRefusedIfThereIsNone) {
  EXPECT_EQ(ProblemOf(folder_ + "/absent"), "missing");
  EXPECT_EQ(ReasonOf(Vault::Open(folder_ + "/x", "001", folder_ + "/absent").status()),
            "KEY_FILE_UNUSABLE");
  EXPECT_FALSE(std::filesystem::exists(folder_ + "/x"));
}

TEST_F(CountyKeyTest, IsRefusedIfItIsNoPlainFile) {
  EXPECT_EQ(ProblemOf(folder_), "not_regular");
  const std::string link = folder_ + "/link";
  ASSERT_EQ(symlink(KeyFile().c_str(), link.c_str()), 0);
  EXPECT_EQ(ProblemOf(link), "not_regular");
}

TEST_F(CountyKeyTest, IsRefusedIfItIsNo32BytesOfBase64) {
  for (const char* text : {"", "MDEyMzQ1", "not base64 at all!",
                           "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDEyMzQ1Njc4OQ=="}) {
    EXPECT_EQ(ProblemOf(FileOf(text)), "not_a_key") << text;
  }
}

}  // namespace
}  // namespace rufaa
