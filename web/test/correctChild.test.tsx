// What was reported wrongly of a child is put right: what is not touched is not sent.
import { create } from "@bufbuild/protobuf";
import { act } from "react";
import { expect, it, vi } from "vitest";
import { ActionForm } from "../src/actions/ActionDialog";
import { caseActions } from "../src/actions/definitions";
import { casework } from "../src/api/casework";
import { CaseSchema } from "../src/gen/rufaa/casework/v1/casework_pb";
import { RevealChildResponseSchema } from "../src/gen/rufaa/casework/v1/casework_service_pb";
import { en } from "../src/i18n/en";
import { shown } from "./shown";

const file = create(CaseSchema, {
  caseCode: "MSA-1",
  subcounty: "003",
  categories: [{ category: "CSRG", subcategory: "CEPR" }, { category: "CCDF" }],
});

function type(element: HTMLInputElement | HTMLSelectElement, value: string): Promise<void> {
  const of = element instanceof HTMLSelectElement ? HTMLSelectElement : HTMLInputElement;
  return act(async () => {
    Object.getOwnPropertyDescriptor(of.prototype, "value")!.set!.call(element, value);
    element.dispatchEvent(new Event("input", { bubbles: true }));
    element.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

async function correcting() {
  const run = vi.fn().mockResolvedValue({});
  const place = await shown(
    <ActionForm
      action={caseActions["CorrectDetails"]!}
      subject={{ file }}
      version={1n}
      run={run}
      onConflict={async () => undefined}
      onDone={() => undefined}
    />,
    { state: "in" },
  );
  const named = (name: string) => place.querySelector<HTMLInputElement>(`[name=${name}]`)!;
  return { run, place, named };
}

it("birth date, ward and what is alleged are corrected, and the rest of each stays", async () => {
  const reveal = vi.spyOn(casework, "revealChild").mockResolvedValue(
    create(RevealChildResponseSchema, {
      identity: { firstName: "Zawadi", phone: "0700", birthDate: "1990-01-01" },
    }),
  );
  const { run, place, named } = await correcting();
  await type(named("reason"), "heard at the visit");
  const send = () => act(async () => place.querySelector("form")!.requestSubmit());
  await send();
  expect(Object.keys(run.mock.lastCall![0]).sort()).toEqual([
    "expectedVersion",
    "reason",
    "requestId",
  ]);

  await type(named("ward"), named("ward").querySelectorAll("option")[1]!.value);
  const selects = [...named("categories").closest("fieldset")!.querySelectorAll("select")];
  await type(selects[3]!, "CSTC");
  await act(async () =>
    [...place.querySelectorAll("button")]
      .find((one) => one.textContent === en.actions.openIdentity)!
      .click(),
  );
  expect(reveal.mock.lastCall![0]).toMatchObject({ caseCode: "MSA-1", compartments: [1] });
  const child = named("identity").closest("fieldset")!;
  await type(child.querySelector<HTMLInputElement>("[type=date]")!, "2012-06-01");
  await send();
  expect(run.mock.lastCall![0]).toMatchObject({
    ward: expect.stringMatching(/\d/),
    categories: [
      { category: "CSRG", subcategory: "CEPR" },
      { category: "CSTC", subcategory: "" },
    ],
    identity: { firstName: "Zawadi", phone: "0700", birthDate: "2012-06-01" },
  });
  expect(run.mock.lastCall![0]).not.toHaveProperty("subcounty");
});

it("when an assault happened is told late, and only what was chosen beside it changes", async () => {
  const { run, place, named } = await correcting();
  const when = named("exposureTime").closest("fieldset")!;
  await type(when.querySelector<HTMLInputElement>("[type=date]")!, "2026-01-05");
  await type(when.querySelector<HTMLInputElement>(".hour")!, "21:30");
  await type(named("perpetratorInHousehold"), "no");
  await type(named("location"), "Kisauni, by the mosque");
  await type(named("reason"), "told at the visit");
  await act(async () => place.querySelector("form")!.requestSubmit());
  expect(run.mock.lastCall![0]).toMatchObject({
    exposureTime: { seconds: BigInt(Date.UTC(2026, 0, 5, 18, 30) / 1000) },
    perpetratorInHousehold: false,
    location: "Kisauni, by the mosque",
  });
  // Neither yes nor no was chosen.
  expect(run.mock.lastCall![0]).not.toHaveProperty("trafficking");
  expect(place.textContent).toContain(en.actions.fields.home);
  expect(place.textContent).not.toContain(en.actions.fields.location);
});
