#include "eventlog/record.h"

#include <gtest/gtest.h>

#include <random>

#include "absl/strings/escaping.h"
#include "eventlog/bytes.h"
#include "eventlog/crc32c.h"
#include "tests/eventlog/fixtures.h"

namespace rufaa {
namespace {

Commit Example() {
  Commit commit;
  commit.position = 300;
  commit.recorded_at = Noon();
  commit.versions = {7, 1};
  commit.proposal = Propose(1, "case/1", 6);
  commit.proposal.events.push_back({"desk/1", "bed.held", std::string("\0\x01\xff", 3)});
  commit.proposal.caused_by = 299;
  commit.proposal.occurred_at = absl::FromUnixMicros(-12345);
  return commit;
}

TEST(Crc32c, GivesTheKnownChecksum) {
  EXPECT_EQ(Crc32c("123456789"), 0xe3069283u);
  EXPECT_EQ(Crc32c(""), 0u);
  EXPECT_EQ(Crc32c(std::string(32, '\0')), 0x8a9136aau);
}

TEST(Crc32c, IsTheSameByInstructionAndByTable) {
  std::mt19937 random(1);
  for (size_t size = 0; size < 200; ++size) {
    std::string bytes(size, '\0');
    for (char& c : bytes) c = static_cast<char>(random());
    EXPECT_EQ(Crc32c(bytes), Crc32cByTable(bytes));
  }
}

TEST(Bytes, TakesOnlyTheShortestFormOfAVarint) {
  for (uint64_t value :
       {uint64_t{0}, uint64_t{127}, uint64_t{128}, uint64_t{1} << 63, UINT64_MAX}) {
    std::string bytes;
    PutVarint(bytes, value);
    ByteReader reader(bytes);
    EXPECT_EQ(reader.Varint(), value);
    EXPECT_TRUE(reader.Done());
  }
  for (const std::string& bytes :
       {std::string("\x80\x00", 2), std::string("\xff\x80\x00", 3), std::string("\x80"),
        std::string(9, '\xff') + "\x02", std::string(10, '\xff') + "\x01"}) {
    ByteReader reader(bytes);
    reader.Varint();
    EXPECT_FALSE(reader.ok());
  }
}

TEST(Record, DecodesToWhatWasEncoded) {
  Commit decoded;
  ASSERT_TRUE(DecodeCommit(EncodeCommit(Example()), decoded).ok());
  EXPECT_EQ(decoded, Example());
  // Into a commit that held something larger.
  const Commit small{
      .position = 1, .recorded_at = Noon(), .versions = {1}, .proposal = Propose(2, "a", 0)};
  ASSERT_TRUE(DecodeCommit(EncodeCommit(small), decoded).ok());
  EXPECT_EQ(decoded, small);
}

TEST(Record, DecodesAProposalAlone) {
  Proposal decoded;
  ASSERT_TRUE(DecodeProposal(EncodeProposal(Example().proposal), decoded).ok());
  EXPECT_EQ(decoded, Example().proposal);
}

// What is written today is read for ever: if this changes, kRecordFormat must too.
TEST(Record, KeepsItsBytes) {
  EXPECT_EQ(absl::BytesToHexString(BytesOf(Sha256(EncodeCommit(Example())))),
            "b5158b4aabce83ee3c31135a27350138f7bdf9b63a30978222143510d22f19e1");
}

TEST(Record, HasOneEncoding) {
  std::mt19937 random(2);
  const std::string record = EncodeCommit(Example());
  Commit decoded;
  int taken = 0;
  for (int i = 0; i < 20000; ++i) {
    std::string mutated = record;
    mutated[random() % mutated.size()] ^= static_cast<char>(1 << random() % 8);
    if (!DecodeCommit(mutated, decoded).ok()) continue;
    ++taken;
    ASSERT_EQ(EncodeCommit(decoded), mutated);
  }
  EXPECT_GT(taken, 0);
}

TEST(Record, RefusesEveryTruncation) {
  const std::string record = EncodeCommit(Example());
  Commit decoded;
  for (size_t size = 0; size < record.size(); ++size) {
    EXPECT_TRUE(RefusedWith(DecodeCommit(record.substr(0, size), decoded), Reason::STORE_DAMAGED));
  }
  EXPECT_FALSE(DecodeCommit(record + "x", decoded).ok());
}

TEST(Record, DecodesRandomBytesToSomethingOrRefusesThem) {
  std::mt19937 random(3);
  Commit decoded;
  for (int i = 0; i < 20000; ++i) {
    std::string bytes(random() % 300, '\0');
    for (char& c : bytes) c = static_cast<char>(random());
    if (!bytes.empty()) bytes[0] = static_cast<char>(kRecordFormat);
    if (DecodeCommit(bytes, decoded).ok()) {
      EXPECT_EQ(EncodeCommit(decoded), bytes);
    }
    ChunkReader reader(bytes);
    while (reader.Next()) {
    }
  }
}

TEST(Record, RefusesACommitWhoseVersionsDoNotMatchItsEvents) {
  Commit commit = Example();
  commit.versions.pop_back();
  Commit decoded;
  EXPECT_FALSE(DecodeCommit(EncodeCommit(commit), decoded).ok());
}

TEST(Chunk, GivesBackItsRecordsInOrder) {
  std::string chunk;
  for (const char* record : {"one", "", "three"}) AppendFrame(record, chunk);
  ChunkReader reader(chunk);
  std::vector<std::string> records;
  while (reader.Next()) records.emplace_back(reader.record());
  EXPECT_TRUE(reader.status().ok());
  EXPECT_EQ(records, (std::vector<std::string>{"one", "", "three"}));
}

TEST(Chunk, StopsAtATornOrAlteredFrame) {
  std::string chunk;
  AppendFrame("whole", chunk);
  const size_t whole = chunk.size();
  AppendFrame("harmed", chunk);
  for (size_t size = whole + 1; size < chunk.size(); ++size) {
    const std::string torn = chunk.substr(0, size);
    ChunkReader reader(torn);
    EXPECT_TRUE(reader.Next());
    EXPECT_FALSE(reader.Next());
    EXPECT_TRUE(RefusedWith(reader.status(), Reason::STORE_DAMAGED));
  }
  for (size_t at = whole; at < chunk.size(); ++at) {
    std::string altered = chunk;
    altered[at] ^= 4;
    ChunkReader reader(altered);
    EXPECT_TRUE(reader.Next());
    EXPECT_FALSE(reader.Next());
    EXPECT_FALSE(reader.status().ok());
  }
}

}  // namespace
}  // namespace rufaa
