import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import path from "node:path";
import type { EventSeed, Seed } from "../../emulator/src/index";
import { accepted, scenario } from "../engine/fixture";
import { at, blocks, page } from "./pages";
import { THEN } from "./programs";
import { assertShown } from "./shown";

const INSTANCES: Seed["instances"] = [
  { instanceId: "i-55qi8m11rr53c4i964md8a00l", instanceName: "web-1", ensRegionId: "cn-beijing-telecom" },
  { instanceId: "i-5g2m9x4c1vq7t0b3k8d6h2f9z", instanceName: "web-2", ensRegionId: "cn-beijing-telecom" },
  { instanceId: "i-5f8j1r6w3n0s7y4e2u9a5m1kc", instanceName: "cache-1", ensRegionId: "cn-chengdu-unicom" },
];
const [FIRST, SECOND, THIRD] = [
  { eventId: "e-d71ff150945b9c02eb6ebc0016328468", resourceId: "i-55qi8m11rr53c4i964md8a00l" },
  { eventId: "e-0c4ed1f2a6b847d3905b1a7c6e2f8d40", resourceId: "i-5g2m9x4c1vq7t0b3k8d6h2f9z" },
  { eventId: "e-3fb0a9c47d5e4812b6c1d0e9f8a7b6c5", resourceId: "i-5f8j1r6w3n0s7y4e2u9a5m1kc" },
];

/** Moves the clock of every process of a stack, the program's included. */
const PRELOAD = `
const { readFileSync } = require("node:fs");
const offset = Number(readFileSync(__dirname + "/offset", "utf8"));
const RealDate = Date;
globalThis.Date = class extends RealDate {
  constructor(...args) {
    if (args.length > 0) super(...args);
    else super(RealDate.now() + offset);
  }
  static now() {
    return RealDate.now() + offset;
  }
};`;

/** What `pulumi new typescript` writes. */
const TSCONFIG = {
  compilerOptions: { strict: true, target: "es2020", module: "commonjs", moduleResolution: "node" },
  files: ["index.ts"],
};

/** What a reader does before the page's own commands count, or what the fixture has done already. */
const DONE_ALREADY = /^(?:mkdir|cd|pulumi new|pulumi login|npm install|read|export) /;

/** Where a page's emulator listens. */
const PAGES_EMULATOR = "http://127.0.0.1:4010";

describe("pages that run, command by command", function () {
  this.timeout("600s");

  it("docs/getting-started.md", async () => {
    const events = [FIRST, SECOND, THIRD];
    const fixture = await runPage("docs/getting-started.md", events);
    assert.deepEqual(fixture.orders, Object.fromEntries(events.map(({ eventId }) => [eventId, 1])));
    assert.deepEqual(fixture.failed, []);
  });

  it("docs/ens-operators.md", async () => {
    const fixture = await runPage("docs/ens-operators.md", [FIRST, SECOND]);
    assert.deepEqual(fixture.orders, { [FIRST.eventId]: 1, [SECOND.eventId]: 1 });
    assert.deepEqual(fixture.failed, []);
  });

  it("docs/migrating.md, which orders nothing", async () => {
    const ordered = [
      { ...FIRST, eventStatus: "Scheduled" as const, notBefore: "2026-12-04T17:30:00Z" },
      { ...SECOND, eventStatus: "Scheduled" as const, notBefore: "2026-12-05T17:30:00Z" },
    ];
    const fixture = await runPage("docs/migrating.md", ordered, "## Import the existing orders");
    assert.deepEqual(fixture.orders, {});
    assert.deepEqual(fixture.failed, []);
  });
});

/** Does what a page says from a heading on, in a new project, and compares what comes out with what the page shows. */
function runPage(
  file: string,
  events: readonly EventSeed[],
  from = "# ",
): Promise<{ orders: Record<string, number>; failed: string[] }> {
  const result: { orders: Record<string, number>; failed: string[] } = { orders: {}, failed: [] };
  const source = page(file);
  const begin = source.text.slice(0, source.text.indexOf(from)).split("\n").length;
  // What `pulumi-ens events` shows is in the machine's time zone.
  const setup = { events: [], seed: { instances: INSTANCES ?? [] }, environment: { TZ: "Asia/Shanghai" } };
  return scenario(setup, async (fixture) => {
    await fixture.stack.write("preload.cjs", PRELOAD);
    await rm(path.join(fixture.stack.directory, "index.js"));
    await fixture.stack.write("package.json", JSON.stringify({ name: "engine" }));
    await fixture.stack.write("tsconfig.json", JSON.stringify(TSCONFIG));

    let output = "";
    let commands = 0;
    let moved = false;
    const moveClock = async (): Promise<void> => {
      if (moved) return;
      moved = true;
      fixture.emulator.reset();
      await fixture.advance(THEN - Date.now());
      fixture.emulator.events(events);
    };
    // The doctor compares this machine's clock with the endpoint's, so it runs before any clock is moved.
    if (source.text.includes("pulumi-ens doctor")) fixture.emulator.events(events);
    else await moveClock();
    for (const block of blocks(source).filter(({ line }) => line >= begin)) {
      if (block.note?.word === "later")
        await fixture.advance(Number.parseInt(block.note.text, 10) * 3_600_000);
      if (block.language === "ts" && block.code.includes("import * as ens"))
        await fixture.stack.write("index.ts", block.code);
      if (block.note?.word === "file") await fixture.stack.write(block.note.text, block.code);
      if (block.language === "bash" && block.note?.word !== "elsewhere") {
        for (const command of block.code
          .split("\n")
          .filter((line) => line !== "" && !DONE_ALREADY.test(line))) {
          commands += 1;
          if (!command.includes("pulumi-ens doctor")) await moveClock();
          const line = command.replace(PAGES_EMULATOR, fixture.emulator.endpoint);
          const { code, output: printed } = await fixture.stack.shell(unattended(line));
          output = printed;
          if (code !== 0) result.failed.push(`${at(block)}: ${command}\n${printed}`);
        }
      }
      if (block.note?.word === "output") assertShown(block.code, output, at(block));
    }
    assert.ok(commands >= 3, `${commands} commands`);
    result.orders = accepted(fixture.emulator);
  }).then(() => result);
}

/** With what a person would answer. */
function unattended(line: string): string {
  return line
    .replaceAll(/\bpulumi (?:up|refresh|import|destroy)\b(?! --preview-only)/g, "$& --yes --skip-preview")
    .replace(/\bpulumi stack rm\b/, "$& --yes");
}
