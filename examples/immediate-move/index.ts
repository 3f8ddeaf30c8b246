import * as pulumi from "@pulumi/pulumi";
import * as ens from "@pulumi-ens/sdk";

const config = new pulumi.Config();

const plan = new ens.MigrationPlan("urgent", {
  events: [
    {
      eventId: config.require("eventId"),
      resourceId: config.require("resourceId"),
      // Required for an immediate move. An event with a planTime or a schedule is "scheduled" by default.
      opsType: "immediate",
      // The instance's password after the move. Without it, ENS sets a random password.
      password: config.requireSecret("password"),
    },
  ],
  dataPolicy: "try_transfer",
  // `up` waits until the move has ended, and fails if the move failed.
  waitFor: "executed",
  timeout: "45m",
});

export const migrations = plan.migrations;
