import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import type { ResourceValidationPolicy } from "@pulumi/policy";
import sinon from "sinon";
import {
  allowedHours,
  movesInOneWindow,
  noImmediateMoves,
  noPlainPassword,
  officialEndpoint,
} from "../../policy/src";
import { TYPE_TOKENS } from "../../provider/src/plan/typeToken";
import { judge, judgeStack, UNKNOWN } from "./judge";

interface Resource {
  type: string;
  inputs: Record<string, unknown>;
  outputs: Record<string, unknown>;
}

/** What the real engine printed of a plan of the plugin: see `tests/sdk/report/fixtures`. */
function printed(name: string): unknown {
  const file = path.join(__dirname, "../sdk/report/fixtures", `${name}.json`);
  return JSON.parse(readFileSync(file, "utf8"));
}

function isPlan({ type }: Resource): boolean {
  return type === TYPE_TOKENS.plugin;
}

/** A new plan of four events, as a preview has it. */
function previewed(): Resource {
  const { steps } = printed("pluginPreviewCreate") as { steps: { newState: Resource }[] };
  const found = steps.map(({ newState }) => newState).find(isPlan);
  assert.ok(found);
  return found;
}

/** The same plan, ordered. */
function ordered(): Resource {
  const { deployment } = printed("pluginExport") as { deployment: { resources: Resource[] } };
  const found = deployment.resources.find(isPlan);
  assert.ok(found);
  return found;
}

describe("the rules, for a plan of the plugin", () => {
  let endpoint: string | undefined;
  beforeEach(() => {
    sinon.useFakeTimers({ now: Date.parse("2026-11-28T00:00:00Z"), toFake: ["Date"] });
    endpoint = process.env["ENS_ENDPOINT"];
    delete process.env["ENS_ENDPOINT"];
  });
  afterEach(() => {
    sinon.restore();
    if (endpoint !== undefined) process.env["ENS_ENDPOINT"] = endpoint;
  });

  const judged = (
    rule: ResourceValidationPolicy,
    more: { provider?: Record<string, unknown>; providerName?: string } = {},
  ) => judge(rule, { type: TYPE_TOKENS.plugin, props: previewed().inputs, ...more });

  it("judge its events", () => {
    const [immediate = "", ...others] = judged(noImmediateMoves("never", { stacks: ["*"] })).violations;
    assert.match(immediate, /^e-0+3 \(i-0+3\): opsType is immediate, which stack prod does not allow/);
    assert.deepEqual(others, []);
    const hours = allowedHours("sundays", {
      zones: [
        {
          timeZone: "Asia/Shanghai",
          windows: [{ days: ["sun"], startTime: "01:00", duration: "2h" }],
        },
      ],
    });
    const { violations } = judged(hours);
    assert.deepEqual(
      ["1", "2", "3", "4"].map((n) => violations.some((each) => each.includes(n.padStart(32, "0")))),
      [true, true, true, false],
    );
  });

  it("find the endpoint in the provider's configuration, or in its arguments", () => {
    const rule = officialEndpoint("official-endpoint");
    assert.deepEqual(judged(rule, { provider: { region: "cn-beijing" } }), { violations: [] });
    const provider = { endpoint: "a.example.com" };
    assert.deepEqual(judged(rule, { provider }).violations, [
      "the endpoint is https://a.example.com; allowed: ens.aliyuncs.com. Remove the configuration ens:endpoint",
    ]);
    const ofProgram = judged(rule, { provider, providerName: "shop" }).violations;
    assert.match(ofProgram[0] ?? "", /\. Remove the argument endpoint of the provider shop$/);
    const endpoints = judged(rule, { provider: { endpoints: { ens: "b.example.com" } } }).violations;
    assert.match(
      endpoints[0] ?? "",
      /is https:\/\/b\.example\.com; .* Remove the configuration ens:endpoints$/,
    );
  });

  it("count what is planned while orders are unknown, and then what is in force", () => {
    const rule = movesInOneWindow("two-a-night", { maxMoves: 2, period: "2d" });
    const starts = (props: Record<string, unknown>): string[] =>
      judgeStack(rule, { edge: props }).violations.map((each) => each.split(" (")[0] ?? "");
    const { planned } = previewed().inputs;
    assert.deepEqual(starts({ planned, migrations: UNKNOWN }), [
      "3 moves start between 2026-12-04T17:30:00Z and 2026-12-05T17:30:00Z",
    ]);
    const { outputs } = ordered();
    assert.deepEqual(starts(outputs), [
      "3 moves start between 2026-12-04T17:30:00Z and 2026-12-05T17:30:00Z",
    ]);
    const moved = Object.entries(outputs["migrations"] as Record<string, string>).map(([eventId, line]) => [
      eventId,
      line.replace("| Scheduled |", "| Executed |"),
    ]);
    assert.deepEqual(starts({ ...outputs, migrations: Object.fromEntries(moved) }), []);
  });

  it("say that they cannot tell where a password comes from", () =>
    assert.equal(
      judged(noPlainPassword("no-plain-password")).notApplicable,
      "Pulumi does not show the stack's configuration beside a plan of the plugin",
    ));
});
