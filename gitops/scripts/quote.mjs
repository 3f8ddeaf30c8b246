// quote.mjs: copies standard input as a code block, cut to what a comment or an issue of a forge holds beside other text:
// GitHub refuses more than 65,536 characters.
import { readFileSync } from "node:fs";

const LONGEST_LINE = 1_000;
let room = 15_000;

const lines = readFileSync(0, "utf8")
  .split("\n")
  .filter((line) => line.trim() !== "")
  .map((line) => (line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)}…` : line));
const shown = lines.filter((line) => (room -= line.length) >= 0);
const left = lines.length - shown.length;
if (left > 0) shown.push(`… and ${left} more ${left === 1 ? "line" : "lines"}: see the log`);
for (const line of shown) console.log(`    ${line}`);
