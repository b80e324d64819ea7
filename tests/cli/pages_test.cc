// How many rows a list shows, whatever the sizes of its pages.
#include "cli/verbs/pages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "cli/app/context.h"
#include "cli/output/reply_parts.h"
#include "rufaa/audit/v1/audit_service.pb.h"

namespace rufaa::cli {
namespace {

using testing::ElementsAre;

// Gives pages of so many rows, whatever was asked for.
class Pages : public testing::Test {
 protected:
  // The reply; `more_` as TurnPages says.
  audit::v1::GetAsOfResponse Turn(const std::vector<int>& pages, int64_t limit) {
    asked_.clear();
    audit::v1::GetAsOfRequest request;
    audit::v1::GetAsOfResponse reply;
    const absl::StatusOr<bool> more = TurnPages(
        limit,
        [&](const google::protobuf::Message& message, google::protobuf::Message& answer) {
          const auto& asked = static_cast<const audit::v1::GetAsOfRequest&>(message);
          size_t number = 0;
          if (!asked.page_token().empty()) {
            EXPECT_TRUE(absl::SimpleAtoi(asked.page_token(), &number));
          }
          EXPECT_EQ(number, asked_.size());
          asked_.push_back(asked.page_size());
          auto& page = static_cast<audit::v1::GetAsOfResponse&>(answer);
          for (int i = 0; i < pages[number]; ++i) page.add_rows()->set_key(absl::StrCat(++rows_));
          if (number + 1 < pages.size()) page.set_next_page_token(absl::StrCat(number + 1));
          return absl::OkStatus();
        },
        request, reply);
    EXPECT_TRUE(more.ok()) << more.status();
    more_ = more.value_or(false);
    return reply;
  }

  std::vector<int> asked_;
  int rows_ = 0;
  bool more_ = false;
};

TEST_F(Pages, AShortPageIsNotTheLast) {
  EXPECT_EQ(Turn({0, 3, 0, 2}, 50).rows_size(), 5);
  EXPECT_FALSE(more_);
  EXPECT_THAT(asked_, ElementsAre(50, 50, 50, 50));
  EXPECT_EQ(Turn({2, 2, 2}, 4).rows_size(), 4);
  EXPECT_TRUE(more_);
}

TEST_F(Pages, NoMoreRowsAreShownThanWereAskedFor) {
  const audit::v1::GetAsOfResponse reply = Turn({3, 3}, 4);
  ASSERT_EQ(reply.rows_size(), 4);
  EXPECT_EQ(reply.rows(3).key(), "4");
  EXPECT_TRUE(more_) << "of the last page";
  EXPECT_EQ(Turn({7}, 7).rows_size(), 7);
  EXPECT_FALSE(more_);
}

TEST_F(Pages, FullPagesAreAskedForNoMoreThanIsWanted) {
  EXPECT_EQ(Turn({500, 500, 200, 1}, 1200).rows_size(), 1200);
  EXPECT_THAT(asked_, ElementsAre(500, 500, 200));
  EXPECT_TRUE(more_);
  EXPECT_EQ(Turn({500, 500, 200}, INT64_MAX).rows_size(), 1200);
  EXPECT_FALSE(more_);
}

TEST(PagedReplies, AreLists) {
  int paged = 0;
  for (const char* method :
       {"access.WhoAmI", "audit.GetTrail", "casework.GetCase", "committee.GetBoard",
        "directory.ListOffers", "log.GetHead", "referral.GetReferral", "view.ListViews"}) {
    const auto* service = MethodNamed(method).service();
    for (int i = 0; i < service->method_count(); ++i) {
      if (service->method(i)->input_type()->FindFieldByName("page_token") == nullptr) continue;
      ++paged;
      EXPECT_NE(RowsOf(*service->method(i)->output_type()), nullptr) << service->method(i)->name();
    }
  }
  EXPECT_GT(paged, 15);
}

}  // namespace
}  // namespace rufaa::cli
