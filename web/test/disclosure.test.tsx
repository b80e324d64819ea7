// What the officer is told of the ground on which a referral goes out is what the hub will hold it to.
import { create } from "@bufbuild/protobuf";
import { act, useState } from "react";
import { expect, it, vi } from "vitest";
import { stampOf } from "../src/api/time";
import { CaseSchema } from "../src/gen/rufaa/casework/v1/casework_pb";
import { Compartment } from "../src/gen/rufaa/common/v1/common_pb";
import { en } from "../src/i18n/en";
import { Disclosure } from "../src/refer/Disclosure";
import { shown } from "./shown";

vi.mock("../src/directory/agencies", () => ({
  useAgencies: () => ({
    all: [],
    name: String,
    get: (id: string) => ({ kind: id === "hospital" ? "HEALTH" : "RESCUE_CENTRE" }),
  }),
}));

const inHours = (hours: number) => stampOf(new Date(Date.now() + hours * 3600_000));
const CONSENT = {
  recipientAgency: "shelter",
  recipientKind: "",
  purpose: "REFERRAL_SERVICE",
  scope: [Compartment.IDENTITY, Compartment.NARRATIVE],
  givenBy: "GUARDIAN",
  fromTime: inHours(-1),
};
const ORDERED = { givenBy: "COURT", basis: "ORDER" };
const HAVE = en.refer.consentHave("Parent or guardian", en.casefile.forever);
const lacks = (parts: string) =>
  en.refer.consentLacks("Parent or guardian", en.casefile.forever, parts);

const show = (...consents: object[]) =>
  shown(
    <Disclosure
      file={create(CaseSchema, { consents })}
      agency="shelter"
      service="RMTS"
      note={false}
    />,
    { state: "in" },
  );

it("a consent in force for this agency, or for its kind, covers what it names", async () => {
  expect((await show(CONSENT)).textContent).toContain(HAVE);
  const kind = { ...CONSENT, recipientAgency: "", recipientKind: "RESCUE_CENTRE" };
  expect((await show(kind)).textContent).toContain(HAVE);
});

it.each([
  ["ran out", { untilTime: inHours(-1) }],
  ["begins later", { fromTime: inHours(1) }],
  ["was withdrawn", { withdrawTime: inHours(-1) }],
  ["is for another purpose", { purpose: "COURT" }],
  ["is for another agency", { recipientAgency: "clinic", recipientKind: "RESCUE_CENTRE" }],
])("one that %s covers nothing", async (_, changed) => {
  const place = await show({ ...CONSENT, ...changed });
  expect(place.textContent).toContain(en.refer.consentNone);
});

it("what is ticked beyond a consent's scope is named", async () => {
  const place = await show({ ...CONSENT, scope: [] }, CONSENT);
  const tick = (part: Compartment) =>
    act(async () => place.querySelector<HTMLInputElement>(`[value="${part}"]`)!.click());
  await tick(Compartment.NARRATIVE);
  expect(place.textContent).toContain(HAVE);
  await tick(Compartment.LOCATION);
  expect(place.textContent).toContain(lacks(en.compartments[3]));
  expect(place.textContent).not.toContain(HAVE);
  await tick(Compartment.LOCATION);
  expect(place.textContent).toContain(HAVE);
});

it("a referral for which nothing is ticked tells the name all the same", async () => {
  const place = await show({ ...CONSENT, scope: [Compartment.NARRATIVE] });
  await act(async () => place.querySelector<HTMLInputElement>('[value="1"]')!.click());
  expect(place.textContent).toContain(lacks(en.compartments[1]));
});

it("a chosen basis looks at no consent that rests on another", async () => {
  const place = await show({ ...CONSENT, basis: "CONSENT" }, { ...CONSENT, ...ORDERED });
  const choose = (basis: string) =>
    act(async () => {
      const field = place.querySelector<HTMLSelectElement>("[name=basis]")!;
      field.value = basis;
      field.dispatchEvent(new Event("change", { bubbles: true }));
    });
  expect(place.textContent).toContain(HAVE);
  await choose("ORDER");
  expect(place.textContent).toContain(en.refer.consentHave("The court", en.casefile.forever));
  await choose("VITAL_INTEREST");
  expect(place.textContent).toContain(en.refer.consentNone);
  await choose("");
  expect(place.textContent).toContain(HAVE);
});

// The parts that are ticked, while a note is written and cleared again.
async function written(agency: string, service: string, known: object = {}) {
  let write = (_: boolean) => {};
  function Written() {
    const [note, setNote] = useState(false);
    write = setNote;
    const file = create(CaseSchema, known);
    return <Disclosure file={file} agency={agency} service={service} note={note} />;
  }
  const place = await shown(<Written />, { state: "in" });
  const box = (part: Compartment) =>
    place.querySelector<HTMLInputElement>(`[name=scope][value="${part}"]`)!;
  return {
    place,
    ticked: () =>
      [...place.querySelectorAll<HTMLInputElement>("[name=scope]:checked")].map((one) =>
        Number(one.value),
      ),
    write: (note: boolean) => act(async () => write(note)),
    tick: (part: Compartment) => act(async () => box(part).click()),
  };
}

const { IDENTITY, NARRATIVE, LOCATION, MEDICAL } = Compartment;
const CLOSED = en.refer.noteClosed(en.compartments[2]);

it("a note ticks the part with which it opens, and takes it back when it is cleared", async () => {
  const { ticked, write, tick, place } = await written("shelter", "RMTS");
  await tick(LOCATION);
  expect(ticked()).toEqual([IDENTITY, LOCATION]);
  await write(true);
  expect(ticked()).toEqual([IDENTITY, NARRATIVE, LOCATION]);
  expect(place.textContent).not.toContain(CLOSED);
  await write(false);
  expect(ticked()).toEqual([IDENTITY, LOCATION]);
});

it("who leaves a note closed is told that nobody will read it", async () => {
  const { ticked, write, tick, place } = await written("shelter", "RMTS");
  await write(true);
  await tick(NARRATIVE);
  expect(ticked()).toEqual([IDENTITY]);
  expect(place.textContent).toContain(CLOSED);
  await write(false);
  expect(place.textContent).not.toContain(CLOSED);
});

it("a hospital that is to treat after an assault is told until when, and no more of it", async () => {
  const exposed = { pepStartByTime: inHours(62) };
  expect((await written("hospital", "RMPP", exposed)).ticked()).toEqual([IDENTITY, MEDICAL]);
  expect((await written("hospital", "RMPP")).ticked()).toEqual([IDENTITY]);
  expect((await written("hospital", "RMPC", exposed)).ticked()).toEqual([IDENTITY]);
  expect((await written("shelter", "RMPP", exposed)).ticked()).toEqual([IDENTITY]);
});
