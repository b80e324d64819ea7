// Keys of the log's store; private to LogStore.
#pragma once

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "eventlog/bytes.h"
#include "rocksdb/slice.h"

namespace rufaa {

inline constexpr char kGenesisKey[] = "genesis";
inline constexpr char kTipKey[] = "tip";
inline constexpr char kSourceKey[] = "source";
inline constexpr char kMoveKey[] = "move";

inline rocksdb::Slice SliceOf(absl::string_view text) { return {text.data(), text.size()}; }
inline absl::string_view ViewOf(const rocksdb::Slice& slice) {
  return {slice.data(), slice.size()};
}

inline void AppendStreamKey(absl::string_view stream, uint64_t version, std::string& key) {
  key.append(stream.data(), stream.size());
  key.push_back('\0');
  PutBigEndian64(key, version);
}

inline std::string PositionKey(uint64_t position) {
  std::string key;
  PutBigEndian64(key, position);
  return key;
}

inline std::string TileKey(uint64_t tile) {
  std::string key = "t";
  PutBigEndian64(key, tile);
  return key;
}

inline std::string NodeKey(int level, uint64_t index) {
  std::string key = "n";
  key.push_back(static_cast<char>(level));
  PutBigEndian64(key, index);
  return key;
}

inline uint64_t VersionOfKey(absl::string_view key) {
  return key.size() < 8 ? 0 : GetBigEndian64(key.substr(key.size() - 8));
}

}  // namespace rufaa
