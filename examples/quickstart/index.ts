import * as ens from "@pulumi-ens/sdk";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();

/** When each region may be moved, for example { "cn-beijing-telecom": "2026-12-05T01:30:00+08:00", … }. */
const moveAt = config.requireObject<Record<string, string>>("moveAt");

/** What the build machines' password shall be once they have moved. */
const password = config.requireSecret("password");

/** Every migration that ENS asks for and that has not run yet, with its instance's name, region and tags. */
const pending = ens.getMigrationEventsOutput();

const plan = new ens.MigrationPlan("edge-upgrade", {
  events: pending.events.apply((events) =>
    events.map((event) =>
      event.tags["role"] === "build"
        ? // Nobody waits for a build machine: it moves at once.
          { ...event, opsType: "immediate" as const, password }
        : // Everybody else moves in the night of their region.
          { ...event, planTime: moveAt[event.group ?? ""] },
    ),
  ),
  dataPolicy: "force_transfer",
  changeTicket: "CHG-1042",
});

export const summary = plan.summary;
export const ended = plan.ended;
