import * as ens from "@pulumi-ens/sdk";

/** Instances of one rack can fail together, so maxUnavailable counts them by rack. Default: by region. */
const pending = ens.getMigrationEventsOutput({ groupBy: "rack" });

const plan = new ens.MigrationPlan("cache", {
  events: pending.events,
  dataPolicy: "force_transfer",
  schedule: {
    timeZone: "Asia/Shanghai",
    windows: [{ days: ["mon", "tue", "wed", "thu"], startTime: "01:00", duration: "4h", cutoff: "30m" }],
    // One instance, then a quarter of all instances, then half of all instances in each further wave.
    waves: [1, "25%", "50%"],
    // 20 hours lie between two waves, to check the moved instances.
    interval: "20h",
    maxUnavailable: 1,
    // ENS does not document how long a move takes. Replace this with what you measured.
    assumedDowntime: "20m",
  },
});

/** A preview shows it too. */
export const plannedWaves = plan.plannedWaves;
