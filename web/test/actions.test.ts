import { expect, it } from "vitest";
import { bodyOf } from "../src/actions/body";
import { caseActions, referralActions, type Action } from "../src/actions/definitions";
import { labels } from "../src/gen/codes.en";
import { CaseworkService } from "../src/gen/rufaa/casework/v1/casework_service_pb";
import { ReferralService } from "../src/gen/rufaa/referral/v1/referral_service_pb";
import { en } from "../src/i18n/en";

// A form whose field the API does not have would be refused only when somebody needs it.
it.each([
  [CaseworkService, caseActions],
  [ReferralService, referralActions],
] as const)("every form of %o is one of the API's changes, field by field", (service, table) => {
  for (const action of Object.values(table)) {
    const method = service.methods.find((one) => one.name === action.method);
    expect(method, action.method).toBeDefined();
    const fields = method!.input.fields.map((field) => field.localName);
    const asked = [...action.fields.map((field) => field.name), ...Object.keys(action.fixed ?? {})];
    expect(
      asked.filter((name) => !fields.includes(name)),
      action.method,
    ).toEqual([]);
    expect(en.actions.names).toHaveProperty(action.method);
    for (const field of action.fields) expect(en.actions.fields).toHaveProperty(field.name);
  }
});

it("a child's death is among the reasons for what is to end with it", () => {
  for (const method of ["ScreenOut", "EndOrder", "RequestClosure"]) {
    const field = caseActions[method]!.fields.find((one) => one.name === "reason")!;
    const reasons = field.kind === "code" ? Object.values(labels[field.list] ?? {}) : [];
    expect(reasons.join(), method).toContain("hild died");
  }
});

it("a refused closure and a visit are told in codes that are there", () => {
  for (const [method, name, list] of [
    ["RefuseClosure", "reason", "closure_refusal_reason"],
    ["RecordVisit", "outcome", "visit_outcome"],
  ] as const) {
    const field = caseActions[method]!.fields.find((one) => one.name === name);
    expect(field, method).toMatchObject({ kind: "code", list });
    expect(Object.keys(labels[list] ?? {}).length, list).toBeGreaterThan(1);
  }
});

it("reads a form in East Africa Time, leaves out what is empty, and keeps what is fixed", () => {
  const action: Action = {
    method: "X",
    fixed: { reason: "OTHER" },
    fields: [
      { name: "courtTime", kind: "time" },
      { name: "note", kind: "note" },
      { name: "final", kind: "check" },
      { name: "scope", kind: "scope" },
    ],
  };
  const data = new FormData();
  data.set("courtTime", "2026-11-25T09:00");
  data.set("note", "  ");
  data.append("scope", "1");
  data.append("scope", "2");
  const body = bodyOf(action, data);
  expect(body["courtTime"]).toMatchObject({ seconds: BigInt(Date.UTC(2026, 10, 25, 6) / 1000) });
  expect(body).toMatchObject({ reason: "OTHER", final: false, scope: [1, 2] });
  expect(body).not.toHaveProperty("note");
});
