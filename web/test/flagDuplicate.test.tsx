// Who sees that two cases are of one child says so on the page of the one that is to go on in the other.
import { create } from "@bufbuild/protobuf";
import { act } from "react";
import { expect, it, vi } from "vitest";
import { casework } from "../src/api/casework";
import CasePage from "../src/casefile/CasePage";
import {
  CaseReplySchema,
  GetCaseResponseSchema,
  GetTimelineResponseSchema,
} from "../src/gen/rufaa/casework/v1/casework_service_pb";
import { en } from "../src/i18n/en";
import { shown } from "./shown";

vi.mock("../src/directory/agencies", () => ({ useAgencies: () => ({ all: [], name: String }) }));
vi.mock("../src/api/live", () => ({
  watchLive: () => () => undefined,
  holdLive: () => () => undefined,
}));

it("sends the other case's code, and then shows that somebody must decide", async () => {
  HTMLDialogElement.prototype.showModal ??= () => undefined;
  HTMLDialogElement.prototype.close ??= () => undefined;
  const caseFile = {
    caseCode: "MSA-1",
    version: 3n,
    sex: "SFEM",
    stage: "registered",
    possibleDuplicateOf: "",
    allowedActions: ["FlagDuplicate"],
  };
  vi.spyOn(casework, "getCase").mockImplementation(async () =>
    create(GetCaseResponseSchema, { caseFile }),
  );
  vi.spyOn(casework, "getTimeline").mockResolvedValue(create(GetTimelineResponseSchema, {}));
  const flag = vi.spyOn(casework, "flagDuplicate").mockImplementation(async () => {
    caseFile.possibleDuplicateOf = "MSA-2";
    caseFile.allowedActions = ["DecideDuplicate"];
    return create(CaseReplySchema, {});
  });
  const place = await shown(<CasePage params={{ code: "MSA-1" }} />, {
    state: "in",
    signInsSeen: 0,
    caller: { person: "p-1", agency: "sco", role: "childrens_officer" },
  });
  const button = () =>
    [...place.querySelectorAll("button")].find(
      (one) => one.textContent === en.actions.names.FlagDuplicate,
    );
  await act(async () => button()!.click());
  const of = document.querySelector<HTMLInputElement>("[name=of]")!;
  expect(of.form!.textContent).toContain(en.actions.hints.FlagDuplicate);
  of.value = "MSA-2";
  await act(async () => of.form!.requestSubmit());
  expect(flag).toHaveBeenCalledExactlyOnceWith(
    expect.objectContaining({ caseCode: "MSA-1", of: "MSA-2", expectedVersion: 3n }),
  );
  expect(place.textContent).toContain(en.casefile.duplicate("MSA-2"));
  expect(button()).toBeUndefined();
});
