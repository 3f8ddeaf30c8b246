import * as pulumi from "@pulumi/pulumi";
import * as ens from "@pulumi-ens/sdk";

/** Events of the first wave that ended badly and that somebody has seen to: they hold nothing up any more. */
const dealtWith = new pulumi.Config().getObject<string[]>("dealtWith") ?? [];

/** Also those that have ended: a migration that went badly must not drop out of the plan that is judged by it. */
const canaries = ens.getMigrationEventsOutput({
  tags: { wave: "canary" },
  statuses: ["Inquiring", "Scheduled", "Executing", "Executed", "Avoided", "Failed", "Canceled"],
});

const others = ens.getMigrationEventsOutput({ tags: { wave: "rest" } });

const first = new ens.MigrationPlan("canary", {
  events: canaries.events.apply((events) =>
    events
      .filter(({ eventId }) => !dealtWith.includes(eventId))
      .map((event) => ({ ...event, opsType: "immediate" as const })),
  ),
  dataPolicy: "force_transfer",
  waitFor: "executed",
  timeout: "2h",
});

const second = new ens.MigrationPlan(
  "rest",
  {
    events: others.events,
    dataPolicy: "force_transfer",
    schedule: {
      timeZone: "Asia/Shanghai",
      windows: [{ days: ["sat", "sun"], startTime: "01:00", duration: "3h", cutoff: "30m" }],
      waves: ["50%"],
    },
  },
  { dependsOn: oneThatWentWell(first) },
);

/**
 * The plan, once all of its migrations have gone well. `dependsOn` a plan alone holds others back only in the `up` that
 * fails over a bad end: the next `up` merely mentions it, and goes on.
 */
function oneThatWentWell(plan: ens.MigrationPlan): pulumi.Output<ens.MigrationPlan> {
  return plan.summary.apply(({ events, statuses }) => {
    const { Executed = 0, Avoided = 0 } = statuses;
    if (Executed + Avoided === events) return plan;
    throw new pulumi.RunError(
      `${events - Executed - Avoided} of ${events} migrations of the first wave have not gone well ` +
        `(${JSON.stringify(statuses)}), so the second is not ordered. Look at their instances; then ` +
        "pulumi config set --path 'dealtWith[0]' EVENT_ID",
    );
  });
}

export const canary = first.summary;
export const rest = second.plannedWaves;
