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
// had the focus without showing it.
export async function keyboardTrouble(page: Page): Promise<string[]> {
  const expected = await page.evaluate((toPress) => {
    (document.activeElement as HTMLElement | null)?.blur();
    getSelection()?.removeAllRanges();
    let count = 0;
    const groups = new Set<string>();
    for (const one of document.querySelectorAll<HTMLInputElement>(toPress)) {
      if (!one.checkVisibility({ visibilityProperty: true }) || one.disabled) continue;
      // One stop for a group of choices, or of tabs; arrows move within.
      if (one.getAttribute("role") === "tab" && one.tabIndex < 0) continue;
      if (one.type === "radio") {
        if (groups.has(one.name)) continue;
        groups.add(one.name);
        one.dataset["group"] = one.name;
      }
      one.dataset["expected"] = String(count++);
    }
    return count;
  }, TO_PRESS);
  const reached = new Set<string>();
  const hidden: string[] = [];
  for (let press = 0; press < expected * 3 + 20 && reached.size < expected; press++) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => {
      const one = document.activeElement as HTMLInputElement | null;
      if (!one || one === document.body) return undefined;
      const first =
        one.type === "radio"
          ? document.querySelector<HTMLElement>(`[data-group="${one.name}"]`)
          : one;
      const style = getComputedStyle(one);
      return {
        expected: first?.dataset["expected"],
        seen: style.outlineStyle !== "none" || style.boxShadow !== "none",
        html: one.outerHTML.slice(0, 120),
      };
    });
    if (at?.expected !== undefined) reached.add(at.expected);
    if (at && !at.seen) hidden.push(`focus is not seen: ${at.html}`);
  }
  const missed = await page.evaluate((there) => {
    const left: string[] = [];
    for (const one of document.querySelectorAll<HTMLElement>("[data-expected]")) {
      if (!there.includes(one.dataset["expected"]!)) left.push(one.outerHTML.slice(0, 120));
      delete one.dataset["expected"];
      delete one.dataset["group"];
    }
    return left;
  }, [...reached]);
  return [...missed.map((html) => `not reached by keyboard: ${html}`), ...new Set(hidden)];
}
