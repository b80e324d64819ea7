import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { factWords, fieldWord } from "../src/casefile/factWords";
import type { I18n } from "../src/i18n";
import { en } from "../src/i18n/en";
import { sw } from "../src/i18n/sw";

function leaves(of: unknown, path = ""): [string, unknown][] {
  if (typeof of !== "object" || of === null) return [[path, of]];
  return Object.entries(of).flatMap(([key, value]) => leaves(value, `${path}.${key}`));
}

it("both languages have the same keys, and nothing is empty", () => {
  const english = leaves(en);
  const swahili = leaves(sw);
  expect(swahili.map(([key]) => key).sort()).toEqual(english.map(([key]) => key).sort());
  for (const [key, word] of [...english, ...swahili])
    if (typeof word === "string") expect(word, key).not.toBe("");
});

it("every refusal of the hub is told in words", () => {
  const page = readFileSync("../docs/errors.md", "utf8");
  const reasons = [...page.matchAll(/^\| `([A-Z_]+)` \|/gm)].map((match) => match[1]!);
  expect(reasons.length).toBeGreaterThan(40);
  expect(reasons.filter((reason) => !(reason in en.reasons))).toEqual([]);
});

it("everything that can be due is told in words", () => {
  const pages = ["case", "referral"].map((of) => readFileSync(`../docs/diagrams/${of}.md`, "utf8"));
  // | no-show | recipient | book again |
  const clocks = pages.join("").matchAll(/^\| [a-z-]+ \| [a-z ]+ \| ([a-z ]+)[^|]*\|$/gm);
  const due = [...clocks].map((match) => match[1]!.trim()).filter(Boolean);
  expect(due).toEqual(expect.arrayContaining(["register", "bring to court", "book again"]));
  expect(due.filter((what) => !(what in en.due))).toEqual([]);
});

it("every event that the log keeps is told in words", () => {
  const events = readFileSync("../protos/rufaa/events/v1/events.proto", "utf8");
  const types = [...events.matchAll(/^\/\/ ([a-z]+\.[a-z-]+)$/gm)].map((match) => match[1]!);
  expect(types.length).toBeGreaterThan(70);
  expect(types.filter((type) => !(type in en.events))).toEqual([]);
});

// Of a sealed text nothing but that it is there is shown, and what only the log needs is left out.
const OF_THE_LOG = ["ciphertext", "nonce", "key_id", "digest", "file_digest", "file", "prefix"];

it("every field of an event that a timeline or trail may show is told in words", () => {
  const events = readFileSync("../protos/rufaa/events/v1/events.proto", "utf8");
  const found = events.matchAll(/^  (?:repeated |optional )?[\w.]+ ([a-z_]+) = \d+/gm);
  const names = [...new Set([...found].map((match) => match[1]!))];
  expect(names.length).toBeGreaterThan(120);
  for (const t of [en, sw]) {
    const i18n = { t, label: (_: string, code: string) => code } as unknown as I18n;
    const without = names.filter(
      (name) =>
        !OF_THE_LOG.includes(name) &&
        factWords(i18n, String, name, "x") &&
        fieldWord(i18n, name) === name.replaceAll("_", " "),
    );
    expect(without).toEqual([]);
  }
});
