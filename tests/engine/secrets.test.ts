import assert from "node:assert/strict";
import { event, inDays, scenario } from "./fixture";
import { succeeds } from "./outcome";

describe("a password in the real engine", function () {
  this.timeout("180s");

  it("reaches ENS and nothing else, also when its order fails and the engine logs all it can", () =>
    scenario({ events: [1, 2].map(event) }, async ({ emulator, stack }) => {
      const password = "Marked4Secrecy";
      await stack.write(
        "index.js",
        `const pulumi = require("@pulumi/pulumi");
         const ens = require("@pulumi-ens/sdk");
         const password = new pulumi.Config().requireSecret("password");
         new ens.MigrationPlan("edge", {
           events: [
             { ...${JSON.stringify(event(1))}, opsType: "immediate", password },
             { ...${JSON.stringify(event(2))}, planTime: ${inDays(3)} },
           ],
           dataPolicy: "force_transfer",
         });`,
      );
      await succeeds(stack.pulumi("config", "set", "--secret", "password", password));
      const outputs: string[] = [];
      const run = async (...args: string[]) => outputs.push((await stack.pulumi(...args)).output);

      await run("preview", "--diff", "--non-interactive");
      emulator.faults([{ kind: "itemFailure", eventId: event(1).eventId, code: 500, message: "busy" }]);
      await run("up", "--yes", "--skip-preview", "--diff", "--non-interactive");
      await run("up", "--yes", "--diff", "--non-interactive", "--logtostderr", "-v=9");
      emulator.faults([{ kind: "reset", when: "before", action: "DescribeHistoryEvents", count: 20 }]);
      await run("refresh", "--yes", "--non-interactive");
      await run("stack", "export");
      await run("destroy", "--yes", "--non-interactive");

      assert.equal(
        emulator.ledger().filter(({ password: given }) => given).length,
        2,
        "sent at first and again",
      );
      for (const output of outputs) assert.ok(!output.includes(password), "printed by pulumi");
      for (const { file, content } of await stack.files())
        assert.ok(!content.includes(password), `in ${file}`);
      assert.ok(!JSON.stringify([emulator.ledger(), emulator.calls(), emulator.state()]).includes(password));
    }));

  it("orders nothing by itself when it changes", () =>
    scenario({ events: [event(1)] }, async ({ emulator, stack }) => {
      const plan = (password: string) =>
        stack.plans({
          edge: { dataPolicy: "force_transfer", events: [{ ...event(1), opsType: "immediate", password }] },
        });
      await plan("FirstPassword1");
      await succeeds(stack.up());
      await plan("SecondPassword2");
      await succeeds(stack.up("--expect-no-changes"));
      assert.equal(emulator.ledger().length, 1);
    }));
});
