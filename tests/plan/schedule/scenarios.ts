import { check } from "../../../provider/src/plan/check";
import { exclusionsOf, openWindows } from "../../../provider/src/plan/schedule";
import { events, EVERY_DAY, type Inputs } from "./builders";

const SCHEDULES: [now: string, schedule: Inputs][] = [
  [
    "2026-12-01T00:00:00Z",
    {
      timeZone: "Asia/Shanghai",
      windows: [{ days: ["fri"], startTime: "21:00", duration: "8h", cutoff: "30m" }],
      exclusions: [{ from: "2026-12-04", to: "2026-12-11", reason: "freeze" }],
      waves: [1, "50%"],
      interval: "2h",
    },
  ],
  [
    "2027-03-13T12:00:00Z",
    {
      timeZone: "America/New_York",
      windows: [{ days: EVERY_DAY, startTime: "02:30", duration: "90m" }],
      startDate: "2027-03-14",
      endDate: "2027-03-20",
      waves: [2],
      stagger: "20m",
    },
  ],
  [
    "2026-10-24T12:00:00Z",
    {
      timeZone: "Europe/Berlin",
      windows: [
        { cron: "30 2 * * 0#4", duration: "3h" },
        { cron: "0 1 L * *", duration: "1h", timeZone: "Australia/Lord_Howe" },
      ],
      maxUnavailable: 1,
      assumedDowntime: "45m",
    },
  ],
  [
    "2027-04-29T12:00:00Z",
    {
      timeZone: "Africa/Cairo",
      windows: [{ days: ["fri", "sat"], startTime: "00:00", duration: "1h" }],
      exclusions: [{ from: "2027-05-01", to: "2028-12-31", reason: "moved" }],
      waves: [1],
      interval: "30m",
    },
  ],
];

/** Plans, failures and reports of several schedules, as text: nothing in it may depend on the machine's zone. */
export function outcomes(): string {
  return JSON.stringify(
    SCHEDULES.map(([when, schedule]) => {
      const now = Date.parse(when);
      const list = events(5).map((each) => JSON.stringify(each));
      const news = { events: list, dataPolicy: "force_transfer", schedule };
      return {
        checked: check({}, news, now),
        openings: openWindows(schedule, now, now + 60 * 86_400_000),
        exclusions: exclusionsOf(schedule),
      };
    }),
  );
}
