import { event } from "./fixture";

/** Always open, in waves an hour apart: whatever the time of the test, it is inside an open window. */
export const always = {
  timeZone: "Asia/Shanghai",
  windows: [{ days: ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], startTime: "00:00", duration: "24h" }],
  waves: [1, 1, 1],
  interval: "1h",
};

/** A plan `edge` of these events, timed by the schedule. */
export const scheduled = (numbers: readonly number[], schedule: object = always) => ({
  edge: { dataPolicy: "force_transfer", events: numbers.map(event), schedule },
});
