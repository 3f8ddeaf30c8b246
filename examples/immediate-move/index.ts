import * as pulumi from "@pulumi/pulumi";
import * as ens from "@pulumi-ens/sdk";

const config = new pulumi.Config();

const plan = new ens.MigrationPlan("urgent", {
  events: [
    {
      eventId: config.require("eventId"),
      resourceId: config.require("resourceId"),
      // To move at once must be written out; nothing does so by default.
      opsType: "immediate",
      // The instance's password afterwards. Without one ENS makes a random one.
      password: config.requireSecret("password"),
    },
  ],
  dataPolicy: "try_transfer",
  // `up` ends when the instance has moved, and fails if it could not.
  waitFor: "executed",
  timeout: "45m",
});

export const migrations = plan.migrations;
