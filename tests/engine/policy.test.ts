import assert from "node:assert/strict";
import { accepted, event, inDays, scenario, writes } from "./fixture";
import { fails, succeeds } from "./outcome";
import { configured, LAUNCHER, plan, preview } from "./policyPack";

const PASSWORD = "Chosen4Build";

describe("the policy pack in the real engine", function () {
  this.timeout("600s");

  it("lets a plan through that keeps its rules, and stops one that does not before anything is ordered", () =>
    scenario({ events: [1, 2, 3].map(event) }, async (fixture) => {
      const { emulator, stack } = fixture;
      await stack.plans({
        edge: plan({ ...event(1), planTime: inDays(3) }, { ...event(2), planTime: inDays(3) }),
      });
      const good = await succeeds(preview(fixture));
      assert.match(good, /pulumi-ens\|local\|\S+\s+0\.1\.0/);

      // Secret events, which the rules see all the same.
      await stack.write(
        "index.js",
        `const pulumi = require("@pulumi/pulumi");
         const ens = require("@pulumi-ens/sdk");
         for (const [name, args] of Object.entries(require("./plans.json")))
           new ens.MigrationPlan(name, { ...args, events: pulumi.secret(args.events) });`,
      );
      await stack.plans({
        edge: {
          ...plan(
            { ...event(1), opsType: "immediate" },
            { ...event(2), planTime: inDays(3), dataPolicy: "abandon" },
          ),
          acknowledgeDataLoss: true,
          changeTicket: "later",
        },
        other: plan({ ...event(3), planTime: inDays(3) }),
      });
      const config = configured(fixture, {
        "no-immediate-moves": { stacks: ["dev"] },
        "moves-in-one-window": { maxMoves: 2 },
        "wave-size": { enforcementLevel: "advisory", maxEvents: 1 },
      });
      const bad = await fails(preview(fixture, config));
      for (const violation of [
        `${event(1).eventId} (${event(1).resourceId}): opsType is immediate, which stack dev does not allow`,
        `${event(2).eventId} (${event(2).resourceId}): would lose its local data (dataPolicy abandon)`,
        `${event(2).eventId} (${event(2).resourceId}): dataPolicy is abandon; allowed: force_transfer, try_transfer`,
        'edge: changeTicket "later" does not match ^CHG-',
      ])
        assert.ok(bad.includes(violation), `${violation}\n\n${bad}`);

      const pack = ["--policy-pack", LAUNCHER, "--policy-pack-config", "policy.json"];
      await fails(stack.pulumi("up", "--yes", "--non-interactive", ...pack));
      assert.equal(writes(emulator), 0, "its preview stopped it");

      await fails(stack.up(...pack));
      // The other plan breaks no rule: it may have been ordered before the violation ended the command.
      const ordered = Object.keys(accepted(emulator)).filter((eventId) => eventId !== event(3).eventId);
      assert.deepEqual(ordered, [], "of the plan that breaks rules");
    }));

  it("finds a password in plain configuration, and neither prints it nor minds a secret one", () =>
    scenario({ events: [event(1)] }, async (fixture) => {
      const { stack } = fixture;
      await stack.write(
        "index.js",
        `const pulumi = require("@pulumi/pulumi");
         const ens = require("@pulumi-ens/sdk");
         new ens.MigrationPlan("edge", {
           events: [{ ...${JSON.stringify(event(1))}, opsType: "immediate", password: new pulumi.Config().require("password") }],
           dataPolicy: "force_transfer",
           changeTicket: "CHG-1",
         });`,
      );
      await stack.configure({ "engine:password": PASSWORD });
      const plain = await fails(preview(fixture));
      assert.ok(
        plain.includes(
          `${event(1).eventId} (${event(1).resourceId}): its password is in the configuration engine:password, as plain text`,
        ),
        plain,
      );
      assert.ok(!plain.includes(PASSWORD));

      await succeeds(stack.pulumi("config", "set", "--secret", "password", PASSWORD));
      await succeeds(preview(fixture));
    }));
});
