import { PolicyPack, type ResourceValidationPolicy } from "@pulumi/policy";
import {
  allowedHours,
  changeTicket,
  minimumLeadTime,
  movesInOneWindow,
  noAbandon,
  noImmediateMoves,
  noPlainPassword,
  waveSize,
} from "@pulumi-ens/policy";

/** The type of a plan in a Node.js program, and in programs of every other language. */
const PLANS = ["pulumi-nodejs:dynamic/ens:MigrationPlan", "ens:index:MigrationPlan"];

/** A rule of your own, next to the ready ones: `up` must wait for its orders, so that failures are noticed. */
const upWaits: ResourceValidationPolicy = {
  name: "up-waits",
  description: "An up waits until ENS has scheduled its orders.",
  enforcementLevel: "advisory",
  validateResource: (args, reportViolation) => {
    if (!PLANS.includes(args.type)) args.notApplicable("it checks only MigrationPlan resources");
    if (args.props["waitFor"] === "submitted")
      reportViolation('waitFor is "submitted". Remove it, or set it to "scheduled"');
  },
};

new PolicyPack("edge-platform", {
  description: "The platform team's rules for ENS migrations",
  policies: [
    noAbandon("no-abandon"),
    noImmediateMoves("no-immediate-moves", { stacks: ["*"] }),
    noPlainPassword("no-plain-password"),
    allowedHours("weekend-nights", {
      zones: [
        {
          timeZone: "Asia/Shanghai",
          windows: [{ days: ["sat", "sun"], startTime: "01:00", duration: "4h" }],
        },
      ],
    }),
    waveSize("waves-of-four", { maxEvents: 4 }),
    // All plans have a schedule here, so this rule can be mandatory.
    { ...minimumLeadTime("a-day-ahead", { leadTime: "24h" }), enforcementLevel: "mandatory" },
    { ...changeTicket("change-ticket", { pattern: "^CHG-[0-9]{4,}$" }), enforcementLevel: "mandatory" },
    movesInOneWindow("ten-a-night", { maxMoves: 10, period: "4h" }),
    upWaits,
  ],
});
