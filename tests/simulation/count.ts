import { mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { story } from "./arbitrary";
import type { Rule } from "./judge";
import { Figures, play, warmUp } from "./play";

/**
 * `npm run simulation -- 3000 1` tells 3,000 stories from seed 1 on to the end, whatever is found, counts how often each rule
 * was broken, and fails if any was. What the user saw of a story that broke one lies in a file.
 */
async function main(count = 1_000, seed = 20261124): Promise<number> {
  const figures = new Figures();
  const found = new Map<Rule, string[]>();
  const directory = path.join(tmpdir(), "pulumi-ens-simulation");
  mkdirSync(directory, { recursive: true });
  await warmUp();
  for (let each = seed; each < seed + count; each++) {
    const [one] = fc.sample(story, { seed: each, numRuns: 1 });
    if (!one) continue;
    const { violations, log } = await play(one, figures);
    const [first] = violations;
    if (!first) continue;
    const file = path.join(directory, `${each}.txt`);
    writeFileSync(file, log.join("\n"));
    found.set(first.rule, [...(found.get(first.rule) ?? []), file]);
  }
  for (const [rule, files] of found)
    console.log(`${rule}: ${files.length}, ${files.slice(0, 12).join(", ")}`);
  const violations = [...found.values()].flat().length;
  figures.lines(violations, seed).forEach((line) => console.log(line));
  return violations > 0 ? 1 : 0;
}

const [count, seed] = process.argv.slice(2).map(Number);
void main(count, seed).then((code) => process.exit(code));
