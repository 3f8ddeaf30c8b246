import * as pulumi from "@pulumi/pulumi";
import * as ens from "@pulumi-ens/sdk";

/** The profile or role of each account, by name. These are references; the program never handles keys. */
const accounts = new pulumi.Config().requireObject<Record<string, ens.Connection>>("accounts");

const plans = Object.entries(accounts).map(([account, connection]) => {
  // Discovery and plan must use the same account: a plan does not know the events of another account.
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
