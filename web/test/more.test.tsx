import { Code, ConnectError } from "@connectrpc/connect";
import { act } from "react";
import { createRoot } from "react-dom/client";
import { expect, it, vi } from "vitest";
import { SessionContext, type Session } from "../src/app/session";
import { labels } from "../src/gen/codes.en";
import { I18nContext, makeI18n } from "../src/i18n";
import { en } from "../src/i18n/en";
import { More } from "../src/ui/More";

const i18n = makeI18n({ t: en, labels }, "en", () => undefined);

it("says why the rest of a list did not come, and that the session ended", async () => {
  const sessionEnded = vi.fn();
  const answers = [new ConnectError("", Code.Unavailable), new ConnectError("", Code.Unauthenticated)];
  const more = () => {
    const answer = answers.shift();
    return answer ? Promise.reject(answer) : Promise.resolve();
  };
  const place = document.createElement("div");
  await act(async () =>
    createRoot(place).render(
      <SessionContext value={{ sessionEnded } as unknown as Session}>
        <I18nContext value={i18n}>
          <More more={more} />
        </I18nContext>
      </SessionContext>,
    ),
  );
  const press = () => act(async () => place.querySelector("button")!.click());
  await press();
  expect(place.textContent).toContain(en.reasons.NO_ANSWER[0]);
  expect(sessionEnded).not.toHaveBeenCalled();
  await press();
  expect(sessionEnded).toHaveBeenCalledOnce();
  await press();
  expect(place.textContent).toBe(en.more + en.notPrinted());
});
