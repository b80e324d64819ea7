// Whether fingers and keys reach everything on a page.
import type { Page } from "playwright-core";

const TO_PRESS = "a[href], button, select, textarea, input:not([type=hidden]), summary";

// What is to be pressed and is smaller than 44 px. Links within a sentence are exempt (2.5.8); a tick
// is as large as the label that it stands in.
export function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate((toPress) => {
    const LEAST = 44;
    const small: string[] = [];
    for (const one of document.querySelectorAll<HTMLElement>(toPress)) {
      if (!one.checkVisibility({ visibilityProperty: true }) || one.closest(".skip")) continue;
      const tick = one.matches("input[type=checkbox], input[type=radio]");
      const target = tick ? one.closest("label")! : one;
      const inSentence =
        one.matches("a") &&
        getComputedStyle(one).display === "inline" &&
        one.parentElement!.textContent !== one.textContent;
      if (inSentence) continue;
      const { width, height } = target.getBoundingClientRect();
      if (width < LEAST - 0.5 || height < LEAST - 0.5)
        small.push(`${Math.round(width)} × ${Math.round(height)} px: ${one.outerHTML.slice(0, 120)}`);
    }
    return small;
  }, TO_PRESS);
}

// Walks the page with Tab as somebody without a mouse does; tells what was never reached, and what
// had the focus without showing it. The page itself notes where the focus goes: asking it after every
// press would take minutes on a long list.
export async function keyboardTrouble(page: Page): Promise<string[]> {
  const expected = await page.evaluate(noteFocus, TO_PRESS);
  const left = () =>
    page.evaluate(() => (window as unknown as Walked).rufaaWalk.left().map((one) => one.html));
  // Once around, and once more for what opened meanwhile.
  for (let round = 0; round < 2; round++) {
    for (let press = 0; press < expected + 10; press++) await page.keyboard.press("Tab");
    if ((await left()).length === 0) break;
  }
  const missed = await left();
  const hidden = await page.evaluate(() => (window as unknown as Walked).rufaaWalk.end());
  return [
    ...missed.map((html) => `not reached by keyboard: ${html}`),
    ...hidden.map((html) => `focus is not seen: ${html}`),
  ];
}

interface Walked {
  rufaaWalk: { left: () => { html: string }[]; end: () => string[] };
}

function noteFocus(toPress: string): number {
  (document.activeElement as HTMLElement | null)?.blur();
  const expected = new Map<string, { one: HTMLElement; html: string }>();
  // One stop for a group of choices, or of tabs; arrows move within.
  const keyOf = new Map<HTMLElement, string>();
  for (const one of document.querySelectorAll<HTMLInputElement>(toPress)) {
    if (!one.checkVisibility({ visibilityProperty: true }) || one.disabled) continue;
    if (one.getAttribute("role") === "tab" && one.tabIndex < 0) continue;
    const key = one.type === "radio" ? `radio ${one.name}` : `${keyOf.size}`;
    keyOf.set(one, key);
    if (!expected.has(key)) expected.set(key, { one, html: one.outerHTML.slice(0, 120) });
  }
  const count = expected.size;
  const unseen = new Set<string>();
  const focused = (event: FocusEvent) => {
    const one = event.target as HTMLElement;
    expected.delete(keyOf.get(one) ?? "");
    const style = getComputedStyle(one);
    if (style.outlineStyle === "none" && style.boxShadow === "none")
      unseen.add(one.outerHTML.slice(0, 120));
  };
  document.addEventListener("focusin", focused);
  (window as unknown as Walked).rufaaWalk = {
    // What a page has taken away since can't be reached, and need not be.
    left: () => [...expected.values()].filter(({ one }) => one.isConnected),
    end: () => {
      document.removeEventListener("focusin", focused);
      return [...unseen];
    },
  };
  return count;
}
