/// <reference types="vitest/config" />
import { defineConfig } from "vite";
import react from "@vitejs/plugin-react";

export default defineConfig({
  plugins: [react()],
  build: {
    outDir: process.env.RUFAA_WEB_OUT ?? "../build/web",
    emptyOutDir: true,
    manifest: true,
    // Everything is a file of its own: the policy of the page forbids data: scripts and styles.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  test: {
    environment: "jsdom",
    // Each file has a document of its own all the same; making them was most of what the tests took.
    pool: "vmThreads",
    testTimeout: 30_000,
    include: ["test/**/*.test.{ts,tsx}"],
    setupFiles: ["test/setup.ts"],
  },
});
