import assert from "node:assert/strict";
import { parseSchedule } from "../../../provider/src/plan/schedule/parseSchedule";
import { sizeOf } from "../../../provider/src/plan/schedule/schedule";
import { DAY, HOUR, MINUTE } from "../builders";
import { failuresOf, type Inputs, NIGHTS, scheduleOf } from "./builders";

const WINDOW = NIGHTS.windows[0] as Inputs;
const NEW_YORK = { ...NIGHTS, timeZone: "America/New_York" };

/** What is wrong with a schedule, by path. */
function failuresByPath(schedule: unknown): Record<string, string> {
  const read = parseSchedule(schedule);
  const failures = "failures" in read ? read.failures : [];
  assert.equal("failures" in read, failures.length > 0);
  return Object.fromEntries(failures.map(({ property, reason }) => [property, reason]));
}

const withWindow = (more: Inputs): Inputs => ({ ...NIGHTS, windows: [{ ...WINDOW, ...more }] });
const withExclusion = (from: string, to: string, schedule: Inputs = NIGHTS): Inputs => ({
  ...schedule,
  exclusions: [{ from, to }],
});
const iso = (at: number | undefined): string => new Date(at ?? NaN).toISOString().slice(0, 16);

describe("a schedule as it is read", () => {
  it("has its lengths in milliseconds and its defaults", () =>
    assert.deepEqual(scheduleOf(NIGHTS), {
      timeZone: "Asia/Shanghai",
      windows: [
        {
          timeZone: "Asia/Shanghai",
          days: ["sat", "sun"],
          startTime: HOUR,
          duration: 3 * HOUR,
          cutoff: 30 * MINUTE,
        },
      ],
      minLeadTime: 10 * MINUTE,
      exclusions: [],
      waves: [{ percent: 100 }],
      interval: 0,
      stagger: 0,
      assumedDowntime: 0,
    }));

  it("takes every option", () => {
    const schedule = scheduleOf({
      ...NIGHTS,
      minLeadTime: "PT1H",
      waves: [1, "10%", "2.5%", "100%"],
      interval: "1h30m",
      stagger: "90s",
      maxUnavailable: "25%",
      assumedDowntime: "P1D",
      replan: "2026-12",
    });
    assert.equal(schedule.minLeadTime, HOUR);
    assert.deepEqual(schedule.waves, [{ count: 1 }, { percent: 10 }, { percent: 2.5 }, { percent: 100 }]);
    assert.equal(schedule.interval, 90 * MINUTE);
    assert.equal(schedule.stagger, 90_000);
    assert.deepEqual(schedule.maxUnavailable, { percent: 25 });
    assert.equal(schedule.assumedDowntime, DAY);
  });

  it("takes lengths in words and in ISO 8601 alike", () =>
    assert.deepEqual(scheduleOf(withWindow({ duration: "PT3H", cutoff: "PT30M" })), scheduleOf(NIGHTS)));

  it("gives a window its own zone where it names one", () => {
    const schedule = scheduleOf({ ...NIGHTS, windows: [WINDOW, { ...WINDOW, timeZone: "Europe/Berlin" }] });
    assert.deepEqual(
      schedule.windows.map(({ timeZone }) => timeZone),
      ["Asia/Shanghai", "Europe/Berlin"],
    );
  });

  it("takes a window by cron", () =>
    assert.deepEqual(scheduleOf({ ...NIGHTS, windows: [{ cron: "0 1 * * 6#2", duration: "3h" }] }).windows, [
      {
        timeZone: "Asia/Shanghai",
        cron: "0 1 * * 6#2",
        duration: 3 * HOUR,
        cutoff: 0,
      },
    ]));

  it("counts a startDate from the beginning of its day, and an endDate to the end of its", () => {
    const { startAt, endAt } = scheduleOf({ ...NIGHTS, startDate: "2026-12-05", endDate: "2026-12-05" });
    assert.equal(iso(startAt), "2026-12-04T16:00");
    assert.equal(iso(endAt), "2026-12-05T16:00");
  });

  it("takes bounds as instants", () => {
    const { startAt, endAt } = scheduleOf({
      ...NIGHTS,
      startDate: "2026-12-05T01:00:00+08:00",
      endDate: "2026-12-05T12:00:00Z",
    });
    assert.equal(iso(startAt), "2026-12-04T17:00");
    assert.equal(iso(endAt), "2026-12-05T12:00");
  });

  it("gives a date of 25 hours all of them", () => {
    const { startAt, endAt } = scheduleOf({ ...NEW_YORK, startDate: "2026-11-01", endDate: "2026-11-01" });
    assert.equal((endAt ?? 0) - (startAt ?? 0), 25 * HOUR);
  });

  it("begins a date whose midnight is skipped at its first instant", () => {
    const { startAt } = scheduleOf({ ...NIGHTS, timeZone: "Africa/Cairo", startDate: "2027-04-30" });
    assert.equal(iso(startAt), "2027-04-29T22:00");
  });

  it("excludes whole days of the schedule's zone where dates are given", () => {
    const [exclusion] = scheduleOf(withExclusion("2026-12-24", "2026-12-26")).exclusions;
    assert.equal(iso(exclusion?.from), "2026-12-23T16:00");
    assert.equal(iso(exclusion?.to), "2026-12-26T16:00");
    assert.equal(exclusion?.reason, "excluded");
  });

  it("excludes between instants", () => {
    const [exclusion] = scheduleOf(
      withExclusion("2026-12-24T12:00:00Z", "2026-12-25T01:00:00+08:00"),
    ).exclusions;
    assert.equal(iso(exclusion?.from), "2026-12-24T12:00");
    assert.equal(iso(exclusion?.to), "2026-12-24T17:00");
  });

  it("excludes from an instant to the end of a date", () => {
    const [exclusion] = scheduleOf(withExclusion("2026-12-24T12:00:00Z", "2026-12-24")).exclusions;
    assert.equal(iso(exclusion?.from), "2026-12-24T12:00");
    assert.equal(iso(exclusion?.to), "2026-12-24T16:00");
  });

  it("keeps an exclusion's reason", () =>
    assert.equal(
      scheduleOf({ ...NIGHTS, exclusions: [{ from: "2026-12-24", to: "2026-12-24", reason: "freeze" }] })
        .exclusions[0]?.reason,
      "freeze",
    ));
});

describe("a schedule: sizes", () => {
  const cases: [title: string, size: Parameters<typeof sizeOf>[0], total: number, expected: number][] = [
    ["a count is itself", { count: 3 }, 100, 3],
    ["a share", { percent: 10 }, 100, 10],
    ["a share is rounded up", { percent: 10 }, 101, 11],
    ["a share is never less than one", { percent: 1 }, 3, 1],
    ["everything", { percent: 100 }, 17, 17],
    ["a share with a fraction", { percent: 2.5 }, 1_000, 25],
  ];
  for (const [title, size, total, expected] of cases) {
    it(`${title}: ${JSON.stringify(size)} of ${total} is ${expected}`, () =>
      assert.equal(sizeOf(size, total), expected));
  }

  it("a whole share that comes out even is not rounded up for an error of binary fractions", () => {
    const wrong: string[] = [];
    for (let percent = 1; percent <= 100; percent++) {
      for (let total = 1; total <= 1_000; total++) {
        const exact = Math.floor((percent * total + 99) / 100);
        const size = sizeOf({ percent }, total);
        if (size !== exact) wrong.push(`${percent}% of ${total} is ${exact}, not ${size}`);
      }
    }
    assert.deepEqual(wrong.slice(0, 3), [], `and ${wrong.length} in all`);
  });
});

describe("a schedule: every failure at its path", () => {
  const LENGTH = 'must be a duration, such as "30m", "1h30m" or "PT30M"';
  const SIZE = 'must be a whole number of at least 1 or a percentage, such as 5 or "10%"';
  const zone = (written: unknown, meant?: string) =>
    `must be a time zone as Area/City, such as Asia/Shanghai, or UTC, not ${JSON.stringify(written)}${meant ? `; did you mean ${meant}?` : ""}`;
  const DAYS = "must be one of mon, tue, wed, thu, fri, sat, sun";

  const cases: [title: string, schedule: unknown, expected: Record<string, string>][] = [
    ["no object", "nights", { schedule: "must be an object with timeZone and windows" }],
    ["a list", [], { schedule: "must be an object with timeZone and windows" }],
    ["null", null, { schedule: "must be an object with timeZone and windows" }],
    [
      "nothing in it",
      {},
      {
        "schedule.timeZone": "is required: the time zone of windows and dates",
        "schedule.windows": "is required: when moves may start",
      },
    ],
    [
      "a mistyped key",
      { ...NIGHTS, timezone: "UTC" },
      { "schedule.timezone": "is not a property of a schedule; did you mean timeZone?" },
    ],
    [
      "a key unlike any",
      { ...NIGHTS, somethingElse: 1 },
      {
        "schedule.somethingElse":
          "is not a property of a schedule; it has timeZone, windows, startDate, endDate, minLeadTime, exclusions, waves, interval, " +
          "stagger, maxUnavailable, assumedDowntime, replan",
      },
    ],
    [
      "a mistyped zone",
      { ...NIGHTS, timeZone: "Asia/Shanghia" },
      { "schedule.timeZone": zone("Asia/Shanghia", "Asia/Shanghai") },
    ],
    ...["UTC+08:00", "+08:00", "CST", "Etc/GMT-8", "asia/shanghai"].map(
      (timeZone): [string, object, Record<string, string>] => [
        `${timeZone} as zone, which Node may take`,
        { ...NIGHTS, timeZone },
        { "schedule.timeZone": zone(timeZone, "Asia/Shanghai") },
      ],
    ),
    ["a number as zone", { ...NIGHTS, timeZone: 8 }, { "schedule.timeZone": zone(8) }],
    [
      "an abbreviation as a window's zone",
      withWindow({ timeZone: "CST" }),
      { "schedule.windows[0].timeZone": zone("CST", "Asia/Shanghai") },
    ],
    [
      "days of the month and days of the week in one cron expression",
      { ...NIGHTS, windows: [{ cron: "0 1 1-7 * 6", duration: "3h" }] },
      {
        "schedule.windows[0].cron":
          'names days of the month (1-7) and days of the week (6), and cron takes a day that is in either; did you mean "0 1 * * 6#1"?',
      },
    ],
    [
      "windows that are no list",
      { ...NIGHTS, windows: WINDOW },
      { "schedule.windows": "must be a list of windows" },
    ],
    ["no window", { ...NIGHTS, windows: [] }, { "schedule.windows": "must hold at least one window" }],
    [
      "a window that is no object",
      { ...NIGHTS, windows: [WINDOW, "sat"] },
      { "schedule.windows[1]": "must be an object with duration" },
    ],
    [
      "a mistyped key of a window",
      withWindow({ cutOff: "30m" }),
      { "schedule.windows[0].cutOff": "is not a property of a window; did you mean cutoff?" },
    ],
    [
      "a mistyped zone of a window",
      withWindow({ timeZone: "Europe/Berlln" }),
      { "schedule.windows[0].timeZone": zone("Europe/Berlln", "Europe/Berlin") },
    ],
    [
      "a day by its full name",
      withWindow({ days: ["sat", "sunday"] }),
      { "schedule.windows[0].days[1]": `${DAYS}; did you mean sun?` },
    ],
    [
      "a day in capitals",
      withWindow({ days: ["Sat"] }),
      { "schedule.windows[0].days[0]": `${DAYS}; did you mean sat?` },
    ],
    ["a day as a number", withWindow({ days: [6] }), { "schedule.windows[0].days[0]": DAYS }],
    [
      "days that are no list",
      withWindow({ days: "sat" }),
      { "schedule.windows[0].days": "must be a list of days" },
    ],
    ["no day", withWindow({ days: [] }), { "schedule.windows[0].days": "must name at least one day" }],
    [
      "days without startTime",
      withWindow({ startTime: undefined }),
      { "schedule.windows[0].startTime": "is required with days" },
    ],
    [
      "an hour of 24",
      withWindow({ startTime: "24:00" }),
      { "schedule.windows[0].startTime": '"24:00": there is no such time; write 00:00 of the next day' },
    ],
    ...["25:00", "01:60"].map((startTime): [string, object, Record<string, string>] => [
      `${startTime} as startTime`,
      withWindow({ startTime }),
      {
        "schedule.windows[0].startTime": `"${startTime}": there is no such time; a day goes from 00:00:00 to 23:59:59`,
      },
    ]),
    [
      "an hour of one digit",
      withWindow({ startTime: "1:00" }),
      { "schedule.windows[0].startTime": 'must be a time of day, such as "01:00"' },
    ],
    ...["about 01:00", "01:00:30", 100].map((startTime): [string, object, Record<string, string>] => [
      `a time of day that is ${JSON.stringify(startTime)}`,
      withWindow({ startTime }),
      { "schedule.windows[0].startTime": 'must be a time of day, such as "01:00"' },
    ]),
    [
      "no duration",
      withWindow({ duration: undefined }),
      { "schedule.windows[0].duration": "is required: how long it is open" },
    ],
    ["a duration in words", withWindow({ duration: "3 hours" }), { "schedule.windows[0].duration": LENGTH }],
    [
      "a duration of nothing",
      { ...NIGHTS, windows: [{ ...WINDOW, duration: "0m", cutoff: undefined }] },
      {
        "schedule.windows[0].duration": "must be longer than 0 and at most 7 days",
        "schedule.windows[0].cutoff":
          "must be shorter than the window's duration, or no move can start in it",
      },
    ],
    [
      "a duration of more than a week",
      withWindow({ duration: "169h" }),
      { "schedule.windows[0].duration": "must be longer than 0 and at most 7 days" },
    ],
    [
      "a cutoff as long as the window",
      withWindow({ cutoff: "3h" }),
      {
        "schedule.windows[0].cutoff":
          "must be shorter than the window's duration, or no move can start in it",
      },
    ],
    [
      "neither days nor cron",
      withWindow({ days: undefined, startTime: undefined }),
      { "schedule.windows[0]": "needs days with startTime, or cron" },
    ],
    [
      "both days and cron",
      withWindow({ cron: "0 1 * * 6" }),
      { "schedule.windows[0]": "takes days with startTime, or cron, not both" },
    ],
    [
      "startTime with cron",
      { ...NIGHTS, windows: [{ cron: "0 1 * * 6", startTime: "01:00", duration: "3h" }] },
      { "schedule.windows[0].startTime": "goes with days; a cron expression has its own times" },
    ],
    [
      "cron of six fields",
      { ...NIGHTS, windows: [{ cron: "0 0 1 * * 6", duration: "3h" }] },
      { "schedule.windows[0].cron": "must have five fields: minute, hour, day of month, month, day of week" },
    ],
    [
      "cron as a number",
      { ...NIGHTS, windows: [{ cron: 5, duration: "3h" }] },
      { "schedule.windows[0].cron": "must be a cron expression of five fields" },
    ],
    [
      "a date of no such day",
      { ...NIGHTS, startDate: "2027-02-29" },
      {
        "schedule.startDate": '"2027-02-29": there is no such day; the last of that month is 2027-02-28',
      },
    ],
    [
      "dates and times that YAML has read",
      {
        ...NIGHTS,
        startDate: "2026-12-05 00:00:00 +0000 UTC",
        endDate: "2026-12-24 01:30:00 +0800 +0800",
        exclusions: [{ from: "2026-12-10 00:00:00 +0000 UTC", to: "2026-12-11" }],
      },
      {
        "schedule.startDate":
          '"2026-12-05 00:00:00 +0000 UTC" is what YAML makes of a date or time without quotes: quote it in the YAML file',
        "schedule.endDate":
          '"2026-12-24 01:30:00 +0800 +0800" is what YAML makes of a date or time without quotes: quote it in the YAML file',
        "schedule.exclusions[0].from":
          '"2026-12-10 00:00:00 +0000 UTC" is what YAML makes of a date or time without quotes: quote it in the YAML file',
      },
    ],
    [
      "a bound without offset",
      { ...NIGHTS, endDate: "2026-12-24T01:00:00" },
      {
        "schedule.endDate": '"2026-12-24T01:00:00" has no offset; add Z or, for example, +08:00',
      },
    ],
    [
      "bounds that cross",
      { ...NIGHTS, startDate: "2026-12-06", endDate: "2026-12-05" },
      { "schedule.endDate": "must be after startDate" },
    ],
    [
      "an exclusion that ends before it begins",
      withExclusion("2026-12-26", "2026-12-24"),
      { "schedule.exclusions[0].to": "must be after from" },
    ],
    [
      "an exclusion without its end",
      { ...NIGHTS, exclusions: [{ from: "2026-12-24" }] },
      { "schedule.exclusions[0].to": "is required: when it ends; a date includes its whole day" },
    ],
    [
      "a mistyped key of an exclusion",
      { ...NIGHTS, exclusions: [{ from: "2026-12-24", to: "2026-12-26", raeson: "freeze" }] },
      { "schedule.exclusions[0].raeson": "is not a property of an exclusion; did you mean reason?" },
    ],
    [
      "exclusions that are no list",
      { ...NIGHTS, exclusions: {} },
      { "schedule.exclusions": "must be a list of exclusions" },
    ],
    [
      "an exclusion of instants without offset",
      withExclusion("2026-12-24T00:00", "2026-12-26"),
      {
        "schedule.exclusions[0].from": '"2026-12-24T00:00" has no offset; add Z or, for example, +08:00',
      },
    ],
    ["a lead time in numbers", { ...NIGHTS, minLeadTime: 10 }, { "schedule.minLeadTime": LENGTH }],
    ["no wave", { ...NIGHTS, waves: [] }, { "schedule.waves": "must hold at least one size" }],
    ["waves that are no list", { ...NIGHTS, waves: 5 }, { "schedule.waves": "must be a list of sizes" }],
    ["a wave of none", { ...NIGHTS, waves: [1, 0] }, { "schedule.waves[1]": SIZE }],
    ["a wave of half an event", { ...NIGHTS, waves: [0.5] }, { "schedule.waves[0]": SIZE }],
    ["a wave of 0%", { ...NIGHTS, waves: ["0%"] }, { "schedule.waves[0]": SIZE }],
    ["a wave of 101%", { ...NIGHTS, waves: ["101%"] }, { "schedule.waves[0]": SIZE }],
    ["a wave of 100.5%", { ...NIGHTS, waves: ["100.5%"] }, { "schedule.waves[0]": SIZE }],
    ["a wave in digits without a sign", { ...NIGHTS, waves: ["10"] }, { "schedule.waves[0]": SIZE }],
    ["an interval in words", { ...NIGHTS, interval: "half an hour" }, { "schedule.interval": LENGTH }],
    ["a stagger in words", { ...NIGHTS, stagger: "some" }, { "schedule.stagger": LENGTH }],
    [
      "maxUnavailable of none",
      { ...NIGHTS, maxUnavailable: 0, assumedDowntime: "30m" },
      { "schedule.maxUnavailable": SIZE },
    ],
    [
      "maxUnavailable alone",
      { ...NIGHTS, maxUnavailable: 1 },
      {
        "schedule.assumedDowntime":
          "is required with maxUnavailable: how long an instance counts as unavailable from its start",
      },
    ],
    ["replan as a number", { ...NIGHTS, replan: 2 }, { "schedule.replan": "must be a string" }],
  ];
  for (const [title, schedule, expected] of cases) {
    it(title, () => {
      // What Pulumi sends has no undefined values.
      const sent: unknown = schedule === null ? null : JSON.parse(JSON.stringify(schedule));
      assert.deepEqual(failuresByPath(sent), expected);
    });
  }

  it("several at once", () =>
    assert.deepEqual(
      Object.keys(
        failuresByPath({
          ...NIGHTS,
          windows: [{ ...WINDOW, cutoff: "3h" }, { duration: "3h" }],
          exclusions: [{ from: "x", to: "y" }],
          maxUnavailable: 1,
        }),
      ),
      [
        "schedule.windows[0].cutoff",
        "schedule.windows[1]",
        "schedule.exclusions[0].from",
        "schedule.exclusions[0].to",
        "schedule.assumedDowntime",
      ],
    ));

  it("makes no suggestion where nothing is like it", () => {
    const reason = failuresByPath(withWindow({ days: ["xyz"] }))["schedule.windows[0].days[0]"];
    assert.equal(reason, DAYS);
  });

  it("a limit on nothing: an assumed downtime of no length would switch maxUnavailable off", () =>
    assert.deepEqual(Object.keys(failuresByPath({ ...NIGHTS, maxUnavailable: 1, assumedDowntime: "0m" })), [
      "schedule.assumedDowntime",
    ]));

  it("is a failure of check at that path, and events are not timed", () =>
    assert.deepEqual(failuresOf({ schedule: { ...NIGHTS, stagger: "some" } }), [
      { property: "schedule.stagger", reason: LENGTH, written: '"some"' },
    ]));

  it("is found even where no event needs the schedule", () =>
    assert.deepEqual(
      failuresOf({ events: [], schedule: { ...NIGHTS, timeZone: "Mars" } })[0]?.property,
      "schedule.timeZone",
    ));
});

describe("a size", () => {
  const isTaken = (size: unknown): boolean =>
    !("schedule.waves[0]" in failuresByPath({ ...NIGHTS, waves: [size] }));

  for (const size of ["1%", "0.5%", "12.25%", "99.999%", "00.5%", "100%", "100.0%", "100.00%"])
    it(`may be ${size}`, () => assert.equal(isTaken(size), true));
  for (const size of [
    "00%",
    "0.0%",
    "0.00%",
    "00.00%",
    "10%x",
    "x10%",
    "10.%",
    ".5%",
    "100.01%",
    "1000%",
    ["10%"],
  ])
    it(`may not be ${JSON.stringify(size)}`, () => assert.equal(isTaken(size), false));
});

describe("failures of a schedule, each where it is", () => {
  it("an exclusion that ends as it begins", () => {
    const moment = "2026-12-24T00:00:00Z";
    assert.deepEqual(failuresByPath(withExclusion(moment, moment)), {
      "schedule.exclusions[0].to": "must be after from",
    });
  });

  it("an exclusion of which one end is none", () => {
    assert.deepEqual(Object.keys(failuresByPath(withExclusion("2026-12-24", "soon"))), [
      "schedule.exclusions[0].to",
    ]);
    assert.deepEqual(Object.keys(failuresByPath(withExclusion("soon", "2026-12-24"))), [
      "schedule.exclusions[0].from",
    ]);
  });

  it("dates do not blame the zone that is missing", () => {
    const { timeZone: _, ...rest } = withExclusion("2026-12-24", "2026-12-26");
    assert.deepEqual(failuresByPath(rest), {
      "schedule.timeZone": "is required: the time zone of windows and dates",
    });
  });

  it("an assumed downtime of nothing, only where something is limited by it", () => {
    const none = { ...NIGHTS, assumedDowntime: "0m" };
    assert.deepEqual(failuresByPath(none), {});
    assert.deepEqual(failuresByPath({ ...none, maxUnavailable: 1 }), {
      "schedule.assumedDowntime": "must be longer than 0, or maxUnavailable limits nothing",
    });
  });
});
