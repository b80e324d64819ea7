import { create } from "@bufbuild/protobuf";
import { act } from "react";
import { createRoot } from "react-dom/client";
import { expect, it, vi } from "vitest";
import { ActionFields } from "../src/actions/ActionFields";
import { caseActions } from "../src/actions/definitions";
import { directory } from "../src/api/directory";
import { SessionContext, type Session } from "../src/app/session";
import { labels } from "../src/gen/codes.en";
import { ListPeopleResponseSchema } from "../src/gen/rufaa/directory/v1/directory_service_pb";
import { I18nContext, makeI18n } from "../src/i18n";
import { en } from "../src/i18n/en";

const session = {
  state: "in",
  signInsSeen: 0,
  caller: { person: "p-boss", agency: "sco", role: "supervisor" },
} as unknown as Session;

async function choices(method: string): Promise<(readonly [string, string])[]> {
  vi.spyOn(directory, "listPeople").mockResolvedValue(
    create(ListPeopleResponseSchema, {
      people: [
        { person: "p-boss", role: "supervisor" },
        { person: "p-officer", role: "childrens_officer" },
        { person: "p-clerk", role: "agency_desk" },
        { person: "p-gone", role: "childrens_officer", left: true },
      ],
    }),
  );
  const place = document.createElement("div");
  const i18n = makeI18n({ t: en, labels }, "en", () => undefined);
  await act(async () =>
    createRoot(place).render(
      <I18nContext value={i18n}>
        <SessionContext value={session}>
          <ActionFields action={caseActions[method]!} subject={{}} wrong={{}} />
        </SessionContext>
      </I18nContext>,
    ),
  );
  const select = place.querySelector<HTMLSelectElement>("[name=ownerPerson]")!;
  return [...select.options].map((one) => [one.value, one.text] as const);
}

it("a supervisor may give a case to themselves or an officer, and to nobody else", async () => {
  expect(await choices("ReassignCase")).toEqual([
    ["", en.choose],
    ["p-boss", "You (p-boss)"],
    ["p-officer", "p-officer"],
  ]);
  expect(await choices("RegisterCase")).toEqual([
    ["", "You (p-boss)"],
    ["p-officer", "p-officer"],
  ]);
});
