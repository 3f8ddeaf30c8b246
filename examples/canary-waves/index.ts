import * as ens from "@pulumi-ens/sdk";

/** What a rack has in common is lost together, so instances are counted by it. Default: by region. */
const pending = ens.getMigrationEventsOutput({ groupBy: "rack" });

const plan = new ens.MigrationPlan("cache", {
  events: pending.events,
  dataPolicy: "force_transfer",
  schedule: {
    timeZone: "Asia/Shanghai",
    windows: [{ days: ["mon", "tue", "wed", "thu"], startTime: "01:00", duration: "4h", cutoff: "30m" }],
    // One instance, then a quarter of all, then half of all at a time until none is left.
    waves: [1, "25%", "50%"],
    // A day's work lies between two waves: time to see how the moved instances do.
    interval: "20h",
    maxUnavailable: 1,
    // What ENS needs for a move is not documented. This is what ours needed.
    assumedDowntime: "20m",
  },
});

/** Known in previews too. */
export const plannedWaves = plan.plannedWaves;
