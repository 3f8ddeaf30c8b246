import * as ens from "@pulumi-ens/sdk";

/** The company's change freezes: one list for all plans. */
export const freezes = ens.calendar(
  { from: "2026-12-24", to: "2026-12-26", reason: "year-end freeze" },
  { from: "2027-02-05", to: "2027-02-12", reason: "spring festival" },
);
