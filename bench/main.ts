// npm run bench: measures what is promised about speed and size. docs/engineering/performance.md explains it.
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { type Benchmark, measure, type Row } from "./benchmark";
import { circumstances, formatted, withResults } from "./page";
import { clientCpu } from "./rows/clientCpu";
import { firstUp } from "./rows/firstUp";
import { hosts } from "./rows/hosts";
import { noOpUp } from "./rows/noOpUp";
import { pluginProcess } from "./rows/pluginProcess";
import { providerProcess } from "./rows/providerProcess";
import { purePart } from "./rows/purePart";
import { stateBytes } from "./rows/stateBytes";
import { REAL, TINY } from "./sizes";
import { markdownTable } from "./table";

const PAGE = path.resolve(__dirname, "../docs/engineering/performance.md");
const BENCHMARKS: readonly Benchmark[] = [
  noOpUp,
  hosts,
  stateBytes,
  firstUp,
  purePart,
  clientCpu,
  providerProcess,
  pluginProcess,
];

const USAGE = `npm run bench -- [options]
  --only NAME  one benchmark; may be repeated: ${BENCHMARKS.map(({ name }) => name).join(", ")}
  --tiny       the smallest sizes: shows that everything runs, and measures nothing
  --record     measures all and writes the table into docs/engineering/performance.md`;

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.stack : error);
  process.exitCode = 1;
});

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: "string", multiple: true },
      tiny: { type: "boolean" },
      record: { type: "boolean" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) return void console.log(USAGE);
  if (values.record && (values.only || values.tiny)) throw new Error("--record is of the whole table");
  const sizes = values.tiny ? TINY : REAL;
  const rows: Row[] = [];
  for (const benchmark of values.only?.map(named) ?? BENCHMARKS)
    rows.push(...benchmark.rows(await measure(benchmark, sizes, console.error), sizes));
  const results = `${await circumstances()}\n\n${markdownTable(rows)}`;
  console.log(await formatted(results));
  if (values.record) await writeFile(PAGE, await withResults(await readFile(PAGE, "utf8"), results));
}

function named(name: string): Benchmark {
  const benchmark = BENCHMARKS.find((known) => known.name === name);
  if (!benchmark) throw new Error(`there is no benchmark "${name}"\n${USAGE}`);
  return benchmark;
}
