// What a note is of is chosen among what one's kind of agency may open.
import { expect, it } from "vitest";
import { ActionFields } from "../src/actions/ActionFields";
import { bodyOf } from "../src/actions/body";
import { caseActions } from "../src/actions/definitions";
import { Compartment } from "../src/gen/rufaa/common/v1/common_pb";
import { shown } from "./shown";

const note = caseActions["AddNote"]!;

async function choicesAt(agencyKind: string): Promise<string[]> {
  const place = await shown(<ActionFields action={note} subject={{}} wrong={{}} />, {
    state: "in",
    caller: { person: "p-1", agency: "a", agencyKind, role: "agency_desk" },
  });
  return [...place.querySelectorAll("select[name=compartment] option")].map(
    (one) => (one as HTMLOptionElement).value,
  );
}

it("offers what the agency's kind may open, and nothing where that is what happened alone", async () => {
  expect(await choicesAt("CHILDREN_OFFICE")).toEqual(["", "4", "5"]);
  expect(await choicesAt("HEALTH")).toEqual(["", "4"]);
  expect(await choicesAt("POLICE")).toEqual(["", "5"]);
  expect(await choicesAt("JUDICIARY")).toEqual(["", "5"]);
  expect(await choicesAt("CSO")).toEqual([]);
});

it("goes as the API's number, or not at all", () => {
  const data = new FormData();
  data.set("note", "OB 14/02/03/2026");
  data.set("compartment", "");
  expect(bodyOf(note, data)).toEqual({ note: "OB 14/02/03/2026" });
  data.set("compartment", "5");
  expect(bodyOf(note, data)).toMatchObject({ compartment: Compartment.JUSTICE });
});
