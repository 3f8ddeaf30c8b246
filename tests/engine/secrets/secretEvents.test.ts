import assert from "node:assert/strict";
import { event, inDays, refusal, scenario } from "../fixture";
import { fails, succeeds } from "../outcome";
import type { StateResource } from "../stack";
import { Scanner } from "./scan";

const [FIRST, SECOND, CLEAR] = [event(1), event(2), event(3)] as const;
const NAME = "MarkedInstance";
const AT = inDays(4);
const PASSWORD = "Marked4PassWord";

/** A plan whose events come out of one output: clear ones with a secret password, and ones that are secret themselves. */
const PROGRAM = `
const pulumi = require("@pulumi/pulumi");
const ens = require("@pulumi-ens/sdk");
const config = new pulumi.Config();
const { secret, ignoreChanges, ...options } = require("./options.json");
const clear = pulumi.output(${JSON.stringify([CLEAR])}).apply((all) =>
  all.map((event) => ({ ...event, opsType: "immediate", password: config.requireSecret("password") })),
);
const events = pulumi.all([clear, config.requireSecretObject("events")]).apply((all) => all.flat());
const plan = new ens.MigrationPlan(
  "edge",
  { events: secret ? events : clear, dataPolicy: "force_transfer", ...options },
  { ignoreChanges },
);
exports.plan = { migrations: plan.migrations, schemaVersion: plan.schemaVersion };
exports.unfinished = plan.summary.unfinished;
`;

describe("secret events in the real engine", function () {
  this.timeout("600s");

  it("stay secret in previews, state and outputs, whatever becomes of the plan", () =>
    scenario({ events: [1, 2, 3].map(event) }, async ({ emulator, stack, advance }) => {
      const scanner = new Scanner({
        "event id": FIRST.eventId,
        "other event id": SECOND.eventId,
        "instance id": FIRST.resourceId,
        "instance name": NAME,
        time: new Date(AT).toISOString().slice(0, 16),
        password: PASSWORD,
      });
      const scan = async (what: string): Promise<StateResource> => {
        await scanner.directory(stack.directory);
        assert.deepEqual(scanner.hits, [], what);
        return stack.plan();
      };
      const options = (written: object) => stack.write("options.json", JSON.stringify(written));
      await stack.write("index.js", PROGRAM);
      const events = [
        { ...FIRST, instanceName: NAME, planTime: AT },
        { ...SECOND, planTime: AT },
      ];
      const config = Object.entries({ events: JSON.stringify(events), password: PASSWORD });
      const pairs = config.flatMap(([name, value]) => ["--secret", `engine:${name}=${value}`]);
      await succeeds(stack.pulumi("config", "set-all", ...pairs));

      // A secret password hides nothing else.
      await options({ secret: false });
      await succeeds(stack.up());
      const clear = await scan("the state of a plan with a secret password");
      assert.deepEqual(Object.keys(clear.inputs?.["planned"] as object), [CLEAR.eventId]);
      assert.deepEqual(Object.keys(clear.outputs?.["migrations"] as object), [CLEAR.eventId]);
      assert.ok(!("secret" in (clear.inputs ?? {})) && !("summary" in (clear.inputs ?? {})));

      await options({ secret: true });
      const preview = await succeeds(stack.pulumi("preview", "--json", "--non-interactive"));
      assert.match(preview, /"planned": "\[secret\]"/);
      scanner.text("preview --json", preview);

      emulator.faults([refusal(2)]);
      await fails(
        stack.up(),
        /edge: 1 event failed/,
        new RegExp(`edge: ${SECOND.eventId} .*: refused by ENS`),
      );
      // Pulumi keeps the inputs from before, and why it failed, in clear.
      assertSecret(await scan("the state after a failure in part"), ["outputs"]);
      const up = await succeeds(stack.up("--diff"));
      scanner.text("up --diff", up);
      assertSecret(await scan("the state after an update"));

      await advance(2 * 86_400_000);
      await succeeds(stack.refresh());
      assertSecret(await scan("the state after a refresh"));

      await options({ secret: true, ignoreChanges: ["events"], onRemove: "fail" });
      await succeeds(stack.up());
      const kept = await scan("the state of ignored changes");
      assertSecret(kept);
      assert.equal(kept.outputs?.["onRemove"], "fail");
      await options({ secret: false, ignoreChanges: ["events"] });
      await fails(stack.up(), /events were secret when they were planned/);
      await scan("the state after a refusal");

      const exported = await succeeds(stack.pulumi("stack", "export"));
      scanner.text("stack export", exported);
      const output = await succeeds(stack.pulumi("stack", "output", "--json"));
      scanner.text("stack output", output);
      assert.match(output, /"migrations": "\[secret\]"/);
      assert.deepEqual(scanner.hits, []);
    }));
});

function assertSecret(
  plan: StateResource,
  parts: readonly ("inputs" | "outputs")[] = ["inputs", "outputs"],
): void {
  const secret = /^\{"4dabf18193072939515e22adb298388d":"1b47061264138c4ac30d75fd1eb44270","ciphertext"/;
  for (const part of parts) {
    for (const name of [
      "migrations",
      "requestIds",
      "summary",
      "ended",
      ...(part === "inputs" ? ["planned"] : []),
    ])
      assert.match(JSON.stringify(plan[part]?.[name]), secret, `${part}.${name}`);
  }
}
