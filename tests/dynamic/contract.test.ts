import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { Emulator } from "../../emulator/src/index";
import { MigrationPlan, type MigrationPlanArgs } from "../../sdk/src/index";
import { failureOf } from "../conformance/failureOf";
import type { CallError, PartialFailure, Properties } from "../conformance/host";
import { inClear, run, Unmade } from "../sdk/program";
import { SENTINELS } from "../sentinels";
import { environmentOf, ProviderProcess, providerString } from "./providerProcess";
import {
  event,
  immediate,
  PLAN_TIME,
  scheduled,
  startEmulatorWithEvents,
  STARTING,
  traffic,
} from "./support";

const PASSWORD = "Hidden7Password";

describe("the provider process", () => {
  let emulator: Emulator;
  let provider: ProviderProcess;
  let __provider: string;

  before(async function () {
    this.timeout(STARTING);
    [emulator, __provider] = await Promise.all([startEmulatorWithEvents(), providerString()]);
    provider = await ProviderProcess.start({ environment: environmentOf(emulator) });
  });
  // Each test has a stack of its own: the process knows the plans of a stack by what it has seen of them.
  let tests = 0;
  beforeEach(() => {
    tests += 1;
    emulator.reset();
  });
  after(() => Promise.all([provider.stop(), emulator.close()]));

  const plan = (events: unknown, more: Properties = {}): Properties => ({
    __provider,
    label: "edge",
    stack: `shop/${tests}`,
    dataPolicy: "force_transfer",
    events,
    ...more,
  });
  const checked = async (news: Properties, olds: Properties = {}): Promise<Properties> => {
    const { inputs, failures } = await provider.check(olds, news);
    assert.deepEqual(failures, []);
    return inputs;
  };
  const created = async (news: Properties) => provider.create(await checked(news));
  /** A creation that fails for `e-2` after `e-1` was ordered. */
  const createdInPart = async (): Promise<{ inputs: Properties; partial: PartialFailure }> => {
    emulator.faults([{ kind: "itemFailure", eventId: "e-2", code: 503, message: "try later" }]);
    const inputs = await checked(plan([scheduled(1), scheduled(2)]));
    return { inputs, partial: partialOf(await failureOf(provider.create(inputs))) };
  };

  describe("results", () => {
    it("a created plan has an id of its own and every declared output", async () => {
      const { id, outputs } = await created(plan([scheduled(1), immediate(2)]));

      assert.match(id, /^migration-plan-[0-9a-f-]{36}$/);
      assert.equal(outputs["schemaVersion"], 1);
      assert.equal(outputs["ended"], false);
      assert.deepEqual(outputs["summary"], {
        events: 2,
        statuses: { Scheduled: 1, Executing: 1 },
        unfinished: 0,
        released: 0,
      });
      assert.equal((outputs["requestIds"] as string[]).length, 1);
    });

    it("every result carries the provider, so that the next operation finds it", async () => {
      const inputs = await checked(plan([scheduled(1)]));
      const { id, outputs } = await provider.create(inputs);
      const read = await provider.read(id, outputs);
      const updated = await provider.update(id, outputs, inputs);

      for (const result of [inputs, outputs, read.outputs, updated])
        assert.equal(result["__provider"], __provider);
    });

    it("what was not given stays absent, which protobuf could not carry as undefined", async () => {
      const { outputs } = await created(plan([]));

      assert.deepEqual(Object.keys(outputs).sort(), [
        "__provider",
        "changeTicket",
        "ended",
        "label",
        "migrations",
        "onRemove",
        "plannedWaves",
        "requestIds",
        "schemaVersion",
        "stack",
        "summary",
      ]);
    });

    it("check resolves events into planned lines and keeps the options as written", async () => {
      const inputs = await checked(plan([scheduled(1)], { timeout: "1h30m", maxErrors: "10%" }));

      assert.deepEqual(Object.keys(inputs).sort(), [
        "__provider",
        "dataPolicy",
        "label",
        "maxErrors",
        "planned",
        "stack",
        "timeout",
      ]);
      assert.equal(inputs["timeout"], "1h30m");
      assert.match(
        (inputs["planned"] as Record<string, string>)["e-1"] ?? "",
        /^i-1 \| ... 20\S+ \S+ UTC \| force_transfer \|/,
      );
    });

    it("check names every fault and where it is, without a property, and gives the inputs back", async () => {
      const news = plan([scheduled(1, { dataPolicy: "keep" }), "{"], { timeout: "soon" });
      const { inputs, failures } = await provider.check({}, news);

      assert.deepEqual(failures, [
        { property: "", reason: 'timeout: "soon" must be a duration, such as "30m", "1h30m" or "PT30M"' },
        {
          property: "",
          reason:
            'events[0].dataPolicy of e-1 (i-1): "keep" must be one of "abandon", "force_transfer", "try_transfer"',
        },
        { property: "", reason: "events[1] must be an object with eventId and resourceId, not a string" },
      ]);
      assert.deepEqual(inputs, news);
    });

    it("check refuses names that are not inputs, and says where they belong", async () => {
      const misplaced = { waves: [1], summary: {}, schedule: { timeZone: "CST", duration: "3h" } };
      const { failures } = await provider.check({}, plan([scheduled(1)], misplaced));

      assert.deepEqual(failures.map(({ reason }) => reason).sort(), [
        "schedule.duration is not a property of a schedule; did you mean schedule.windows[].duration?",
        'schedule.timeZone must be a time zone as Area/City, such as Asia/Shanghai, or UTC, not "CST"; did you mean Asia/Shanghai?',
        "schedule.windows is required: when moves may start",
        "summary is an output of the plan and cannot be set",
        "waves is not a property of a MigrationPlan; did you mean schedule.waves?",
      ]);
    });

    it("an old state that names the provider in other words still works", async () => {
      const { id, outputs } = await created(plan([scheduled(1)]));
      const other = 'exports.handler = () => require("@pulumi-ens/sdk/provider").provider;';

      const read = await provider.read(id, { ...outputs, __provider: other });

      assert.deepEqual(read.outputs["migrations"], outputs["migrations"]);
    });
  });

  describe("partial failures", () => {
    it("say what exists: an id, a reason that names the event, and outputs with the provider", async () => {
      const { partial } = await createdInPart();

      assert.match(partial.id, /^migration-plan-/);
      assert.equal(partial.reasons.length, 1);
      assert.match(
        partial.reasons[0] ?? "",
        /^edge: e-2 \(i-2\): refused by ENS: code 503, try later \(request id /,
      );
      assert.equal(partial.properties["__provider"], __provider);
      assert.equal(partial.properties["unfinished"], true);
    });

    it("leave outputs from which read works", async () => {
      const { partial } = await createdInPart();

      const { outputs } = await provider.read(partial.id, partial.properties);

      assert.match(lineOf(outputs, "e-1"), / \| Scheduled \| ordered /);
      assert.match(lineOf(outputs, "e-2"), / \| Inquiring \| rejected .* \| 503: try later \| /);
      assert.equal(outputs["unfinished"], true, "a refresh must not forget that work is left");
    });

    it("leave outputs from which update sends what is missing and no more", async () => {
      const { inputs, partial } = await createdInPart();

      const outputs = await provider.update(partial.id, partial.properties, inputs);

      assert.deepEqual(
        emulator.ledger().map(({ eventId, accepted }) => [eventId, accepted]),
        [
          ["e-1", true],
          ["e-2", false],
          ["e-2", true],
        ],
      );
      assert.equal(outputs["unfinished"], undefined);
    });

    it("leave outputs from which delete works", async () => {
      const { partial } = await createdInPart();

      await provider.delete(partial.id, partial.properties);
    });

    it("group the events that met the same refusal into one reason", async () => {
      emulator.faults([{ kind: "noPermission", action: "BatchEventMigrateInstance", skip: 1 }]);
      const inputs = await checked(
        plan([scheduled(1), scheduled(2), scheduled(3)], { eventsPerCall: 1, maxErrors: 0 }),
      );

      const { reasons } = partialOf(await failureOf(provider.create(inputs)));

      assert.equal(reasons.length, 2);
      assert.match(reasons[0] ?? "", /^edge: e-2 \(i-2\): .*NoPermission.*Grant the RAM action/);
      assert.match(
        reasons[1] ?? "",
        /^edge: e-3 \(i-3\): order not sent after an earlier call failed: .*NoPermission/,
      );
    });

    it("an order whose answer was lost is a partial failure, since ENS may have it", async () => {
      emulator.clock({ advance: "1h" });
      emulator.behaviour({ readLag: "10m" });
      emulator.faults([{ kind: "reset", when: "after", action: "BatchEventMigrateInstance" }]);
      const inputs = await checked(plan([scheduled(1)]));

      const { id, properties } = partialOf(await failureOf(provider.create(inputs)));
      emulator.behaviour({ readLag: 0 });
      const outputs = await provider.update(id, properties, inputs);

      assert.match(lineOf(properties, "e-1"), / \| outcome unknown .* \| sent at /);
      assert.match(lineOf(outputs, "e-1"), / \| Scheduled \| ordered /);
      assert.equal(emulator.ledger().length, 1);
    });
  });

  describe("plain failures", () => {
    it("a creation of which ENS took nothing leaves nothing behind", async () => {
      emulator.faults([{ kind: "itemFailure", count: 2 }]);
      const inputs = await checked(plan([scheduled(1), scheduled(2)], { eventsPerCall: 1 }));

      const error = await failureOf(provider.create(inputs));

      assert.match(
        error.message,
        /^edge: e-1 \(i-1\) \[request id .*\], e-2 \(i-2\) \[request id .*\]: refused by ENS/,
      );
      assert.equal(error.partial, undefined);
    });

    it("a creation whose first reading fails sends nothing and has no id", async () => {
      emulator.faults([{ kind: "noPermission", action: "DescribeHistoryEvents" }]);
      const inputs = await checked(plan([scheduled(1)]));

      const error = await failureOf(provider.create(inputs));

      assert.match(error.message, /DescribeHistoryEvents: .*NoPermission/);
      assert.equal(error.partial, undefined);
      assert.equal(emulator.ledger().length, 0);
    });

    it("an update whose first reading fails leaves the state as it was", async () => {
      const { id, outputs } = await created(plan([scheduled(1)]));
      emulator.faults([{ kind: "noPermission", action: "DescribeHistoryEvents" }]);
      const inputs = await checked(plan([scheduled(1), scheduled(2)]));

      const error = await failureOf(provider.update(id, outputs, inputs));

      assert.match(error.message, /NoPermission/);
      assert.equal(error.partial, undefined);
    });

    it("an input that a policy has made unreadable fails the call and never hangs it", async () => {
      const inputs = await checked(plan([scheduled(1)]));

      const error = await failureOf(provider.create({ ...inputs, planned: { "e-1": "nonsense" } }));

      assert.match(error.message, /planned\["e-1"\] cannot be read: "nonsense"/);
      assert.equal(error.partial, undefined);
      assert.equal(emulator.calls().length, 0);
    });

    it("an option that a policy has made invalid fails the call before anything is sent", async () => {
      const inputs = await checked(plan([scheduled(1)]));

      const error = await failureOf(provider.create({ ...inputs, eventsPerCall: 0 }));

      assert.match(error.message, /whole number from 1 to 100/);
      assert.equal(emulator.calls().length, 0);
    });

    it("standard error gets nothing, since the engine shows the message with the plan", async () => {
      const { id, outputs } = await created(plan([scheduled(1)], { onRemove: "fail" }));
      const inputs = await checked(plan([], { label: "first", onRemove: "fail" }));
      await failureOf(provider.diff(id, outputs, inputs));
      await failureOf(provider.read(id, { ...outputs, schemaVersion: 99 }));
      await failureOf(provider.delete(id, { ...outputs, label: "last" }));

      await created(plan([scheduled(1)], { label: "after that" }));
      await provider.printed("stdout", "after that: ");

      assert.equal(await provider.printed("stderr", ""), "");
    });
  });

  describe("unknown values in a preview", () => {
    for (const [kind, unknown] of Object.entries(SENTINELS)) {
      it(`${kind}: pass through check as the events, and diff leaves the rest to the engine`, async () => {
        const { id, outputs } = await created(plan([scheduled(1)]));

        const inputs = await checked(plan(unknown));

        assert.equal(inputs["planned"], SENTINELS.string);
        assert.equal(await provider.diff(id, outputs, inputs), "unknown");
      });

      it(`${kind}: pass through check as one event among others, whose lines stay readable`, async () => {
        const { id, outputs } = await created(plan([scheduled(1)]));

        const inputs = await checked(plan([scheduled(1), unknown]));

        const planned = inputs["planned"] as Record<string, string>;
        assert.match(planned["e-1"] ?? "", /^i-1 \| /);
        assert.equal(planned["events[1]"], SENTINELS.string);
        assert.equal(await provider.diff(id, outputs, inputs), "unknown");
      });

      it(`${kind}: pass through check as a field of an event, which keeps its name`, async () => {
        const { id, outputs } = await created(plan([scheduled(1)]));

        const inputs = await checked(plan([event(1, { planTime: unknown })]));

        assert.deepEqual(inputs["planned"], { "e-1": SENTINELS.string });
        assert.equal(await provider.diff(id, outputs, inputs), "unknown");
      });

      it(`${kind}: pass through check untouched in options and passwords`, async () => {
        const { id, outputs } = await created(plan([scheduled(1)]));
        const options = { timeout: unknown, connection: { endpoint: unknown }, passwords: unknown };

        const inputs = await checked(plan([scheduled(1)], options));

        for (const [key, value] of Object.entries(options)) assert.deepEqual(inputs[key], value);
        assert.equal(await provider.diff(id, outputs, inputs), "unknown");
      });
    }

    it("an unknown event id leaves the event a line under its index", async () => {
      const inputs = await checked(plan([{ eventId: SENTINELS.string, resourceId: "i-1" }]));

      assert.deepEqual(inputs["planned"], { "events[0]": SENTINELS.string });
    });

    it("an unknown data policy leaves every line that needs it unknown, instead of refusing it", async () => {
      const inputs = await checked(plan([scheduled(1)], { dataPolicy: SENTINELS.string }));

      assert.deepEqual(inputs["planned"], { "e-1": SENTINELS.string });
    });

    it("faults in known parts are found although other parts are unknown", async () => {
      const { failures } = await provider.check({}, plan([SENTINELS.string, scheduled(1, { opsType: "x" })]));

      assert.equal(failures.length, 1);
      assert.match(failures[0]?.reason ?? "", /^events\[1\]\.opsType of e-1 \(i-1\): "x" must be/);
    });
  });

  describe("secrets", () => {
    const secretive = () =>
      plan([immediate(1, { password: true }), scheduled(2)], { passwords: { "e-1": PASSWORD } });

    it("a password stays at its path in the checked inputs and is nowhere else in them", async () => {
      const { passwords, ...others } = await checked(secretive());

      assert.deepEqual(passwords, { "e-1": PASSWORD });
      assert.doesNotMatch(JSON.stringify(others), new RegExp(PASSWORD));
    });

    it("planned says that a password was given, and not which", async () => {
      const { planned } = await checked(secretive());

      assert.match((planned as Record<string, string>)["e-1"] ?? "", / \| password given \| /);
      assert.match((planned as Record<string, string>)["e-2"] ?? "", / \| password will change \| /);
    });

    it("a password is ordered with and appears in no output of create, read or update", async () => {
      const inputs = await checked(secretive());
      const { id, outputs } = await provider.create(inputs);
      const read = await provider.read(id, outputs);
      const updated = await provider.update(id, outputs, inputs);

      assert.equal(emulator.ledger()[0]?.password, true);
      assert.doesNotMatch(JSON.stringify([outputs, read, updated]), new RegExp(PASSWORD));
    });

    it("a message of ENS that echoes the password reaches neither the error nor the outputs", async () => {
      const message = `the Password ${PASSWORD} is on a list of stolen ones`;
      emulator.faults([{ kind: "itemFailure", eventId: "e-1", message }]);

      const error = await failureOf(provider.create(await checked(secretive())));

      assert.match(error.message, /is on a list of stolen ones/);
      assert.doesNotMatch(JSON.stringify([error.message, error.partial]), new RegExp(PASSWORD));
    });

    it("a password that check refuses is not quoted", async () => {
      const { failures } = await provider.check(
        {},
        plan([immediate(1, { password: true })], { passwords: { "e-1": "weak-secret" } }),
      );

      assert.match(failures[0]?.reason ?? "", /^events\[0\]\.password of e-1 \(i-1\) must have 8/);
      assert.doesNotMatch(JSON.stringify(failures), /weak-secret/);
    });

    it("a changed password alone is no change and sends nothing", async () => {
      const { id, outputs } = await created(secretive());
      const inputs = await checked({ ...secretive(), passwords: { "e-1": "Another7Password" } });

      assert.equal(await provider.diff(id, outputs, inputs), "none");
      await provider.update(id, outputs, inputs);
      assert.equal(emulator.ledger().length, 2);
    });

    it("the process prints neither passwords nor keys", async () => {
      await created(
        plan([immediate(3, { password: true })], { passwords: { "e-3": PASSWORD }, label: "talk" }),
      );

      const printed = await provider.printed("stdout", "talk: 1 event");

      assert.doesNotMatch(printed, new RegExp(`${PASSWORD}|${emulator.accessKeySecret}`));
    });
  });

  describe("traffic", () => {
    it("check and diff make no call at all", async () => {
      const { id, outputs } = await created(plan([scheduled(1)]));
      const before = traffic(emulator);

      const inputs = await checked(plan([scheduled(1), scheduled(2)]));
      await provider.diff(id, outputs, inputs);

      assert.deepEqual(traffic(emulator), before);
    });

    it("read orders nothing", async () => {
      const { id, outputs } = await created(plan([scheduled(1)]));
      const before = emulator.calls().length;

      await provider.read(id, outputs);

      assert.deepEqual(
        emulator
          .calls()
          .slice(before)
          .map(({ action }) => action),
        ["DescribeHistoryEvents"],
      );
    });

    it("a second update orders nothing", async () => {
      const inputs = await checked(plan([scheduled(1), scheduled(2)]));
      const { id, outputs } = await provider.create(inputs);
      const before = emulator.ledger().length;

      const updated = await provider.update(id, outputs, inputs);

      assert.equal(emulator.ledger().length, before);
      assert.deepEqual(updated, outputs);
    });

    it("a plan whose events have all ended is read without a call", async () => {
      const { id, outputs } = await created(plan([immediate(1)]));
      emulator.clock({ advance: "1h" });
      const ended = await provider.read(id, outputs);
      const before = traffic(emulator);

      const again = await provider.read(id, ended.outputs);

      assert.equal(ended.outputs["ended"], true);
      assert.deepEqual(again.outputs, ended.outputs);
      assert.deepEqual(traffic(emulator), before);
    });

    it("a plan without events is created without a call", async () => {
      await created(plan([]));

      assert.equal(emulator.calls().length, 0);
    });

    it("an immediate and a scheduled order arrive with exactly the terms that were planned", async () => {
      await created(plan([scheduled(1), immediate(2, { dataPolicy: "try_transfer" })]));

      const [first, second] = emulator.ledger();
      assert.equal(Math.floor((first?.planTime ?? 0) / 1_000) * 1_000, PLAN_TIME);
      assert.deepEqual([first?.opsType, first?.dataPolicy], ["scheduled", "force_transfer"]);
      assert.deepEqual(
        [second?.opsType, second?.dataPolicy, second?.planTime],
        ["immediate", "try_transfer", null],
      );
    });
  });

  describe("state of another schema version", () => {
    for (const schemaVersion of [0, 2]) {
      it(`${schemaVersion}: update, read and diff refuse it and say what to do`, async () => {
        const inputs = await checked(plan([scheduled(1)]));
        const { id, outputs } = await provider.create(inputs);
        const other = { ...outputs, schemaVersion };
        const before = emulator.calls().length;

        for (const operation of [
          () => provider.update(id, other, inputs),
          () => provider.read(id, other),
          () => provider.diff(id, other, inputs),
        ]) {
          const { message, partial } = await failureOf(operation());
          assert.match(
            message,
            new RegExp(`schemaVersion ${schemaVersion}, and .*pulumi-ens reads 1\\. Install`),
          );
          assert.equal(partial, undefined);
        }
        assert.equal(emulator.calls().length, before);
      });

      it(`${schemaVersion}: delete does not need it, but onRemove fail refuses what nobody can read`, async () => {
        const unreadable = { schemaVersion, migrations: { "e-1": { unreadable: true } } };
        const retained = await created(plan([scheduled(1)]));
        await provider.delete(retained.id, { ...retained.outputs, ...unreadable });

        const { id, outputs } = await created(plan([scheduled(2)], { onRemove: "fail" }));
        const { message } = await failureOf(provider.delete(id, { ...outputs, ...unreadable }));
        assert.match(message, /this version of pulumi-ens reads 1\. Install/);
      });
    }
  });

  describe("a program's plan", () => {
    const sent = async (events: () => MigrationPlanArgs["events"], preview: boolean): Promise<Properties> => {
      const args = () => ({ events: events(), dataPolicy: "force_transfer" as const });
      const { registered } = await run(() => new MigrationPlan("edge", args()), { preview });
      return inClear(registered[0]?.inputs) as Properties;
    };

    it("is taken in every form that the SDK sends events in", async () => {
      const form = { planTime: PLAN_TIME, group: "north" };
      const inputs = await checked(
        await sent(
          () => [
            event(1, form),
            event(2, { ...form, instanceName: pulumi.output("two") }),
            pulumi.output(event(3, form)),
            event(4, { opsType: "immediate" as const, password: pulumi.secret(PASSWORD) }),
          ],
          false,
        ),
      );
      await provider.create(inputs);

      assert.deepEqual(
        emulator.ledger().map(({ eventId, accepted, password }) => [eventId, accepted, password]),
        [
          ["e-1", true, false],
          ["e-2", true, false],
          ["e-3", true, false],
          ["e-4", true, true],
        ],
      );
    });

    it("is taken in a preview that does not know all of it", async () => {
      const unmade = () => new Unmade("instance").value;
      const inputs = await checked(
        await sent(
          () => [
            event(1, { planTime: PLAN_TIME }),
            { ...event(2, { opsType: "immediate" as const, password: unmade() }), resourceId: unmade() },
          ],
          true,
        ),
      );

      const planned = inputs["planned"] as Record<string, string>;
      assert.match(planned["e-1"] ?? "", /^i-1 \| /);
      assert.equal(planned["e-2"], SENTINELS.string);
    });
  });

  it("2,000 events pass: checked, ordered, compared and read back", async function () {
    this.timeout("60s");
    const numbers = Array.from({ length: 2_000 }, (_, index) => index + 100);
    emulator.events(numbers.map((number) => event(number, {})));

    const inputs = await checked(plan(numbers.map((number) => scheduled(number))));
    const { id, outputs } = await provider.create(inputs);

    assert.equal(emulator.ledger().length, 2_000);
    assert.equal(await provider.diff(id, outputs, inputs), "none");
    assert.deepEqual((await provider.read(id, outputs)).outputs, outputs);
  });
});

function lineOf(outputs: Properties, eventId: string): string {
  return (outputs["migrations"] as Record<string, string>)[eventId] ?? "";
}

function partialOf({ message, partial }: CallError): PartialFailure {
  assert.ok(partial, `a partial failure, not: ${message}`);
  return partial;
}
