// The number of places in all is corrected without a word about how many are used, and a house that is
// over-full is told as one.
import { create } from "@bufbuild/protobuf";
import { act } from "react";
import { expect, it, vi } from "vitest";
import { directory } from "../src/api/directory";
import BedsPage from "../src/beds/BedsPage";
import {
  CountBedsResponseSchema,
  GetCapacityResponseSchema,
  ListOffersResponseSchema,
} from "../src/gen/rufaa/directory/v1/directory_service_pb";
import { en } from "../src/i18n/en";
import { shown } from "./shown";

const session = {
  state: "in",
  signInsSeen: 0,
  caller: { person: "p-1", agency: "rescue", role: "agency_desk" },
};

it("more children than places can be counted, and are told", async () => {
  const of = (used: number) => ({ offer: "beds", total: 30, used, room: 0, version: 1n });
  const read = vi.spyOn(directory, "getCapacity");
  const stands = (used: number) =>
    read.mockResolvedValue(create(GetCapacityResponseSchema, { capacities: [of(used)] }));
  stands(30);
  vi.spyOn(directory, "listOffers").mockResolvedValue(create(ListOffersResponseSchema, {}));
  const count = vi
    .spyOn(directory, "countBeds")
    .mockResolvedValue(create(CountBedsResponseSchema, { capacity: of(31) }));
  const place = await shown(<BedsPage params={{}} />, session);
  expect(place.querySelector(".notice")).toBeNull();
  stands(31);
  const more = place.querySelector<HTMLButtonElement>(`[aria-label="${en.beds.one}"]`)!;
  await act(async () => more.click());
  expect(count.mock.lastCall![0]).toMatchObject({ total: 30, used: 31 });
  expect(place.textContent).toContain(en.beds.overFull(1));
});

it("a number in all below what is used is refused beside its field, and makes no place free", async () => {
  const capacity = { offer: "beds", total: 24, used: 23, room: 1, version: 1n };
  vi.spyOn(directory, "getCapacity").mockResolvedValue(
    create(GetCapacityResponseSchema, { capacities: [capacity] }),
  );
  vi.spyOn(directory, "listOffers").mockResolvedValue(create(ListOffersResponseSchema, {}));
  const count = vi
    .spyOn(directory, "countBeds")
    .mockResolvedValue(create(CountBedsResponseSchema, { capacity }));
  const place = await shown(<BedsPage params={{}} />, session);
  const total = place.querySelector<HTMLInputElement>("[name=total]")!;
  const save = async (inAll: string) => {
    total.value = inAll;
    await act(async () => total.form!.requestSubmit());
  };
  await save("20");
  expect(count).not.toHaveBeenCalled();
  expect(place.textContent).toContain(en.beds.belowUsed(23));
  expect(total.getAttribute("aria-invalid")).toBe("true");
  await save("26");
  expect(count.mock.lastCall![0]).toMatchObject({ total: 26, used: 23 });
  expect(place.textContent).not.toContain(en.beds.belowUsed(23));
});
