// Until when treatment after an assault can begin: as a report reckons it without the hub, and as the
// hub tells it of a case or a referral.
import { create } from "@bufbuild/protobuf";
import { expect, it, vi } from "vitest";
import { stampOf } from "../src/api/time";
import { IdentityBar } from "../src/casefile/IdentityBar";
import { CaseSchema } from "../src/gen/rufaa/casework/v1/casework_pb";
import { ReferralSchema } from "../src/gen/rufaa/referral/v1/referral_pb";
import { en } from "../src/i18n/en";
import { ReferralFacts } from "../src/referral/ReferralFacts";
import { HealthClock, pepStartBy, TreatNow } from "../src/report/HealthClock";
import { shown } from "./shown";

vi.mock("../src/directory/agencies", () => ({ useAgencies: () => ({ all: [], name: String }) }));

const NOW = new Date("2026-11-24T12:00:00Z");
const HOUR_MS = 3600_000;
const inHours = (hours: number) => new Date(NOW.getTime() + hours * HOUR_MS);
const session = {
  state: "in",
  signInsSeen: 0,
  caller: { person: "p-1", agency: "hospital", role: "agency_desk" },
};
const show = async (part: React.ReactNode) => (await shown(part, session)).textContent!;

it("a report says what is left of 72 hours, and that a hospital is right even after", async () => {
  const reported = (hours: number) =>
    show(<HealthClock pep={pepStartBy(inHours(-hours), NOW)} now={NOW} />);
  expect(await reported(70)).toContain(en.report.health("2 h"));
  expect(await reported(1)).toContain(en.report.health("71 h"));
  expect(await reported(73)).toBe(en.report.healthOver);
  expect(await reported(-1), "in the future").toBe("");
});

it("a case says how long each can begin, by the hub's clocks, until both are over", async () => {
  const told = (pep: number, contraception?: number) =>
    show(
      <TreatNow
        of={create(CaseSchema, {
          pepStartByTime: stampOf(inHours(pep)),
          emergencyContraceptionByTime:
            contraception === undefined ? undefined : stampOf(inHours(contraception)),
        })}
        now={NOW}
      />,
    );
  const both = await told(4, 52);
  expect(both).toContain(en.report.health("4 h"));
  expect(both).toContain(en.report.contraception("52 h"));
  const one = await told(-1, 47);
  expect(one).toContain(en.report.healthOver);
  expect(one).toContain(en.report.contraception("47 h"));
  const boy = await told(4);
  expect(boy).toContain(en.report.health("4 h"));
  expect(boy).not.toContain(en.report.contraception("").split(":")[0]!);
  expect(await told(-50, -2)).toBe("");
  expect(await show(<TreatNow of={create(CaseSchema, {})} now={NOW} />), "not known").toBe("");
});

it("among the facts of a case and a referral it stands for good, and says when it is over", async () => {
  const known = {
    pepStartByTime: stampOf(new Date(Date.now() - HOUR_MS)),
    emergencyContraceptionByTime: stampOf(new Date(Date.now() + 5.5 * HOUR_MS)),
  };
  for (const [known_of, part] of [
    ["case", <IdentityBar file={create(CaseSchema, known)} />],
    ["referral", <ReferralFacts referral={create(ReferralSchema, known)} />],
  ] as const) {
    const text = await show(part);
    expect(text, known_of).toContain(`${en.casefile.pep}${en.report.treatmentOver}`);
    expect(text, known_of).toContain(`${en.casefile.contraception}${en.time.left("5 h")}`);
  }
  expect(await show(<IdentityBar file={create(CaseSchema, {})} />)).not.toContain(en.casefile.pep);
});
