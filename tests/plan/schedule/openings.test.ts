import assert from "node:assert/strict";
import { openings, spans } from "../../../provider/src/plan/schedule/openings";
import { SlotGrid } from "../../../provider/src/plan/schedule/slotGrid";
import { DAY } from "../builders";
import { EVERY_DAY, type Inputs, NIGHTS, NOW, scheduleOf, short } from "./builders";

const one = (window: Inputs, more: Inputs = {}): Inputs => ({
  timeZone: "Asia/Shanghai",
  windows: [window],
  ...more,
});
const at = (text: string): number => Date.parse(text);

/** `2026-12-04T17:00Z..20:00Z` as `from/to`, with what is odd. */
function openingsOf(schedule: Inputs, from: number, to: number): string[] {
  return [...openings(scheduleOf(schedule), from, to)].map(
    ({ start, end, oddity }) => `${short(start)} ${short(end)}${oddity ? ` ${oddity}` : ""}`,
  );
}

/** The slots of the grid from a time on. */
function slotsOf(schedule: Inputs, from: number, count: number): string[] {
  const grid = new SlotGrid(scheduleOf(schedule), from, from + 366 * DAY);
  const slots: string[] = [];
  for (let slot = grid.onGrid(from); slot && slots.length < count; slot = grid.onGrid(slot.at + 1))
    slots.push(short(slot.at));
  return slots;
}

/** Where starts are allowed over some days, as `from to`. */
function spansOf(schedule: Inputs, days: number): string[] {
  return [...spans(scheduleOf(schedule), NOW, NOW + days * DAY)].map(
    ({ from, to }) => `${short(from)} ${short(to)}`,
  );
}

describe("openings of windows", () => {
  it("a window belongs to the day on which it opens: Friday 21:00 for 8 hours is one opening", () =>
    assert.deepEqual(
      openingsOf(one({ days: ["fri"], startTime: "21:00", duration: "8h" }), NOW, NOW + 7 * DAY),
      ["2026-12-04T13:00Z 2026-12-04T21:00Z"],
    ));

  it("a window that opened the day before is still open", () =>
    assert.deepEqual(
      openingsOf(
        one({ days: ["fri"], startTime: "21:00", duration: "8h" }),
        at("2026-12-04T20:00Z"),
        at("2026-12-05T12:00Z"),
      ),
      ["2026-12-04T13:00Z 2026-12-04T21:00Z"],
    ));

  it("a window that has just closed is not", () =>
    assert.deepEqual(
      openingsOf(
        one({ days: ["fri"], startTime: "21:00", duration: "8h" }),
        at("2026-12-04T21:00Z"),
        at("2026-12-05T12:00Z"),
      ),
      [],
    ));

  it("a window of a week that opened six days ago is still open", () =>
    assert.deepEqual(
      openingsOf(
        one({ days: ["mon"], startTime: "12:00", duration: "7d" }),
        at("2026-12-06T20:00Z"),
        at("2026-12-07T00:00Z"),
      ),
      ["2026-11-30T04:00Z 2026-12-07T04:00Z"],
    ));

  it("days are those of the window's own zone", () =>
    assert.deepEqual(
      openingsOf(
        one({ days: ["fri"], startTime: "22:00", duration: "1h", timeZone: "America/New_York" }),
        NOW,
        NOW + 7 * DAY,
      ),
      ["2026-12-05T03:00Z 2026-12-05T04:00Z"],
    ));

  it("windows of several zones come in order of time", () =>
    assert.deepEqual(
      openingsOf(
        {
          timeZone: "America/New_York",
          windows: [
            { days: ["sat"], startTime: "01:00", duration: "1h" },
            { days: ["sat"], startTime: "01:00", duration: "1h", timeZone: "Asia/Shanghai" },
            { days: ["sat"], startTime: "01:00", duration: "1h", timeZone: "Europe/Berlin" },
          ],
        },
        NOW,
        NOW + 7 * DAY,
      ),
      [
        "2026-12-04T17:00Z 2026-12-04T18:00Z",
        "2026-12-05T00:00Z 2026-12-05T01:00Z",
        "2026-12-05T06:00Z 2026-12-05T07:00Z",
      ],
    ));

  it("every day of the week is the one that calendars show", () => {
    const expected = ["12-01", "12-02", "12-03", "12-04", "12-05", "12-06", "12-07"];
    const days = ["tue", "wed", "thu", "fri", "sat", "sun", "mon"].map((day) =>
      openingsOf(
        { timeZone: "UTC", windows: [{ days: [day], startTime: "12:00", duration: "1h" }] },
        NOW,
        NOW + 7 * DAY,
      ).map((opening) => opening.slice(5, 10)),
    );
    assert.deepEqual(days.flat(), expected);
  });

  for (const [title, days, cron] of [
    ["weekends", ["sat", "sun"], "30 1 * * 6,0"],
    ["weekdays", ["mon", "tue", "wed", "thu", "fri"], "30 1 * * 1-5"],
    ["every day", EVERY_DAY, "30 1 * * *"],
  ] as const) {
    for (const timeZone of ["Asia/Shanghai", "America/New_York", "Africa/Cairo"]) {
      it(`${title} by days and by cron are the same for a year in ${timeZone}`, () => {
        const rest = { duration: "3h", timeZone };
        const byDays = openingsOf(one({ days, startTime: "01:30", ...rest }), NOW, NOW + 366 * DAY);
        assert.ok(byDays.length > 100);
        assert.deepEqual(openingsOf(one({ cron, ...rest }), NOW, NOW + 366 * DAY), byDays);
      });
    }
  }

  it("cron names the second Saturday of a month in the window's zone", () =>
    assert.deepEqual(openingsOf(one({ cron: "0 1 * * 6#2", duration: "3h" }), NOW, NOW + 75 * DAY), [
      "2026-12-11T17:00Z 2026-12-11T20:00Z",
      "2027-01-08T17:00Z 2027-01-08T20:00Z",
      "2027-02-12T17:00Z 2027-02-12T20:00Z",
    ]));

  it("an opening that clocks skip is at the first instant after, and lasts as long as ever", () =>
    assert.deepEqual(
      openingsOf(
        one({ days: ["sun"], startTime: "02:30", duration: "3h", timeZone: "America/New_York" }),
        at("2027-03-14T00:00Z"),
        at("2027-03-15T00:00Z"),
      ),
      ["2027-03-14T07:00Z 2027-03-14T10:00Z skipped"],
    ));

  it("an opening that clocks show twice is at the first", () =>
    assert.deepEqual(
      openingsOf(
        one({ days: ["sun"], startTime: "02:30", duration: "3h", timeZone: "Europe/Berlin" }),
        at("2026-10-25T00:00Z"),
        at("2026-10-26T00:00Z"),
      ),
      ["2026-10-25T00:30Z 2026-10-25T03:30Z repeated"],
    ));

  it("several openings in one gap are one", () =>
    assert.deepEqual(
      openingsOf(
        one({ cron: "0,20,40 2,3 * * *", duration: "10m", timeZone: "Europe/Berlin" }),
        at("2027-03-28T00:00Z"),
        at("2027-03-28T02:00Z"),
      ),
      [
        "2027-03-28T01:00Z 2027-03-28T01:10Z skipped",
        "2027-03-28T01:20Z 2027-03-28T01:30Z",
        "2027-03-28T01:40Z 2027-03-28T01:50Z",
      ],
    ));

  it("a midnight that clocks skip still opens its day", () =>
    assert.deepEqual(
      openingsOf(
        one({ days: ["fri"], startTime: "00:00", duration: "2h", timeZone: "Africa/Cairo" }),
        at("2027-04-29T00:00Z"),
        at("2027-05-01T00:00Z"),
      ),
      ["2027-04-29T22:00Z 2027-04-30T00:00Z skipped"],
    ));
});

describe("where starts are allowed", () => {
  const saturday = (more: Inputs = {}, windowMore: Inputs = {}): Inputs => ({
    timeZone: "UTC",
    windows: [{ days: ["sat"], startTime: "01:00", duration: "1h", ...windowMore }],
    ...more,
  });

  it("on a grid of 15 minutes from the opening, until the end of the window", () =>
    assert.deepEqual(slotsOf(saturday(), NOW, 5), [
      "2026-12-05T01:00Z",
      "2026-12-05T01:15Z",
      "2026-12-05T01:30Z",
      "2026-12-05T01:45Z",
      "2026-12-12T01:00Z",
    ]));

  it("the grid goes with the opening, not with the hour", () =>
    assert.deepEqual(slotsOf(saturday({}, { startTime: "01:07" }), NOW, 2), [
      "2026-12-05T01:07Z",
      "2026-12-05T01:22Z",
    ]));

  it("not in the cutoff", () =>
    assert.deepEqual(slotsOf(saturday({}, { cutoff: "30m" }), NOW, 3), [
      "2026-12-05T01:00Z",
      "2026-12-05T01:15Z",
      "2026-12-12T01:00Z",
    ]));

  it("not at the very moment at which the cutoff begins, but a minute before", () => {
    const grid = new SlotGrid(scheduleOf(saturday({}, { cutoff: "30m" })), NOW, NOW + 366 * DAY);
    assert.equal(grid.isOpen(at("2026-12-05T01:29Z")), true);
    assert.equal(grid.isOpen(at("2026-12-05T01:30Z")), false);
  });

  it("on the opening's grid also after an exclusion in the middle of the window", () =>
    assert.deepEqual(
      slotsOf(
        saturday({ exclusions: [{ from: "2026-12-05T01:10:00Z", to: "2026-12-05T01:20:00Z" }] }),
        NOW,
        3,
      ),
      ["2026-12-05T01:00Z", "2026-12-05T01:30Z", "2026-12-05T01:45Z"],
    ));

  it("from the very end of an exclusion, and not at its beginning", () =>
    assert.deepEqual(
      slotsOf(
        saturday({ exclusions: [{ from: "2026-12-05T01:15:00Z", to: "2026-12-05T01:45:00Z" }] }),
        NOW,
        2,
      ),
      ["2026-12-05T01:00Z", "2026-12-05T01:45Z"],
    ));

  it("outside of exclusions that overlap and are in no order", () =>
    assert.deepEqual(
      slotsOf(
        saturday({
          exclusions: [
            { from: "2026-12-05T01:20:00Z", to: "2026-12-05T01:40:00Z" },
            { from: "2026-12-05T00:00:00Z", to: "2026-12-05T01:10:00Z" },
            { from: "2026-12-05T01:25:00Z", to: "2026-12-05T01:30:00Z" },
          ],
        }),
        NOW,
        3,
      ),
      ["2026-12-05T01:15Z", "2026-12-05T01:45Z", "2026-12-12T01:00Z"],
    ));

  it("not on a date that is excluded, and again on the day after its last", () =>
    assert.deepEqual(slotsOf({ ...NIGHTS, exclusions: [{ from: "2026-12-05", to: "2026-12-12" }] }, NOW, 1), [
      "2026-12-12T17:00Z",
    ]));

  it("a window across midnight loses only the part that lies on the excluded day", () =>
    assert.deepEqual(
      slotsOf(
        saturday(
          { exclusions: [{ from: "2026-12-06", to: "2026-12-06" }] },
          { startTime: "23:30", duration: "90m" },
        ),
        NOW,
        3,
      ),
      ["2026-12-05T23:30Z", "2026-12-05T23:45Z", "2026-12-12T23:30Z"],
    ));

  it("an excluded date is that of the schedule's zone, whatever the window's", () =>
    assert.deepEqual(
      slotsOf(
        {
          timeZone: "Asia/Shanghai",
          windows: [
            { days: ["fri", "sat"], startTime: "12:00", duration: "15m", timeZone: "America/New_York" },
          ],
          exclusions: [{ from: "2026-12-05", to: "2026-12-05" }],
        },
        NOW,
        1,
      ),
      // Friday noon in New York is Saturday in China; Saturday noon there is Sunday.
      ["2026-12-05T17:00Z"],
    ));

  it("from startDate on, on the grid of a window that is open then", () =>
    assert.deepEqual(slotsOf(saturday({ startDate: "2026-12-12T01:20:00Z" }), NOW, 2), [
      "2026-12-12T01:30Z",
      "2026-12-12T01:45Z",
    ]));

  it("on the whole of endDate, and not after", () =>
    assert.deepEqual(slotsOf(saturday({ endDate: "2026-12-05" }), NOW, 9), [
      "2026-12-05T01:00Z",
      "2026-12-05T01:15Z",
      "2026-12-05T01:30Z",
      "2026-12-05T01:45Z",
    ]));

  it("before an endDate that is an instant, and not at it", () =>
    assert.deepEqual(slotsOf(saturday({ endDate: "2026-12-05T01:30:00Z" }), NOW, 9), [
      "2026-12-05T01:00Z",
      "2026-12-05T01:15Z",
    ]));

  it("a year ahead, and no further", () => {
    const slots = slotsOf(saturday({}, { duration: "15m" }), NOW, 999);
    assert.equal(slots.length, 52);
    assert.equal(slots.at(-1), "2027-11-27T01:00Z");
  });

  describe("where windows overlap", () => {
    const overlapping = (first: Inputs, second: Inputs): Inputs => ({
      timeZone: "UTC",
      windows: [
        { days: ["sat"], startTime: "01:00", duration: "1h", ...first },
        { days: ["sat"], startTime: "01:20", duration: "1h", ...second },
      ],
    });

    it("the earlier one's grid holds until it closes", () =>
      assert.deepEqual(slotsOf(overlapping({}, {}), NOW, 6), [
        "2026-12-05T01:00Z",
        "2026-12-05T01:15Z",
        "2026-12-05T01:30Z",
        "2026-12-05T01:45Z",
        "2026-12-05T02:05Z",
        "2026-12-12T01:00Z",
      ]));

    it("until its cutoff, where it has one", () =>
      assert.deepEqual(slotsOf(overlapping({ cutoff: "35m" }, {}), NOW, 5), [
        "2026-12-05T01:00Z",
        "2026-12-05T01:15Z",
        "2026-12-05T01:35Z",
        "2026-12-05T01:50Z",
        "2026-12-05T02:05Z",
      ]));

    it("a window within another adds nothing", () =>
      assert.deepEqual(slotsOf(overlapping({}, { duration: "20m" }), NOW, 5).slice(3), [
        "2026-12-05T01:45Z",
        "2026-12-12T01:00Z",
      ]));

    it("it does not matter which is written first", () => {
      const schedule = overlapping({}, {});
      const turned = { ...schedule, windows: [...(schedule["windows"] as unknown[])].reverse() };
      assert.deepEqual(slotsOf(turned, NOW, 20), slotsOf(schedule, NOW, 20));
    });

    it("it does not matter from when one looks", () => {
      const late = at("2026-12-05T01:40Z");
      assert.deepEqual(
        slotsOf(overlapping({}, {}), late, 5),
        slotsOf(overlapping({}, {}), NOW, 20)
          .filter((slot) => at(slot) >= late)
          .slice(0, 5),
      );
    });
  });

  describe("on the day clocks change", () => {
    it("slots are 15 minutes apart in real time, also across the hour that is skipped", () =>
      assert.deepEqual(
        slotsOf(
          one({ days: ["sun"], startTime: "01:30", duration: "1h", timeZone: "America/New_York" }),
          at("2027-03-14T00:00Z"),
          4,
        ),
        ["2027-03-14T06:30Z", "2027-03-14T06:45Z", "2027-03-14T07:00Z", "2027-03-14T07:15Z"],
      ));

    it("a window lasts its duration across the hour that is repeated", () =>
      assert.deepEqual(
        slotsOf(
          one({ days: ["sun"], startTime: "00:30", duration: "2h", timeZone: "America/New_York" }),
          at("2026-11-01T00:00Z"),
          9,
        ).slice(7),
        ["2026-11-01T06:15Z", "2026-11-08T05:30Z"],
      ));
  });
});

describe("where starts are allowed", () => {
  const daily = (startTime: string, duration: string): Inputs => ({ days: EVERY_DAY, startTime, duration });
  const excluded = (...times: [from: string, to: string][]): string[] =>
    spansOf(
      {
        timeZone: "UTC",
        windows: [daily("01:00", "3h")],
        exclusions: times.map(([from, to]) => ({ from: `2026-12-01T${from}Z`, to: `2026-12-01T${to}Z` })),
      },
      1,
    );

  it("is what exclusions leave of a window, and nothing else", () => {
    const whole = ["2026-12-01T01:00Z 2026-12-01T04:00Z"];
    assert.deepEqual(excluded(), whole);
    assert.deepEqual(excluded(["00:10", "01:00"]), whole, "over when it opens");
    assert.deepEqual(excluded(["04:00", "05:00"]), whole, "from when it closes");
    assert.deepEqual(excluded(["12:00", "13:00"]), whole, "hours after");
    assert.deepEqual(excluded(["00:30", "02:00"]), ["2026-12-01T02:00Z 2026-12-01T04:00Z"]);
    assert.deepEqual(excluded(["01:00", "02:00"]), ["2026-12-01T02:00Z 2026-12-01T04:00Z"]);
    assert.deepEqual(excluded(["03:00", "04:00"]), ["2026-12-01T01:00Z 2026-12-01T03:00Z"]);
    assert.deepEqual(excluded(["03:00", "12:00"]), ["2026-12-01T01:00Z 2026-12-01T03:00Z"]);
    assert.deepEqual(excluded(["00:30", "12:00"]), []);
    assert.deepEqual(excluded(["02:00", "02:30"], ["02:15", "03:00"], ["02:20", "02:25"]), [
      "2026-12-01T01:00Z 2026-12-01T02:00Z",
      "2026-12-01T03:00Z 2026-12-01T04:00Z",
    ]);
  });

  it("is listed once, in order, where windows lie in one another", () =>
    assert.deepEqual(
      spansOf(
        {
          timeZone: "UTC",
          windows: [daily("00:00", "6h"), daily("01:00", "1h"), daily("03:00", "1h"), daily("05:00", "2h")],
        },
        1,
      ),
      ["2026-12-01T00:00Z 2026-12-01T06:00Z", "2026-12-01T06:00Z 2026-12-01T07:00Z"],
    ));

  it("ends before a window that opens at the end", () =>
    assert.deepEqual(openingsOf({ timeZone: "UTC", windows: [daily("00:00", "1h")] }, NOW + 1, NOW + DAY), [
      "2026-12-01T00:00Z 2026-12-01T01:00Z",
    ]));

  it("is by the window that is written first, where two open at one time", () => {
    const windows = ["Asia/Shanghai", "Asia/Singapore"].map((timeZone) => ({
      ...daily("01:00", "2h"),
      timeZone,
    }));
    for (const written of [windows, [...windows].reverse()]) {
      const grid = new SlotGrid(scheduleOf({ timeZone: "UTC", windows: written }), NOW, NOW + DAY);
      assert.equal(grid.onGrid(NOW)?.opening.window.timeZone, written[0]?.timeZone);
    }
  });
});

describe("the grid of slots", () => {
  const nights = (more: Inputs = {}): SlotGrid =>
    new SlotGrid(
      scheduleOf({
        timeZone: "UTC",
        windows: [{ days: EVERY_DAY, startTime: "01:00", duration: "2h" }],
        ...more,
      }),
      NOW,
      NOW + 366 * DAY,
    );
  const dayAt = (day: number, time: string): number => at(`2026-12-0${day}T${time}Z`);

  it("knows at once what is days away, and that it is closed in between", () => {
    assert.equal(nights().isOpen(dayAt(4, "02:00")), true);
    for (const time of ["00:59", "03:00", "12:00"]) {
      assert.equal(nights().isOpen(dayAt(4, time)), false, time);
      assert.notEqual(nights().openFrom(dayAt(4, time))?.at, dayAt(4, time));
    }
    assert.equal(nights().openFrom(dayAt(4, "12:00"))?.at, dayAt(5, "01:00"));
  });

  it("opens at the very end of an exclusion, on the grid or not", () => {
    const grid = nights({ exclusions: [{ from: "2026-12-04T01:00:00Z", to: "2026-12-04T01:07:00Z" }] });
    assert.equal(grid.openFrom(dayAt(4, "01:07"))?.at, dayAt(4, "01:07"));
    assert.equal(grid.onGrid(dayAt(4, "01:07"))?.at, dayAt(4, "01:15"));
    assert.equal(grid.isOpen(dayAt(4, "01:06")), false);
  });
});
