// A vault in a folder of its own that goes away with the test.
#pragma once

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>

#include "domain/base/refusal.h"
#include "vault/county_key.h"
#include "vault/vault.h"

namespace rufaa {

inline std::string ReasonOf(const absl::Status& status) {
  const auto refusal = RefusalOf(status);
  return refusal ? std::string(InfoOf(refusal->reason).name)
                 : std::string(absl::StatusCodeToString(status.code()));
}

// No file of this process may grow beyond `bytes`.
inline void LimitFiles(rlim_t bytes) {
  std::signal(SIGXFSZ, SIG_IGN);
  rlimit limit;
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &limit), 0);
  limit.rlim_cur = bytes;
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

class VaultTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = "/tmp/rufaa-vault-XXXXXX";
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    folder_ = name;
    ASSERT_TRUE(GenerateCountyKeyFile(KeyFile()).ok());
    Reopen();
  }
  void TearDown() override {
    vault_.reset();
    std::filesystem::remove_all(folder_);
  }

  std::string KeyFile() const { return folder_ + "/county.key"; }
  std::string Store() const { return folder_ + "/keys"; }

  void Reopen(rocksdb::Env* env = nullptr) {
    vault_.reset();
    absl::StatusOr<std::unique_ptr<Vault>> opened = Vault::Open(Store(), "001", KeyFile(), env);
    ASSERT_TRUE(opened.ok()) << opened.status();
    vault_ = *std::move(opened);
  }

  Sealed SealedName(const std::string& child) {
    return vault_->Seal(child, Compartment::kIdentity, kPlace, kName).value();
  }

  // All bytes of all files below the test's folder, but for the county key.
  std::string AllBytes() const {
    std::stringstream all;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_)) {
      if (!entry.is_regular_file() || entry.path() == KeyFile()) continue;
      std::ifstream file(entry.path(), std::ios::binary);
      all << file.rdbuf();
      all.clear();  // An empty file is no error.
    }
    return all.str();
  }

  static constexpr char kPlace[] = "case/MSA-0000-00/case.identified/identity";
  static constexpr char kName[] = "Canary Mwanajuma Kipepeo";

  std::string folder_;
  std::unique_ptr<Vault> vault_;
};

}  // namespace rufaa
