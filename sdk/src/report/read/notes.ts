import type { PlannedMigration } from "@pulumi-ens/provider/plan";

const PASSWORDS: Readonly<Record<PlannedMigration["password"], string>> = {
  given: "sets the password that the event gives",
  random: "ENS sets a random password",
};
const CLOCK_CHANGES: Readonly<Record<NonNullable<PlannedMigration["clockChange"]>, string>> = {
  windowStartSkipped: "clocks skip the start of the window on this day, so it opens right after",
  timeShownTwice: "clocks show this time twice on this day; the UTC time is exact",
};

/** In words what an order brings with it besides the move. */
export function notesOf({ terms, password, clockChange }: PlannedMigration): string[] {
  return [
    ...(clockChange ? [CLOCK_CHANGES[clockChange]] : []),
    ...(terms.dataPolicy === "abandon" ? ["local data is lost"] : []),
    PASSWORDS[password],
  ];
}
