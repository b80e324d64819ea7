import { act } from "react";
import { createRoot } from "react-dom/client";
import { Code, ConnectError } from "@connectrpc/connect";
import { expect, it, vi } from "vitest";
import { ActionForm } from "../src/actions/ActionDialog";
import { caseActions } from "../src/actions/definitions";
import { SessionContext, type Session } from "../src/app/session";
import { labels } from "../src/gen/codes.en";
import { ErrorInfoSchema } from "../src/gen/google/rpc/error_details_pb";
import { I18nContext, makeI18n } from "../src/i18n";
import { en } from "../src/i18n/en";

it("a form that somebody was faster than is told what changed, and can be sent once more", async () => {
  const run = vi
    .fn()
    .mockRejectedValueOnce(
      new ConnectError("", Code.Aborted, undefined, [
        { desc: ErrorInfoSchema, value: { reason: "WRONG_VERSION" } },
      ]),
    )
    .mockResolvedValueOnce({});
  const done = vi.fn();
  const place = document.createElement("div");
  document.body.append(place);
  const i18n = makeI18n({ t: en, labels }, "en", () => undefined);
  const session = { state: "in" } as unknown as Session;
  await act(async () =>
    createRoot(place).render(
      <I18nContext value={i18n}>
        <SessionContext value={session}>
          <ActionForm
            action={caseActions["AddNote"]!}
            subject={{}}
            version={4n}
            run={run}
            onConflict={async () => ({ version: 6n, said: "A supervisor: Risk set." })}
            onDone={done}
          />
        </SessionContext>
      </I18nContext>,
    ),
  );
  const send = () => act(async () => place.querySelector("form")!.requestSubmit());
  place.querySelector("textarea")!.value = "The aunt will bring her.";
  await send();
  expect(run.mock.lastCall![0]).toMatchObject({ expectedVersion: 4n });
  expect(place.textContent).toContain("A supervisor: Risk set.");
  expect(place.textContent).toContain(en.actions.sendAgain);
  expect(done).not.toHaveBeenCalled();
  await send();
  expect(run.mock.lastCall![0]).toMatchObject({
    expectedVersion: 6n,
    note: "The aunt will bring her.",
  });
  expect(done).toHaveBeenCalledTimes(1);
});
