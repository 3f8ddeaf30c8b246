import * as pulumi from "@pulumi/pulumi";
import * as ens from "@pulumi-ens/sdk";

/** Accounts by name: which profile or role reaches each. References only; keys never go through a program. */
const accounts = new pulumi.Config().requireObject<Record<string, ens.Connection>>("accounts");

const plans = Object.entries(accounts).map(([account, connection]) => {
  // Discovery and plan must ask the same account: an event of another one is an unknown event.
  const pending = ens.getMigrationEventsOutput({ connection });
  const plan = new ens.MigrationPlan(account, {
    events: pending.events,
    connection,
    dataPolicy: "force_transfer",
    schedule: {
      timeZone: "Asia/Shanghai",
      windows: [{ days: ["sat", "sun"], startTime: "01:00", duration: "3h", cutoff: "30m" }],
      waves: [1, "50%"],
    },
  });
  return [account, plan.summary] as const;
});

export const summaries = Object.fromEntries(plans);
