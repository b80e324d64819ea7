// Waits for what must come to hold, however busy the machine is: a check that never holds ends here,
// before the test's own time does, and says which it was.
import { vi } from "vitest";

export const until = <T>(check: () => T | Promise<T>): Promise<T> =>
  vi.waitFor(check, { timeout: 20_000 });
