// A part of the console as one signed-in person (or nobody) has it before them, in English; taken away
// after the test, or when another is shown.
import { act, type ReactNode } from "react";
import { createRoot } from "react-dom/client";
import { afterEach } from "vitest";
import { SessionContext, type Session } from "../src/app/session";
import { labels } from "../src/gen/codes.en";
import { I18nContext, makeI18n } from "../src/i18n";
import { en } from "../src/i18n/en";

let unmount = () => {};
afterEach(() => unmount());

// `session`: what of it the part looks at.
export async function shown(page: ReactNode, session: object): Promise<HTMLElement> {
  unmount();
  const place = document.createElement("div");
  document.body.append(place);
  const root = createRoot(place);
  unmount = () => {
    act(() => root.unmount());
    place.remove();
    unmount = () => {};
  };
  const i18n = makeI18n({ t: en, labels }, "en", () => undefined);
  await act(async () =>
    root.render(
      <I18nContext value={i18n}>
        <SessionContext value={session as Session}>{page}</SessionContext>
      </I18nContext>,
    ),
  );
  return place;
}
