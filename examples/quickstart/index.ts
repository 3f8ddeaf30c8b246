import * as pulumi from "@pulumi/pulumi";
import * as ens from "@pulumi-ens/sdk";

/** The build machines' password after they have moved. */
const password = new pulumi.Config().requireSecret("password");

/** Every migration that ENS asks for and that has not run yet, with its instance's name, region and tags. */
const pending = ens.getMigrationEventsOutput();

const plan = new ens.MigrationPlan("edge-upgrade", {
  // Nobody waits for a build machine: it moves at once. Everybody else moves as the schedule says.
  events: pending.events.apply((events) =>
    events.map((event) =>
      event.tags["role"] === "build" ? { ...event, opsType: "immediate" as const, password } : event,
    ),
  ),
  dataPolicy: "force_transfer",
  schedule: {
    timeZone: "Asia/Shanghai",
    windows: [{ days: ["sat", "sun"], startTime: "01:00", duration: "3h", cutoff: "30m" }],
    // One instance first, then the rest by halves; and never two of a region at a time.
    waves: [1, "50%"],
    interval: "30m",
    maxUnavailable: 1,
    assumedDowntime: "20m",
  },
  changeTicket: "CHG-1042",
});

export const summary = plan.summary;
export const ended = plan.ended;
