import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import path from "node:path";
import { outcomes } from "./scenarios";

const SCENARIOS = path.join(__dirname, "scenarios.ts");

/** What a process says whose machine is in a zone, and what its clocks show at noon UTC. */
function elsewhere(zone: string): { outcomes: string; hours: number } {
  const program =
    `const { outcomes } = require(${JSON.stringify(SCENARIOS)});` +
    'console.log(JSON.stringify({ outcomes: outcomes(), hours: new Date("2026-12-01T12:00:00Z").getHours() }));';
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--require", "tsx/cjs", "-e", program], {
    env: { ...process.env, TZ: zone },
    encoding: "utf8",
  });
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout) as ReturnType<typeof elsewhere>;
}

describe("a schedule on machines in other zones", function () {
  this.timeout("60s");

  let here: string;
  before(() => (here = outcomes()));

  it("has something to tell: times found, times on days clocks change, and refusals", () => {
    assert.match(here, /DST skips/);
    assert.match(here, /DST shows this time twice/);
    assert.match(here, /no slot: /);
  });

  for (const [zone, hours] of [
    ["UTC", 12],
    ["Asia/Shanghai", 20],
    ["America/New_York", 7],
  ] as const) {
    it(`is the same in ${zone}`, () => {
      const there = elsewhere(zone);
      assert.equal(there.hours, hours, "the process is not in that zone");
      assert.deepEqual(JSON.parse(there.outcomes), JSON.parse(here));
    });
  }
});
