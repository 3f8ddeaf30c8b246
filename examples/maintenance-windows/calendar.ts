import * as ens from "@pulumi-ens/sdk";

/** When nobody touches production: one list for every plan of the company. */
export const freezes = ens.calendar(
  { from: "2026-12-24", to: "2026-12-26", reason: "year-end freeze" },
  { from: "2027-02-05", to: "2027-02-12", reason: "spring festival" },
);
