// Who has left is retired, with why where that is known.
import { create } from "@bufbuild/protobuf";
import { act } from "react";
import { beforeEach, expect, it, vi } from "vitest";
import { directory } from "../src/api/directory";
import { People } from "../src/directory/People";
import {
  ListPeopleResponseSchema,
  RetirePersonResponseSchema,
} from "../src/gen/rufaa/directory/v1/directory_service_pb";
import { labels } from "../src/gen/codes.en";
import { en } from "../src/i18n/en";
import { shown } from "./shown";

vi.mock("../src/directory/agencies", () => ({ useAgencies: () => ({ all: [], name: String }) }));
beforeEach(() => {
  HTMLDialogElement.prototype.showModal ??= () => undefined;
  HTMLDialogElement.prototype.close ??= () => undefined;
});

async function retiring() {
  const listed = vi.spyOn(directory, "listPeople").mockResolvedValue(
    create(ListPeopleResponseSchema, { people: [{ person: "p-1", role: "agency_desk" }] }),
  );
  const retire = vi
    .spyOn(directory, "retirePerson")
    .mockResolvedValue(create(RetirePersonResponseSchema, {}));
  const place = await shown(<People administers />, { state: "in", signInsSeen: 0 });
  const button = [...place.querySelectorAll("button")].find(
    (one) => one.textContent === en.directory.retire,
  )!;
  await act(async () => button.click());
  const reason = document.querySelector<HTMLSelectElement>("dialog [name=reason]")!;
  const send = () =>
    act(async () => document.querySelector<HTMLFormElement>("dialog form")!.requestSubmit());
  return { listed, retire, reason, send };
}

it("why somebody left is chosen out of the reasons to leave, and sent", async () => {
  const { listed, retire, reason, send } = await retiring();
  expect([...reason.options].map((one) => one.value)).toEqual([
    "",
    ...Object.keys(labels["leave_reason"]!),
  ]);
  reason.value = "MOVED_OFFICE";
  listed.mockClear();
  await send();
  expect(retire.mock.lastCall![0]).toMatchObject({ person: "p-1", reason: "MOVED_OFFICE" });
  expect(document.querySelector("dialog")).toBeNull();
  expect(listed).toHaveBeenCalledTimes(1);
});

it("where nobody knows why, none is sent", async () => {
  const { retire, send } = await retiring();
  await send();
  expect(retire.mock.lastCall![0]).toMatchObject({ person: "p-1", reason: "" });
});
