import * as pulumi from "@pulumi/pulumi";
import * as ens from "@pulumi-ens/sdk";

/** What a service's team decides. Everything else is the company's. */
export interface EdgeMaintenanceArgs {
  /** The value of the tag `service` on the team's instances. */
  service: pulumi.Input<string>;
  /** The approved change, such as `CHG-1042`. */
  changeTicket: pulumi.Input<string>;
  /** Days on which this service must stay as it is, on top of the company's. */
  exclusions?: ens.ExclusionArgs[];
}

const COMPANY_FREEZES = ens.calendar(
  { from: "2026-12-24", to: "2026-12-26", reason: "year-end freeze" },
  { from: "2027-02-05", to: "2027-02-12", reason: "spring festival" },
);

/** Moves a service's ENS instances by the company's rules, whenever ENS asks for it. */
export class EdgeMaintenance extends pulumi.ComponentResource {
  /** What will move when, wave by wave. */
  readonly plannedWaves: pulumi.Output<ens.WaveSummary[]>;
  /** How many events there are, and how far they are. */
  readonly summary: pulumi.Output<ens.Summary>;

  constructor(name: string, args: EdgeMaintenanceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("acme:edge:Maintenance", name, {}, opts);

    const pending = ens.getMigrationEventsOutput({ tags: pulumi.all({ service: args.service }) });
    const plan = new ens.MigrationPlan(
      // Named for the component, so that renaming a component with an alias takes its plan along.
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
        // Nobody loses sight of an order by deleting a line of code.
        onRemove: "fail",
      },
      { parent: this },
    );
    this.plannedWaves = plan.plannedWaves;
    this.summary = plan.summary;
    this.registerOutputs({ plannedWaves: this.plannedWaves, summary: this.summary });
  }
}
