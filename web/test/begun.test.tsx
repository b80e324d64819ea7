// What somebody typed into a form is not left behind without a question.
import { act } from "react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { useBegun } from "../src/app/begun";
import { navigate, setQuery, usePath, useQuery } from "../src/app/router";
import { en } from "../src/i18n/en";
import { Dialog } from "../src/ui/Dialog";
import { shown } from "./shown";

function Here() {
  return (
    <p>
      {usePath()} {useQuery("step")}
    </p>
  );
}
function Form({ begun = true }: { begun?: boolean }) {
  useBegun(begun);
  return <Here />;
}
const leaving = () => {
  const event = new Event("beforeunload", { cancelable: true });
  window.dispatchEvent(event);
  return event.defaultPrevented;
};
const back = () =>
  act(async () => {
    history.back();
    await new Promise((done) => setTimeout(done, 80));
  });

beforeEach(() => {
  vi.stubGlobal("scrollTo", () => undefined);
  navigate("/work");
  navigate("/c/MSA-1");
});
afterEach(() => vi.restoreAllMocks());

it("a link, the Back button and closing the page ask first, and stay where that is said", async () => {
  const confirm = vi.spyOn(window, "confirm").mockReturnValue(false);
  const place = await shown(<Form />, {});
  await act(async () => navigate("/beds"));
  expect(place.textContent).toBe("/c/MSA-1 ");
  expect(confirm).toHaveBeenLastCalledWith(en.leaveBegun);
  await back();
  expect(confirm).toHaveBeenCalledTimes(2);
  expect(place.textContent).toBe("/c/MSA-1 ");
  expect(location.pathname).toBe("/c/MSA-1");
  expect(leaving()).toBe(true);
  confirm.mockReturnValue(true);
  await back();
  expect(place.textContent).toBe("/work ");
});

it("nothing is asked of who typed nothing, or of a step within the page", async () => {
  const confirm = vi.spyOn(window, "confirm").mockReturnValue(false);
  let place = await shown(<Form />, {});
  await act(async () => setQuery("step", "child", { push: true }));
  expect(place.textContent).toBe("/c/MSA-1 child");
  await back();
  expect(place.textContent).toBe("/c/MSA-1 ");
  place = await shown(<Form begun={false} />, {});
  expect(leaving()).toBe(false);
  await back();
  expect(place.textContent).toBe("/work ");
  expect(confirm).not.toHaveBeenCalled();
});

it("a dialog that was typed into counts, until it is closed", async () => {
  HTMLDialogElement.prototype.showModal ??= () => undefined;
  HTMLDialogElement.prototype.close ??= () => undefined;
  const place = await shown(
    <Dialog title="Note" onClose={() => undefined}>
      <textarea />
    </Dialog>,
    {},
  );
  expect(leaving()).toBe(false);
  await act(async () =>
    place.querySelector("textarea")!.dispatchEvent(new Event("input", { bubbles: true })),
  );
  expect(leaving()).toBe(true);
  await shown(<Here />, {});
  expect(leaving()).toBe(false);
});
