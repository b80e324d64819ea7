// The county that the walk is walked in, and its people, each typing into the real command.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/cli/walk_hub.h"

namespace rufaa::cli {

// Found nowhere else: what must not leak is searched for by these.
inline constexpr char kCanaryName[] = "Kanarijina";
inline constexpr char kCanaryPlace[] = "Kanarimtaa";

class Walk : public testing::Test {
 protected:
  using json = nlohmann::json;

  // One county for all tests; a test that stopped the hub leaves the next one to start afresh.
  void SetUp() override;
  static void TearDownTestSuite();

  void RegisterAgencies();
  void SignIn(const std::string& profile);
  Result Raw(const std::string& profile, std::vector<std::string> args,
             const std::string& input = "");

  // An act that must go well; its reply. Everybody's next read asks for what it wrote.
  json Do(const std::string& profile, std::vector<std::string> args, const std::string& input = "");
  json Read(const std::string& profile, std::vector<std::string> args);
  // An act that must be refused, for this reason.
  void Refused(const std::string& profile, const std::vector<std::string>& args, int exit_code,
               const std::string& reason);

  std::string Identify();
  std::string Send(const std::string& kase, const std::string& agency, const std::string& service);
  // Registered, assessed, planned, and the plan is being carried out.
  std::string CaseInWork();

  static std::unique_ptr<Folder> folder_;
  static std::unique_ptr<WalkHub> hub_;
  static std::string password_, revision_;
};

}  // namespace rufaa::cli
