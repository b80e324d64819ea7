// The session is the browser's: somebody else may have signed in, in another tab, since this page was
// opened. Tabs tell each other; what one missed, the hub says.
import { access } from "../api/access";

// Whether the hub still takes this browser for `person`. UNAUTHENTICATED: for nobody.
export async function isStill(person: string): Promise<boolean> {
  return (await access.whoAmI({})).caller?.person === person;
}

const channel =
  typeof BroadcastChannel === "undefined" ? undefined : new BroadcastChannel("rufaa-session");

// Who is signed in from now on; "" for nobody.
export const tellTabs = (person: string): void => channel?.postMessage(person);

export function watchTabs(told: (person: string) => void): () => void {
  const hear = (event: MessageEvent<string>) => told(event.data);
  channel?.addEventListener("message", hear);
  return () => channel?.removeEventListener("message", hear);
}
