// Proofs as whoever is given one checks them: a file, the real command, and no hub.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "tests/cli/proof_fixture.h"

namespace rufaa::cli {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

class Proofs : public ProofTest {
 protected:
  json Whole() { return json::parse(ToJson(Proof(kCommits, kEarlier))); }
  Result Verify(const std::string& text, const std::vector<std::string>& more = {}) {
    std::vector<std::string> words = {"audit", "verify", File(text)};
    words.insert(words.end(), more.begin(), more.end());
    return Rufaa(home_, words);
  }
  void ExpectHolds(const std::string& text, const std::vector<std::string>& more = {}) {
    const Result result = Verify(text, more);
    EXPECT_EQ(result.exit_code, 0) << text << result.err;
    EXPECT_THAT(result.out, HasSubstr("yes"));
  }
  void ExpectFails(int exit_code, const std::string& problem, const std::string& text,
                   const std::vector<std::string>& more = {}) {
    const Result result = Verify(text, more);
    EXPECT_EQ(result.exit_code, exit_code) << text << result.err;
    EXPECT_THAT(result.err, HasSubstr(problem)) << text;
    EXPECT_THAT(result.out, Not(HasSubstr("yes")));
  }
};

// Another hash, as long.
json Flipped(const json& hex) {
  std::string text = hex;
  text.back() = text.back() == '0' ? '1' : '0';
  return text;
}

TEST_F(Proofs, HoldWithoutAHub) {
  for (const CommitProof& proof : {Proof(kCommits), Proof(kPosition), Proof(kCommits, kEarlier),
                                   Proof(kCommits, kCommits), Proof(kCommits, 8)}) {
    ExpectHolds(ToJson(proof));
  }
  const Result result = Verify(Whole().dump(), {"-o", "json"});
  EXPECT_THAT(result.err, HasSubstr("--checkpoint")) << "by itself a root is anybody's";
  const json row = json::parse(result.out)[0];
  EXPECT_EQ(row["position"], absl::StrCat(kPosition));
  EXPECT_EQ(row["size"], absl::StrCat(kCommits));
  EXPECT_EQ(row["root"], RootAt(kCommits));
  EXPECT_EQ(row["since_size"], absl::StrCat(kEarlier));
  EXPECT_THAT(row["record"], HasSubstr("p-amina@a-1  case.noted case/1#5"));
}

TEST_F(Proofs, HoldAgainstTheRootThatSomebodyHas) {
  const std::string whole = Whole().dump();
  for (const uint64_t size : {kCommits, kEarlier}) {
    const std::string earlier = File(ToJson(Proof(size)));
    ExpectHolds(whole, {"--checkpoint", earlier});
    ExpectHolds(whole, {"--size", absl::StrCat(size), "--root", RootAt(size)});
    const Result told = Verify(whole, {"--checkpoint", earlier});
    EXPECT_THAT(told.err, Not(HasSubstr("--checkpoint")));
  }
}

TEST_F(Proofs, NoByteOfOneCanBeAnother) {
  const auto tampered = [this](const std::string& problem, auto change) {
    json proof = Whole();
    change(proof);
    ExpectFails(8, problem, proof.dump());
  };
  const std::string absent = "the leaf is not at position 5";
  tampered("the record is not", [](json& p) { p["leaf"] = Flipped(p["leaf"]); });
  tampered("the record is not", [](json& p) { p["record"] = Flipped(p["record"]); });
  tampered(absent, [](json& p) { p["root"] = Flipped(p["root"]); });
  tampered(absent, [](json& p) { p["size"] = kPosition - 1; });
  for (size_t i = 0; i < Whole()["inclusion"].size(); ++i) {
    tampered(absent, [i](json& p) { p["inclusion"][i] = Flipped(p["inclusion"][i]); });
  }
  tampered(absent, [](json& p) { p["inclusion"].erase(0); });
  tampered(absent, [](json& p) { p["inclusion"].push_back(p["leaf"]); });
  tampered("the record is of position 5, not 6", [](json& p) { p["position"] = 6; });
  tampered("the leaf is not at position 6", [](json& p) {
    p["position"] = 6;
    p.erase("record");
  });
  const std::string other = "do not begin with the 6 commits";
  tampered(other, [](json& p) { p["since"]["root"] = Flipped(p["since"]["root"]); });
  for (size_t i = 0; i < Whole()["since"]["consistency"].size(); ++i) {
    tampered(other, [i](json& p) {
      p["since"]["consistency"][i] = Flipped(p["since"]["consistency"][i]);
    });
  }
  tampered(other, [](json& p) { p["since"]["consistency"].clear(); });
}

TEST_F(Proofs, AShorterLogIsNotTheOneThatSomebodyKnew) {
  // As the hub answers of a log that was cut short.
  CommitProof proof = Proof(kEarlier);
  proof.since = {HeadAt(kCommits), {}};
  ExpectFails(8, "the log has 6 commits, fewer than the 11", ToJson(proof));
  // And where only who checks knows of the longer one.
  ExpectFails(8, "the proof is of 6 commits, fewer than the 11", ToJson(Proof(kEarlier)),
              {"--checkpoint", File(ToJson(Proof(kCommits)))});
}

TEST_F(Proofs, AnotherRootIsAnotherLog) {
  const std::string whole = Whole().dump();
  for (const uint64_t size : {kCommits, kEarlier}) {
    ExpectFails(8, absl::StrCat("the root over ", size, " commits is ", RootAt(size)), whole,
                {"--size", absl::StrCat(size), "--root", RootAt(1)});
  }
  ExpectFails(8, "nothing shows that the log begins with the 7 commits", whole,
              {"--size", "7", "--root", RootAt(7)});
  ExpectFails(8, "nothing shows that the log begins with the 6 commits", ToJson(Proof(kCommits)),
              {"--size", "6", "--root", RootAt(6)});
}

TEST_F(Proofs, ARootVouchesForNothingThatCameAfterIt) {
  const CommitProof genuine = Proof(kCommits, kEarlier, 9);
  ExpectHolds(ToJson(genuine));
  ExpectHolds(ToJson(genuine), {"--size", "11", "--root", RootAt(kCommits)});
  ExpectFails(8, "position 9 is after the 6 commits", ToJson(genuine),
              {"--size", "6", "--root", RootAt(kEarlier)});
  ExpectHolds(ToJson(Proof(kCommits, kEarlier, kEarlier)),
              {"--size", "6", "--root", RootAt(kEarlier)});
  // Who knows the root over eight commits, and has no log, puts a ninth beside it.
  Commit made_up;
  made_up.position = 9;
  made_up.proposal = Noted(20);
  made_up.versions = {1};
  CommitProof forged;
  forged.position = 9;
  forged.record = EncodeCommit(made_up);
  forged.leaf = LeafHash(forged.record);
  const TreeHead known = HeadAt(8);
  forged.head = {9, NodeHash(known.root, forged.leaf)};
  forged.inclusion = {known.root};
  forged.since = {known, {forged.leaf}};
  ExpectHolds(ToJson(forged));
  ExpectFails(8, "position 9 is after the 8 commits", ToJson(forged),
              {"--size", "8", "--root", RootAt(8)});
  ExpectFails(8, "position 9 is after the 8 commits", ToJson(forged),
              {"--checkpoint", File(ToJson(Proof(8)))});
}

TEST_F(Proofs, WhatIsNoProofIsRefusedByName) {
  for (const char* text : {"", "{", "[]", "null", "7", "\xff\xfe", "{\"size\": 3}"}) {
    ExpectFails(2, "is no proof", text);
  }
  ExpectFails(2, "is no proof", std::string(200'000, '['));
  ExpectFails(2, "larger than 4 MiB", std::string(size_t{5} << 20, ' '));
  const auto malformed = [this](const std::string& problem, auto change) {
    json proof = Whole();
    change(proof);
    ExpectFails(2, problem, proof.dump());
  };
  malformed("rufaa_proof: is of version 2", [](json& p) { p["rufaa_proof"] = 2; });
  malformed("county: unknown field", [](json& p) { p["county"] = "047"; });
  malformed("since.note: unknown field", [](json& p) { p["since"]["note"] = "x"; });
  for (const char* field : {"position", "leaf", "size", "root", "inclusion"}) {
    malformed(absl::StrCat(field, ": is not"), [field](json& p) { p.erase(field); });
    malformed(absl::StrCat(field, ": is not"), [field](json& p) { p[field] = json::object(); });
  }
  for (const json& none : {json(0), json(-1), json(5.5), json("5")}) {
    malformed("position: is not a number", [&](json& p) { p["position"] = none; });
    malformed("since.size: is not a number", [&](json& p) { p["since"]["size"] = none; });
  }
  for (const std::string& none : {std::string(), std::string(63, 'a'), std::string(64, 'g')}) {
    malformed("root: is not", [&](json& p) { p["root"] = none; });
    malformed("inclusion[1]: is not", [&](json& p) { p["inclusion"][1] = none; });
  }
  malformed("inclusion: is not a list of at most 65",
            [](json& p) { p["inclusion"] = std::vector<json>(66, p["leaf"]); });
  malformed("since: is not an object", [](json& p) { p["since"] = 3; });
  malformed("record: is not bytes", [](json& p) { p["record"] = "abc"; });
}

TEST_F(Proofs, WhatIsTypedWrongIsSaid) {
  const std::string whole = Whole().dump();
  ExpectFails(2, "--root", whole, {"--size", "6"});
  ExpectFails(2, "--root: is not a hash", whole, {"--size", "6", "--root", "abc"});
  ExpectFails(2, "--size", whole, {"--root", RootAt(6)});
  ExpectFails(2, "--size", whole, {"--size", "six", "--root", RootAt(6)});
  const std::string held = File(whole);
  ExpectFails(2, "--checkpoint", whole, {"--checkpoint", held, "--size", "6"});
  ExpectFails(2, "is no proof", whole, {"--checkpoint", File("{}")});
  ExpectFails(2, "nowhere", whole, {"--checkpoint", home_.File("nowhere")});
  EXPECT_EQ(Rufaa(home_, {"audit", "verify", home_.File("nowhere")}).exit_code, 2);
}

}  // namespace
}  // namespace rufaa::cli
