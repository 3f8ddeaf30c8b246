import assert from "node:assert/strict";
import fc from "fast-check";
import { DEFAULT_BEHAVIOUR } from "../../emulator/src/behaviour";
import { rankOf } from "../../emulator/src/events";
import { type Emulator, startEmulator } from "../../emulator/src/index";
import type { SentOrder } from "../../emulator/src/orders";
import { Platform } from "../../emulator/src/platform";
import { readSeed } from "../../emulator/src/seed";
import { EVENT_STATUSES, isOneOf } from "../../emulator/src/vocabulary";
import { call, history, immediate, order, scheduled, START, statusOf, withEmulator } from "./support";

async function instanceStatus(emulator: Emulator, instanceId: string): Promise<string | undefined> {
  const { body } = await call(emulator, "DescribeInstances", { InstanceId: instanceId });
  return body.Instances?.Instance[0]?.Status;
}

describe("emulator life cycle", () => {
  it("schedules, executes when due, and ends; the instance is transferred meanwhile", async () => {
    await withEmulator({}, async (emulator) => {
      assert.equal(await statusOf(emulator, "e-1"), "Inquiring");
      await order(emulator, scheduled(1));
      const [event] = await history(emulator);
      assert.equal(event?.EventStatus, "Scheduled");
      assert.equal(event.NotBefore, Date.parse("2026-12-01T01:00:00Z"));
      assert.equal(event.NotBeforeUtcTime, "2026-12-01T01:00:00Z");

      emulator.clock({ now: "2026-12-01T00:59:59.999Z" });
      assert.equal(await statusOf(emulator, "e-1"), "Scheduled");
      assert.equal(await instanceStatus(emulator, "i-1"), "Running");
      emulator.clock({ now: "2026-12-01T01:00:00Z" });
      assert.equal(await statusOf(emulator, "e-1"), "Executing");
      assert.equal(await instanceStatus(emulator, "i-1"), "Transferring");
      assert.equal(await instanceStatus(emulator, "i-2"), "Running");
      emulator.clock({ now: "2026-12-01T01:05:00Z" });
      assert.equal(await statusOf(emulator, "e-1"), "Executed");
      assert.equal(await instanceStatus(emulator, "i-1"), "Running");
    });
  });

  it("executes an immediate order at once, and leaves NotBefore alone", async () => {
    await withEmulator({}, async (emulator) => {
      const before = (await history(emulator))[0]?.NotBefore;
      await order(emulator, immediate(1));
      const [event] = await history(emulator);
      assert.equal(event?.EventStatus, "Executing");
      assert.equal(event.NotBefore, before);
      emulator.clock({ advance: "5m" });
      assert.equal(await statusOf(emulator, "e-1"), "Executed");
    });
  });

  it("lets an immediate order override a scheduled one", async () => {
    await withEmulator({}, async (emulator) => {
      await order(emulator, scheduled(1));
      await order(emulator, immediate(1));
      assert.equal(await statusOf(emulator, "e-1"), "Executing");
    });
  });

  it("starts a stopped instance by migrating it, and only then", async () => {
    const seed = {
      instances: [{ instanceId: "i-1", status: "Stopped" }],
      events: [
        { eventId: "e-1", resourceId: "i-1" },
        { eventId: "e-0", resourceId: "i-1", eventStatus: "Executed" },
      ],
    } as const;
    await withEmulator({ seed }, async (emulator) => {
      assert.equal(await instanceStatus(emulator, "i-1"), "Stopped");
      await order(emulator, immediate(1));
      emulator.clock({ advance: "1h" });
      assert.equal(await instanceStatus(emulator, "i-1"), "Running");
    });
  });

  it("executes an event by itself that the platform had scheduled", async () => {
    const event = {
      eventId: "e-1",
      resourceId: "i-1",
      eventStatus: "Scheduled",
      notBefore: "2026-12-02T00:00:00Z",
    } as const;
    await withEmulator({ seed: { events: [event] } }, async (emulator) => {
      emulator.clock({ now: "2026-12-01T23:59:59Z" });
      assert.equal(await statusOf(emulator, "e-1"), "Scheduled");
      emulator.clock({ advance: "1s" });
      assert.equal(await statusOf(emulator, "e-1"), "Executing");
    });
  });

  it("takes a first order for an event that the platform had scheduled, whatever the repeat policy", async () => {
    const event = { eventId: "e-1", resourceId: "i-1", eventStatus: "Scheduled" } as const;
    const behaviour = { repeatOrder: "reject" } as const;
    await withEmulator({ seed: { events: [event] }, behaviour }, async (emulator) => {
      const [result] = await order(emulator, scheduled(1));
      assert.equal(result?.Code, 200);
    });
  });

  it("runs its clock with the machine's", async () => {
    let machine = Date.now();
    await withEmulator({ machineTime: () => machine, now: START }, (emulator) => {
      machine += 90_000;
      assert.equal(emulator.clock().now, "2026-12-01T00:01:30.000Z");
      assert.equal(emulator.clock({ advance: "1h30m" }).now, "2026-12-01T01:31:30.000Z");
      assert.equal(emulator.clock({ now: "2026-12-24T08:00:00+08:00" }).now, "2026-12-24T00:00:00.000Z");
      machine += 1_000;
      assert.equal(emulator.clock().now, "2026-12-24T00:00:01.000Z");
    });
  });

  it("starts at the machine's time without a seed that says otherwise", async () => {
    const machine = Date.parse("2027-05-06T07:08:09Z");
    const emulator = await startEmulator({ machineTime: () => machine });
    try {
      assert.equal(emulator.clock().now, "2027-05-06T07:08:09.000Z");
    } finally {
      await emulator.close();
    }
  });

  it("takes nothing back when its clock is set back", async () => {
    await withEmulator({}, async (emulator) => {
      await order(emulator, immediate(1), scheduled(2));
      emulator.clock({ advance: "10m" });
      assert.equal(await statusOf(emulator, "e-1"), "Executed");
      emulator.clock({ now: "2026-11-01T00:00:00Z" });
      assert.equal(await statusOf(emulator, "e-1"), "Executed");
      assert.equal(await statusOf(emulator, "e-2"), "Scheduled");
      emulator.clock({ now: "2026-12-01T01:00:00Z" });
      assert.equal(await statusOf(emulator, "e-2"), "Executing");
    });
  });

  it("never goes backwards, whatever is ordered, switched, done or however time passes", () => {
    const step = fc.oneof(
      fc.record({
        do: fc.constant("order" as const),
        inMinutes: fc.integer({ min: -5, max: 60 }),
        now: fc.boolean(),
      }),
      fc.record({ do: fc.constant("advance" as const), minutes: fc.integer({ min: 0, max: 90 }) }),
      fc.record({ do: fc.constant("setBack" as const), minutes: fc.integer({ min: 1, max: 90 }) }),
      fc.record({
        do: fc.constant("behaviour" as const),
        patch: fc.record(
          {
            doNothing: fc.constantFrom("stay", "migrateAtNotBefore", "migrateAtDeadline"),
            executionDuration: fc.integer({ min: 0, max: 7_200_000 }),
            endStatus: fc.constantFrom("Executed", "Failed", "Avoided"),
            immediateOrder: fc.constantFrom("Executing", "Scheduled"),
            repeatOrder: fc.constantFrom("replace", "reject", "ignore"),
            notBeforeAfterOrder: fc.constantFrom("planTime", "rounded", "unchanged"),
          },
          { requiredKeys: [] },
        ),
      }),
      fc.record({
        do: fc.constant("platform" as const),
        eventStatus: fc.constantFrom("Scheduled", "Executing", "Executed", "Failed", "Canceled", "Avoided"),
      }),
      fc.record({ do: fc.constant("notBefore" as const), inMinutes: fc.integer({ min: -60, max: 60 }) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const seed = readSeed({ now: START, events: [{ eventId: "e-1", resourceId: "i-1" }] });
        const platform = new Platform(
          { ...seed, behaviour: { ...DEFAULT_BEHAVIOUR, retention: 1e15 } },
          () => 0,
        );
        let rank = 0;
        for (const next of steps) {
          const now = platform.clock.now();
          switch (next.do) {
            case "order": {
              const opsType = next.now ? "immediate" : "scheduled";
              const planTime = next.now ? null : now + next.inMinutes * 60_000;
              const sent: SentOrder = {
                eventId: "e-1",
                resourceId: "i-1",
                opsType,
                planTime,
                timeField: "PlanTime",
                dataPolicy: null,
                password: null,
              };
              platform.order(sent, { accessKeyId: "ak", requestId: "r" }, 400);
              break;
            }
            case "advance":
              platform.moveClock({ advance: next.minutes * 60_000 });
              break;
            case "setBack":
              platform.moveClock({ now: now - next.minutes * 60_000 });
              break;
            case "behaviour":
              platform.patchBehaviour(next.patch);
              break;
            case "platform":
              try {
                platform.act({ eventId: "e-1", eventStatus: next.eventStatus });
              } catch {
                // Refused because it would go back.
              }
              break;
            case "notBefore":
              platform.act({ eventId: "e-1", notBefore: now + next.inMinutes * 60_000 });
              break;
          }
          const [entry] = platform.historyAt(platform.clock.now());
          const status = entry?.standing.stage.status;
          assert.ok(isOneOf(EVENT_STATUSES, status));
          assert.ok(rankOf(status) >= rank, `${status} after rank ${rank}`);
          rank = rankOf(status);
        }
      }),
      { numRuns: 300 },
    );
  });
});
