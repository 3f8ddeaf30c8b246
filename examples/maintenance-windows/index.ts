import * as ens from "@pulumi-ens/sdk";
import { freezes } from "./calendar";

const FORTNIGHT = 14 * 24 * 60 * 60 * 1000;

const pending = ens.getMigrationEventsOutput();

const plan = new ens.MigrationPlan("edge", {
  events: pending.events.apply((events) =>
    events.map((event) =>
      // A critical event goes before the others, and within a fortnight or not at all: then the preview fails.
      event.eventLevel === "CRITICAL" && event.publishTime !== undefined
        ? { ...event, priority: -1, deadline: event.publishTime + FORTNIGHT }
        : event,
    ),
  ),
  dataPolicy: "force_transfer",
  schedule: {
    timeZone: "Asia/Shanghai",
    windows: [
      // Nothing starts in the cutoff, so that whatever starts is over when the window closes.
      { days: ["tue", "thu"], startTime: "02:00", duration: "2h", cutoff: "45m" },
      // The second Saturday of a month, all night.
      { cron: "0 23 * * 6#2", duration: "8h", cutoff: "1h" },
    ],
    exclusions: ens.calendar(freezes, { from: "2026-12-03", to: "2026-12-03", reason: "product launch" }),
    // One at a time. What has no room in a window goes on in the next one.
    waves: [1],
    interval: "1h",
  },
});

export const plannedWaves = plan.plannedWaves;
