// How much comes over the wire until the inbox is there: at most 300 kB, gzipped.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const MOST_BYTES = 300_000;
const BUILT = new URL("../../src/trivium/web/", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL(".vite/manifest.json", BUILT), "utf8"));
const wanted = new Set(["index.html"]);
const entries = ["index.html", "src/features/inbox/index.tsx"];

function add(key) {
  const entry = manifest[key];
  for (const file of [entry.file, ...(entry.css ?? []), ...(entry.assets ?? [])]) wanted.add(file);
  (entry.imports ?? []).forEach(add);
}
entries.forEach(add);

let sum = 0;
for (const file of wanted) {
  const bytes = readFileSync(new URL(file, BUILT));
  const sent = file.endsWith(".woff2") ? bytes.length : gzipSync(bytes).length;
  sum += sent;
  console.log(`${(sent / 1000).toFixed(1).padStart(8)} kB  ${file}`);
}
console.log(`${(sum / 1000).toFixed(1).padStart(8)} kB  of ${MOST_BYTES / 1000} kB`);
if (sum > MOST_BYTES) {
  console.error("Expected the first load of the inbox to stay below that; load what is not needed at once lazily.");
  process.exit(1);
}
