// `rufaa import linelist` of two offices that have the same file.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "absl/strings/str_replace.h"
#include "tests/demo/running_demo.h"

namespace rufaa::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class ImportVerbTest : public testing::Test {
 protected:
  // The first four records of the sample. The rules of a list let pass what the hub finds too long
  // in the last one, so the import stays open.
  std::string List() const {
    std::ifstream sample("samples/linelist.csv");
    std::string text;
    std::string line;
    for (int i = 0; i < 5 && std::getline(sample, line); ++i) text += line + "\n";
    return folder_.Write("list.csv",
                         absl::StrReplaceAll(text, {{"OB 24/20/08/2024", std::string(100, '9')}}));
  }

  Folder folder_;
};

TEST_F(ImportVerbTest, AFileThatAnotherOfficeLoadsIsLoadedUnderAnIdOfOnesOwn) {
  RunningDemo demo(folder_);
  ASSERT_FALSE(demo.address().empty());
  std::vector<std::string> load = {"import",     "linelist", List(), "--as-of",
                                   "2026-11-24", "-o",       "json"};
  EXPECT_THAT(demo.As("officer.county", load).err, HasSubstr("go on with"));
  const Result others = demo.As("officer.kisauni", load);
  EXPECT_EQ(others.exit_code, 2) << others.out << others.err;
  EXPECT_EQ(others.out, "") << "no record was sent";
  EXPECT_THAT(others.err, HasSubstr("another office has begun"));
  EXPECT_THAT(others.err, HasSubstr("--import-id"));
  EXPECT_THAT(others.err, Not(HasSubstr("dcs-mombasa")));

  load.insert(load.end(), {"--import-id", "kisauni-1"});
  const Result own = demo.As("officer.kisauni", load);
  const auto told = nlohmann::json::parse(own.out, nullptr, false);
  ASSERT_TRUE(told.is_array()) << own.out << own.err;
  EXPECT_EQ(told[0]["import_id"], "kisauni-1") << told;
  EXPECT_EQ(told[0]["there_before"], "3") << told;
  EXPECT_EQ(told[0]["imported"], "0") << told;
}

}  // namespace
}  // namespace rufaa::cli
