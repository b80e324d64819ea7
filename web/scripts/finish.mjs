// After the build: the service worker learns what the shell consists of, and every file that
// compresses gets its .gz beside it.
//   usage: node scripts/finish.mjs BUILD_DIRECTORY
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { gzipSync } from "node:zlib";

const out = process.argv[2];
const all = readdirSync(out, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => relative(out, join(entry.parentPath, entry.name)))
  .filter((file) => !file.startsWith(".vite") && !file.endsWith(".gz"))
  .sort();

const shell = all
  .filter((file) => file !== "sw.js")
  .map((file) => (file === "index.html" ? "/" : `/${file}`));
const digest = createHash("sha256");
for (const file of all.filter((f) => f !== "sw.js"))
  digest.update(file).update(readFileSync(join(out, file)));
const worker = join(out, "sw.js");
writeFileSync(
  worker,
  readFileSync(worker, "utf8")
    .replace('"SHELL_VERSION"', JSON.stringify(digest.digest("hex").slice(0, 16)))
    .replace('["SHELL_FILES"]', JSON.stringify(shell)),
);

for (const file of all) {
  if (!/\.(js|css|html|svg|json|webmanifest)$/.test(file)) continue;
  writeFileSync(join(out, `${file}.gz`), gzipSync(readFileSync(join(out, file)), { level: 9 }));
}
