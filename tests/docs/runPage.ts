import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import path from "node:path";
import type { EventSeed, Seed } from "../../emulator/src/index";
import { accepted, MOVED_CLOCK, scenario } from "../engine/fixture";
import { at, blocks, page, ROOT } from "./pages";
import { THEN } from "./programs";
import { assertShown } from "./shown";

const INSTANCES: Seed["instances"] = [
  { instanceId: "i-55qi8m11rr53c4i964md8a00l", instanceName: "web-1", ensRegionId: "cn-beijing-telecom" },
  { instanceId: "i-5g2m9x4c1vq7t0b3k8d6h2f9z", instanceName: "web-2", ensRegionId: "cn-beijing-telecom" },
  { instanceId: "i-5f8j1r6w3n0s7y4e2u9a5m1kc", instanceName: "cache-1", ensRegionId: "cn-chengdu-unicom" },
];

/** The events of the pages. */
export const [FIRST, SECOND, THIRD] = [
  { eventId: "e-d71ff150945b9c02eb6ebc0016328468", resourceId: "i-55qi8m11rr53c4i964md8a00l" },
  { eventId: "e-0c4ed1f2a6b847d3905b1a7c6e2f8d40", resourceId: "i-5g2m9x4c1vq7t0b3k8d6h2f9z" },
  { eventId: "e-3fb0a9c47d5e4812b6c1d0e9f8a7b6c5", resourceId: "i-5f8j1r6w3n0s7y4e2u9a5m1kc" },
] as const;

/** What `pulumi new typescript` writes. */
const TSCONFIG = {
  compilerOptions: { strict: true, target: "es2020", module: "commonjs", moduleResolution: "node" },
  files: ["index.ts"],
};

/** What a reader does before the page's own commands count, or what the fixture has done already. */
const DONE_ALREADY =
  /^(?:mkdir|cd|pulumi new|pulumi login|npm install|npm run --prefix CLONE setup|read|export)\b/;

/** What stays with a reader's shell. Here each command has a shell of its own. */
const STAYS = /^source /;

/** Where a page's emulator listens. */
const PAGES_EMULATOR = "http://127.0.0.1:4010";

/** What ENS has taken, as `event id → how many`, and the commands that failed. */
export interface PageRun {
  orders: Record<string, number>;
  failed: string[];
}

/**
 * Does what a page says from a heading on, to the next one of its level, in a new project, and compares what comes out with what the
 * page shows. `CLONE` on a page is this repository.
 */
export async function runPage(file: string, events: readonly EventSeed[], from?: string): Promise<PageRun> {
  const run: PageRun = { orders: {}, failed: [] };
  const { text } = page(file);
  const own = blocks({ file, text }).filter(isBelow(text, from));
  // What `pulumi-ens events` shows is in the machine's time zone.
  const setup = { events: [], seed: { instances: INSTANCES ?? [] }, environment: { TZ: "Asia/Shanghai" } };
  await scenario(setup, async (fixture) => {
    const { stack, emulator } = fixture;
    // For every process of Node.js: the program's, the provider's and the tools'.
    await stack.write("preload.cjs", MOVED_CLOCK);
    await rm(path.join(stack.directory, "index.js"));
    await stack.write("package.json", JSON.stringify({ name: "engine" }));
    await stack.write("tsconfig.json", JSON.stringify(TSCONFIG));

    let output = "";
    let commands = 0;
    let moved = false;
    let named = false;
    const shell = [`export NODE_OPTIONS="--require=$PWD/preload.cjs"`];
    const moveClock = async (): Promise<void> => {
      if (moved) return;
      moved = true;
      emulator.reset();
      await fixture.advance(THEN - Date.now());
      emulator.events(events);
    };
    // The doctor compares this machine's clock with the endpoint's, so it runs before any clock is moved.
    if (own.some(({ code }) => code.includes("pulumi-ens doctor"))) emulator.events(events);
    else await moveClock();
    for (const block of own) {
      if (block.note?.word === "later")
        await fixture.advance(Number.parseInt(block.note.text, 10) * 3_600_000);
      if (block.language === "ts" && block.code.includes("import * as ens"))
        await stack.write("index.ts", block.code);
      if (block.note?.word === "file") {
        await stack.write(block.note.text, inClone(block.code));
        if (!named && block.note.text === "Pulumi.yaml") {
          named = true;
          if (!own.some(({ code }) => code.includes("pulumi stack init"))) await stack.init("dev");
        }
      }
      if (block.language === "bash" && block.note?.word !== "elsewhere") {
        for (const command of block.code
          .split("\n")
          .filter((line) => line !== "" && !DONE_ALREADY.test(line))) {
          if (STAYS.test(command)) {
            shell.push(command);
            continue;
          }
          commands += 1;
          if (!command.includes("pulumi-ens doctor")) await moveClock();
          const line = inClone(command).replace(PAGES_EMULATOR, emulator.endpoint);
          const { code, output: printed } = await stack.shell([...shell, unattended(line)].join("\n"));
          output = printed;
          if (code !== 0) run.failed.push(`${at(block)}: ${command}\n${printed}`);
        }
      }
      if (block.note?.word === "output") assertShown(block.code, output, at(block));
    }
    assert.ok(commands >= 3, `${commands} commands`);
    run.orders = accepted(emulator);
  });
  return run;
}

/** The lines from a heading to the next one of its level; without a heading, all lines. */
function isBelow(text: string, heading?: string): (block: { line: number }) => boolean {
  if (heading === undefined) return () => true;
  const lines = text.split("\n");
  const begin = lines.indexOf(heading) + 1;
  assert.ok(begin > 0, `no ${heading}`);
  const [level = ""] = /^#+ /.exec(heading) ?? [];
  const next = lines.findIndex((line, index) => index >= begin && line.startsWith(level));
  return ({ line }) => line > begin && (next < 0 || line <= next);
}

function inClone(text: string): string {
  return text.replaceAll("CLONE", ROOT);
}

/** With what a person would answer. */
function unattended(line: string): string {
  return line
    .replaceAll(/\bpulumi (?:up|refresh|import|destroy)\b(?! --preview-only)/g, "$& --yes --skip-preview")
    .replace(/\bpulumi config set --secret \w+$/, "$& AAaa1234")
    .replace(/\bpulumi stack rm\b/, "$& --yes");
}
