import * as pulumi from "@pulumi/pulumi";
import * as ens from "@pulumi-ens/sdk";

/** Events of the first wave that ended badly and have been dealt with. They no longer hold the second wave back. */
const dealtWith = new pulumi.Config().getObject<string[]>("dealtWith") ?? [];

/** Includes events that have ended, so that a failed migration stays in the plan that the second wave depends on. */
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
 * The plan, if all of its migrations ended well; otherwise an error. `dependsOn` alone is not enough: a migration that ends
 * badly fails only one `up`, and the next `up` continues.
 */
function oneThatWentWell(plan: ens.MigrationPlan): pulumi.Output<ens.MigrationPlan> {
  return plan.summary.apply(({ events, statuses }) => {
    const { Executed = 0, Avoided = 0 } = statuses;
    if (Executed + Avoided === events) return plan;
    throw new pulumi.RunError(
      `${events - Executed - Avoided} of ${events} migrations of the first wave did not succeed ` +
        `(${JSON.stringify(statuses)}), so the second wave is not ordered. Check their instances, then run ` +
        "pulumi config set --path 'dealtWith[0]' EVENT_ID",
    );
  });
}

export const canary = first.summary;
export const rest = second.plannedWaves;
