#include "vault/secret_box.h"

#include "tests/vault/vault_fixture.h"

namespace rufaa {
namespace {

TEST(SecretBox, OpensWhatItWrappedWhereItStandsAndNowhereElse) {
  const SecretBox box(std::string(32, 'k'));
  const std::string wrapped = box.Wrap("a secret", "here");
  EXPECT_EQ(wrapped.find("a secret"), std::string::npos);
  EXPECT_EQ(*box.Unwrap(wrapped, "here"), "a secret");
  EXPECT_NE(box.Wrap("a secret", "here"), wrapped) << "a nonce of its own each time";
  EXPECT_EQ(ReasonOf(box.Unwrap(wrapped, "there").status()), "STORE_DAMAGED");
  std::string altered = wrapped;
  altered.back() ^= 1;
  EXPECT_EQ(ReasonOf(box.Unwrap(altered, "here").status()), "STORE_DAMAGED");
  EXPECT_EQ(ReasonOf(box.Unwrap("", "here").status()), "STORE_DAMAGED");
  const SecretBox other(std::string(32, 'o'));
  EXPECT_EQ(ReasonOf(other.Unwrap(wrapped, "here").status()), "STORE_DAMAGED");
}

}  // namespace
}  // namespace rufaa
