import * as ens from "@pulumi-ens/sdk";
import { freezes } from "./calendar";

const TWO_WEEKS = 14 * 24 * 60 * 60 * 1000;

const pending = ens.getMigrationEventsOutput();

const plan = new ens.MigrationPlan("edge", {
  events: pending.events.apply((events) =>
    events.map((event) =>
      // A critical event goes first and within 14 days. If no window allows that, the preview fails.
      event.eventLevel === "CRITICAL" && event.publishTime !== undefined
        ? { ...event, priority: -1, deadline: event.publishTime + TWO_WEEKS }
        : event,
    ),
  ),
  dataPolicy: "force_transfer",
  schedule: {
    timeZone: "Asia/Shanghai",
    windows: [
      // No move starts in the cutoff, so that the last move can end before the window closes.
      { days: ["tue", "thu"], startTime: "02:00", duration: "2h", cutoff: "45m" },
      // The night of the second Saturday of each month.
      { cron: "0 23 * * 6#2", duration: "8h", cutoff: "1h" },
    ],
    exclusions: ens.calendar(freezes, { from: "2026-12-03", to: "2026-12-03", reason: "product launch" }),
    // One move at a time. Moves that do not fit into a window start in the next one.
    waves: [1],
    interval: "1h",
  },
});

export const plannedWaves = plan.plannedWaves;
