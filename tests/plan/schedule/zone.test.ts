import assert from "node:assert/strict";
import fc from "fast-check";
import {
  cronFailure,
  cronWallTimes,
  instantOf,
  localReading,
  wallTimeAt,
  weekdayReading,
} from "../../../provider/src/plan/schedule/zone";
import { DAY, MINUTE } from "../builders";
import { firstShowing, readingAt, ZONES } from "./clock";
import { runs } from "./runs";

/** A wall time from the digits that clocks show. */
const wall = (digits: string): number => Date.parse(`${digits}:00Z`);
const show = (zone: string, digits: string): string => {
  const { at, oddity } = instantOf(zone, wall(digits));
  return `${new Date(at).toISOString().slice(0, 16)}Z${oddity ? ` ${oddity}` : ""}`;
};

describe("wall times: which instant one is", () => {
  const cases: [title: string, zone: string, digits: string, expected: string][] = [
    ["an ordinary one east of Greenwich", "Asia/Shanghai", "2026-12-05T01:30", "2026-12-04T17:30Z"],
    ["an ordinary one west of Greenwich", "America/New_York", "2026-12-04T20:30", "2026-12-05T01:30Z"],
    ["an ordinary one in summer", "America/New_York", "2027-07-04T20:30", "2027-07-05T00:30Z"],
    ["one with half an hour in its offset", "Asia/Kolkata", "2026-12-05T01:30", "2026-12-04T20:00Z"],
    [
      "one with a quarter of an hour in its offset",
      "Asia/Kathmandu",
      "2026-12-05T01:30",
      "2026-12-04T19:45Z",
    ],
    ["one fourteen hours ahead", "Pacific/Kiritimati", "2027-01-01T00:00", "2026-12-31T10:00Z"],
    ["the last minute before a gap", "America/New_York", "2027-03-14T01:59", "2027-03-14T06:59Z"],
    ["one skipped in New York", "America/New_York", "2027-03-14T02:30", "2027-03-14T07:00Z skipped"],
    ["the first one skipped", "America/New_York", "2027-03-14T02:00", "2027-03-14T07:00Z skipped"],
    ["the first one after a gap", "America/New_York", "2027-03-14T03:00", "2027-03-14T07:00Z"],
    ["one skipped in Berlin", "Europe/Berlin", "2027-03-28T02:30", "2027-03-28T01:00Z skipped"],
    ["one repeated in New York", "America/New_York", "2026-11-01T01:30", "2026-11-01T05:30Z repeated"],
    ["the last before a repetition", "America/New_York", "2026-11-01T00:59", "2026-11-01T04:59Z"],
    ["the first after a repetition", "America/New_York", "2026-11-01T02:00", "2026-11-01T07:00Z"],
    ["one repeated in Berlin", "Europe/Berlin", "2026-10-25T02:30", "2026-10-25T00:30Z repeated"],
    [
      "one skipped where clocks change by 30 minutes",
      "Australia/Lord_Howe",
      "2026-10-04T02:15",
      "2026-10-03T15:30Z skipped",
    ],
    ["one just past a gap of 30 minutes", "Australia/Lord_Howe", "2026-10-04T02:30", "2026-10-03T15:30Z"],
    [
      "one repeated where clocks change by 30 minutes",
      "Australia/Lord_Howe",
      "2027-04-04T01:45",
      "2027-04-03T14:45Z repeated",
    ],
    ["a midnight that is skipped", "Africa/Cairo", "2027-04-30T00:00", "2027-04-29T22:00Z skipped"],
    [
      "a midnight that is skipped in Havana",
      "America/Havana",
      "2027-03-14T00:00",
      "2027-03-14T05:00Z skipped",
    ],
    ["a midnight that is repeated", "America/Havana", "2026-11-01T00:00", "2026-11-01T04:00Z repeated"],
    [
      "an hour before midnight that is repeated",
      "Africa/Cairo",
      "2026-10-29T23:30",
      "2026-10-29T20:30Z repeated",
    ],
    ["the midnight after that hour", "Africa/Cairo", "2026-10-30T00:00", "2026-10-29T22:00Z"],
  ];
  for (const [title, zone, digits, expected] of cases)
    it(`${title}: ${digits} in ${zone}`, () => assert.equal(show(zone, digits), expected));

  it("an instant comes back from its wall time, unless clocks show that twice and it is the later one", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ZONES),
        fc.integer({ min: Date.parse("2015-01-01") / 1_000, max: Date.parse("2045-01-01") / 1_000 }),
        (zone, second) => {
          const at = second * 1_000;
          const found = instantOf(zone, wallTimeAt(zone, at));
          if (found.at === at) return;
          assert.equal(found.oddity, "repeated");
          assert.ok(found.at < at);
          assert.equal(readingAt(zone, found.at), readingAt(zone, at));
        },
      ),
      runs(1_000),
    );
  });

  it("an instant comes back from its wall time close to where clocks change", () => {
    const changes = ZONES.flatMap((zone) =>
      changesOf(zone).map((change): [string, number] => [zone, change]),
    );
    assert.ok(changes.length > 20);
    for (const [zone, change] of changes) {
      for (let at = change - 150 * MINUTE; at <= change + 150 * MINUTE; at += 5 * MINUTE) {
        const found = instantOf(zone, wallTimeAt(zone, at));
        const which = `${zone} ${new Date(at).toISOString()}`;
        if (found.at !== at) {
          assert.equal(found.oddity, "repeated", which);
          assert.equal(readingAt(zone, found.at), readingAt(zone, at), which);
        }
        assert.equal(found.at, firstShowing(zone, readingAt(zone, at)), which);
      }
    }
  });

  it("any wall time is the first instant at which clocks show it or a later one", () => {
    const from = Date.parse("2026-10-01") / MINUTE;
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), fc.nat({ max: 400 * 24 * 60 }), (zone, minutes) => {
        const reading = from + minutes;
        assert.equal(instantOf(zone, reading * MINUTE).at, firstShowing(zone, reading));
      }),
      runs(500),
    );
  });

  it("clocks show what Intl says they do", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ZONES),
        fc.integer({ min: Date.parse("2015-01-01") / MINUTE, max: Date.parse("2045-01-01") / MINUTE }),
        (zone, minute) =>
          assert.equal(wallTimeAt(zone, minute * MINUTE) / MINUTE, readingAt(zone, minute * MINUTE)),
      ),
      runs(500),
    );
  });
});

describe("wall times: their texts", () => {
  it("to the minute", () =>
    assert.equal(localReading("Asia/Shanghai", Date.parse("2026-12-04T17:30:00Z")), "2026-12-05 01:30"));

  it("with the weekday, in English", () =>
    assert.equal(
      weekdayReading("America/New_York", Date.parse("2026-12-05T01:30:00Z")),
      "Fri 2026-12-04 20:30",
    ));
});

describe("cron expressions", () => {
  const times = (expression: string, count: number): string[] => {
    const found: string[] = [];
    for (const time of cronWallTimes(expression, wall("2026-12-01T00:00")))
      if (found.push(new Date(time).toISOString().slice(0, 16)) === count) break;
    return found;
  };

  const cases: [title: string, expression: string, ...expected: string[]][] = [
    ["the second Saturday", "0 1 * * 6#2", "2026-12-12T01:00", "2027-01-09T01:00", "2027-02-13T01:00"],
    ["the last Friday", "0 1 * * 5L", "2026-12-25T01:00", "2027-01-29T01:00", "2027-02-26T01:00"],
    ["the last day of the month", "30 22 L * *", "2026-12-31T22:30", "2027-01-31T22:30", "2027-02-28T22:30"],
    ["the fifth Monday, in months that have one", "0 1 * * 1#5", "2027-03-29T01:00", "2027-05-31T01:00"],
    ["Sunday as 7", "0 1 * * 7", "2026-12-06T01:00", "2026-12-13T01:00"],
    ["days by name", "0 1 * * sat,sun", "2026-12-05T01:00", "2026-12-06T01:00", "2026-12-12T01:00"],
    ["? for any day of the week", "0 1 13 * ?", "2026-12-13T01:00", "2027-01-13T01:00"],
    ["? for any day of the month", "0 1 ? * 5", "2026-12-04T01:00", "2026-12-11T01:00"],
    ["every other day of the month", "0 1 */2 * *", "2026-12-01T01:00", "2026-12-03T01:00"],
    ["steps", "*/20 1 1 * *", "2026-12-01T01:00", "2026-12-01T01:20", "2026-12-01T01:40", "2027-01-01T01:00"],
    ["a leap day", "0 1 29 2 *", "2028-02-29T01:00", "2032-02-29T01:00"],
    ["white space around it", " 0  1 * * 6 ", "2026-12-05T01:00"],
  ];
  for (const [title, expression, ...expected] of cases) {
    it(`${title}: ${expression}`, () => {
      assert.equal(cronFailure(expression), undefined);
      assert.deepEqual(times(expression, expected.length), expected);
    });
  }

  it("the time asked from counts", () => assert.deepEqual(times("0 0 * * *", 1), ["2026-12-01T00:00"]));

  for (const expression of ["0 0 1 * * 6", "0 1 * *", "@daily", "", "0 1 * * 6 2027"]) {
    it(`${JSON.stringify(expression)} has not five fields`, () =>
      assert.equal(
        cronFailure(expression),
        "must have five fields: minute, hour, day of month, month, day of week",
      ));
  }

  for (const [expression, reason] of [
    ["0 25 * * *", "is not a valid cron expression: hour 25 is outside 0–23"],
    ["60 1 * * *", "is not a valid cron expression: minute 60 is outside 0–59"],
    ["0 1 32 * *", "is not a valid cron expression: day of month 32 is outside 1–31"],
    ["0 1 * 9-5 *", 'is not a valid cron expression: its month, "9-5", cannot be read'],
    ["0 1 * * 6#6", 'is not a valid cron expression: its day of week, "6#6", cannot be read'],
    ["0 1 30 2 *", "never opens: no month that it names has day 30"],
    ["0 1 * * someday", 'is not a valid cron expression: its day of week, "someday", cannot be read'],
    ["0 1 * * 6#1.5", "is not a valid cron expression: # must be followed by one digit from 1 to 5"],
    ["0 1 * * 6#0x1", "is not a valid cron expression: # must be followed by one digit from 1 to 5"],
    ["a b c d e", 'is not a valid cron expression: its minute, "a", cannot be read'],
  ] as const)
    it(`${expression} is refused: ${reason}`, () => assert.equal(cronFailure(expression), reason));

  const BOTH = "and cron takes a day that is in either; ";
  const GENERAL =
    'write * for one of the two. The first Saturday of a month is "6#1" as day of week, the last one "6L"';
  for (const [expression, advice] of [
    ["0 1 1-7 * 6", 'did you mean "0 1 * * 6#1"?'],
    ["30 22 8-14 3,9 tue", 'did you mean "30 22 * 3,9 tue#2"?'],
    ["0 1 15-21 * 0", 'did you mean "0 1 * * 0#3"?'],
    ["0 1 22-28 * 7", 'did you mean "0 1 * * 7#4"?'],
    ["0 1 1-7 * 6,0", 'did you mean one window for each of "0 1 * * 6#1" and "0 1 * * 0#1"?'],
    ["0 1 1-7 * 5-6", GENERAL],
    ["0 1 25-31 * 5", GENERAL],
    ["0 1 13 * 5", GENERAL],
    ["0 1 L * 6", GENERAL],
    ["0 1 13 * 5L", GENERAL],
    ["0 1 1-7 * 6#1", GENERAL],
    ["0 1 */2 * 6", GENERAL],
    ["0 1 1-31 * 6", GENERAL],
    ["0 1 1 * */2", GENERAL],
  ] as const) {
    it(`${expression} opens on more days than it seems to, so it is refused`, () => {
      const [, , dayOfMonth, , dayOfWeek] = expression.split(" ");
      assert.equal(
        cronFailure(expression),
        `names days of the month (${dayOfMonth}) and days of the week (${dayOfWeek}), ${BOTH}${advice}`,
      );
      for (const [offered] of advice.matchAll(/(?<=")\d+ \d+ [^"]+(?=")/g))
        assert.equal(cronFailure(offered), undefined, offered);
    });
  }

  it("what is offered instead opens on the days that are in both", () => {
    const meant = ["2026-12-05T01:00", "2027-01-02T01:00", "2027-02-06T01:00"];
    assert.deepEqual(times("0 1 * * 6#1", 3), meant);
    assert.ok(meant.every((time) => Number(time.slice(8, 10)) <= 7 && new Date(time).getUTCDay() === 6));
  });

  it("names the same times whenever it is read, so H, which cron-parser draws by lot, is refused", () => {
    // Eight readings of the same expression: alike by chance once in 60^7.
    const readings = new Set(
      Array.from({ length: 8 }, () =>
        cronFailure("H 1 * * *") === undefined ? times("H 1 * * *", 1)[0] : "refused",
      ),
    );
    assert.equal(readings.size, 1, [...readings].join(", "));
    assert.equal(
      cronFailure("H 1 * * *"),
      "must not use H: it would stand for a different random time on each run",
    );
    assert.equal(cronFailure("0 1 * * THU"), undefined, "a name may hold one");
  });
});

/** Where a zone's clocks change in two years, by reading them day by day and then more closely. */
function changesOf(zone: string): number[] {
  const moved = (from: number, to: number) =>
    (readingAt(zone, to) - readingAt(zone, from)) * MINUTE !== to - from;
  const changes: number[] = [];
  const end = Date.parse("2028-06-01");
  for (let day = Date.parse("2026-06-01"); day < end; day += DAY) {
    if (!moved(day, day + DAY)) continue;
    let at = day + 15 * MINUTE;
    while (!moved(day, at)) at += 15 * MINUTE;
    changes.push(at);
  }
  return changes;
}
