import assert from "node:assert/strict";
import type { Emulator } from "../../emulator/src/index";
import { environmentOf } from "../dynamic/providerProcess";
import { PLAN_TIME, startEmulatorWithEvents, STARTING } from "../dynamic/support";
import { immediate, scheduled } from "./events";
import { CallError, type Kept, type Properties, type ProviderHost } from "./host";
import { type HostName, HOSTS } from "./hosts";
import { type Life, lifecycle } from "./lifecycle";

const LATER = PLAN_TIME + 3_600_000;

/** Nothing listens there. */
const NOWHERE = { endpoint: "http://127.0.0.1:1" };

const ORDERED = /^i-\d \| Scheduled \| ordered \S+ force_transfer \|.* call \d \| NotBefore as ordered \| #/;
const REJECTED = /^i-\d \| Inquiring \| rejected /;
const EXECUTED = /^i-\d \| Executed \| ordered /;

for (const hostName of Object.keys(HOSTS) as HostName[]) {
  describe(`the life of a plan in the ${hostName}`, () => {
    let emulator: Emulator;
    let host: ProviderHost;

    before(async function () {
      this.timeout(STARTING);
      emulator = await startEmulatorWithEvents();
      host = await HOSTS[hostName]({ environment: environmentOf(emulator) });
    });
    // Each test has a stack of its own: the process knows the plans of a stack by what it has seen of them.
    let tests = 0;
    beforeEach(() => {
      tests += 1;
      emulator.reset();
    });
    after(() => Promise.all([host.stop(), emulator.close()]));

    const plan = (events: unknown, more: Properties = {}): Properties => ({
      dataPolicy: "force_transfer",
      events,
      ...more,
    });
    const named = (name = "edge") => ({ name, stack: `shop/${tests}` });
    const orders = () =>
      emulator.ledger().map(({ eventId, accepted }) => `${eventId}${accepted ? "" : " refused"}`);
    const live = (life: Life) => lifecycle(host, named(), life);
    const checked = async (args: Properties, olds: Properties = {}): Promise<Properties> => {
      const { inputs, failures } = await host.check(named(), olds, args);
      assert.deepEqual(failures, []);
      return inputs;
    };
    /** What lies in the state after `pulumi up`. */
    const upped = async (args: Properties): Promise<Kept> => {
      const inputs = await checked(args);
      return { inputs, ...(await host.create(named(), inputs)) };
    };

    describe("up", () => {
      it("is ordered once, however often it is run", async () => {
        const args = plan([scheduled(1), scheduled(2)]);
        await live({
          create: { args, migrations: { "e-1": ORDERED, "e-2": ORDERED } },
          updates: [
            { args, diff: "none" },
            { args, diff: "none" },
          ],
        });
        assert.deepEqual(orders(), ["e-1", "e-2"]);
      });

      it("orders only what was added", async () => {
        await live({
          create: { args: plan([scheduled(2)]) },
          updates: [
            {
              args: plan([scheduled(2), scheduled(1)]),
              diff: "edited",
              migrations: { "e-1": ORDERED, "e-2": ORDERED },
            },
            { args: plan([scheduled(1), scheduled(2)]), diff: "none" },
          ],
        });
        assert.deepEqual(orders(), ["e-2", "e-1"]);
      });

      it("orders a changed time again, and only that", async () => {
        const args = plan([scheduled(1), scheduled(2, { planTime: LATER })]);
        await live({
          create: { args: plan([scheduled(1), scheduled(2)]) },
          updates: [
            { args, diff: "edited" },
            { args, diff: "none" },
          ],
        });
        assert.deepEqual(orders(), ["e-1", "e-2", "e-2"]);
      });

      it("reads a changed order back, as it does a new one", async () => {
        const args = plan([scheduled(1, { planTime: LATER })]);
        await live({
          create: { args: plan([scheduled(1)]), migrations: { "e-1": ORDERED } },
          updates: [{ args, migrations: { "e-1": ORDERED } }],
        });
      });

      it("after a changed order, a refresh shows nothing where nothing happened", async () => {
        const args = plan([scheduled(1, { planTime: LATER })]);
        await live({
          create: { args: plan([scheduled(1)]) },
          updates: [{ args }, { refresh: "same", args, diff: "none" }],
        });
      });

      it("after a changed order, a move by the platform is noticed", async () => {
        const args = plan([scheduled(1, { planTime: LATER })]);
        await live({
          create: { args: plan([scheduled(1)]) },
          updates: [
            { args },
            {
              meanwhile: () => emulator.platform({ eventId: "e-1", notBefore: LATER + 3_600_000 }),
              refresh: "changed",
              args,
              diff: "some",
              migrations: { "e-1": / \| moved to / },
            },
          ],
        });
      });

      it("without events, as with ignoreChanges, what is planned stays planned", async () => {
        const { events: _, ...others } = plan([]);
        await live({
          create: { args: plan([scheduled(1)]) },
          updates: [{ args: others, diff: "none", migrations: { "e-1": ORDERED } }],
        });
      });

      it("a changed name reaches the outputs and orders nothing", async () => {
        const kept = await live({
          create: { args: plan([scheduled(1)]) },
          updates: [{ renamed: "north", args: plan([scheduled(1)]), diff: "edited" }],
        });
        assert.equal(kept?.outputs["label"], "north");
        assert.deepEqual(orders(), ["e-1"]);
      });

      it("finishes a partial creation, and then has nothing to do", async () => {
        const args = plan([scheduled(1), scheduled(2)]);
        emulator.faults([{ kind: "itemFailure", eventId: "e-2" }]);
        await live({
          create: {
            args,
            fails: /e-2 \(i-2\): refused by ENS/,
            migrations: { "e-1": ORDERED, "e-2": REJECTED },
          },
          updates: [
            { args, diff: "some", migrations: { "e-1": ORDERED, "e-2": ORDERED } },
            { args, diff: "none" },
          ],
        });
        assert.deepEqual(orders(), ["e-1", "e-2 refused", "e-2"]);
      });

      it("finishes a partial creation also after a refresh, which clears the engine's memory of the failure", async () => {
        const args = plan([scheduled(1), scheduled(2)]);
        emulator.faults([{ kind: "itemFailure", eventId: "e-2" }]);
        await live({
          create: { args, fails: /e-2/ },
          updates: [
            { refresh: "changed", args, diff: "some", migrations: { "e-1": ORDERED, "e-2": ORDERED } },
            { refresh: "same", args, diff: "none" },
          ],
        });
        assert.deepEqual(orders(), ["e-1", "e-2 refused", "e-2"]);
      });

      it("finishes a partial update, although the engine still holds the old inputs", async () => {
        const more = plan([scheduled(1), scheduled(2), scheduled(3)]);
        await live({
          create: { args: plan([scheduled(1)]) },
          updates: [
            {
              meanwhile: () => emulator.faults([{ kind: "itemFailure", eventId: "e-3" }]),
              args: more,
              diff: "edited",
              fails: /e-3 \(i-3\): refused by ENS/,
              migrations: { "e-1": ORDERED, "e-2": ORDERED, "e-3": REJECTED },
            },
            { args: more, diff: "some", migrations: { "e-1": ORDERED, "e-2": ORDERED, "e-3": ORDERED } },
            { args: more, diff: "none" },
          ],
        });
        assert.deepEqual(orders(), ["e-1", "e-2", "e-3 refused", "e-3"]);
      });

      it("after a partial update, going back to the old inputs releases what the update ordered", async () => {
        await live({
          create: { args: plan([scheduled(1)]) },
          updates: [
            {
              meanwhile: () => emulator.faults([{ kind: "itemFailure", eventId: "e-3" }]),
              args: plan([scheduled(1), scheduled(2), scheduled(3)]),
              fails: /e-3/,
            },
            {
              refresh: "changed",
              args: plan([scheduled(1)]),
              diff: "some",
              migrations: { "e-1": ORDERED, "e-2": / \| released \| / },
            },
            { args: plan([scheduled(1)]), diff: "none" },
          ],
        });
        assert.deepEqual(orders(), ["e-1", "e-2", "e-3 refused"]);
      });

      it("after a failed reading, the next up starts from where it was", async () => {
        const args = plan([scheduled(1), scheduled(2)]);
        await live({
          create: { args: plan([scheduled(1)]) },
          updates: [
            {
              meanwhile: () => emulator.faults([{ kind: "noPermission" }]),
              args,
              diff: "edited",
              fails: /NoPermission/,
            },
            { args, diff: "edited", migrations: { "e-1": ORDERED, "e-2": ORDERED } },
          ],
        });
      });

      it("a creation that left nothing behind can be run again", async () => {
        const args = plan([scheduled(1)]);
        emulator.faults([{ kind: "itemFailure" }]);

        const kept = await live({ create: { args, fails: /e-1 \(i-1\): refused/ } });

        assert.equal(kept, undefined);
        await live({ create: { args, migrations: { "e-1": ORDERED } } });
      });

      it("a removed event stays in memory until it ends, and comes back without a new order", async () => {
        const both = plan([scheduled(1), scheduled(2)]);
        await live({
          create: { args: both },
          updates: [
            {
              args: plan([scheduled(1)]),
              diff: "edited",
              migrations: { "e-1": ORDERED, "e-2": / \| released \| / },
            },
            { args: both, diff: "edited", migrations: { "e-1": ORDERED, "e-2": ORDERED } },
          ],
        });
        assert.deepEqual(orders(), ["e-1", "e-2"]);
      });

      it("a removed event with a pending order is refused by diff, so already in the preview, with onRemove fail", async () => {
        const kept = await upped(plan([scheduled(1), scheduled(2)], { onRemove: "fail" }));
        const inputs = await checked(plan([scheduled(1)], { onRemove: "fail" }), kept.inputs);

        await assert.rejects(
          host.diff(named(), kept, inputs),
          /edge: onRemove is "fail" and an order is still pending: e-2 \(i-2\), Scheduled/,
        );
      });

      it("a changed onRemove reaches the outputs, where delete reads it", async () => {
        const kept = await upped(plan([scheduled(1)], { onRemove: "fail" }));
        const inputs = await checked(plan([scheduled(1)]), kept.inputs);

        assert.notEqual(await host.diff(named(), kept, inputs), "none");
        assert.equal((await host.update(named(), kept, inputs))["onRemove"], "retain");
        assert.deepEqual(orders(), ["e-1"]);
      });

      it("a connection of several parts is no change, whatever order the engine keeps them in", async () => {
        const { host: address } = new URL(emulator.endpoint);
        const connection = { region: "cn-hangzhou", endpoint: `http://${address}` };
        const kept = await upped(plan([scheduled(1)], { connection }));

        assert.equal(await host.diff(named(), kept, kept.inputs), "none");
      });

      it("a time that has passed is refused for a new plan by check, and for a new event by the update", async () => {
        const past = scheduled(2, { planTime: Date.now() - 3_600_000 });
        await live({ create: { args: plan([past]), refused: /events\[0\]\.planTime .* has passed/ } });
        await live({
          create: { args: plan([scheduled(1)]) },
          updates: [{ args: plan([scheduled(1), past]), fails: /e-2 \(i-2\): its planned time has passed/ }],
        });
        assert.deepEqual(orders(), ["e-1"]);
      });
    });

    describe("refresh", () => {
      it("shows a change of status once", async () => {
        const kept = await upped(plan([scheduled(1)]));
        emulator.platform({ eventId: "e-1", eventStatus: "Executing" });

        const first = await host.read(named(), kept);

        assert.equal(await host.diff(named(), first, kept.inputs), "some");
        assert.equal(await host.diff(named(), first, kept.inputs), "none");
        const second = await host.read(named(), first);
        assert.equal(await host.diff(named(), second, kept.inputs), "none");
        assert.deepEqual(second.outputs, first.outputs);
      });

      it("shows the end of the plan in summary and ended", async () => {
        const kept = await live({
          create: { args: plan([scheduled(1)]) },
          updates: [
            {
              meanwhile: () => emulator.clock({ advance: "5d" }),
              refresh: "changed",
              args: plan([scheduled(1)]),
              diff: "none",
              migrations: { "e-1": EXECUTED },
            },
          ],
        });
        assert.equal(kept?.outputs["ended"], true);
        assert.deepEqual((kept?.outputs["summary"] as Properties)["statuses"], { Executed: 1 });
      });

      it("shows nothing where nothing happened, although several calls made the orders", async () => {
        const both = plan([scheduled(1), scheduled(2)]);
        await live({
          create: { args: plan([scheduled(2)]) },
          updates: [{ args: both }, { refresh: "same", args: both, diff: "none" }],
        });
      });

      it("shows a move by the platform in every preview, until the user writes down the new time", async () => {
        const moved = PLAN_TIME + 7_200_000;
        await live({
          create: { args: plan([scheduled(1)]) },
          updates: [
            {
              meanwhile: () => emulator.platform({ eventId: "e-1", notBefore: moved }),
              refresh: "changed",
              args: plan([scheduled(1)]),
              diff: "some",
              migrations: { "e-1": / \| moved to / },
            },
            { args: plan([scheduled(1)]), diff: "some" },
            { args: plan([scheduled(1, { planTime: moved })]), migrations: { "e-1": /^(?!.*moved to)/ } },
            { refresh: "same", args: plan([scheduled(1, { planTime: moved })]), diff: "none" },
          ],
        });
        assert.deepEqual(orders(), ["e-1"]);
      });

      it("a bad end fails one up and is a notice ever after", async () => {
        const args = plan([scheduled(1), scheduled(2)]);
        await live({
          create: { args },
          updates: [
            {
              meanwhile: () => emulator.platform({ eventId: "e-1", eventStatus: "Failed" }),
              refresh: "changed",
              args,
              diff: "some",
              fails:
                /e-1 \(i-1\): its migration failed \(status Failed(, request id [^)]+)?\)\. The plan does not order it again/,
            },
            { args, migrations: { "e-1": /^i-1 \| Failed \| ordered/, "e-2": ORDERED } },
            { refresh: "same", args, diff: "none" },
          ],
        });
        assert.deepEqual(orders(), ["e-1", "e-2"]);
      });

      it("an event that is no longer listed keeps what is known of it", async () => {
        const kept = await upped(plan([scheduled(1)]));
        emulator.platform({ eventId: "e-1", remove: true });

        assert.deepEqual(await host.read(named(), kept), kept);
      });
    });

    describe("destroy", () => {
      const deleting = async (events: unknown, more: Properties = {}) => {
        const kept = await upped(plan(events, more));
        return {
          destroy: (changed: Properties = {}) =>
            host.delete(named(), { ...kept, outputs: { ...kept.outputs, ...changed } }),
        };
      };

      it("lets pending orders run and says so, without a call", async () => {
        const { destroy } = await deleting([scheduled(1)]);
        const before = emulator.calls().length;

        await destroy();

        assert.equal(emulator.calls().length, before);
        assert.match(
          await host.said(named(), "1 order stay"),
          /since ENS has no call to cancel an order: e-1 \(i-1\), /,
        );
      });

      it("with onRemove fail, refuses pending orders by name", async () => {
        const { destroy } = await deleting([scheduled(1), scheduled(2)], { onRemove: "fail" });

        await assert.rejects(
          destroy(),
          /edge: onRemove is "fail" and 2 orders are still pending: e-1 \(i-1\), Scheduled at the last read; e-2/,
        );
      });

      it("with onRemove fail, orders nothing while it reads", async () => {
        const { destroy } = await deleting([scheduled(1)], { onRemove: "fail" });
        const before = emulator.calls().length;

        await assert.rejects(destroy());

        const actions = emulator.calls().map(({ action }) => action);
        assert.deepEqual(actions.slice(before), ["DescribeHistoryEvents"]);
      });

      it("with onRemove fail, passes after the migrations have run, of which the state knows nothing", async () => {
        const { destroy } = await deleting([scheduled(1)], { onRemove: "fail" });
        emulator.clock({ advance: "5d" });

        await destroy();
      });

      it("with onRemove fail, passes without orders", async () => {
        const { destroy } = await deleting([], { onRemove: "fail" });

        await destroy();
      });

      it("with onRemove fail, passes when ENS has dropped an event whose time is long past", async () => {
        const { destroy } = await deleting([], { onRemove: "fail" });
        const line =
          "i-1 | Scheduled | ordered 2024-01-01T00:00:00.123Z force_transfer | NotBefore as ordered | #1.00000000";
        emulator.platform({ eventId: "e-1", remove: true });

        await destroy({ migrations: { "e-1": line } });
      });

      it("with onRemove fail and ENS out of reach, refuses what the state has as pending", async function () {
        this.timeout("30s");
        const { destroy } = await deleting([scheduled(1)], { onRemove: "fail" });

        await assert.rejects(
          destroy({ connection: NOWHERE }),
          /edge: onRemove is "fail" and an order is still pending.* ENS could not be read now: DescribeHistoryEvents at [\w.:]+: the connection was refused/,
        );
      });

      it("with onRemove retain, passes with ENS out of reach", async () => {
        const { destroy } = await deleting([scheduled(1)]);

        await destroy({ connection: NOWHERE });
      });

      it("can be repeated", async () => {
        const { destroy } = await deleting([scheduled(1)]);

        await destroy();
        await destroy();
      });

      it("does not hold a plan back over a line that cannot be read", async () => {
        const { destroy } = await deleting([scheduled(1)]);

        await destroy({ migrations: { "e-1": "i-1 | Scheduled | somehow" } });
      });

      it("does not hold a plan back over a setting that cannot be used any more", async () => {
        const { destroy } = await deleting([scheduled(1)]);

        await destroy({ connection: { endpoint: "http://ens.example.com" } });
      });

      it("forgets a released order that has ended, with onRemove fail", async () => {
        await live({
          create: { args: plan([scheduled(1), immediate(2)]) },
          updates: [
            { args: plan([immediate(2)]) },
            { args: plan([immediate(2)], { onRemove: "fail" }) },
            {
              meanwhile: () => emulator.clock({ advance: "5d" }),
              refresh: "changed",
              args: plan([immediate(2)], { onRemove: "fail" }),
              migrations: { "e-2": /^i-2 \| Executed/ },
            },
          ],
        });
      });

      it("with onRemove fail, refuses over a released order too", async () => {
        await live({
          create: { args: plan([scheduled(1)]) },
          updates: [{ args: plan([]) }, { args: plan([], { onRemove: "fail" }) }],
          delete: { refused: /an order is still pending: e-1/ },
        });
      });
    });

    it("a failed call is an error of the call and not of the process", async () => {
      const kept = await upped(plan([scheduled(1)]));
      const unreadable = { ...kept, outputs: { ...kept.outputs, schemaVersion: 7 } };
      await assert.rejects(host.read(named(), unreadable), CallError);

      assert.equal((await host.read(named(), kept)).id, kept.id);
    });
  });
}
