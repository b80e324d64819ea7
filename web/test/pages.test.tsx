import { create } from "@bufbuild/protobuf";
import { act, useState, type ReactNode } from "react";
import { afterEach, expect, it, vi } from "vitest";
import { referral } from "../src/api/referral";
import { labels } from "../src/gen/codes.en";
import { Compartment, Purpose } from "../src/gen/rufaa/common/v1/common_pb";
import { ReferralSchema } from "../src/gen/rufaa/referral/v1/referral_pb";
import { makeI18n } from "../src/i18n";
import { en } from "../src/i18n/en";
import { Messages } from "../src/referral/Messages";
import { Reveal } from "../src/referral/Reveal";
import { missingIn } from "../src/report/draft";
import { StepForm } from "../src/report/StepForm";
import { Due } from "../src/ui/parts";
import { stampOf } from "../src/api/time";
import { arrivals, type Item } from "../src/work/items";
import { shown } from "./shown";

const NOW = new Date("2026-11-24T12:00:00Z");
const i18n = makeI18n({ t: en, labels }, "en", () => undefined);
const session = {
  state: "in",
  signInsSeen: 0,
  sessionEnded: () => undefined,
  caller: {
    person: "p-1",
    agency: "hosp",
    agencyKind: "HEALTH",
    desk: "gbvrc",
    role: "agency_desk",
    county: "001",
    subcounty: "",
  },
};

const show = (page: ReactNode) => shown(page, session);
afterEach(() => void vi.useRealTimers());

it("a name stands on the screen for a minute and no longer", async () => {
  vi.useFakeTimers();
  const read = vi
    .fn()
    .mockResolvedValue({ identity: { firstName: "Zawadi", otherNames: "", surname: "Mwakazi" } });
  const place = await show(<Reveal read={read} />);
  expect(place.textContent).not.toContain("Zawadi");
  await act(async () => place.querySelector("form")!.requestSubmit());
  expect(read).toHaveBeenCalledTimes(1);
  expect(place.textContent).toContain("Zawadi Mwakazi");
  await act(async () => vi.advanceTimersByTime(59_000));
  expect(place.textContent).toContain("Zawadi");
  await act(async () => vi.advanceTimersByTime(2_000));
  expect(place.textContent).not.toContain("Zawadi");
});

it("who opens a name by keyboard goes on beside it, and beside the form once it is hidden", async () => {
  const place = await show(<Reveal read={async () => ({ location: "Behind the mosque" })} />);
  const at = () => document.activeElement!.textContent;
  place.querySelector<HTMLButtonElement>("form button")!.focus();
  await act(async () => place.querySelector("form")!.requestSubmit());
  expect(at()).toBe(en.reveal.title);
  const hide = place.querySelector<HTMLButtonElement>(".opened button")!;
  hide.focus();
  await act(async () => hide.click());
  expect(at()).toBe(en.reveal.title);
  expect(place.querySelector("form")).not.toBeNull();
});

it("question and answer open for a purpose, without names, and close when the referral moves", async () => {
  const read = vi.spyOn(referral, "getReferral").mockResolvedValue({
    referral: create(ReferralSchema, { question: "Is a carer coming?", answer: "An aunt is." }),
  } as never);
  let move = () => {};
  function Moving() {
    const [version, set] = useState(3n);
    move = () => set((n) => n + 1n);
    return <Messages referral={create(ReferralSchema, { referralCode: "MSR-1", version })} />;
  }
  const place = await show(<Moving />);
  expect(read).not.toHaveBeenCalled();
  const why = place.querySelector<HTMLSelectElement>("[name=purpose]")!;
  why.value = String(Purpose.EMERGENCY);
  await act(async () => place.querySelector("form")!.requestSubmit());
  expect(read).toHaveBeenCalledWith({
    referralCode: "MSR-1",
    purpose: Purpose.EMERGENCY,
    compartments: [Compartment.REPLY],
  });
  expect(place.textContent).toContain("An aunt is.");
  await act(async () => move());
  expect(place.textContent).not.toContain("An aunt is.");
  expect(place.querySelector("[name=purpose]")).not.toBeNull();
});

it("a page that is drawn again keeps no name open for longer", async () => {
  vi.useFakeTimers();
  const read = vi.fn().mockResolvedValue({ location: "Behind the mosque" });
  let draw = () => {};
  function Busy() {
    const [, set] = useState(0);
    draw = () => set((n) => n + 1);
    return <Reveal read={read} />;
  }
  const place = await show(<Busy />);
  await act(async () => place.querySelector("form")!.requestSubmit());
  for (let i = 0; i < 7; i++) {
    expect(place.textContent).toContain("Behind the mosque");
    await act(async () => vi.advanceTimersByTime(9_000));
    await act(async () => draw());
  }
  expect(place.textContent).not.toContain("Behind the mosque");
});

it("what is late is said in words as well as in colour", async () => {
  const place = await show(
    <Due what="decide" time={stampOf(new Date(NOW.getTime() - 5 * 3600_000))} now={NOW} />,
  );
  expect(place.textContent).toBe("5 h late to decide");
  expect(place.querySelector(".tag.bad")).not.toBeNull();
});

it("times are 24-hour and say EAT", () => {
  expect(i18n.dateTime(NOW)).toMatch(/15:00 EAT$/);
  expect(i18n.time(new Date("2026-11-24T21:05:00Z"))).toBe("00:05 EAT");
});

it("counts what is new in a list", () => {
  const item = (id: string) => ({ kind: "case", id }) as Item;
  expect(arrivals([item("a"), item("b")], [item("c"), item("a")])).toBe(1);
});

it("whether the child is safe is answered by who reports, and by nobody else", async () => {
  const done = vi.fn();
  const change = vi.fn();
  const place = await show(
    <StepForm step="safe" draft={{}} change={change} done={done} back={() => undefined} />,
  );
  expect(place.querySelectorAll("input[type=radio]:checked").length).toBe(0);
  await act(async () => place.querySelector("form")!.requestSubmit());
  expect(done).not.toHaveBeenCalled();
  expect(place.querySelector("[role=alert]")?.textContent).toContain(en.report.missing.safe);
  await act(async () => place.querySelector<HTMLInputElement>("[value=no]")!.click());
  await act(async () => place.querySelector("form")!.requestSubmit());
  expect(done).toHaveBeenCalledWith(expect.objectContaining({ safe: "no" }));
});

it("an age is a whole number of years, or not told", () => {
  const wrong = (age: string) => missingIn("child", { sex: "SFEM", subcounty: "003", age });
  for (const age of ["", "0", "14", "25"]) expect(wrong(age), age).toEqual({});
  for (const age of ["0.5", "-1", "26", "1e1", "140"])
    expect(wrong(age), age).toEqual({ age: "age" });
});

it("a report needs sex, sub-county, what is alleged and who told, and no more", () => {
  expect(missingIn("child", {})).toEqual({ sex: "sex", subcounty: "subcounty" });
  expect(
    missingIn("what", { category: "CSRG", reporter: "CRON", exposure: "2099-01-01T00:00" }),
  ).toEqual({ exposure: "future" });
});
