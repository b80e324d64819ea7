#include "vault/name_index.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "domain/base/status_macros.h"
#include "vault/aead.h"
#include "vault/keyed_hash.h"
#include "vault/phonetic.h"

namespace rufaa {
namespace {

constexpr size_t kHashBytes = 16;
constexpr size_t kTokenBytes = 2;

std::string TokenRow(absl::string_view token, absl::string_view child) {
  return absl::StrCat("token/", token, child);
}

}  // namespace

// Names sorted, since given name and surname are often told the other way round.
std::string NameIndex::Token(const Vault::Likeness& likeness, absl::string_view year) const {
  std::string names[] = {Phonetic(likeness.first_name), Phonetic(likeness.surname)};
  std::sort(std::begin(names), std::end(names));
  const std::string bytes = aead::Bind({names[0], names[1], year, likeness.sex});
  return KeyedHash(kHashBytes, bytes, key_).substr(0, kTokenBytes);
}

absl::Status NameIndex::Add(absl::string_view child, const Vault::Likeness& likeness) {
  const std::string year =
      likeness.birth_year == 0 ? "unknown" : std::to_string(likeness.birth_year);
  KeyStore::Rows rows;
  for (const absl::string_view under : {absl::string_view(year), absl::string_view("any")}) {
    const std::string token = Token(likeness, under);
    rows.emplace_back(TokenRow(token, child), std::string(child));
    rows.emplace_back(absl::StrCat("tokens/", child, "/", token), token);
  }
  return store_.Put(rows);
}

absl::StatusOr<std::vector<std::string>> NameIndex::Matches(const Vault::Likeness& likeness) const {
  std::vector<std::string> years = {"any"};
  if (likeness.birth_year != 0) {
    years = {"unknown", std::to_string(likeness.birth_year - 1),
             std::to_string(likeness.birth_year), std::to_string(likeness.birth_year + 1)};
  }
  std::vector<std::string> children;
  for (const std::string& year : years) {
    RUFAA_ASSIGN_OR_RETURN(const KeyStore::Rows rows,
                           store_.Scan(TokenRow(Token(likeness, year), "")));
    for (const auto& [row, child] : rows) children.push_back(child);
  }
  std::sort(children.begin(), children.end());
  children.erase(std::unique(children.begin(), children.end()), children.end());
  return children;
}

absl::StatusOr<std::vector<std::string>> NameIndex::RowsOf(absl::string_view child) const {
  RUFAA_ASSIGN_OR_RETURN(const KeyStore::Rows tokens,
                         store_.Scan(absl::StrCat("tokens/", child, "/")));
  std::vector<std::string> rows;
  for (const auto& [row, token] : tokens) {
    rows.push_back(row);
    rows.push_back(TokenRow(token, child));
  }
  return rows;
}

}  // namespace rufaa
