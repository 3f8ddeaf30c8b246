import assert from "node:assert/strict";
import { UNKNOWN } from "../../../provider/src/api/unknown";
import { check } from "../../../provider/src/plan/check";
import { Groups } from "../../../provider/src/plan/schedule/groups";
import { type Candidate, resolve } from "../../../provider/src/plan/schedule/resolve";
import { HOUR, MINUTE } from "../builders";
import {
  ALWAYS,
  event,
  events,
  failuresOf,
  type Inputs,
  linesOf,
  localTimesOf,
  NIGHTS,
  NOW,
  placesOf,
  plan,
  plannedOf,
  refusal,
  scheduleOf,
  timeOf,
  timesOf,
  wavesOf,
} from "./builders";

const at = (text: string): number => Date.parse(text);
const times = (count: number, time: string): string[] => Array.from({ length: count }, () => time);

/** Places of `count` events in a schedule made of NIGHTS. */
const places = (count: number, more: Inputs): string[] =>
  placesOf(plan({ events: events(count), schedule: { ...NIGHTS, ...more } }));

describe("a schedule times events", () => {
  it("in the first window that opens, said in its zone and in UTC", () => {
    const line = linesOf(plan({}))["e-1"] ?? "";
    assert.match(
      line,
      /^i-1 \| Sat 2026-12-05 01:00 Asia\/Shanghai \| wave 1 \| force_transfer \| password will change \| 2026-12-04T17:00:00\.\d{3}Z \| #1\.[\w-]{8}$/,
    );
  });

  it("in the zone of the window in which they start", () =>
    assert.equal(
      plannedOf(
        plan({
          schedule: { ...NIGHTS, windows: [{ ...NIGHTS.windows[0], timeZone: "Europe/Berlin" }] },
        }),
      )[0]?.local?.zone,
      "Europe/Berlin",
    ));

  it("all together by default", () => assert.deepEqual(places(4, {}), times(4, "1@12-05 01:00")));

  it("but not those with a time of their own, nor those that go at once", () => {
    const inputs = plan({
      events: [event(1), event(2, { planTime: "2026-12-02T00:00:00Z" }), event(3, { opsType: "immediate" })],
    });
    assert.deepEqual(wavesOf(inputs), { "e-1": 1, "e-2": undefined, "e-3": undefined });
    assert.match(linesOf(inputs)["e-2"] ?? "", /^i-2 \| Wed 2026-12-02 00:00 UTC \| force_transfer \|/);
    assert.match(linesOf(inputs)["e-3"] ?? "", /^i-3 \| immediate \| force_transfer \|/);
  });

  it("none, if there is none", () => assert.deepEqual(linesOf(plan({ events: [] })), {}));

  it("that say scheduled without a time, too", () =>
    assert.deepEqual(localTimesOf(plan({ events: [event(1, { opsType: "scheduled" })] })), {
      "e-1": "12-05 01:00",
    }));

  describe("after the lead time", () => {
    const open = (now: string, more: Inputs = {}): string | undefined =>
      timesOf(plan({ now: at(now), schedule: { ...ALWAYS, ...more } }))["e-1"];

    it("ten minutes by default", () => {
      assert.equal(open("2026-12-01T09:05:00Z"), "2026-12-01T09:15Z");
      assert.equal(open("2026-12-01T09:05:01Z"), "2026-12-01T09:30Z");
    });
    it("as written", () =>
      assert.equal(open("2026-12-01T09:05:00Z", { minLeadTime: "6h" }), "2026-12-01T15:15Z"));
    it("none, if 0: the very moment is possible", () =>
      assert.equal(open("2026-12-01T09:15:00Z", { minLeadTime: "0m" }), "2026-12-01T09:15Z"));
    it("in the window that is open, if that is long enough", () =>
      assert.deepEqual(localTimesOf(plan({ now: at("2026-12-04T18:50:00Z") })), { "e-1": "12-05 03:00" }));
    it("in the next window, if the cutoff comes first", () =>
      assert.deepEqual(localTimesOf(plan({ now: at("2026-12-04T19:10:00Z") })), { "e-1": "12-06 01:00" }));
  });

  describe("in waves", () => {
    it("a canary first, then the rest", () =>
      assert.deepEqual(places(4, { waves: [1, 100] }), ["1@12-05 01:00", ...times(3, "2@12-05 01:15")]));

    it("the last size repeats", () =>
      assert.deepEqual(places(6, { waves: [1, 2] }), [
        "1@12-05 01:00",
        ...times(2, "2@12-05 01:15"),
        ...times(2, "3@12-05 01:30"),
        "4@12-05 01:45",
      ]));

    it("of shares of all that are timed, rounded up", () =>
      // 10 % of 11 is two, 50 % is six.
      assert.deepEqual(places(11, { waves: [1, "10%", "50%"] }), [
        "1@12-05 01:00",
        ...times(2, "2@12-05 01:15"),
        ...times(6, "3@12-05 01:30"),
        ...times(2, "4@12-05 01:45"),
      ]));

    it("of exactly a share, where that is a whole number", () =>
      assert.equal(
        places(100, { waves: ["7%", "93%"] }).filter((place) => place.startsWith("1@")).length,
        7,
      ));

    it("an interval apart, from start to start", () =>
      assert.deepEqual(places(3, { waves: [1], interval: "30m" }), [
        "1@12-05 01:00",
        "2@12-05 01:30",
        "3@12-05 02:00",
      ]));

    it("an interval that is no multiple of the grid leads to the next slot", () =>
      assert.deepEqual(places(3, { waves: [1], interval: "20m" }), [
        "1@12-05 01:00",
        "2@12-05 01:30",
        "3@12-05 02:00",
      ]));

    it("that do not fit before the cutoff go on when the next window opens", () =>
      assert.deepEqual(places(12, { waves: [1] }).slice(8), [
        "9@12-05 03:00",
        "10@12-05 03:15",
        "11@12-06 01:00",
        "12@12-06 01:15",
      ]));

    it("of a later window, if the interval is longer than a night", () =>
      assert.deepEqual(places(3, { waves: [1], interval: "23h" }), [
        "1@12-05 01:00",
        "2@12-06 01:00",
        "3@12-12 01:00",
      ]));
  });

  describe("staggered in a wave", () => {
    it("one start after the other, off the grid", () =>
      assert.deepEqual(places(3, { stagger: "5m" }), ["1@12-05 01:00", "1@12-05 01:05", "1@12-05 01:10"]));

    it("by seconds", () =>
      assert.deepEqual(timesOf(plan({ events: events(3), schedule: { ...NIGHTS, stagger: "90s" } })), {
        "e-1": "2026-12-04T17:00Z",
        "e-2": "2026-12-04T17:01:30Z",
        "e-3": "2026-12-04T17:03Z",
      }));

    it("and what does not fit before the cutoff goes on when the next window opens", () =>
      assert.deepEqual(places(5, { stagger: "1h" }), [
        "1@12-05 01:00",
        "1@12-05 02:00",
        "1@12-05 03:00",
        "1@12-06 01:00",
        "1@12-06 02:00",
      ]));

    it("and goes on after an exclusion, on the grid", () =>
      assert.deepEqual(
        places(3, {
          stagger: "10m",
          exclusions: [{ from: "2026-12-05T01:05:00+08:00", to: "2026-12-05T01:25:00+08:00" }],
        }),
        ["1@12-05 01:00", "1@12-05 01:30", "1@12-05 01:40"],
      ));

    it("and the next wave starts an interval after the last start", () =>
      assert.deepEqual(places(4, { waves: [3], stagger: "10m", interval: "30m" }), [
        "1@12-05 01:00",
        "1@12-05 01:10",
        "1@12-05 01:20",
        "2@12-05 02:00",
      ]));

    it("without an interval, the next wave starts at the next slot", () =>
      assert.deepEqual(places(3, { waves: [2], stagger: "10m" }), [
        "1@12-05 01:00",
        "1@12-05 01:10",
        "2@12-05 01:15",
      ]));

    it("by parts of a second is refused: an order without its mark is not recognised later", () =>
      assert.match(refusal({ schedule: { ...NIGHTS, stagger: "1.5s" } }), /must be whole seconds/));
  });

  describe("with maxUnavailable", () => {
    const limited = (list: Inputs[], more: Inputs = {}): Record<string, string> =>
      localTimesOf(
        plan({
          events: list,
          schedule: { ...NIGHTS, maxUnavailable: 1, assumedDowntime: "30m", ...more },
        }),
      );
    const inGroups = (...groups: (string | undefined)[]): Inputs[] =>
      groups.map((group, index) => event(index + 1, group === undefined ? {} : { group }));

    it("instances of a group wait for each other, and those of others do not", () =>
      assert.deepEqual(limited(inGroups("a", "a", "b", "a")), {
        "e-1": "12-05 01:00",
        "e-2": "12-05 01:30",
        "e-3": "12-05 01:00",
        "e-4": "12-05 02:00",
      }));

    describe("and one of the group that goes at once", () => {
      const schedule = { ...ALWAYS, maxUnavailable: 1, assumedDowntime: "2h" };
      const atOnce = event(1, { opsType: "immediate" });

      it("the others wait until it is back", () => {
        const inputs = plan({ events: [atOnce, event(2)], schedule });
        assert.deepEqual(plannedOf(inputs).slice(1).map(timeOf), [at("2026-12-01T02:00:00Z")]);
      });

      it("what joins later does not wait for it again", () => {
        const olds = plan({ events: [atOnce], schedule });
        const later = NOW + 24 * 3_600_000;
        const inputs = plan({ events: [atOnce, event(2)], schedule, olds, now: later });
        assert.deepEqual(plannedOf(inputs).slice(1).map(timeOf), [at("2026-12-02T00:15:00Z")]);
      });
    });

    it("a downtime that is no multiple of the grid leads to the next slot", () =>
      assert.deepEqual(limited(inGroups("a", "a"), { assumedDowntime: "31m" }), {
        "e-1": "12-05 01:00",
        "e-2": "12-05 01:45",
      }));

    it("the one that starts when another's downtime ends does not meet it", () =>
      assert.deepEqual(limited(inGroups("a", "a"), { assumedDowntime: "15m" }), {
        "e-1": "12-05 01:00",
        "e-2": "12-05 01:15",
      }));

    it("events without a group form one of their own", () =>
      assert.deepEqual(limited(inGroups(undefined, undefined, "a")), {
        "e-1": "12-05 01:00",
        "e-2": "12-05 01:30",
        "e-3": "12-05 01:00",
      }));

    it("a share is of the group, rounded down", () =>
      // Half of five is two.
      assert.deepEqual(limited(inGroups("a", "a", "a", "a", "a"), { maxUnavailable: "50%" }), {
        "e-1": "12-05 01:00",
        "e-2": "12-05 01:00",
        "e-3": "12-05 01:30",
        "e-4": "12-05 01:30",
        "e-5": "12-05 02:00",
      }));

    it("a share never keeps a group from moving", () =>
      assert.deepEqual(limited(inGroups("a", "a"), { maxUnavailable: "10%" }), {
        "e-1": "12-05 01:00",
        "e-2": "12-05 01:30",
      }));

    it("a share that comes out even is not rounded down for an error of binary fractions", () => {
      // (29 / 100) * 100 is 28.999999999999996.
      const list = Array.from({ length: 100 }, (_, index) => event(index + 1, { group: "a" }));
      const first = Object.values(limited(list, { maxUnavailable: "29%" })).filter(
        (time) => time === "12-05 01:00",
      );
      assert.equal(first.length, 29);
    });

    it("a share of the group counts its events with a time of their own", () =>
      assert.deepEqual(
        limited([...inGroups("a", "a", "a"), event(4, { group: "a", planTime: "2026-12-03T00:00:00Z" })], {
          maxUnavailable: "50%",
        }),
        { "e-1": "12-05 01:00", "e-2": "12-05 01:00", "e-3": "12-05 01:30", "e-4": "" },
      ));

    it("an event with a time of its own occupies its group", () =>
      assert.deepEqual(
        limited([event(1, { group: "a" }), event(2, { group: "a", planTime: "2026-12-04T17:00:00Z" })]),
        { "e-1": "12-05 01:30", "e-2": "" },
      ));

    it("an event that would still be down when another's own time comes waits until after it", () =>
      assert.deepEqual(
        limited([event(1, { group: "a" }), event(2, { group: "a", planTime: "2026-12-04T17:15:00Z" })]),
        { "e-1": "12-05 01:45", "e-2": "" },
      ));

    it("with waves, the more restrictive rule wins: a wave that waits for its group keeps its number", () =>
      assert.deepEqual(
        placesOf(
          plan({
            events: inGroups("a", "a", "b", "b"),
            schedule: { ...NIGHTS, waves: [3], maxUnavailable: 1, assumedDowntime: "30m" },
          }),
        ),
        // The second wave starts after the last start of the first, when the group is free, too.
        ["1@12-05 01:00", "1@12-05 01:30", "1@12-05 01:00", "2@12-05 01:45"],
      ));

    it("with waves, a limit wider than the wave changes nothing", () =>
      assert.deepEqual(
        placesOf(
          plan({
            events: inGroups("a", "a", "a"),
            schedule: { ...NIGHTS, waves: [1], maxUnavailable: 2, assumedDowntime: "15m" },
          }),
        ),
        ["1@12-05 01:00", "2@12-05 01:15", "3@12-05 01:30"],
      ));

    it("with stagger, another group takes the place that a full one cannot", () =>
      assert.deepEqual(limited(inGroups("a", "a", "b", "b"), { stagger: "5m", assumedDowntime: "20m" }), {
        "e-1": "12-05 01:00",
        "e-2": "12-05 01:20",
        "e-3": "12-05 01:05",
        "e-4": "12-05 01:25",
      }));

    it("goes on in the next window where the group is full until the cutoff", () =>
      assert.deepEqual(limited(inGroups("a", "a"), { assumedDowntime: "150m" }), {
        "e-1": "12-05 01:00",
        "e-2": "12-06 01:00",
      }));
  });

  describe("in order", () => {
    const ordered = (...priorities: (number | undefined)[]): string[] =>
      placesOf(
        plan({
          events: priorities.map((priority, index) => event(index + 1, { priority })),
          schedule: { ...NIGHTS, waves: [1] },
        }),
      ).map((place) => place.split("@")[0] ?? "");

    it("as given", () => assert.deepEqual(ordered(undefined, undefined, undefined), ["1", "2", "3"]));
    it("of priority, the lower first", () => assert.deepEqual(ordered(3, 1, 2), ["3", "1", "2"]));
    it("as given where priorities are equal", () =>
      assert.deepEqual(ordered(1, 0, 1, 0), ["3", "1", "4", "2"]));
    it("0 where there is none", () => assert.deepEqual(ordered(1, undefined, -1, 0), ["4", "2", "1", "3"]));
    it("of priorities that are fractions, too", () => assert.deepEqual(ordered(0.2, 0.1), ["2", "1"]));
  });

  describe("with a deadline", () => {
    it("at which it may still start", () =>
      assert.deepEqual(
        localTimesOf(plan({ events: [event(1, { deadline: "2026-12-05T01:00:00+08:00" })] })),
        { "e-1": "12-05 01:00" },
      ));

    it("its line says so, since an order that is found must keep it, too", () => {
      const deadline = "2026-12-05T01:00:00+08:00";
      const [line] = plannedOf(plan({ events: [event(1, { deadline })] }));
      assert.equal(line?.deadline, Date.parse(deadline));
    });

    it("before which there is no slot, it fails, and names the event and where it is", () => {
      const [failure] = failuresOf({ events: [event(7), event(1, { deadline: "2026-12-04T16:59:59Z" })] });
      assert.equal(failure?.property, "events[1]");
      assert.equal(failure.event, "e-1 (i-1)");
      assert.match(failure?.reason ?? "", /^has no slot: /);
    });

    it("that an earlier wave's size makes it miss, it fails rather than jump the queue", () =>
      assert.match(
        refusal({
          events: [event(1), event(2, { deadline: "2026-12-05T01:00:00+08:00" })],
          schedule: { ...NIGHTS, waves: [1] },
        }),
        /^has no slot/,
      ));

    it("that priority helps it to meet, it passes", () =>
      assert.deepEqual(
        localTimesOf(
          plan({
            events: [event(1), event(2, { deadline: "2026-12-05T01:00:00+08:00", priority: -1 })],
            schedule: { ...NIGHTS, waves: [1] },
          }),
        ),
        { "e-1": "12-05 01:15", "e-2": "12-05 01:00" },
      ));
  });

  describe("on the day clocks change", () => {
    const berlin = (startTime: string): Inputs => ({
      timeZone: "Europe/Berlin",
      windows: [{ days: ["sun"], startTime, duration: "3h" }],
    });
    const changes = (now: string, startTime: string, count = 1): string[][] =>
      plannedOf(
        plan({
          events: events(count),
          now: at(now),
          schedule: { ...berlin(startTime), waves: [1], interval: "1h" },
        }),
      ).map(({ local, clockChange = "" }) => [local?.time.slice(5) ?? "", clockChange]);

    it("a start that does not exist moves to the first that does, and the line says so", () =>
      assert.deepEqual(changes("2027-03-27T12:00:00Z", "02:30"), [["03-28 03:00", "windowStartSkipped"]]));

    it("of a start that there is twice the first is taken, and the line says so", () =>
      assert.deepEqual(changes("2026-10-24T12:00:00Z", "02:30"), [["10-25 02:30", "timeShownTwice"]]));

    it("the second of two is said to be ambiguous as well", () =>
      assert.deepEqual(changes("2026-10-24T12:00:00Z", "02:30", 3), [
        ["10-25 02:30", "timeShownTwice"],
        ["10-25 02:30", "timeShownTwice"],
        ["10-25 03:30", ""],
      ]));

    it("nothing is said on any other day", () =>
      assert.deepEqual(changes("2027-03-30T12:00:00Z", "02:30"), [["04-04 02:30", ""]]));
  });
});

describe("a preview and the up after it", () => {
  const schedule = { ...NIGHTS, windows: [{ days: ["sat"], startTime: "01:05", duration: "3h" }] };
  // 01:05 in China, the opening.
  const opening = at("2026-12-04T17:05:00Z");
  const seen = (now: number): string | undefined => timesOf(plan({ now, schedule }))["e-1"];

  it("agree unless a boundary of the opening's grid, less the lead time, lies between them", () => {
    assert.equal(seen(opening - 10 * MINUTE), "2026-12-04T17:05Z");
    assert.equal(seen(opening - 10 * MINUTE + 1), "2026-12-04T17:20Z");
    assert.equal(seen(opening + 5 * MINUTE), "2026-12-04T17:20Z");
    assert.equal(seen(opening + 5 * MINUTE + 1), "2026-12-04T17:35Z");
  });

  it("agree for days while no window is open", () => {
    assert.equal(seen(NOW), seen(opening - HOUR));
  });
});

describe("the waves of a plan", () => {
  it("are in its checked inputs, so that a preview knows them", () => {
    const { plannedWaves } = plan({
      events: events(4),
      schedule: { ...NIGHTS, waves: [1, 2], interval: "30m" },
    });
    // Without the marks of orders: a plan that takes such a time over sets its own.
    assert.deepEqual(plannedWaves, [
      { wave: 1, events: 1, first: "2026-12-04T17:00:00Z", last: "2026-12-04T17:00:00Z" },
      { wave: 2, events: 2, first: "2026-12-04T17:30:00Z", last: "2026-12-04T17:30:00Z" },
      { wave: 3, events: 1, first: "2026-12-04T18:00:00Z", last: "2026-12-04T18:00:00Z" },
    ]);
  });

  it("are unknown while an event is", () => {
    const unknownEvent = event(2, { resourceId: UNKNOWN });
    assert.equal(plan({ events: [event(1), unknownEvent] })["plannedWaves"], UNKNOWN);
  });

  it("are none of a plan without a schedule", () => {
    const { inputs } = check({}, { dataPolicy: "force_transfer", events: [] }, NOW);
    assert.equal(inputs["plannedWaves"], undefined);
  });

  it("are no input of a program's: their sizes are in the schedule", () => {
    for (const property of ["waves", "plannedWaves"]) {
      const [failure] = failuresOf({ [property]: [1, "10%"] });
      assert.equal(failure?.property, property);
      assert.match(failure.reason, /; did you mean schedule\.waves\?$/);
    }
  });
});

describe("events that belong together", () => {
  const LIMITED = { ...NIGHTS, maxUnavailable: 1, assumedDowntime: "30m" };

  it("bear the name of their group in their lines", () => {
    const [first, second] = plannedOf(plan({ events: [event(1, { group: "edge" }), event(2)] }));
    assert.equal(first?.group, "edge");
    assert.equal(second?.group, undefined);
  });

  it("wait for one that has a time of its own, also without a group", () => {
    const inputs = plan({
      events: [event(1, { planTime: "2026-12-04T17:00:00Z" }), event(2)],
      schedule: LIMITED,
    });
    assert.equal(timesOf(inputs)["e-2"], "2026-12-04T17:30Z");
  });

  it("do not wait for the times that the schedule itself is about to find", () =>
    assert.equal(timesOf(plan({ events: events(3), schedule: LIMITED }))["e-3"], "2026-12-04T18:00Z"));

  it("are limited by a share of them, also without a group", () =>
    assert.deepEqual(
      Object.values(
        timesOf(plan({ events: events(4), schedule: { ...LIMITED, maxUnavailable: "50%" } })),
      ).sort(),
      [...times(2, "2026-12-04T17:00Z"), ...times(2, "2026-12-04T17:30Z")],
    ));
});

describe("what is no time from before", () => {
  const found = (): Record<string, string> => linesOf(plan({}));

  it("is nothing at all", () => {
    for (const olds of [{}, { planned: {} }, { planned: found(), schedule: null }])
      assert.deepEqual(linesOf(plan({ olds })), found());
  });

  it("is a line of a wave without a time", () => {
    const planned = {
      "e-1": "i-1 | immediate | wave 1 | force_transfer | password will change | #1.Jx0k_2aQ",
    };
    assert.deepEqual(linesOf(plan({ olds: { planned, schedule: NIGHTS } })), found());
  });
});

describe("a time from before that cannot be read", () => {
  const line = linesOf(plan({}))["e-1"] ?? "";
  const unreadable: [string, unknown, RegExp][] = [
    ["edited", line.replace("wave", "wafe"), /^cannot be read: .* or set the event's planTime/],
    ["cut", line.slice(0, -20), /^cannot be read: /],
    ["of another version", line.replace("#1.", "#2."), /^is a line of version 2/],
    ["no text", null, /^cannot be read: null/],
  ];
  for (const [what, broken, reason] of unreadable) {
    it(`since it is ${what} is a fault, and never another time`, () => {
      const [fault, ...others] = failuresOf({ olds: { planned: { "e-1": broken }, schedule: NIGHTS } });
      assert.equal(fault?.property, 'planned["e-1"]');
      assert.match(fault.reason, reason);
      assert.deepEqual(others, []);
    });
  }

  it("hides nothing else that is wrong", () => {
    const events = [event(1), event(2), event(3, { planTime: "soon" })];
    const olds = { planned: { "e-1": "gone", "e-2": "gone" }, schedule: NIGHTS };
    const failures = failuresOf({ events, olds, schedule: { ...NIGHTS, stagger: "soon" } });
    assert.deepEqual(failures.map(({ property }) => property).sort(), [
      "events[2].planTime",
      'planned["e-1"]',
      'planned["e-2"]',
      "schedule.stagger",
    ]);
  });

  it("is not read for an event with a time of its own, which it does not concern", () => {
    const own = [event(1, { planTime: "2026-12-02T00:00:00Z" })];
    const olds = { planned: { "e-1": "gone" }, schedule: NIGHTS };
    assert.deepEqual(linesOf(plan({ events: own, olds })), linesOf(plan({ events: own })));
  });

  it("nor is it where all times are to be found anew", () => {
    const schedule = { ...NIGHTS, replan: "now" };
    const olds = { planned: { "e-1": "gone" }, schedule: NIGHTS };
    assert.deepEqual(linesOf(plan({ schedule, olds })), linesOf(plan({ schedule })));
  });
});

describe("an event without a slot", () => {
  const FIRST = at("2026-12-04T17:00:00Z");
  function resolved(candidates: readonly Candidate[], more: Inputs = {}, full: readonly number[] = []) {
    const schedule = scheduleOf({ ...NIGHTS, ...more });
    const groups = new Groups(
      schedule.maxUnavailable,
      schedule.assumedDowntime,
      new Map([["", candidates.length]]),
    );
    for (const start of full) groups.add("", start);
    return resolve(candidates, schedule, groups, { now: NOW, wavesBefore: 0 });
  }
  const LIMITED = { maxUnavailable: 1, assumedDowntime: "15m" };

  it("in a wave of its own leaves the next wave the time it would have had", () => {
    const found = resolved([{ eventId: "e-1", deadline: NOW }, { eventId: "e-2" }], { waves: [1] });
    assert.deepEqual(found.get("e-1"), { earliest: NOW + 10 * MINUTE, groupFull: false });
    const second = found.get("e-2");
    assert.ok(second && "at" in second);
    assert.deepEqual([second.at, second.wave], [FIRST, 2]);
  });

  it("is not put where its group is full at the very deadline", () => {
    const found = resolved([{ eventId: "e-1", deadline: FIRST }], LIMITED, [FIRST]);
    assert.deepEqual(found.get("e-1"), { earliest: NOW + 10 * MINUTE, groupFull: true });
  });

  it("knows of no full group that it never came to", () => {
    const found = resolved([{ eventId: "e-1", deadline: FIRST - 1 }], LIMITED, [FIRST]);
    assert.deepEqual(found.get("e-1"), { earliest: NOW + 10 * MINUTE, groupFull: false });
  });
});
