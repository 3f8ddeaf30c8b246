import * as ens from "@pulumi-ens/sdk";

const schedule: ens.ScheduleArgs = {
  timeZone: "Asia/Shanghai",
  windows: [{ days: ["sat", "sun"], startTime: "01:00", duration: "3h", cutoff: "30m" }],
  waves: [1, "50%"],
};

/** Tags and regions narrow each other: what carries both tags and is in this region. */
const web = ens.getMigrationEventsOutput({
  ensRegionIds: ["cn-beijing-telecom"],
  tags: { stage: "production", tier: "web" },
});

/** A selector can also ask for any of several tags, and for names. */
const stateful = ens.getMigrationEventsOutput({
  selector: {
    ensRegionIds: ["cn-beijing-telecom"],
    tags: { all: { stage: "production" }, any: { tier: "cache", stateful: "yes" } },
    instanceName: "*-beijing-?",
  },
});

// Two plans, because what may happen to local data is decided by what an instance is. They must not share an event.
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
