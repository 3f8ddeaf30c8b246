import assert from "node:assert/strict";
import fc from "fast-check";
import { DATA_POLICIES, type DataPolicy, type HistoryEvent, type Instance } from "../../provider/src/api/ens";
import { check } from "../../provider/src/host/check";
import { diff } from "../../provider/src/host/diff";
import { type Imported, importPlan } from "../../provider/src/host/importPlan";
import { update } from "../../provider/src/host/order";
import { read } from "../../provider/src/host/read";
import { parseMigration } from "../../provider/src/plan/lines/migration";
import { FakeEns } from "../apply/fakeEns";
import { NOW, OTHER_STACK, STACK, TIME, timeOf } from "../plan/builders";
import { hostOf, type Shown } from "./life";

/** An account that is read whole: an import does not know the instances. */
class Account extends FakeEns {
  readonly instances: Instance[] = [];

  override describeHistoryEvents(): Promise<HistoryEvent[]> {
    return Promise.resolve([...this.events.values()].map((event) => ({ ...event })));
  }

  override describeInstances(): never {
    return Promise.resolve(this.instances) as never;
  }

  /** An order of a person, at a time without a mark. */
  ordered(number: number, more: Partial<HistoryEvent> = {}): this {
    return this.add(`e-${number}`, `i-${number}`, "Scheduled", { notBefore: TIME, ...more });
  }

  /** An order of a stack, at a time that bears its mark. */
  marked(number: number, dataPolicy: DataPolicy, stack = STACK): this {
    const terms = { opsType: "scheduled", dataPolicy, planTime: TIME } as const;
    return this.ordered(number, { notBefore: timeOf(terms, stack, `e-${number}`) });
  }
}

const PLAN = { label: "night", stack: STACK };

/** What the program is that the engine prints: the inputs that the schema has. */
function programOf({ inputs }: Imported): Record<string, unknown> {
  const { events, dataPolicy, acknowledgeDataLoss } = inputs;
  return { events, dataPolicy, ...(acknowledgeDataLoss !== undefined && { acknowledgeDataLoss }) };
}

/** The next `up` of a program, as far as it comes: its checked inputs, and what the plan has to do. */
function next(
  host: Shown,
  { id, inputs, outputs }: Imported,
  program: Record<string, unknown>,
): { inputs: Record<string, unknown>; changes: boolean | undefined } {
  const checked = check(host, inputs, { ...program, ...PLAN });
  assert.deepEqual(checked.failures, []);
  return { inputs: checked.inputs, ...diff(host, id, { ...outputs }, checked.inputs) };
}

describe("an import of events", () => {
  it("has what the program says, and the state of a plan", async () => {
    const ens = new Account().ordered(6).ordered(7).ordered(8);
    ens.instances.push({ instanceId: "i-6", instanceName: "web-1" });
    const imported = await importPlan(hostOf(ens), "force_transfer: e-6, e-7", PLAN);
    assert.match(imported.id, /^migration-plan-[\da-f-]{36}$/);
    assert.deepEqual(programOf(imported), {
      events: [
        { eventId: "e-6", resourceId: "i-6", instanceName: "web-1", planTime: "2026-12-04T17:30:00Z" },
        { eventId: "e-7", resourceId: "i-7", planTime: "2026-12-04T17:30:00Z" },
      ],
      dataPolicy: "force_transfer",
    });
    assert.equal(imported.outputs.stack, STACK);
    assert.deepEqual(Object.keys(imported.outputs.migrations), ["e-6", "e-7"]);
    assert.deepEqual(Object.keys(imported.inputs["planned"] as object), ["e-6", "e-7"]);
  });

  it("orders nothing, and the program it gives finds nothing to do", async () => {
    const any = fc.record({
      policy: fc.constantFrom(...DATA_POLICIES),
      known: fc.boolean(),
      numbers: fc.uniqueArray(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
      marks: fc.array(fc.constantFrom("none", "other", ...DATA_POLICIES), { minLength: 9, maxLength: 9 }),
      time: fc.integer({ min: NOW - 86_400_000, max: TIME }),
      statuses: fc.array(fc.constantFrom("Scheduled", "Executing"), { minLength: 9, maxLength: 9 }),
    });
    await fc.assert(
      fc.asyncProperty(any, async ({ policy, known, numbers, marks, time, statuses }) => {
        const ens = new Account();
        for (const number of numbers) {
          const mark = marks[number - 1] ?? "none";
          if (mark === "none") ens.ordered(number, { notBefore: time });
          else if (mark === "other") ens.marked(number, policy, OTHER_STACK);
          else ens.marked(number, mark);
          ens.change(`e-${number}`, { eventStatus: statuses[number - 1] ?? "Scheduled" });
        }
        const host = hostOf(ens);
        const ids = numbers.map((number) => `e-${number}`).join();
        const imported = await importPlan(host, known ? `${policy}:${ids}` : ids, PLAN);
        const program = JSON.parse(JSON.stringify(programOf(imported))) as Record<string, unknown>;
        host.lines.length = 0;
        const { inputs, changes } = next(host, imported, program);
        assert.equal(changes, false);
        // Nor after a refresh.
        const outputs = await read(host, imported.id, { ...imported.outputs });
        host.memory.takeRefreshed(imported.id);
        assert.deepEqual(outputs.migrations, imported.outputs.migrations);
        assert.equal(diff(host, imported.id, { ...outputs }, inputs).changes, false);
        // Nor if something else makes the engine update the plan.
        const { failure } = await update(host, imported.id, { ...outputs }, inputs);
        assert.equal(failure, undefined);
        assert.deepEqual(ens.calls, []);
        assert.deepEqual(
          host.lines.filter((line) => line.startsWith("warning")),
          [],
        );
      }),
      { numRuns: 200 },
    );
  });

  it("recognises the orders of this stack, each with its data policy and the time that the program had", async () => {
    const ens = new Account().marked(1, "try_transfer").marked(2, "abandon").marked(3, "try_transfer");
    const host = hostOf(ens);
    const imported = await importPlan(host, "e-1,e-2,e-3", PLAN);
    const planTime = "2026-12-04T17:30:00Z";
    assert.deepEqual(programOf(imported), {
      events: [
        { eventId: "e-1", resourceId: "i-1", planTime, dataPolicy: "try_transfer" },
        { eventId: "e-2", resourceId: "i-2", planTime, dataPolicy: "abandon" },
        { eventId: "e-3", resourceId: "i-3", planTime, dataPolicy: "try_transfer" },
      ],
      dataPolicy: "force_transfer",
      acknowledgeDataLoss: true,
    });
    assert.deepEqual(host.lines, []);
    const same = await importPlan(host, "e-1,e-3", PLAN);
    assert.equal(same.inputs["dataPolicy"], "try_transfer");
    assert.equal(JSON.stringify(same.inputs["events"]).includes("dataPolicy"), false);
  });

  it("claims no data policy that nobody can know, and says so", async () => {
    const ens = new Account().ordered(1).ordered(2);
    const host = hostOf(ens);
    const imported = await importPlan(host, "e-1,e-2", PLAN);
    assert.equal(imported.inputs["dataPolicy"], "force_transfer");
    const line = imported.outputs.migrations["e-1"] ?? "";
    assert.equal(parseMigration("e-1", line, () => undefined).ordered.state, "observed");
    assert.deepEqual(host.lines, [
      "warning: ENS does not tell the data policy of 2 orders: e-1 (i-1), e-2 (i-2). " +
        "The program says force_transfer, which these orders may not have: the plan keeps them as they are. " +
        'To be sure of the data, set onExistingOrder: "resubmit", which orders anew with the next `pulumi up`; ' +
        "or, if you know what was ordered, import it as POLICY:e-…,e-…",
    ]);
    // What the warning offers.
    const program = { ...programOf(imported), onExistingOrder: "resubmit" };
    const { inputs, changes } = next(host, imported, program);
    assert.equal(changes, true);
    await update(host, imported.id, { ...imported.outputs }, inputs);
    assert.deepEqual(
      ens.taken.map(({ eventId, dataPolicy }) => [eventId, dataPolicy]),
      [
        ["e-1", "force_transfer"],
        ["e-2", "force_transfer"],
      ],
    );
  });

  it("writes the time of an order of others as ENS gives it, with its milliseconds", async () => {
    const ens = new Account().marked(1, "abandon", OTHER_STACK).ordered(2, { notBefore: TIME + 1 });
    const imported = await importPlan(hostOf(ens), "try_transfer:e-1,e-2", PLAN);
    const times = (imported.inputs["events"] as { planTime: string }[]).map(({ planTime }) =>
      Date.parse(planTime),
    );
    assert.deepEqual(
      times,
      ["e-1", "e-2"].map((eventId) => ens.events.get(eventId)?.notBefore),
    );
  });

  it("takes the data policy from whoever knows it", async () => {
    const ens = new Account().ordered(1);
    const host = hostOf(ens);
    const imported = await importPlan(host, "abandon:e-1", PLAN);
    assert.deepEqual(
      [imported.inputs["dataPolicy"], imported.inputs["acknowledgeDataLoss"]],
      ["abandon", true],
    );
    const { ordered } = parseMigration("e-1", imported.outputs.migrations["e-1"] ?? "", () => undefined);
    assert.deepEqual(ordered.state === "accepted" && ordered.terms, {
      opsType: "scheduled",
      dataPolicy: "abandon",
      planTime: TIME,
    });
    assert.deepEqual(host.lines, []);
  });

  it("a change of the program is ordered as of any plan", async () => {
    const ens = new Account().ordered(1);
    const host = hostOf(ens);
    const imported = await importPlan(host, "try_transfer:e-1", PLAN);
    const program = programOf(imported);
    const events = [{ eventId: "e-1", resourceId: "i-1", planTime: "2026-12-05T17:30:00Z" }];
    const { inputs, changes } = next(host, imported, { ...program, events });
    assert.equal(changes, undefined);
    await update(host, imported.id, { ...imported.outputs }, inputs);
    assert.equal(ens.takenFor("e-1").length, 1);
  });

  it("refuses all if one has no order that a plan could have, and names each", async () => {
    const ens = new Account()
      .ordered(1)
      .add("e-2", "i-2")
      .ordered(3, { eventStatus: "Executed" })
      .add("e-4", "i-4", "Scheduled")
      .ordered(5, { eventType: "Instance:SystemFailure.Reboot" });
    ens.instances.push({ instanceId: "i-2", instanceName: "web-2" });
    await assert.rejects(importPlan(hostOf(ens), "e-1,e-2,e-3,e-4,e-5,e-6", PLAN), {
      message:
        "nothing was imported: e-2 (web-2, i-2): it has no order yet (Inquiring). A plan in the program orders it with the next `pulumi up`; " +
        "e-3 (i-3): it has ended (Executed); e-4 (i-4): ENS gives no time (NotBefore) for its order; " +
        "e-5: it is of type Instance:SystemFailure.Reboot, not Instance:SystemUpgrade.Migrate; " +
        "e-6: ENS lists no event with this id of type Instance:SystemUpgrade.Migrate. Leave them out of the id",
    });
  });

  const wrong: [string, string][] = [
    ["", "the id names no event"],
    [" , ", "the id names no event"],
    ["force_transfer:", "the id names no event"],
    ["night", '"night" is not an event id'],
    ["e-1 e-2", '"e-1 e-2" is not an event id'],
    ["e-1,i-2,E-3", '"i-2", "E-3" are not an event id'],
    ["migration-plan-1", '"migration-plan-1" is not an event id'],
    ["e-1,e-2,e-1", "e-1: named twice"],
    ["transfer:e-1", '"transfer" is not a data policy'],
    ["abandon:force_transfer:e-1", '"force_transfer:e-1" is not an event id'],
    [`e-${"x".repeat(200)}`, `"e-${"x".repeat(38)}…" is not an event id`],
    [
      Array.from({ length: 1_001 }, (_, index) => `e-${index}`).join(),
      "1001 events are more than the 1000 that one import takes",
    ],
  ];
  for (const [id, problem] of wrong) {
    it(`an id that is ${JSON.stringify(id.slice(0, 30))} is refused with its right form, and ENS is not asked`, async () => {
      const host = hostOf(new Account(), { clientFor: () => assert.fail("asked") });
      await assert.rejects(importPlan(host, id, PLAN), {
        message:
          `cannot import: ${problem}. Give the ids of the events, such as e-1,e-2; ` +
          "or with the data policy of their orders, such as force_transfer:e-1,e-2. The data policies are abandon, force_transfer, try_transfer",
      });
    });
  }
});
