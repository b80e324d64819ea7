#include "services/rpc/shown_lately.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "absl/strings/str_cat.h"

namespace rufaa::rpc {

ShownLately::ShownLately(Counter& not_entered, size_t keys_max, size_t under_way_max)
    : not_entered_(not_entered),
      keys_max_(keys_max),
      under_way_max_(under_way_max),
      secret_(crypto_generichash_KEYBYTES, '\0') {
  randombytes_buf(secret_.data(), secret_.size());
}

ShownLately::~ShownLately() {
  std::unique_lock lock(mutex_);
  answered_.wait(lock, [this] { return under_way_ == 0; });
}

// One hash of the viewer is the key of those of the cases: an answer has many of them.
std::vector<uint64_t> ShownLately::KeysOf(const Viewer& viewer,
                                          absl::Span<const std::string> cases) const {
  const std::string text =
      absl::StrCat(viewer.day - absl::CivilDay(), "\n", viewer.county, "\n", viewer.person, "\n",
                   viewer.agency, "\n", viewer.role, "\n", viewer.method, "\n", viewer.about);
  std::array<unsigned char, crypto_shorthash_KEYBYTES> of_viewer;
  crypto_generichash(of_viewer.data(), of_viewer.size(),
                     reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                     reinterpret_cast<const unsigned char*>(secret_.data()), secret_.size());
  std::vector<uint64_t> keys;
  keys.reserve(cases.size());
  for (const std::string& code : cases) {
    std::array<unsigned char, crypto_shorthash_BYTES> hash;
    crypto_shorthash(hash.data(), reinterpret_cast<const unsigned char*>(code.data()), code.size(),
                     of_viewer.data());
    std::memcpy(&keys.emplace_back(), hash.data(), hash.size());
  }
  return keys;
}

ShownLately::Fresh ShownLately::Take(const Viewer& viewer, absl::Span<const std::string> cases) {
  const std::vector<uint64_t> keys = KeysOf(viewer, cases);
  Fresh fresh;
  const std::lock_guard lock(mutex_);
  // A day is part of its keys: those of one that is over are only in the way.
  if (viewer.day > day_) {
    keys_.clear();
    day_ = viewer.day;
  }
  if (under_way_ >= under_way_max_) {
    Miss(static_cast<size_t>(std::count_if(keys.begin(), keys.end(),
                                           [this](uint64_t key) { return !keys_.contains(key); })));
    return fresh;
  }
  for (size_t i = 0; i < keys.size(); ++i) {
    if (keys_.contains(keys[i])) continue;
    if (keys_.size() >= keys_max_) keys_.clear();
    keys_.insert(keys[i]);
    fresh.cases.push_back(cases[i]);
    fresh.keys.push_back(keys[i]);
  }
  if (!fresh.cases.empty()) ++under_way_;
  return fresh;
}

void ShownLately::Answered(const std::vector<uint64_t>& keys, bool entered) {
  const std::lock_guard lock(mutex_);
  if (!entered) {
    for (const uint64_t key : keys) keys_.erase(key);
    Miss(keys.size());
  }
  if (--under_way_ == 0) answered_.notify_all();
}

void ShownLately::Miss(size_t cases) {
  if (cases == 0) return;
  not_entered_.Add(cases);
  failures_.fetch_add(1, std::memory_order_release);
}

}  // namespace rufaa::rpc
