import * as pulumi from "@pulumi/pulumi";
import * as ens from "@pulumi-ens/sdk";

/** The password of the build machines after their move. */
const password = new pulumi.Config().requireSecret("password");

/** All migrations that ENS asks for and that have not ended, with each instance's name, region and tags. */
const pending = ens.getMigrationEventsOutput();

const plan = new ens.MigrationPlan("edge-upgrade", {
  // Build machines move immediately. The schedule times all other instances.
  events: pending.events.apply((events) =>
    events.map((event) =>
      event.tags["role"] === "build" ? { ...event, opsType: "immediate" as const, password } : event,
    ),
  ),
  dataPolicy: "force_transfer",
  schedule: {
    timeZone: "Asia/Shanghai",
    windows: [{ days: ["sat", "sun"], startTime: "01:00", duration: "3h", cutoff: "30m" }],
    // One instance first, then half of all instances in each wave. In each region, one instance moves at a time.
    waves: [1, "50%"],
    interval: "30m",
    maxUnavailable: 1,
    assumedDowntime: "20m",
  },
  changeTicket: "CHG-1042",
});

export const summary = plan.summary;
export const ended = plan.ended;
