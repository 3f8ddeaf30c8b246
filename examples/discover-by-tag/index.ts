import * as ens from "@pulumi-ens/sdk";

const schedule: ens.ScheduleArgs = {
  timeZone: "Asia/Shanghai",
  windows: [{ days: ["sat", "sun"], startTime: "01:00", duration: "3h", cutoff: "30m" }],
  waves: [1, "50%"],
};

/** All conditions must match: both tags and the region. */
const web = ens.getMigrationEventsOutput({
  ensRegionIds: ["cn-beijing-telecom"],
  tags: { stage: "production", tier: "web" },
});

/** A selector can also match any of several tags, and patterns of names. */
const stateful = ens.getMigrationEventsOutput({
  selector: {
    ensRegionIds: ["cn-beijing-telecom"],
    tags: { all: { stage: "production" }, any: { tier: "cache", stateful: "yes" } },
    instanceName: "*-beijing-?",
  },
});

// Two plans, because the two kinds of instances need different data policies. An event must be in one plan only.
const webPlan = new ens.MigrationPlan("beijing-web", {
  events: web.events,
  dataPolicy: "try_transfer",
  schedule,
});

const statefulPlan = new ens.MigrationPlan("beijing-stateful", {
  events: stateful.events,
  dataPolicy: "force_transfer",
  schedule: { ...schedule, waves: [1] },
});

export const summaries = { web: webPlan.summary, stateful: statefulPlan.summary };
