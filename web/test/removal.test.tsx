// When a child was removed to a place of safety, where that was not just now.
import { act } from "react";
import { expect, it, vi } from "vitest";
import { actionsOn, nameOf } from "../src/actions/definitions";
import { toDateInput } from "../src/api/time";
import { en } from "../src/i18n/en";
import { actionForm } from "./actionForm";

vi.mock("../src/directory/agencies", () => {
  const shelter = { agency: "shelter", displayName: "Shelter", placeOfSafety: true };
  return { useAgencies: () => ({ all: [shelter], name: String }) };
});

async function form() {
  const { place, send } = await actionForm("DeclareEmergency");
  place.querySelector<HTMLSelectElement>("[name=placeAgency]")!.value = "shelter";
  return { place, send };
}

it("the removal is sent with when it was, which lies not ahead", async () => {
  const { place, send } = await form();
  expect(place.textContent).toContain(en.optional(en.actions.fields.removedTime));
  const field = place.querySelector("[name=removedTime]")!.closest("fieldset")!;
  const type = (of: string, value: string) => {
    const input = field.querySelector<HTMLInputElement>(of)!;
    input.value = value;
    return act(async () => void input.dispatchEvent(new Event("input", { bubbles: true })));
  };
  expect(field.querySelector<HTMLInputElement>("[type=date]")!.max).toBe(toDateInput(new Date()));
  await type("[type=date]", "2026-11-20");
  await type(".hour", "21:30");
  const seconds = BigInt(Date.UTC(2026, 10, 20, 18, 30) / 1000);
  expect(await send()).toMatchObject({ placeAgency: "shelter", removedTime: { seconds } });
});

it("a removal of just now says no time", async () => {
  const { send } = await form();
  expect(await send()).not.toHaveProperty("removedTime");
});

it("a case that was taken on before is not taken on again: its emergency is over", () => {
  const nameIn = (registered: boolean) => nameOf(actionsOn(true, registered)["RegisterCase"]!);
  expect(nameIn(false)).toBe("RegisterCase");
  expect(nameIn(true)).toBe("EndEmergency");
  expect(actionsOn(true, true)["RegisterCase"]!.fields).toEqual([]);
});
