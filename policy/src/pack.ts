/** The ready pack: what Pulumi runs when it is given this package's directory or its launcher. */
import { PolicyPack } from "@pulumi/policy";
import * as rules from "./index";

new PolicyPack("pulumi-ens", {
  displayName: "Alibaba Cloud ENS migrations",
  description:
    "Rules for MigrationPlan resources: when instances may move, how many at a time, and what happens to their data.",
  provider: "alicloud",
  tags: ["alicloud", "ens"],
  enforcementLevel: "mandatory",
  policies: [
    rules.noImmediateMoves("no-immediate-moves"),
    rules.noAbandon("no-abandon"),
    rules.allowedDataPolicies("allowed-data-policies"),
    rules.allowedHours("allowed-hours"),
    rules.blackoutCalendar("blackout-calendar"),
    rules.minimumLeadTime("minimum-lead-time"),
    rules.waveSize("wave-size"),
    rules.groupShare("group-share"),
    rules.eventsPerPlan("events-per-plan"),
    rules.changeTicket("change-ticket"),
    rules.deadline("deadline"),
    rules.noPlainPassword("no-plain-password"),
    rules.officialEndpoint("official-endpoint"),
    rules.movesInOneWindow("moves-in-one-window"),
  ],
});
