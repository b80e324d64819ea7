import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["e2e/**/*.test.ts"],
    // Each file has a hub and a browser of its own, and `./dev test` runs other tests beside them:
    // two at once would starve a small machine.
    maxWorkers: 1,
    testTimeout: 180_000,
    hookTimeout: 120_000,
    // A condition is waited for as long as a slow machine may need.
    expect: { poll: { timeout: 30_000 } },
  },
});
