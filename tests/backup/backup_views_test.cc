// Digests of views in a backup that is taken while a view's new version is still being made.
#include "absl/strings/str_cat.h"
#include "tests/backup/backup_fixture.h"

namespace rufaa {
namespace {

// As a program of before left them, whose fold gave no rows; at the log's end.
void LeaveRowsOfAnOlderFold(const std::string& views, const std::string& view) {
  ViewStoreOptions options;
  options.path = views;
  const auto store = ViewStore::Open(options);
  ASSERT_TRUE(store.ok()) << store.status();
  const auto now = (*store)->ServingTable(view);
  ASSERT_TRUE(now.ok() && now->has_value());
  const uint64_t position = (*(*store)->OpenTable(**now))->position();
  ASSERT_GT(position, 0u);
  const std::string older = absl::StrCat(view, ".v0");
  const auto table = (*store)->OpenTable(older);
  ASSERT_TRUE(table.ok()) << table.status();
  ASSERT_TRUE((*store)
                  ->Write({{table->get(), std::make_shared<const RowChanges>(), position}},
                          WriteMode::kLogged)
                  .ok());
  ASSERT_TRUE((*store)->SetServingTable(view, older).ok());
  ASSERT_TRUE((*store)->DropTable(**now).ok());
}

TEST_F(BackupTest, WhatAnotherFoldMadeIsNotTakenForTheViewAndTheCopyIsRestored) {
  ASSERT_TRUE(Open("data")->views().FoldToHead().ok());
  LeaveRowsOfAnOlderFold(Path("data/001/views"), "worklist");
  auto county = Open("data");
  ASSERT_NE(county, nullptr);
  const auto made = CreateAsItStands(*county);
  ASSERT_TRUE(made.ok()) << made.status();
  for (const ViewStatus& view : county->views().Status()) {
    EXPECT_EQ(view.position, made->position);
    const std::string name = absl::StrCat(view.view, ".v", view.version);
    EXPECT_EQ(made->views.contains(name), view.view != "worklist") << name;
  }
  county.reset();
  const auto restored = Restore();
  EXPECT_TRUE(restored.ok()) << restored.status();
}

}  // namespace
}  // namespace rufaa
