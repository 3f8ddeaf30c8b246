import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { promisify } from "node:util";
import * as rules from "../../policy/src";
import { checked, judge, judgeStack } from "./judge";

const ROOT = path.resolve(__dirname, "../..");
const load = createRequire(path.join(ROOT, "pack.js")) as (name: string) => object;

/** The names of the ready pack's policies are what people's configuration files say. */
const POLICIES = [
  "allowed-data-policies",
  "allowed-hours",
  "blackout-calendar",
  "change-ticket",
  "deadline",
  "events-per-plan",
  "group-share",
  "minimum-lead-time",
  "moves-in-one-window",
  "no-abandon",
  "no-immediate-moves",
  "no-plain-password",
  "official-endpoint",
  "wave-size",
];

/** `no-abandon` is made by `noAbandon`. */
function functionOf(name: string): keyof typeof rules {
  return name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase()) as keyof typeof rules;
}

const PLANS = { edge: checked({ events: [], changeTicket: "CHG-1042" }) };

describe("the package @pulumi-ens/policy", () => {
  it("exports exactly this to packs", () => {
    assert.deepEqual(Object.keys(load("@pulumi-ens/policy")).sort(), [
      "allowedDataPolicies",
      "allowedHours",
      "blackoutCalendar",
      "changeTicket",
      "deadline",
      "eventsPerPlan",
      "groupShare",
      "minimumLeadTime",
      "movesInOneWindow",
      "noAbandon",
      "noImmediateMoves",
      "noPlainPassword",
      "officialEndpoint",
      "waveSize",
    ]);
  });

  it("opens no other door", () =>
    assert.throws(() => load("@pulumi-ens/policy/dist/rule.js"), { code: "ERR_PACKAGE_PATH_NOT_EXPORTED" }));

  it("loads neither Pulumi nor gRPC for its rules, and starts no server", async () => {
    const script = 'require("@pulumi-ens/policy"); console.log(JSON.stringify(Object.keys(require.cache)))';
    const { stdout } = await promisify(execFile)(process.execPath, ["-e", script], { cwd: ROOT });
    const others = (JSON.parse(stdout) as string[])
      .map((file) => path.relative(ROOT, file).replaceAll("\\", "/"))
      .filter((file) => /node_modules\/@(?:pulumi|grpc)\//.test(file));
    assert.deepEqual(others, []);
  });

  it("takes the configuration that its README shows", () => {
    const readme = readFileSync(path.join(ROOT, "policy/README.md"), "utf8");
    const [, json = ""] = /```json\n([^`]+)```/.exec(readme) ?? [];
    const configuration = JSON.parse(json) as Record<string, string | Record<string, unknown>>;
    assert.deepEqual(Object.keys(configuration).sort(), POLICIES);
    for (const [name, value] of Object.entries(configuration)) {
      const config = typeof value === "string" ? {} : { ...value };
      if ("enforcementLevel" in config) delete config["enforcementLevel"];
      const rule = rules[functionOf(name)](name);
      const verdict =
        "validateStack" in rule
          ? judgeStack(rule, PLANS, config)
          : judge(rule, { props: PLANS.edge, config });
      assert.deepEqual(verdict.violations, [], name);
      assert.ok(!verdict.notApplicable?.includes("configured"), `${name}: ${verdict.notApplicable}`);
    }
  });

  it("has a ready pack of every rule, documented by name in the README", () => {
    const pack = readFileSync(path.join(ROOT, "policy/src/pack.ts"), "utf8");
    const names = [...pack.matchAll(/rules\.\w+\("([a-z-]+)"\)/g)].map(([, name]) => name);
    assert.deepEqual(names.sort(), POLICIES);
    const readme = readFileSync(path.join(ROOT, "policy/README.md"), "utf8");
    for (const name of POLICIES) assert.ok(readme.includes(`\`${name}\``), name);
  });
});
