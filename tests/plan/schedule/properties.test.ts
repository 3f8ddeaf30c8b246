import assert from "node:assert/strict";
import fc from "fast-check";
import type { PlannedMigration } from "../../../provider/src/plan/model/planned";
import { HOUR, MINUTE } from "../builders";
import {
  basesOf,
  type Inputs,
  linesOf,
  plan,
  plannedOf,
  timeOf,
  timesOf,
  tryPlan,
  without,
} from "./builders";
import { runs } from "./runs";
import {
  anyEvents,
  anyNow,
  anyRules,
  anySpecimen,
  inStatedOrder,
  priorityOf,
  share,
  sound,
  type Specimen,
  walk,
  written,
} from "./specimen";

const RUNS = runs(100);

interface Case {
  now: number;
  specimen: Specimen;
  list: Inputs[];
}

const anyCase: fc.Arbitrary<Case> = anyNow.chain((now) =>
  fc.record({ now: fc.constant(now), specimen: anySpecimen(now), list: anyEvents }),
);
/** Up to a month, and often within the first nights. */
const anyWait = fc.oneof(
  fc.nat({ max: 24 * 60 }).map((minutes) => minutes * MINUTE),
  fc.nat({ max: 30 * 24 * 3_600 }).map((seconds) => seconds * 1_000),
);

/** The checked inputs, unless some event has no slot. */
function resolved({ now, specimen, list }: Case, olds: Inputs = {}): Inputs | undefined {
  const { inputs, failures } = tryPlan({ events: list, schedule: written(specimen), now, olds });
  for (const { reason } of failures) assert.match(reason, /no slot: /);
  return failures.length > 0 ? undefined : inputs;
}

/** A property of plans in which every event has a slot. */
function holds(property: (known: Case, inputs: Inputs) => void): void {
  fc.assert(
    fc.property(anyCase, (known) => {
      const inputs = resolved(known);
      fc.pre(inputs !== undefined);
      property(known, inputs);
    }),
    RUNS,
  );
}

const byId = (inputs: Inputs): Map<string, PlannedMigration> =>
  new Map(plannedOf(inputs).map((each) => [each.eventId, each]));

/** What is planned, in the order that the schedule documents. */
function statedPlan(list: readonly Inputs[], inputs: Inputs): { wave: number; at: number; group: string }[] {
  const planned = byId(inputs);
  return inStatedOrder(list).map((each) => {
    const line = planned.get(String(each["eventId"])) as PlannedMigration;
    return { wave: line.wave ?? 0, at: timeOf(line), group: line.group ?? "" };
  });
}

/** Whole minutes in which a start is allowed, among those of some times. */
function openMinutes(specimen: Specimen, times: readonly number[]): Set<number> {
  const open = new Set<number>();
  if (times.length === 0) return open;
  const minutes = times.map((at) => Math.floor(at / MINUTE) * MINUTE);
  for (const moment of walk(specimen, Math.min(...minutes), Math.max(...minutes) + MINUTE))
    if (moment.open) open.add(moment.at);
  return open;
}

function assertOpen(specimen: Specimen, times: readonly number[]): void {
  const open = openMinutes(specimen, times);
  for (const at of times) assert.ok(open.has(Math.floor(at / MINUTE) * MINUTE), new Date(at).toISOString());
}

/** The most instances of a group that are unavailable at a time. */
function mostUnavailable(starts: readonly number[], downtime: number): number {
  return Math.max(
    ...starts.map((at) => starts.filter((other) => other <= at && at < other + downtime).length),
  );
}

function grouped(placed: readonly { group: string; at: number }[]): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  for (const { group, at } of placed) groups.set(group, [...(groups.get(group) ?? []), at]);
  return groups;
}

/** The list in another order in which events of one priority still come as given. */
function shuffled(list: readonly Inputs[], places: readonly number[]): Inputs[] {
  const turned = list.map((each, index) => ({ each, place: places[index] ?? 0 }));
  turned.sort((a, b) => a.place - b.place);
  return turned.map(({ each }) => each);
}

describe("every time that a schedule finds", function () {
  this.timeout("60s");

  it("lies in an open window, outside exclusions and bounds, before the cutoff", () =>
    holds(({ specimen }, inputs) => assertOpen(specimen, plannedOf(inputs).map(timeOf))));

  it("lies after the lead time", () =>
    holds(({ now, specimen }, inputs) => {
      for (const each of plannedOf(inputs)) assert.ok(timeOf(each) >= now + specimen.lead * MINUTE);
    }));

  it("is said as clocks in the zone of one of its windows show it", () =>
    holds(({ specimen: { zone, windows } }, inputs) => {
      for (const each of plannedOf(inputs)) {
        const local = each.local ?? {
          zone: "UTC",
          time: new Date(timeOf(each)).toISOString().slice(0, 16).replace("T", " "),
        };
        assert.ok(windows.some((window) => (window.zone ?? zone) === local.zone));
        const shown = new Intl.DateTimeFormat("sv-SE", {
          timeZone: local.zone,
          dateStyle: "short",
          timeStyle: "short",
        }).format(timeOf(each));
        assert.equal(local.time, shown);
      }
    }));

  it("is on a wave no larger than its size, and waves are full but for the last", () =>
    holds(({ specimen: { waves }, list }, inputs) => {
      const placed = statedPlan(list, inputs);
      const last = Math.max(...placed.map(({ wave }) => wave));
      let rest = placed.length;
      for (let wave = 1; wave <= last; wave++) {
        const size = share(waves[Math.min(wave, waves.length) - 1] ?? 1, placed.length, "up");
        const members = placed.filter((each) => each.wave === wave).length;
        assert.equal(members, Math.min(size, rest), `wave ${wave}`);
        rest -= members;
      }
      assert.equal(rest, 0);
    }));

  it("goes to waves by priority, then as given", () =>
    holds(({ list }, inputs) => {
      const waves = statedPlan(list, inputs).map(({ wave }) => wave);
      assert.deepEqual(
        waves,
        [...waves].sort((a, b) => a - b),
      );
    }));

  it("is later than the last of the wave before by the interval", () =>
    holds(({ specimen, list }, inputs) => {
      const placed = statedPlan(list, inputs);
      for (const { wave, at } of placed) {
        for (const before of placed.filter((each) => each.wave < wave)) {
          assert.ok(at > before.at);
          assert.ok(at >= before.at + specimen.interval * MINUTE);
        }
      }
    }));

  it("is apart from every other of its wave by the stagger", () =>
    holds(({ specimen, list }, inputs) => {
      const placed = statedPlan(list, inputs);
      for (const { wave, at } of placed) {
        const others = placed.filter((each) => each.wave === wave && each.at !== at);
        for (const other of others) assert.ok(Math.abs(other.at - at) >= specimen.stagger * 1_000);
        if (specimen.stagger > 0)
          assert.equal(placed.filter((each) => each.wave === wave && each.at === at).length, 1);
      }
    }));

  it("leaves no group more unavailable than its limit, at any moment", () =>
    holds(({ specimen: { maxUnavailable, downtime }, list }, inputs) => {
      fc.pre(maxUnavailable !== undefined);
      for (const [group, starts] of grouped(statedPlan(list, inputs))) {
        const limit = share(maxUnavailable, starts.length, "down");
        assert.ok(mostUnavailable(starts, downtime * MINUTE) <= limit, `group ${group}`);
      }
    }));

  it("is in the order given, among events of one priority and group in one wave", () =>
    holds(({ list }, inputs) => {
      const placed = statedPlan(list, inputs);
      placed.forEach(({ wave, group, at }, index) => {
        const later = placed.slice(index + 1).filter((each) => each.wave === wave && each.group === group);
        for (const other of later) assert.ok(other.at >= at);
      });
    }));
});

describe("the result of a schedule", function () {
  this.timeout("60s");

  it("is its own result, at any later time", () =>
    fc.assert(
      fc.property(anyCase, fc.array(anyWait, { minLength: 1, maxLength: 4 }), (known, waits) => {
        const inputs = resolved(known);
        fc.pre(inputs !== undefined);
        for (const wait of waits)
          assert.deepEqual(resolved({ ...known, now: known.now + wait }, inputs), inputs);
      }),
      RUNS,
    ));

  it("stands when events are added, at whatever place, priority and time", () =>
    fc.assert(
      fc.property(anyCase, anyEvents, fc.boolean(), anyWait, (known, more, first, wait) => {
        const inputs = resolved(known);
        fc.pre(inputs !== undefined);
        const added = more.map((each, index) => ({
          ...each,
          eventId: `e-${index + 101}`,
          resourceId: `i-${index + 101}`,
        }));
        const list = first ? [...added, ...known.list] : [...known.list, ...added];
        const now = known.now + wait;
        const grown = resolved({ ...known, list, now }, inputs);
        fc.pre(grown !== undefined);
        const ids = added.map(({ eventId }) => eventId);
        assert.deepEqual(without(linesOf(grown), ...ids), linesOf(inputs));
        // What is new obeys the rules as well.
        const fresh = plannedOf(grown).filter(({ eventId }) => ids.includes(eventId));
        assertOpen(known.specimen, fresh.map(timeOf));
        for (const each of fresh) assert.ok(timeOf(each) >= now + known.specimen.lead * MINUTE);
      }),
      RUNS,
    ));

  it("keeps groups within their limits when events are added, where that is a count", () =>
    fc.assert(
      fc.property(anyCase, anyEvents, fc.integer({ min: 1, max: 3 }), anyWait, (one, more, limit, wait) => {
        const known = { ...one, specimen: { ...one.specimen, maxUnavailable: limit } };
        const inputs = resolved(known);
        fc.pre(inputs !== undefined);
        const added = more.map((each, index) => ({
          ...each,
          eventId: `e-${index + 101}`,
          resourceId: `i-${index + 101}`,
        }));
        const list = [...added, ...known.list];
        const grown = resolved({ ...known, list, now: known.now + wait }, inputs);
        fc.pre(grown !== undefined);
        for (const [group, starts] of grouped(statedPlan(list, grown)))
          assert.ok(mostUnavailable(starts, known.specimen.downtime * MINUTE) <= limit, `group ${group}`);
      }),
      RUNS,
    ));

  it("stands when events are removed or put in another order", () =>
    fc.assert(
      fc.property(anyCase, fc.array(fc.nat()), anyWait, (known, places, wait) => {
        const inputs = resolved(known);
        fc.pre(inputs !== undefined);
        const list = shuffled(known.list, places).filter((_, index) => (places[index] ?? 1) % 3 !== 0);
        const kept = list.map(({ eventId }) => String(eventId));
        const lines = linesOf(inputs);
        const gone = Object.keys(lines).filter((eventId) => !kept.includes(eventId));
        const again = resolved({ ...known, list, now: known.now + wait }, inputs);
        assert.deepEqual(again && linesOf(again), without(lines, ...gone));
      }),
      RUNS,
    ));

  it("is the same for events in another order that is the same by what is documented", () =>
    fc.assert(
      fc.property(anyCase, fc.array(fc.nat(), { minLength: 14, maxLength: 14 }), (known, places) => {
        const inputs = resolved(known);
        fc.pre(inputs !== undefined);
        // Whatever the shuffle did to events of one priority is undone.
        const queues = new Map<number, Inputs[]>();
        for (const each of known.list)
          queues.set(priorityOf(each), [...(queues.get(priorityOf(each)) ?? []), each]);
        const list = shuffled(known.list, places).map(
          (each) => queues.get(priorityOf(each))?.shift() as Inputs,
        );
        assert.deepEqual(linesOf(resolved({ ...known, list }) ?? {}), linesOf(inputs));
      }),
      RUNS,
    ));

  it("gives the same times, place by place, for events in any order where no group has a limit", () =>
    fc.assert(
      fc.property(anyCase, fc.array(fc.nat(), { minLength: 14, maxLength: 14 }), (one, places) => {
        const { maxUnavailable: _, ...specimen } = one.specimen;
        const known = { ...one, specimen };
        const inputs = resolved(known);
        fc.pre(inputs !== undefined);
        const list = shuffled(known.list, places);
        const turned = resolved({ ...known, list });
        const times = (events: readonly Inputs[], result: Inputs) =>
          statedPlan(events, result).map(({ wave, at }) => `${wave}@${at}`);
        assert.deepEqual(turned && times(list, turned), times(known.list, inputs));
      }),
      RUNS,
    ));

  it("is the same in a preview and the up after it, unless a slot lies between them", () =>
    fc.assert(
      fc.property(anyCase, fc.nat({ max: 14 * 60 }), (known, seconds) => {
        const later = known.now + seconds * 1_000;
        const lead = known.specimen.lead * MINUTE;
        const between = [
          ...walk(known.specimen, Math.ceil((known.now + lead) / MINUTE) * MINUTE, later + lead),
        ];
        fc.pre(!between.some(({ slot }) => slot));
        const inputs = resolved(known);
        fc.pre(inputs !== undefined);
        assert.deepEqual(resolved({ ...known, now: later }), inputs);
      }),
      RUNS,
    ));

  it("is found as if for the first time when replan changes", () =>
    fc.assert(
      fc.property(anyCase, anyWait, (known, wait) => {
        const olds = resolved(known);
        fc.pre(olds !== undefined);
        const run = {
          events: known.list,
          schedule: { ...written(known.specimen), replan: "again" },
          now: known.now + wait,
        };
        fc.pre(tryPlan(run).failures.length === 0);
        assert.deepEqual(plan({ ...run, olds }), plan(run));
      }),
      RUNS,
    ));
});

describe("changed windows, exclusions and bounds", function () {
  this.timeout("60s");

  interface Change extends Case {
    after: Specimen;
    wait: number;
  }
  /** Where the groups have no limit, other rules of the same waves. */
  const anyChange: fc.Arbitrary<Change> = anyCase.chain((known) =>
    fc.record({
      now: fc.constant(known.now),
      list: fc.constant(known.list),
      wait: anyWait,
      specimen: fc.constant(known.specimen),
      after: anyRules(known.now).chain(({ lead, windows, ...rest }) => {
        const exclusions = sound(rest.exclusions, known.specimen.zone);
        return fc.constantFrom(
          { ...known.specimen, exclusions },
          { ...known.specimen, windows, lead },
          { ...known.specimen, exclusions, windows },
        );
      }),
    }),
  );
  const lifted = ({ maxUnavailable: _, ...specimen }: Specimen): Specimen => specimen;

  it("move only what they no longer allow, and what moves obeys them", () =>
    fc.assert(
      fc.property(anyChange, ({ wait, ...change }) => {
        const known = { ...change, specimen: lifted(change.specimen) };
        const after = lifted(change.after);
        const olds = resolved(known);
        fc.pre(olds !== undefined);
        const now = known.now + wait;
        const inputs = resolved({ ...known, specimen: after, now }, olds);
        fc.pre(inputs !== undefined);
        const before = byId(olds);
        const open = openMinutes(after, plannedOf(olds).map(timeOf));
        for (const each of plannedOf(inputs)) {
          const { eventId } = each;
          const old = timeOf(before.get(eventId) as PlannedMigration);
          if (old > now && open.has(Math.floor(old / MINUTE) * MINUTE))
            assert.equal(linesOf(inputs)[eventId], linesOf(olds)[eventId]);
          else if (old <= now - 1_000) assert.equal(timeOf(each), old);
          else assert.ok(timeOf(each) === old || timeOf(each) >= now + after.lead * MINUTE);
        }
        assertOpen(
          after,
          plannedOf(inputs)
            .map(timeOf)
            .filter((at) => at > now),
        );
      }),
      RUNS,
    ));

  it("settle at once: the next up changes nothing", () =>
    fc.assert(
      fc.property(anyChange, anyWait, ({ wait, after, ...known }, later) => {
        const olds = resolved(known);
        fc.pre(olds !== undefined);
        const now = known.now + wait;
        const inputs = resolved({ ...known, specimen: after, now }, olds);
        fc.pre(inputs !== undefined);
        assert.deepEqual(resolved({ ...known, specimen: after, now: now + later }, inputs), inputs);
      }),
      RUNS,
    ));

  it("are of the same basis whenever they are tried, so that a failed update orders nothing twice", () =>
    fc.assert(
      fc.property(anyChange, anyWait, ({ wait, after, ...known }, later) => {
        const olds = resolved(known);
        fc.pre(olds !== undefined);
        const now = known.now + wait;
        const tried = resolved({ ...known, specimen: after, now }, olds);
        const again = resolved({ ...known, specimen: after, now: now + later }, olds);
        fc.pre(tried !== undefined && again !== undefined);
        assert.deepEqual(basesOf(again), basesOf(tried));
      }),
      RUNS,
    ));

  it("and a limit of groups, once it is there, holds for every start to come", () =>
    fc.assert(
      fc.property(anyCase, fc.integer({ min: 1, max: 3 }), fc.boolean(), anyWait, (one, limit, cut, wait) => {
        const known = { ...one, specimen: lifted(one.specimen) };
        const olds = resolved(known);
        fc.pre(olds !== undefined);
        const now = known.now + wait;
        // With another cut of the waves or without.
        const specimen = { ...known.specimen, maxUnavailable: limit, ...(cut && { waves: [1, 2] }) };
        const inputs = resolved({ ...known, specimen, now }, olds);
        fc.pre(inputs !== undefined);
        const downtime = specimen.downtime * MINUTE;
        for (const [group, starts] of grouped(statedPlan(known.list, inputs))) {
          for (const at of starts.filter((start) => start > now)) {
            const down = starts.filter((other) => other <= at && at < other + downtime).length;
            assert.ok(down <= limit, `group ${group} at ${new Date(at).toISOString()}`);
          }
        }
      }),
      RUNS,
    ));

  it("are the same for the same moment, however often they are asked for", () =>
    fc.assert(
      fc.property(anyCase, (known) => {
        const inputs = resolved(known);
        fc.pre(inputs !== undefined);
        assert.deepEqual(resolved(known), inputs);
        assert.deepEqual(
          timesOf(resolved({ ...known, now: known.now - (known.now % HOUR) }, inputs) ?? {}),
          timesOf(inputs),
        );
      }),
      RUNS,
    ));
});
