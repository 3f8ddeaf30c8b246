import assert from "node:assert/strict";
import fc from "fast-check";
import type { Migration } from "../../../provider/src/plan/model/migration";
import type { PlannedMigration } from "../../../provider/src/plan/model/planned";
import { type Fitted, fitTimes } from "../../../provider/src/plan/schedule/fit";
import {
  accepted,
  at,
  DAY,
  HOUR,
  marked,
  migration,
  MINUTE,
  NOW,
  observed,
  OTHER_BASIS,
  planned,
  rejected,
  STACK,
  unknown,
} from "../builders";
import { type Inputs, timeOf } from "./builders";
import { runs } from "./runs";

/** Open from 17:00 to 20:59 every day; of a group one at a time is down, for half an hour. */
const SCHEDULE = {
  timeZone: "UTC",
  windows: [{ cron: "0 17 * * *", duration: "4h" }],
  maxUnavailable: 1,
  assumedDowntime: "30m",
};
const BASIS = "schedule";
const time = (clock: string): number => Date.parse(`2026-12-04T${clock}:00Z`);

/** What `check` proposes: times by event number. */
const proposed = (times: Record<number, string>, more: Partial<PlannedMigration> = {}): PlannedMigration[] =>
  Object.entries(times).map(([number, clock]) => ({
    ...planned(at(time(clock)), `e-${number}`, `i-${number}`),
    wave: 1,
    basis: BASIS,
    ...more,
  }));

/** An order in force, under the basis of the plan. */
const inForce = (number: number, clock: string, more: Partial<Migration> = {}): [string, Migration] => {
  const ordered = accepted(at(time(clock)), {
    basis: BASIS,
    terms: marked(at(time(clock)), `e-${number}`),
  });
  return [`e-${number}`, migration(ordered, "Scheduled", { resourceId: `i-${number}`, ...more })];
};

function fit(
  lines: readonly PlannedMigration[],
  migrations: readonly [string, Migration][],
  { now = NOW, schedule = SCHEDULE }: { now?: number; schedule?: Inputs } = {},
): Fitted {
  return fitTimes({ stack: STACK, planned: lines, migrations: new Map(migrations), schedule, now });
}

/** `17:30`, by event number. */
const timesOf = ({ planned: lines }: Pick<Fitted, "planned">): Record<string, string> =>
  Object.fromEntries(
    lines.map((line) => [line.eventId.slice(2), new Date(timeOf(line)).toISOString().slice(11, 16)]),
  );

describe("what is ordered under the same basis", () => {
  it("keeps its time, whatever is proposed now", () => {
    const fitted = fit(proposed({ 1: "17:00" }), [inForce(1, "18:00")]);
    assert.deepEqual(timesOf(fitted), { 1: "18:00" });
    assert.deepEqual(fitted.later, [], "nothing gave way");
  });

  const others: [string, Migration][] = [
    ["ordered under another basis", migration(accepted(at(time("18:00")), { basis: OTHER_BASIS }))],
    ["refused", migration({ ...rejected(at(time("18:00"))), basis: BASIS })],
    [
      "somebody else's",
      migration({ ...observed(), basis: BASIS }, "Scheduled", { notBefore: time("18:00") }),
    ],
  ];
  for (const [what, before] of others) {
    it(`is not what was ${what}: the proposed time stays`, () => {
      assert.deepEqual(timesOf(fit(proposed({ 1: "17:00" }), [["e-1", before]])), { 1: "17:00" });
    });
  }

  it("is not an event with a time of its own", () => {
    const lines = [{ ...planned(at(time("17:00"))), basis: BASIS }];
    assert.deepEqual(timesOf(fit(lines, [inForce(1, "18:00")])), { 1: "17:00" });
  });
});

describe("a proposed time", () => {
  it("gives way to an order in force of its group, and says from where it came", () => {
    const fitted = fit(proposed({ 1: "17:00", 2: "17:30" }), [inForce(1, "17:30")]);
    assert.deepEqual(timesOf(fitted), { 1: "17:30", 2: "18:00" });
    const [later, ...others] = fitted.later;
    assert.equal(later?.planned.eventId, "e-2");
    assert.equal(later.from, marked(at(time("17:30")), "e-2").planTime);
    assert.deepEqual(later.planned.terms, marked(at(time("18:00")), "e-2"), "it bears the mark of its time");
    assert.deepEqual(others, []);
  });

  it("takes nothing along of what clocks show at the time that it leaves", () => {
    const readings: Partial<PlannedMigration> = {
      local: { time: "2026-12-04 12:00", zone: "America/New_York" },
      clockChange: "timeShownTwice",
    };
    const fitted = fit(proposed({ 1: "17:00", 2: "17:30" }, readings), [inForce(1, "17:30")]);
    for (const line of fitted.planned) assert.ok(!("local" in line || "clockChange" in line), line.eventId);
  });

  it("gives way to one that gave way before it: an event joins in front of a failed update", () => {
    // ev(7) stood at 03:00; 1 and 2 joined, and 2 was refused; 3 joins in front. Shape 6 of the issue.
    const lines = proposed({ 7: "17:00", 3: "17:30", 1: "18:00", 2: "18:30" });
    const fitted = fit(lines, [
      inForce(7, "17:00"),
      inForce(1, "17:30"),
      ["e-2", migration({ ...rejected(at(time("18:00"))), basis: BASIS }, "Inquiring")],
    ]);
    assert.deepEqual(timesOf(fitted), { 7: "17:00", 1: "17:30", 3: "18:00", 2: "18:30" });
  });

  it("gives way to the real time of an order that the platform moved", () => {
    const moved = inForce(1, "17:00", { notBefore: time("17:00"), movedTo: time("17:45") });
    assert.deepEqual(timesOf(fit(proposed({ 1: "17:00", 2: "17:30" }), [moved])), { 1: "17:00", 2: "18:15" });
  });

  it("gives way to an order whose answer was lost, since that may stand; the event itself does not", () => {
    const lost = { ...unknown(at(time("17:30"))), basis: BASIS };
    const fitted = fit(proposed({ 1: "17:00", 2: "17:30" }), [["e-1", migration(lost, "Inquiring")]]);
    assert.deepEqual(timesOf(fitted), { 1: "17:00", 2: "18:00" });
  });

  it("gives way to somebody else's order that was kept", () => {
    const kept = migration({ ...observed(), basis: BASIS }, "Scheduled", { notBefore: time("17:40") });
    const fitted = fit(proposed({ 1: "17:00", 2: "17:30" }), [["e-1", kept]]);
    assert.equal(timesOf(fitted)[2], "18:15");
  });

  it("gives way to an event with a time of its own", () => {
    const own = { ...planned(at(time("17:30")), "e-3", "i-3"), basis: "own" };
    const fitted = fit([...proposed({ 1: "17:00", 2: "17:30" }), own], [inForce(1, "18:00")]);
    assert.deepEqual(timesOf(fitted), { 1: "18:00", 2: "18:30", 3: "17:30" });
  });

  it("does not mind orders of another group", () => {
    const lines = [...proposed({ 1: "17:00" }, { group: "a" }), ...proposed({ 2: "17:30" }, { group: "b" })];
    assert.deepEqual(timesOf(fit(lines, [inForce(1, "17:30")])), { 1: "17:30", 2: "17:30" });
  });

  it("does not mind anything without a limit", () => {
    const { maxUnavailable: _, ...schedule } = SCHEDULE;
    const fitted = fit(proposed({ 1: "17:00", 2: "17:30" }), [inForce(1, "17:30")], { schedule });
    assert.deepEqual(timesOf(fitted), { 1: "17:30", 2: "17:30" });
  });

  it("stays where all that is in force is as proposed", () => {
    const lines = proposed({ 1: "17:00", 2: "17:30" });
    assert.deepEqual(fit(lines, [inForce(1, "17:00")]), { planned: lines, later: [], stuck: [] });
  });

  it("gives way to a slot that is still to come", () => {
    const fitted = fit(proposed({ 1: "17:00", 2: "17:30" }), [inForce(1, "17:30")], { now: time("18:20") });
    assert.equal(timesOf(fitted)[2], "18:30");
  });

  it("is stuck where no slot is left in time, and stays what it was", () => {
    const lines = [...proposed({ 1: "17:00" }), ...proposed({ 2: "17:30" }, { deadline: time("17:59") })];
    const fitted = fit(lines, [inForce(1, "17:30")]);
    assert.deepEqual(
      fitted.stuck.map(({ eventId }) => eventId),
      ["e-2"],
    );
    assert.deepEqual(timesOf(fitted), { 1: "17:30", 2: "17:30" });
    assert.deepEqual(fitted.later, []);
  });
});

describe("fitting times, in any plan", () => {
  const SLOTS = Array.from({ length: 16 }, (_, index) => time("17:00") + index * 15 * MINUTE);
  const anyEvent = fc.record({
    proposed: fc.constantFrom(...SLOTS),
    ordered: fc.option(fc.constantFrom(...SLOTS), { nil: undefined }),
    movedBy: fc.constantFrom(0, 0, 0, HOUR, DAY),
  });
  const anyCase = fc.record({
    events: fc.array(anyEvent, { minLength: 1, maxLength: 8 }),
    maxUnavailable: fc.integer({ min: 1, max: 3 }),
    now: fc.constantFrom(NOW, time("18:05")),
  });

  it("leaves what is ordered alone, breaks no limit with what gives way, and is done once", () => {
    fc.assert(
      fc.property(anyCase, ({ events, maxUnavailable, now }) => {
        const schedule = { ...SCHEDULE, maxUnavailable };
        const lines = events.map((event, index) => ({
          ...planned(at(event.proposed), `e-${index}`, `i-${index}`),
          wave: 1,
          basis: BASIS,
        }));
        const migrations = events.flatMap(({ ordered, movedBy }, index): [string, Migration][] => {
          if (ordered === undefined) return [];
          const terms = marked(at(ordered), `e-${index}`);
          const more = movedBy > 0 ? { movedTo: ordered + movedBy } : {};
          return [[`e-${index}`, migration(accepted(at(), { basis: BASIS, terms }), "Scheduled", more)]];
        });
        const fitted = fit(lines, migrations, { now, schedule });
        assert.deepEqual(
          fitted.planned.map(({ eventId }) => eventId),
          lines.map(({ eventId }) => eventId),
        );
        events.forEach(({ ordered }, index) => {
          if (ordered !== undefined) assert.equal(timeOf(fitted.planned[index]!), ordered);
        });
        const starts = fitted.planned.map(
          (line, index) => timeOf(line) + (events[index]?.ordered ? events[index].movedBy : 0),
        );
        for (const { planned: line } of fitted.later) {
          const start = timeOf(line);
          assert.ok(start >= now);
          const down = starts.filter((other) => other <= start && start < other + 30 * MINUTE);
          assert.ok(
            down.length <= maxUnavailable,
            `${down.length} are down at ${new Date(start).toISOString()}`,
          );
        }
        const again = fit(fitted.planned, migrations, { now, schedule });
        assert.deepEqual(again.planned, fitted.planned);
      }),
      runs(2_000),
    );
  });
});
