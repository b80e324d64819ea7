// A RocksDB store as a killed process leaves it, its newest rows in the write-ahead log alone, and
// what a bad disk makes of those.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>

#include "gtest/gtest.h"

namespace rufaa {

class CrashedStore {
 public:
  // Copies the store in folder `open`, which is not closed, into the new folder `path`.
  CrashedStore(const std::string& open, std::string path) : path_(std::move(path)) {
    std::filesystem::copy(open, path_, std::filesystem::copy_options::recursive);
  }

  const std::string& path() const { return path_; }

  // Flips a bit of `text` where the write-ahead log first has it.
  void Flip(const std::string& text) const {
    const Place place = Find(text);
    std::fstream bytes(place.wal, std::ios::in | std::ios::out | std::ios::binary);
    bytes.seekp(static_cast<std::streamoff>(place.at));
    bytes.put(static_cast<char>(text[0] ^ 0x20));
  }

  // Ends the write-ahead log in the midst of `text`.
  void Tear(const std::string& text) const {
    const Place place = Find(text);
    std::filesystem::resize_file(place.wal, place.at + text.size() / 2);
  }

 private:
  struct Place {
    std::filesystem::path wal;
    uint64_t at = 0;
  };
  Place Find(const std::string& text) const {
    for (const auto& entry : std::filesystem::directory_iterator(path_)) {
      if (entry.path().extension() != ".log") continue;
      std::ifstream in(entry.path(), std::ios::binary);
      const std::string bytes((std::istreambuf_iterator<char>(in)), {});
      const size_t at = bytes.find(text);
      if (at != std::string::npos) return {entry.path(), at};
    }
    ADD_FAILURE() << "no write-ahead log holds " << text;
    return {path_ + "/none", 0};
  }

  const std::string path_;
};

}  // namespace rufaa
