import * as pulumi from "@pulumi/pulumi";
import * as ens from "@pulumi-ens/sdk";

/** What a service team decides. The company decides the rest. */
export interface EdgeMaintenanceArgs {
  /** The value of the tag `service` on the team's instances. */
  service: pulumi.Input<string>;
  /** The approved change, such as `CHG-1042`. */
  changeTicket: pulumi.Input<string>;
  /** Days on which this service must not move, in addition to the company's freezes. */
  exclusions?: ens.ExclusionArgs[];
}

const COMPANY_FREEZES = ens.calendar(
  { from: "2026-12-24", to: "2026-12-26", reason: "year-end freeze" },
  { from: "2027-02-05", to: "2027-02-12", reason: "spring festival" },
);

/** Moves the ENS instances of a service under the company's rules when ENS asks for it. */
export class EdgeMaintenance extends pulumi.ComponentResource {
  /** The size and the times of each wave. */
  readonly plannedWaves: pulumi.Output<ens.WaveSummary[]>;
  /** The number of events, in total and by status. */
  readonly summary: pulumi.Output<ens.Summary>;

  constructor(name: string, args: EdgeMaintenanceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("acme:edge:Maintenance", name, {}, opts);

    const pending = ens.getMigrationEventsOutput({ tags: pulumi.all({ service: args.service }) });
    const plan = new ens.MigrationPlan(
      // The component's name, so that an alias of the component also renames its plan.
      name,
      {
        events: pending.events,
        changeTicket: args.changeTicket,
        dataPolicy: "force_transfer",
        schedule: {
          timeZone: "Asia/Shanghai",
          windows: [{ days: ["tue", "wed", "thu"], startTime: "01:00", duration: "4h", cutoff: "30m" }],
          exclusions: ens.calendar(COMPANY_FREEZES, args.exclusions ?? []),
          waves: [1, "25%", "50%"],
          interval: "1h",
          maxUnavailable: "25%",
          assumedDowntime: "20m",
        },
        // Deleting a line of code must not hide a pending order.
        onRemove: "fail",
      },
      { parent: this },
    );
    this.plannedWaves = plan.plannedWaves;
    this.summary = plan.summary;
    this.registerOutputs({ plannedWaves: this.plannedWaves, summary: this.summary });
  }
}
