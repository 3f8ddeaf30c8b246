// npm run bench: measures every claim about speed and size. docs/performance.md explains it.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import type { Benchmark, Samples } from "./benchmark";
import { documentOf } from "./document";
import { measure } from "./measure";
import { profileAll } from "./profile";
import { machine, type Results, revisionOf } from "./results";
import { alternatives } from "./rows/alternatives";
import { clientCpu } from "./rows/clientCpu";
import { firstUp } from "./rows/firstUp";
import { memory } from "./rows/memory";
import { noOpUp } from "./rows/noOpUp";
import { providerProcess } from "./rows/providerProcess";
import { purePart } from "./rows/purePart";
import { stateBytes } from "./rows/stateBytes";
import { type Mode, SIZES } from "./sizes";
import { comparisonTable, profileText, textTable } from "./table";
import { withRevision } from "./worktree";

const ROOT = path.dirname(__dirname);
const BENCHMARKS: readonly Benchmark[] = [
  noOpUp,
  stateBytes,
  firstUp,
  alternatives,
  purePart,
  clientCpu,
  providerProcess,
  memory,
];

const USAGE = `npm run bench -- [options]
  --quick              the default: under ten minutes on two quiet cores
  --full               more runs and more sizes: about an hour
  --sizes MODE         ${Object.keys(SIZES).join(", ")}; tiny takes two minutes and shows only that everything runs
  --only NAME          ${BENCHMARKS.map(({ name }) => name).join(", ")}; may be repeated
  --against REVISION   measures that revision too, in turn with this one, and compares
  --profile DIRECTORY  only profiles; the raw profiles stay in DIRECTORY, for a flame chart in Chrome's developer tools
  --record             writes the results into docs/performance.json, .md and images
  --redraw             measures nothing: writes docs/performance.md and images from docs/performance.json`;

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.stack : error);
  process.exitCode = 1;
});

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      quick: { type: "boolean" },
      full: { type: "boolean" },
      sizes: { type: "string" },
      only: { type: "string", multiple: true },
      against: { type: "string" },
      profile: { type: "string" },
      record: { type: "boolean" },
      redraw: { type: "boolean" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) return void console.log(USAGE);
  if (values.redraw) return redraw();
  const mode = modeOf(values.sizes ?? (values.full ? "full" : "quick"));
  if (values.profile !== undefined) {
    const profiles = await profileAll(ROOT, SIZES[mode], path.resolve(values.profile));
    return void console.log(profileText(profiles));
  }
  const chosen = chosenOf(values.only);
  if (values.against !== undefined) return compare(chosen, mode, values.against, values.only !== undefined);

  const results = await run(chosen, mode);
  console.log(`\n${textTable(results.rows)}`);
  if (results.profiles.length > 0) console.log(`\n${profileText(results.profiles)}`);
  await save(results);
  if (values.record) {
    await writeFile(docs("performance.json"), `${JSON.stringify(results, undefined, 2)}\n`);
    await redraw();
  }
}

function modeOf(name: string): Mode {
  const mode = (Object.keys(SIZES) as Mode[]).find((known) => known === name);
  if (mode === undefined) throw new Error(`there are no sizes "${name}"\n${USAGE}`);
  return mode;
}

function chosenOf(names: readonly string[] | undefined): readonly Benchmark[] {
  if (names === undefined) return BENCHMARKS;
  return names.map((name) => {
    const benchmark = BENCHMARKS.find((known) => known.name === name);
    if (!benchmark) throw new Error(`there is no benchmark "${name}"\n${USAGE}`);
    return benchmark;
  });
}

async function run(chosen: readonly Benchmark[], mode: Mode): Promise<Results> {
  const sizes = SIZES[mode];
  const samples: Record<string, Samples> = {};
  const results: Results = {
    mode,
    date: new Date().toISOString(),
    revision: revisionOf(ROOT),
    machine: await machine(),
    rows: [],
    samples,
    profiles: [],
  };
  for (const benchmark of chosen) {
    const [measured = {}] = await measure(benchmark, [ROOT], sizes, console.error);
    samples[benchmark.name] = measured;
    results.rows.push(...benchmark.rows(measured, sizes));
  }
  if (chosen === BENCHMARKS) {
    console.error("profiling");
    results.profiles = await profileAll(ROOT, sizes);
  }
  return results;
}

async function compare(
  chosen: readonly Benchmark[],
  mode: Mode,
  revision: string,
  named: boolean,
): Promise<void> {
  const sizes = SIZES[mode];
  const names = { this: revisionOf(ROOT), other: revision };
  await withRevision(ROOT, revision, async (checkout) => {
    for (const benchmark of chosen.filter(({ tellsRevisionsApart }) => tellsRevisionsApart || named)) {
      const [here = {}, there = {}] = await measure(benchmark, [ROOT, checkout], sizes, console.error);
      const [rows, others] = [benchmark.rows(here, sizes), benchmark.rows(there, sizes)];
      console.log(`\n${comparisonTable(rows, others, names)}`);
    }
  });
}

async function save(results: Results): Promise<void> {
  const directory = path.join(__dirname, "results");
  await mkdir(directory, { recursive: true });
  const file = path.join(directory, `${results.date.replace(/[:.]/g, "-")}.json`);
  await writeFile(file, `${JSON.stringify(results, undefined, 2)}\n`);
  console.log(`\n${path.relative(process.cwd(), file)}`);
}

async function redraw(): Promise<void> {
  const results = JSON.parse(await readFile(docs("performance.json"), "utf8")) as Results;
  const made = documentOf(results, await readFile(docs("performance.md"), "utf8"));
  await mkdir(docs("images"), { recursive: true });
  for (const [file, content] of Object.entries(made)) await writeFile(docs(file), content);
}

function docs(file: string): string {
  return path.join(ROOT, "docs", file);
}
