// Makes src/gen/codes.en.ts, codes.sw.ts and areas.ts from the code lists of the domain, so that the
// console calls a code by the same words as every other part of the hub.
//   usage: node scripts/codes.mjs DATA_DIRECTORY OUT_DIRECTORY
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";

const [data, out] = process.argv.slice(2);
mkdirSync(out, { recursive: true });

// RFC 4180: fields with commas stand in quotes, quotes are doubled.
function records(text) {
  return text
    .trim()
    .split("\n")
    .map((line) => {
      const fields = [];
      for (const match of line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)) {
        fields.push(match[1] === undefined ? match[2] : match[1].replaceAll('""', '"'));
      }
      return fields;
    });
}

function table(file) {
  const [head, ...rows] = records(readFileSync(join(data, file), "utf8"));
  return rows.map((row) => Object.fromEntries(head.map((name, i) => [name, row[i] ?? ""])));
}

const files = readdirSync(data)
  .filter((f) => f.endsWith(".csv"))
  .sort();
const lists = files.filter((f) => !f.startsWith("areas_"));

for (const language of ["en", "sw"]) {
  const labels = {};
  for (const file of lists) {
    // A code that has ended is still shown where it stands; it is offered no more (codes.ended).
    labels[basename(file, ".csv")] = Object.fromEntries(
      table(file).map((row) => [row.code, row[`label_${language}`]]),
    );
  }
  writeFileSync(
    join(out, `codes.${language}.ts`),
    `// Made by scripts/codes.mjs.\nexport const labels: Record<string, Record<string, string>> = ${JSON.stringify(
      labels,
    )};\n`,
  );
}

const today = new Date().toISOString().slice(0, 10);
const parents = {};
const ended = {};
for (const file of lists) {
  const name = basename(file, ".csv");
  for (const row of table(file)) {
    if (row.parent) (parents[name] ??= {})[row.code] = row.parent;
    if (row.until && row.until <= today) (ended[name] ??= []).push(row.code);
  }
}
const areas = {};
for (const file of files.filter((f) => f.startsWith("areas_"))) {
  for (const row of table(file)) {
    const place = (areas[row.sub_county] ??= { name: row.sub_county_name, wards: {} });
    place.wards[row.ward] = row.ward_name;
  }
}
writeFileSync(
  join(out, "areas.ts"),
  `// Made by scripts/codes.mjs.
export const areas: Record<string, { name: string; wards: Record<string, string> }> = ${JSON.stringify(
    areas,
  )};
export const parents: Record<string, Record<string, string>> = ${JSON.stringify(parents)};
export const ended: Record<string, string[]> = ${JSON.stringify(ended)};
`,
);
