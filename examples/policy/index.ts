import * as pulumi from "@pulumi/pulumi";
import * as ens from "@pulumi-ens/sdk";

const config = new pulumi.Config();

/** All migrations that ENS asks for and that have not ended. */
const pending = ens.getMigrationEventsOutput();

const plan = new ens.MigrationPlan("edge", {
  events: pending.events,
  dataPolicy: "force_transfer",
  schedule: {
    timeZone: "Asia/Shanghai",
    // The pack allows weekend nights from 01:00 to 05:00. With startTime 06:00, the preview names the events that start too late.
    windows: [
      { days: ["sat", "sun"], startTime: config.get("startTime") ?? "01:00", duration: "3h", cutoff: "30m" },
    ],
    minLeadTime: "24h",
    waves: [1, 4],
  },
  changeTicket: config.require("changeTicket"),
});

export const plannedWaves = plan.plannedWaves;
