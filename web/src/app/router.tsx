// Which page the address names. Addresses hold codes and nothing else that tells of a child.
import { useSyncExternalStore, type AnchorHTMLAttributes, type MouseEvent } from "react";
import { mayLeave } from "./begun";

// Entries of the history are numbered, so that one knows the way back to where one was.
const numberHere = (): number | undefined => (history.state as { at?: number } | null)?.at;
const seen = () => ({
  pathname: location.pathname,
  search: location.search,
  at: numberHere() ?? 0,
});
if (numberHere() === undefined) history.replaceState({ at: 0 }, "");
let shown = seen();
// While the browser is on its way back to a page that was not to be left.
let staying = false;

const listeners = new Set<() => void>();
const notify = () => {
  shown = seen();
  listeners.forEach((listener) => listener());
};

function go(path: string, replace?: boolean): void {
  if (replace) history.replaceState({ at: shown.at }, "", path);
  else history.pushState({ at: shown.at + 1 }, "", path);
  notify();
}

window.addEventListener("popstate", () => {
  // An entry without a number is a new one, of a link within the page.
  if (numberHere() === undefined) history.replaceState({ at: shown.at + 1 }, "");
  const back = shown.at - numberHere()!;
  if (staying && back === 0) {
    staying = false;
  } else if (back !== 0 && (staying || (location.pathname !== shown.pathname && !mayLeave()))) {
    staying = true;
    history.go(back);
  } else {
    notify();
  }
});

export function navigate(path: string, options: { replace?: boolean } = {}): void {
  const to = new URL(path, location.href).pathname;
  if (to !== location.pathname && !mayLeave()) return;
  go(path, options.replace);
  window.scrollTo(0, 0);
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const usePath = (): string =>
  useSyncExternalStore(subscribe, () => (staying ? shown : location).pathname);

// The "?tab=overdue" of an address, as state.
export function useQuery(name: string): string {
  const search = useSyncExternalStore(subscribe, () => (staying ? shown : location).search);
  return new URLSearchParams(search).get(name) ?? "";
}

// `push`: the Back button leads to what it was before.
export function setQuery(name: string, value: string, options: { push?: boolean } = {}): void {
  const query = new URLSearchParams(location.search);
  if (value) query.set(name, value);
  else query.delete(name);
  const text = query.toString();
  go(location.pathname + (text ? `?${text}` : ""), !options.push);
}

// "/c/:code/refer" against "/c/MSA-7F3K-Q2/refer" gives {code}; undefined when it is another page.
export function matchPath(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = pattern.split("/");
  const given = path.replace(/(.)\/$/, "$1").split("/");
  if (wanted.length !== given.length) return undefined;
  const found: Record<string, string> = {};
  for (let i = 0; i < wanted.length; i++) {
    const part = given[i] ?? "";
    if (wanted[i]?.startsWith(":")) {
      // An id has letters, digits and a few signs; anything else is nobody's address.
      if (!/^[\w.:-]+$/.test(part)) return undefined;
      found[wanted[i]!.slice(1)] = part;
    } else if (wanted[i] !== part) return undefined;
  }
  return found;
}

export function Link({
  href,
  onClick,
  ...rest
}: AnchorHTMLAttributes<HTMLAnchorElement> & { href: string }) {
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    if (
      event.defaultPrevented ||
      event.button !== 0 ||
      event.metaKey ||
      event.ctrlKey ||
      event.shiftKey
    )
      return;
    event.preventDefault();
    navigate(href);
  };
  return <a href={href} onClick={follow} {...rest} />;
}
