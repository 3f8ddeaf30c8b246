import * as v from "valibot";
import { field, judged, text } from "../../api/fields";
import { nearest } from "../../api/nearest";
import { shown } from "../../api/strict";
import { length } from "../input/fields";
import { timeZoneFailure } from "../input/timeZone";
import { timeOfDayFailure } from "../model/instant";
import { type Size, WEEKDAYS } from "./schedule";
import { cronFailure } from "./zone";

const size = v.pipe(
  v.custom<number | string>(
    (value) =>
      typeof value === "number"
        ? Number.isInteger(value) && value >= 1
        : typeof value === "string" && /^(?:100(?:\.0+)?|(?!0+(?:\.0+)?%)\d{1,2}(?:\.\d+)?)%$/.test(value),
    'must be a whole number of at least 1 or a percentage, such as 5 or "10%"',
  ),
  v.title("count from 1, or percentage"),
  v.transform((value): Size =>
    typeof value === "number" ? { count: value } : { percent: Number.parseFloat(value) },
  ),
);

const wholeSeconds = v.pipe(
  length,
  v.check(
    (milliseconds) => milliseconds % 1_000 === 0,
    "must be whole seconds: the provider uses the milliseconds to mark its own orders",
  ),
  v.title("duration, whole seconds"),
);

const timeZone = v.pipe(
  judged<string>(timeZoneFailure),
  v.title('[time zone](#time-zones), `"Asia/Shanghai"`'),
);

const WEEKDAY = `must be one of ${WEEKDAYS.join(", ")}`;
const weekday = v.picklist(
  WEEKDAYS,
  ({ input }) => WEEKDAY + (typeof input === "string" ? nearest(input.slice(0, 3), WEEKDAYS) : ""),
);

const timeOfDay = v.pipe(
  judged<string>((value) => {
    if (typeof value !== "string" || !/^\d{2}:\d{2}$/.test(value))
      return 'must be a time of day, such as "01:00"';
    const failure = timeOfDayFailure(value);
    return failure && `${shown(value)}: ${failure}`;
  }),
  v.title("time of day"),
);

const cron = v.pipe(
  judged<string>((value) =>
    typeof value === "string" ? cronFailure(value) : "must be a cron expression of five fields",
  ),
  v.title("five fields, `#` and `L` included"),
);

/** A date or a time: which of a day's ends a date means, its reader knows. */
const bound = v.pipe(text, v.title("date, or time with an offset"));

export const WINDOW = {
  days: v.optional(
    field(
      v.pipe(
        v.array(weekday, "must be a list of days"),
        v.minLength(1, "must name at least one day"),
        v.title(`list of \`${WEEKDAYS.join(" ")}\``),
      ),
      "the days on which it opens",
      "or `cron`",
    ),
  ),
  startTime: v.optional(field(timeOfDay, "when it opens", "required with `days`")),
  cron: v.optional(
    field(cron, 'when it opens: `"0 1 * * 3#2"` is the second Wednesday at 01:00', "or `days`"),
  ),
  duration: field(v.pipe(length, v.title("duration, at most 7 days")), "how long it is open"),
  cutoff: v.optional(
    field(
      v.pipe(length, v.title("duration, shorter than `duration`")),
      "no move starts in this last part of the window",
    ),
    "0m",
  ),
  timeZone: v.optional(field(timeZone, "the time zone of this window", "the schedule's")),
};

export const EXCLUSION = {
  from: field(bound, "when it begins; a date from the beginning of its day"),
  to: field(bound, "when it ends; a date includes its whole day"),
  reason: v.optional(field(text, "shown wherever this exclusion rules out a time"), "excluded"),
};

export const SCHEDULE = {
  timeZone: field(timeZone, "the time zone of windows and dates"),
  windows: field(
    v.pipe(
      v.array(v.unknown(), "must be a list of windows"),
      v.minLength(1, "must hold at least one window"),
      v.title("list, at least one"),
    ),
    "when moves may start",
  ),
  startDate: v.optional(field(bound, "no move starts before it")),
  endDate: v.optional(field(bound, "no move starts after it; a date includes its whole day")),
  minLeadTime: v.optional(field(length, "the least time between now and a start"), "10m"),
  exclusions: v.optional(
    field(
      v.pipe(v.array(v.unknown(), "must be a list of exclusions"), v.title("list")),
      "when no move starts, even in a window",
    ),
    [],
  ),
  waves: v.optional(
    field(
      v.pipe(
        v.array(size, "must be a list of sizes"),
        v.minLength(1, "must hold at least one size"),
        v.title("list of counts or percentages"),
      ),
      "sizes of waves, one after another; the last repeats",
    ),
    ["100%"],
  ),
  interval: v.optional(
    field(
      length,
      "time from a wave's last start to the next wave's first start, which is at the earliest in the next slot",
    ),
    "0m",
  ),
  stagger: v.optional(
    field(wholeSeconds, "time between two starts in a wave. `0s`: all start together"),
    "0s",
  ),
  maxUnavailable: v.optional(
    field(
      size,
      "how many instances of one group may be unavailable at the same time; needs `assumedDowntime`",
      "no limit",
    ),
  ),
  assumedDowntime: v.optional(field(length, "how long an instance counts as unavailable from its start")),
  replan: v.optional(field(v.pipe(text, v.title("any string")), "change it to give every event a new time")),
};
