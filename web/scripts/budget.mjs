// What a first visit costs: script and style that the first page needs, in one language, gzipped.
//   usage: node scripts/budget.mjs BUILD_DIRECTORY LIMIT_KB
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const [out, limit] = process.argv.slice(2);
const manifest = JSON.parse(readFileSync(join(out, ".vite/manifest.json"), "utf8"));
const FIRST = ["index.html", "src/app/SignIn.tsx", "src/i18n/sw/first.ts"];

const files = new Set();
function need(key) {
  const chunk = manifest[key];
  if (!chunk) throw new Error(`the build has no ${key}`);
  if (files.has(chunk.file)) return;
  files.add(chunk.file);
  for (const css of chunk.css ?? []) files.add(css);
  for (const other of chunk.imports ?? []) need(other);
}
FIRST.forEach(need);

let total = 0;
for (const file of files) {
  const size = gzipSync(readFileSync(join(out, file)), { level: 9 }).length;
  total += size;
  console.log(`${(size / 1000).toFixed(1).padStart(8)} KB  ${file}`);
}
const kb = total / 1000;
console.log(`${kb.toFixed(1).padStart(8)} KB  first route, of ${limit} KB`);
if (kb > Number(limit)) {
  console.error("The first route is larger than a cheap phone can be asked to load.");
  process.exit(1);
}
