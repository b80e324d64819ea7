// Checkpoints as whoever watches over a log signs them: files, the real command, and no hub.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "cli/audit/note_key.h"
#include "cli/audit/signed_note.h"
#include "tests/cli/proof_fixture.h"

namespace rufaa::cli {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::StartsWith;

constexpr char kOrigin[] = "hub.example/001";

std::string Read(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

class Signing : public ProofTest {
 protected:
  void SetUp() override {
    ProofTest::SetUp();
    const Result made =
        Rufaa(home_, {"audit", "make-key", "court-tononoka", "--out", key_, "-o", "json"});
    ASSERT_EQ(made.exit_code, 0) << made.err;
    signed_by_ = json::parse(made.out)[0]["signed_by"];
  }

  Result Sign(const CommitProof& proof, const std::vector<std::string>& more = {}) {
    std::vector<std::string> words = {"audit", "sign", File(ToJson(proof)), "--key", key_};
    words.insert(words.end(), more.begin(), more.end());
    return Rufaa(home_, words);
  }
  void MustSign(const CommitProof& proof, const std::vector<std::string>& more = {}) {
    const Result result = Sign(proof, more);
    ASSERT_EQ(result.exit_code, 0) << result.err;
  }
  // Nothing is signed.
  void ExpectRefused(int exit_code, const std::string& problem, const CommitProof& proof,
                     const std::vector<std::string>& more = {}) {
    const std::string before = Read(checkpoint_);
    const Result result = Sign(proof, more);
    EXPECT_EQ(result.exit_code, exit_code) << result.err;
    EXPECT_THAT(result.err, HasSubstr(problem));
    EXPECT_EQ(Read(checkpoint_), before);
  }
  Result Verify(const CommitProof& proof, const std::string& checkpoint,
                const std::string& signed_by) {
    std::vector<std::string> words = {"audit", "verify", File(ToJson(proof)), "--checkpoint",
                                      checkpoint};
    if (!signed_by.empty()) words.insert(words.end(), {"--signed-by", signed_by});
    return Rufaa(home_, words);
  }

  const std::string key_ = home_.File("court.key");
  const std::string checkpoint_ = key_ + ".checkpoint";
  std::string signed_by_;
};

// Of the documentation of Go's golang.org/x/mod/sumdb/note, which other programs are held to.
TEST(NoteKeys, AreThoseOfGosNotePackage) {
  const auto key =
      NoteKeyFrom("key", "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
  ASSERT_TRUE(key.ok()) << key.status();
  const auto signer = NoteSignerFrom(
      "key", "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz");
  ASSERT_TRUE(signer.ok()) << signer.status();
  EXPECT_EQ(signer->key.Text(), key->Text());
  const std::string text =
      "If you think cryptography is the answer to your problem,\n"
      "then you don't know what your problem is.\n";
  std::string known;
  ASSERT_TRUE(absl::Base64Unescape(
      "x08go/ZJkuBS9UG/"
      "SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=",
      &known));
  EXPECT_EQ(key->Hash() + signer->Sign(text), known);
  EXPECT_TRUE(IsSignedBy(*key, text, known.substr(4)));
  EXPECT_FALSE(IsSignedBy(*key, text + " ", known.substr(4)));
}

TEST_F(Signing, ACheckpointHoldsWithoutAHubForWhoKnowsWhoSigned) {
  MustSign(Proof(kCommits), {"--origin", kOrigin});
  const std::vector<std::string> lines = absl::StrSplit(Read(checkpoint_), '\n');
  ASSERT_EQ(lines.size(), 6u);
  EXPECT_EQ(lines[0], kOrigin);
  EXPECT_EQ(lines[1], absl::StrCat(kCommits));
  EXPECT_EQ(lines[2], absl::Base64Escape(BytesOf(HeadAt(kCommits).root)));
  EXPECT_EQ(lines[3], "");
  EXPECT_THAT(lines[4], StartsWith("\u2014 court-tononoka "));
  EXPECT_EQ(Verify(Proof(kCommits), checkpoint_, signed_by_).exit_code, 0);
  const char* const bin = std::getenv("RUFAA_BIN");
  ASSERT_NE(bin, nullptr);
  const Result piped = RunProgram(
      home_,
      {"sh", "-c",
       absl::StrCat("cat ", File(ToJson(Proof(kEarlier))), " | ", bin, "/rufaa audit verify ",
                    File(ToJson(Proof(kCommits))), " --checkpoint /dev/stdin")});
  EXPECT_EQ(piped.exit_code, 8) << piped.err;
  EXPECT_THAT(piped.err, HasSubstr("prove it --since those")) << "a pipe is read once";
  const Result neither = Verify(Proof(kCommits), File("neither of them"), signed_by_);
  EXPECT_EQ(neither.exit_code, 2);
  EXPECT_THAT(neither.err, testing::Not(HasSubstr("signed checkpoint")));
  const Result unnamed = Verify(Proof(kCommits), checkpoint_, "");
  EXPECT_EQ(unnamed.exit_code, 2);
  EXPECT_THAT(unnamed.err, HasSubstr("--signed-by"));
}

TEST_F(Signing, OnlyWhatGoesOnFromWhatWasSignedIsSigned) {
  ExpectRefused(2, "--origin is needed", Proof(kEarlier));
  MustSign(Proof(kEarlier), {"--origin", kOrigin});
  ExpectRefused(2, "this key signs hub.example/001", Proof(kCommits, kEarlier),
                {"--origin", "hub.example/002"});
  ExpectRefused(8, "nothing shows", Proof(kCommits));
  MustSign(Proof(kCommits, kEarlier));
  EXPECT_THAT(Read(checkpoint_), StartsWith(absl::StrCat(kOrigin, "\n", kCommits, "\n")));
  MustSign(Proof(kCommits));  // Once more the same.
  ExpectRefused(8, "it is older, or the log was cut short", Proof(kEarlier));
  // A hub that shows each agency another log is found out by the first that has signed one.
  MemoryLog other;
  for (uint64_t n = 0; n < kCommits; ++n) ASSERT_TRUE(other.AppendAndWait(Noted(n + 1)).ok());
  CommitProof forked = Proof(kCommits, kCommits);
  forked.head.root = *other.Root(kCommits);
  forked.inclusion = *other.ProveInclusion(kPosition, kCommits);
  forked.record.clear();
  ASSERT_TRUE(other
                  .Read(kPosition - 1,
                        [&](const Commit& commit) {
                          forked.leaf = LeafHash(EncodeCommit(commit));
                          return false;
                        })
                  .ok());
  forked.since.reset();
  ExpectRefused(8, "it is another log", forked);
}

TEST_F(Signing, NothingOfACheckpointCanBeAnother) {
  MustSign(Proof(kCommits), {"--origin", kOrigin});
  const std::string note = Read(checkpoint_);
  const auto refused = [&](int exit_code, const std::string& what, const std::string& changed) {
    ASSERT_NE(changed, note);
    const Result result = Verify(Proof(kCommits), File(changed), signed_by_);
    EXPECT_EQ(result.exit_code, exit_code) << changed << result.err;
    EXPECT_THAT(result.err, HasSubstr(what)) << changed;
  };
  refused(8, "is not of what stands there", absl::StrReplaceAll(note, {{"001", "002"}}));
  refused(8, "is not of what stands there", absl::StrReplaceAll(note, {{"\n11\n", "\n12\n"}}));
  refused(8, "did not sign it", absl::StrReplaceAll(note, {{"court-tononoka", "court-shanzu"}}));
  refused(8, "did not sign it", note.substr(0, note.find("\u2014")));
  refused(2, "is no checkpoint", absl::StrReplaceAll(note, {{"\n11\n", "\n011\n"}}));
  refused(2, "is no signed note", note.substr(0, note.size() - 1));
  const Result other = Rufaa(home_, {"audit", "make-key", "court-tononoka", "--out",
                                     home_.File("other.key"), "-o", "json"});
  const std::string theirs = json::parse(other.out)[0]["signed_by"];
  const Result by_another = Verify(Proof(kCommits), checkpoint_, theirs);
  EXPECT_EQ(by_another.exit_code, 8);
  EXPECT_THAT(by_another.err, HasSubstr("did not sign it")) << "the name alone is nobody's";
  const Result none = Verify(Proof(kCommits), checkpoint_, signed_by_.substr(1));
  EXPECT_EQ(none.exit_code, 2);
  EXPECT_THAT(none.err, HasSubstr("--signed-by"));
}

TEST_F(Signing, WhatSomebodyWroteInItsPlaceIsNotWhatThisKeySignedLast) {
  MustSign(Proof(kCommits), {"--origin", kOrigin});
  const std::string forged = absl::StrReplaceAll(Read(checkpoint_), {{"\n11\n", "\n5\n"}});
  std::ofstream(checkpoint_) << forged;
  ExpectRefused(8, "is not of what stands there", Proof(kCommits));
}

TEST_F(Signing, AKeyIsItsOwnersAloneAndNeverWrittenOver) {
  struct stat found;
  ASSERT_EQ(::stat(key_.c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777, 0600u);
  const std::string before = Read(key_);
  EXPECT_EQ(Rufaa(home_, {"audit", "make-key", "court-tononoka", "--out", key_}).exit_code, 2);
  EXPECT_EQ(Read(key_), before);
  const Result unnamed = Rufaa(home_, {"audit", "make-key", "a b", "--out", home_.File("k")});
  EXPECT_EQ(unnamed.exit_code, 2);
  EXPECT_FALSE(std::filesystem::exists(home_.File("k")));
  ASSERT_EQ(::chmod(key_.c_str(), 0644), 0);
  const Result open = Sign(Proof(kCommits), {"--origin", kOrigin});
  EXPECT_NE(open.exit_code, 0);
  EXPECT_THAT(open.err, HasSubstr("0600"));
  EXPECT_THAT(open.err, testing::Not(HasSubstr("PRIVATE")));
  EXPECT_FALSE(std::filesystem::exists(checkpoint_));
}

}  // namespace
}  // namespace rufaa::cli
