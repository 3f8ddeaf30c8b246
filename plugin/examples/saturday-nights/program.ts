import * as ens from "@pulumi-ens/sdk";

const pending = ens.getMigrationEventsOutput({ ensRegionIds: ["cn-beijing-telecom"] });

const plan = new ens.MigrationPlan("edge", {
  events: pending.events,
  dataPolicy: "force_transfer",
  schedule: {
    timeZone: "Asia/Shanghai",
    windows: [{ days: ["sat"], startTime: "01:00", duration: "3h" }],
    waves: [1, "10%"],
  },
});

export const summary = plan.summary;
