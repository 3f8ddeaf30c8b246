import assert from "node:assert/strict";
import { chmod, writeFile } from "node:fs/promises";
import path from "node:path";
import { event, inDays, scenario, writes } from "./fixture";
import { fails, succeeds } from "./outcome";
import { configured, LAUNCHER, plan, preview } from "./policyPack";

const ROOT = path.resolve(__dirname, "../..");

describe("the policy pack in the real engine, the rest", function () {
  this.timeout("600s");

  it("adds up the moves of all plans, those to come and those ordered before", () =>
    scenario({ events: [1, 2, 3].map(event) }, async (fixture) => {
      const { stack } = fixture;
      const at = inDays(3);
      await stack.plans({
        first: plan({ ...event(1), planTime: at }),
        second: plan({ ...event(2), planTime: at }),
      });
      const config = configured(fixture, { "moves-in-one-window": { maxMoves: 1, period: "4h" } });
      await fails(
        preview(fixture, config),
        /2 moves start at \S+ \((?:first 1, second 1|second 1, first 1)\); the limit is 1 in any 4h/,
      );

      await stack.plans({ first: plan({ ...event(1), planTime: at }) });
      await succeeds(stack.up("--policy-pack", LAUNCHER, "--policy-pack-config", "policy.json"));
      await stack.plans({
        first: plan({ ...event(1), planTime: at }),
        second: plan({ ...event(2), planTime: at }),
      });
      // One is ordered already, the other is new.
      await fails(preview(fixture, config), /2 moves start at/);
    }));

  it("says what it has not checked in a preview, and checks it in the up before it is ordered", () =>
    scenario({ events: [1, 2].map(event) }, async (fixture) => {
      const { emulator, stack } = fixture;
      await stack.write(
        "index.js",
        `const pulumi = require("@pulumi/pulumi");
         const ens = require("@pulumi-ens/sdk");
         class Later extends pulumi.dynamic.Resource {
           constructor(name, value) {
             super({ create: async (inputs) => ({ id: "later", outs: { value: inputs.given } }) }, name, { given: value, value: undefined });
           }
         }
         const dataPolicy = new Later("policy", "abandon").value;
         new ens.MigrationPlan("edge", {
           events: [
             { ...${JSON.stringify(event(1))}, planTime: ${inDays(3)} },
             { ...${JSON.stringify(event(2))}, planTime: ${inDays(3)}, dataPolicy },
           ],
           dataPolicy: "force_transfer",
           acknowledgeDataLoss: true,
           changeTicket: "CHG-1",
         });`,
      );
      const first = await succeeds(preview(fixture));
      assert.match(
        first,
        new RegExp(
          `can't run policy 'no-abandon' .* during preview: still unknown: ${event(2).eventId}; pulumi up checks them`,
        ),
      );
      await fails(
        stack.up("--policy-pack", LAUNCHER, "--policy-pack-config", "policy.json"),
        /would lose its local data/,
      );
      assert.equal(writes(emulator), 0);
    }));

  it("refuses configuration that means nothing, and says what is wrong with it", () =>
    scenario({ events: [event(1)] }, async (fixture) => {
      await fixture.stack.plans({ edge: plan({ ...event(1), planTime: inDays(3) }) });
      for (const [config, message] of [
        [
          { "wave-size": { maxEvents: "many" } },
          /wave-size: maxEvents: Invalid type\. Expected: integer, given: string/,
        ],
        [
          { "wave-size": { maxEvent: 3 } },
          /policy "wave-size": maxEvent is not a property of its options; did you mean maxEvents\?/,
        ],
        [
          { "blackout-calendar": { blackouts: [{ from: "2026-12-32", to: "2027-01-01" }] } },
          /blackouts\[0\]\.from "2026-12-32": there is no such day/,
        ],
      ] as const)
        await fails(preview(fixture, configured(fixture, config)), message);
    }));

  it("runs as a directory too, the way the official language host starts it", () =>
    scenario({ events: [event(1)] }, async (fixture) => {
      const { stack } = fixture;
      await stack.plans({
        edge: {
          ...plan({ ...event(1), planTime: inDays(3), dataPolicy: "abandon" }),
          acknowledgeDataLoss: true,
        },
      });
      // The host runs this program of @pulumi/pulumi with the engine's address and the pack's directory.
      const host = path.join(stack.directory, "host");
      await writeFile(
        host,
        `#!/usr/bin/env node
         process.chdir(${JSON.stringify(path.join(ROOT, "policy"))});
         process.argv.push(process.cwd());
         require(${JSON.stringify(require.resolve("@pulumi/pulumi/cmd/run-policy-pack"))});`,
      );
      await chmod(host, 0o755);
      await fails(preview(fixture, configured(fixture), host), /would lose its local data/);
    }));
});
