// Why a risk is what it is: ticked as signs, sent as their codes, told in words.
import { expect, it } from "vitest";
import { factWords } from "../src/casefile/factWords";
import { labels } from "../src/gen/codes.en";
import { makeI18n } from "../src/i18n";
import { en } from "../src/i18n/en";
import { actionForm } from "./actionForm";

async function form() {
  const { place, send } = await actionForm("SetRisk");
  const signs = [...place.querySelectorAll<HTMLInputElement>("[type=checkbox][name=reasons]")];
  place.querySelector<HTMLSelectElement>("[name=risk]")!.value = "RLHG";
  return { place, signs, send };
}

it("several signs are ticked and sent, but for the one that the hub itself adds", async () => {
  const { place, signs, send } = await form();
  expect(place.textContent).toContain(labels["risk_sign"]!["THREATENED"]);
  const offered = signs.map((one) => one.value);
  expect(offered).toEqual(Object.keys(labels["risk_sign"]!).filter((one) => one !== "EMERGENCY"));
  for (const one of signs) one.checked = ["THREATENED", "SOLD_NOW"].includes(one.value);
  expect(await send()).toMatchObject({ risk: "RLHG", reasons: ["THREATENED", "SOLD_NOW"] });
});

it("a risk is set without a sign, too", async () => {
  const { send } = await form();
  expect(await send()).toMatchObject({ risk: "RLHG", reasons: [] });
});

it("signs of an event are told in words, each once, and an older event's as they are", () => {
  const i18n = makeI18n({ t: en, labels }, "en", () => undefined);
  const { THREATENED, EMERGENCY } = labels["risk_sign"]!;
  const told = factWords(i18n, String, "reasons", "THREATENED, EMERGENCY, MOTHER_ILL, THREATENED");
  expect(told).toEqual([en.fields.reasons, `${THREATENED}; ${EMERGENCY}; MOTHER_ILL`]);
});
