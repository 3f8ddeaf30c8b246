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

/** Rules of one's own stand beside the ready ones: a plan that nobody waits for is a plan that nobody watches. */
const upWaits: ResourceValidationPolicy = {
  name: "up-waits",
  description: "An up follows its orders until ENS has scheduled them.",
  enforcementLevel: "advisory",
  validateResource: (args, reportViolation) => {
    if (args.type !== "pulumi-nodejs:dynamic/ens:MigrationPlan")
      args.notApplicable("it judges MigrationPlan resources only");
    if (args.props["waitFor"] === "submitted")
      reportViolation('waitFor is "submitted". Remove it, or write "scheduled"');
  },
};

new PolicyPack("edge-platform", {
  description: "What the platform team asks of ENS migrations",
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
    // All plans have schedules here, so that this one can be mandatory.
    { ...minimumLeadTime("a-day-ahead", { leadTime: "24h" }), enforcementLevel: "mandatory" },
    { ...changeTicket("change-ticket", { pattern: "^CHG-[0-9]{4,}$" }), enforcementLevel: "mandatory" },
    movesInOneWindow("ten-a-night", { maxMoves: 10, period: "4h" }),
    upWaits,
  ],
});
