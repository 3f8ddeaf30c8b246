import * as ens from "@pulumi-ens/sdk";

/** An ordinary Pulumi program: `pulumi up` can run it too. */
const plan = new ens.MigrationPlan("edge", {
  events: ens.getMigrationEventsOutput().events,
  dataPolicy: "force_transfer",
  schedule: {
    timeZone: "Asia/Shanghai",
    windows: [{ days: ["sat", "sun"], startTime: "01:00", duration: "3h", cutoff: "30m" }],
    waves: [1, "50%"],
    interval: "30m",
  },
});

export const summary = plan.summary;
