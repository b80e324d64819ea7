#include "tests/services_publisher/kcat.h"

#include <array>
#include <cstdio>
#include <memory>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "domain/base/check.h"

namespace rufaa {
namespace {

constexpr int kAttempts = 100;  // Each starts a process, and waits for half a second at the end.

ReadRecord Parse(absl::string_view line) {
  const std::vector<std::string> parts = absl::StrSplit(line, absl::MaxSplits('\t', 4));
  RUFAA_CHECK(parts.size() == 5);
  ReadRecord record;
  RUFAA_CHECK(absl::SimpleAtoi(parts[0], &record.offset));
  RUFAA_CHECK(absl::SimpleAtoi(parts[1], &record.timestamp_ms));
  record.key = parts[2];
  record.data = parts[4];
  for (absl::string_view header : absl::StrSplit(parts[3], ',', absl::SkipEmpty())) {
    record.headers.insert(absl::StrSplit(header, absl::MaxSplits('=', 1)));
  }
  return record;
}

// kcat learns that it is at the end from an answer with nothing in it, which the broker holds back
// for so long.
std::vector<ReadRecord> Read(const KafkaTopic& topic, int empty_after_ms) {
  const std::string command = absl::StrCat(
      "kcat -b ", topic.brokers, " -C -t ", topic.name, " -X fetch.wait.max.ms=", empty_after_ms,
      " -p 0 -o beginning -e -q", " -f '%o\\t%T\\t%k\\t%h\\t%s\\n' 2>&1");
  const std::unique_ptr<FILE, int (*)(FILE*)> kcat(popen(command.c_str(), "r"), pclose);
  std::string text;
  std::array<char, 65536> chunk;
  for (size_t n = 0; (n = std::fread(chunk.data(), 1, chunk.size(), kcat.get())) > 0;) {
    text.append(chunk.data(), n);
  }
  std::vector<ReadRecord> records;
  for (absl::string_view line : absl::StrSplit(text, '\n', absl::SkipEmpty())) {
    // A topic that is not there yet is told as an error.
    if (line[0] == '%') continue;
    records.push_back(Parse(line));
  }
  return records;
}

}  // namespace

std::vector<ReadRecord> ReadByKcat(const KafkaTopic& topic) { return Read(topic, 10); }

std::vector<ReadRecord> ReadByKcat(const KafkaTopic& topic, size_t at_least) {
  std::vector<ReadRecord> records;
  for (int attempt = 0; attempt < kAttempts && records.size() < at_least; ++attempt) {
    records = Read(topic, 500);
  }
  return records;
}

}  // namespace rufaa
