import assert from "node:assert/strict";
import { explainNoSlot } from "../../../provider/src/plan/schedule/noSlot";
import type { Candidate, NoSlot } from "../../../provider/src/plan/schedule/resolve";
import { DAY, HOUR, MINUTE } from "../builders";
import {
  event,
  events,
  EVERY_DAY,
  failuresOf,
  type Inputs,
  NIGHTS,
  NOW,
  refusal,
  scheduleOf,
} from "./builders";

const at = (text: string): number => Date.parse(text);
const FREEZE = { from: "2026-12-01", to: "2027-12-31", reason: "year-end freeze" };
const SAT = "window Sat 2026-12-05 01:00 Asia/Shanghai";
const SUN = "window Sun 2026-12-06 01:00 Asia/Shanghai";
const NEXT = "window Sat 2026-12-12 01:00 Asia/Shanghai is after endDate";
/** One weekend. */
const ONCE = { ...NIGHTS, endDate: "2026-12-06" };

const why = (schedule: Inputs, more: Inputs = {}, now = NOW): string =>
  refusal({ events: [event(1, more)], schedule, now });

describe("no slot: the rule that shut each opening out", () => {
  it("an exclusion, by its reason", () =>
    assert.equal(
      why({ ...ONCE, exclusions: [FREEZE] }),
      `has no slot: ${SAT} is excluded: year-end freeze; ${SUN} is excluded: year-end freeze; ${NEXT}`,
    ));

  it("each its own", () =>
    assert.equal(
      why({
        ...ONCE,
        exclusions: [
          { from: "2026-12-05", to: "2026-12-05", reason: "audit" },
          { from: "2026-12-06", to: "2026-12-06" },
        ],
      }),
      `has no slot: ${SAT} is excluded: audit; ${SUN} is excluded; ${NEXT}`,
    ));

  it("two exclusions that leave nothing of it only together", () =>
    assert.match(
      why({
        ...ONCE,
        exclusions: [
          { from: "2026-12-05T00:00:00+08:00", to: "2026-12-05T02:00:00+08:00", reason: "audit" },
          { from: "2026-12-05T02:00:00+08:00", to: "2026-12-06T23:00:00+08:00", reason: "sale" },
        ],
      }),
      /^has no slot: window Sat 2026-12-05 01:00 Asia\/Shanghai is excluded: (audit|sale|audit.*sale)/,
    ));

  it("an exclusion that leaves no slot of the grid", () =>
    assert.match(
      why({
        ...ONCE,
        windows: [{ days: ["sat"], startTime: "01:00", duration: "10m" }],
        exclusions: [{ from: "2026-12-05T00:00:00+08:00", to: "2026-12-05T01:05:00+08:00", reason: "audit" }],
      }),
      /^has no slot: window Sat 2026-12-05 01:00 Asia\/Shanghai is excluded: audit/,
    ));

  it("the event's deadline", () =>
    assert.equal(
      why(NIGHTS, { deadline: "2026-12-04T00:00:00Z" }),
      `has no slot: ${SAT} is after the deadline 2026-12-04T00:00:00Z`,
    ));

  it("the schedule's endDate", () =>
    assert.equal(why({ ...NIGHTS, endDate: "2026-12-04" }), `has no slot: ${SAT} is after endDate`));

  it("the schedule's startDate", () =>
    assert.equal(
      why({ ...ONCE, startDate: "2026-12-06T04:00:00+08:00" }),
      `has no slot: ${SAT} is before startDate; ${SUN} is before startDate; ${NEXT}`,
    ));

  it("the lead time, where the window is open but not for long", () =>
    assert.equal(
      why({ ...NIGHTS, endDate: "2026-12-05" }, {}, at("2026-12-04T19:25:00Z")),
      `has no slot: ${SAT} is over, or starts too soon for minLeadTime; ${SUN} is after endDate`,
    ));

  it("the lead time, where it ends before the cutoff but after the last slot of the grid", () =>
    // 03:20 in China: slots are at 03:15 and, were it not for the cutoff, at 03:30.
    assert.equal(
      why({ ...NIGHTS, endDate: "2026-12-05" }, {}, at("2026-12-04T19:10:00Z")),
      `has no slot: ${SAT} is over, or starts too soon for minLeadTime; ${SUN} is after endDate`,
    ));

  it("earlier waves, where they end with the window's last slot", () => {
    const reason = refusal({
      events: events(11),
      schedule: { ...NIGHTS, waves: [1], endDate: "2026-12-05" },
    });
    assert.equal(reason, `has no slot: ${SAT} is taken by earlier waves; ${SUN} is after endDate`);
  });

  it("earlier waves, where the interval leads past the window", () => {
    const reason = refusal({
      events: events(4),
      schedule: { ...NIGHTS, waves: [1], interval: "1h", endDate: "2026-12-05" },
    });
    assert.equal(reason, `has no slot: ${SAT} is taken by earlier waves; ${SUN} is after endDate`);
  });

  it("its group's limit, by the name of the group", () => {
    const reason = refusal({
      events: events(2, { group: "edge" }),
      schedule: { ...NIGHTS, endDate: "2026-12-05", maxUnavailable: 1, assumedDowntime: "3h" },
    });
    assert.equal(reason, `has no slot: ${SAT} has group edge at maxUnavailable; ${SUN} is after endDate`);
  });

  it("the limit of those without a group", () => {
    const reason = refusal({
      events: events(2),
      schedule: { ...NIGHTS, endDate: "2026-12-05", maxUnavailable: 1, assumedDowntime: "3h" },
    });
    assert.equal(reason, `has no slot: ${SAT} has group (none) at maxUnavailable; ${SUN} is after endDate`);
  });

  it("starts that came before in the same wave", () => {
    const reason = refusal({
      events: events(4),
      schedule: { ...NIGHTS, stagger: "1h", endDate: "2026-12-05" },
    });
    assert.match(
      reason,
      new RegExp(`^has no slot: ${SAT} (has no slot left|is taken by .*); ${SUN} is after endDate$`),
    );
  });

  it("an endDate in the middle of the window, after its first slots are past", () =>
    assert.match(
      why({ ...NIGHTS, endDate: "2026-12-05T02:00:00+08:00" }, {}, at("2026-12-04T17:45:00Z")),
      /^has no slot: window Sat 2026-12-05 01:00 Asia\/Shanghai (is after endDate|is over, or starts too soon for minLeadTime)/,
    ));

  it("six are named, and how many more there are", () =>
    assert.match(
      why({ ...NIGHTS, exclusions: [FREEZE] }),
      /^has no slot: (?:window S(?:at|un) 2026-12-\d\d 01:00 Asia\/Shanghai is excluded: year-end freeze; ){6}and 98 more openings$/,
    ));

  it("no opening at all is said as such", () =>
    assert.equal(
      why({ ...NIGHTS, windows: [{ cron: "0 1 29 2 *", duration: "3h" }] }),
      "has no slot: no window opens between 2026-12-01T00:00:00Z and 2027-12-02T00:00:00Z",
    ));

  it("windows of several zones are shown in their own", () =>
    assert.equal(
      why({
        ...NIGHTS,
        windows: [
          { days: ["sat"], startTime: "01:00", duration: "1h" },
          { days: ["fri"], startTime: "23:00", duration: "1h", timeZone: "America/New_York" },
        ],
        exclusions: [FREEZE],
        endDate: "2026-12-05",
      }),
      `has no slot: ${SAT} is excluded: year-end freeze; ` +
        "window Fri 2026-12-04 23:00 America/New_York is excluded: year-end freeze; " +
        "window Sat 2026-12-12 01:00 Asia/Shanghai is after endDate",
    ));

  it("twenty events are named, and how many more there are", () => {
    const failures = failuresOf({ events: events(25), schedule: { ...ONCE, exclusions: [FREEZE] } });
    assert.equal(failures.length, 21);
    assert.equal(failures[19]?.property, "events[19]");
    assert.deepEqual(failures[20], {
      property: "schedule",
      reason: "leaves 5 more events without a slot, for reasons like these",
    });
  });

  it("twenty events are named, and no more said where there are no more", () => {
    const failures = failuresOf({ events: events(20), schedule: { ...ONCE, exclusions: [FREEZE] } });
    assert.equal(failures.length, 20);
    assert.deepEqual(
      failures.filter(({ property }) => property === "schedule"),
      [],
    );
  });

  it("other events keep their slots out of it: only those without one are named", () =>
    assert.deepEqual(
      failuresOf({
        events: [event(1), event(2, { deadline: "2026-12-02T00:00:00Z" }), event(3)],
        schedule: {
          ...NIGHTS,
          windows: [{ days: EVERY_DAY, startTime: "20:00", duration: "1h" }],
          startDate: "2026-12-03",
        },
      }).map(({ property }) => property),
      ["events[1]"],
    ));
});

describe("no slot, to the minute", () => {
  const [FIRST, SECOND] = [NOW + HOUR, NOW + HOUR + 15 * MINUTE];
  const text = (time: number): string => new Date(time).toISOString();
  const GROUP = "has group (none) at maxUnavailable";

  /** What is said of a window of two slots a day, 01:00 and 01:15, whose group is full. */
  function explained(more: Inputs, candidate: Partial<Candidate> = {}, noSlot: Partial<NoSlot> = {}): string {
    const windows = [{ days: EVERY_DAY, startTime: "01:00", duration: "30m" }];
    const schedule = scheduleOf({ timeZone: "UTC", windows, minLeadTime: "0m", ...more });
    const full = { earliest: NOW, groupFull: true, ...noSlot };
    return explainNoSlot({ eventId: "e-1", ...candidate }, full, schedule, NOW);
  }
  const ofFirstDay = (explanation: string): string | undefined =>
    /^has no slot: window Tue 2026-12-01 01:00 UTC ([^;]+)/.exec(explanation)?.[1];

  const CASES: [what: string, explain: () => string, reasons: string][] = [
    [
      "a deadline",
      () => explained({}, { deadline: FIRST }),
      `${GROUP}, and is after the deadline 2026-12-01T01:00:00Z`,
    ],
    ["an endDate", () => explained({ endDate: text(FIRST) }), "is after endDate"],
    ["an endDate between", () => explained({ endDate: text(SECOND) }), `${GROUP}, and is after endDate`],
    ["a startDate", () => explained({ startDate: text(FIRST) }), GROUP],
    [
      "a startDate between",
      () => explained({ startDate: text(SECOND) }),
      `is before startDate, and ${GROUP}`,
    ],
    ["lead time", () => explained({ minLeadTime: "60m" }), GROUP],
    [
      "lead time between",
      () => explained({ minLeadTime: "75m" }),
      `is over, or starts too soon for minLeadTime, and ${GROUP}`,
    ],
    ["earlier waves", () => explained({}, {}, { earliest: FIRST }), GROUP],
    [
      "earlier waves between",
      () => explained({}, {}, { earliest: SECOND }),
      `is taken by earlier waves, and ${GROUP}`,
    ],
    ["nothing", () => explained({}, {}, { groupFull: false }), "has no slot left"],
  ];
  for (const [what, explain, reasons] of CASES)
    it(`by ${what}`, () => assert.equal(ofFirstDay(explain()), reasons));

  it("by an exclusion, which ends just before its end", () => {
    const excluded = (from: number, to: number) =>
      ofFirstDay(explained({ exclusions: [{ from: text(from), to: text(to), reason: "audit" }] }));
    assert.equal(excluded(SECOND, SECOND + HOUR), `${GROUP}, and is excluded: audit`);
    assert.equal(excluded(NOW, SECOND), `is excluded: audit, and ${GROUP}`);
    assert.equal(excluded(NOW, FIRST), GROUP);
    assert.equal(excluded(NOW + HOUR + 30 * MINUTE, NOW + 2 * HOUR), GROUP, "after the last slot");
  });

  it("tells of one opening past the limit, also where another opens at the limit", () =>
    assert.equal(explained({}, { deadline: FIRST }).split(";").length, 2));

  it("tells how many more there are, up to a hundred", () => {
    const openings = (days: number) =>
      explained({ endDate: text(NOW + days * DAY) })
        .split("; ")
        .at(-1);
    assert.equal(openings(7), "and 1 more openings");
    assert.equal(openings(106), "and 100 more openings");
    assert.equal(openings(107), "and more than 100 more openings");
    assert.equal(openings(300), "and more than 100 more openings");
  });
});
