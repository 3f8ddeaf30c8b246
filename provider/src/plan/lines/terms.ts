import { DATA_POLICIES } from "../../api/ens";
import { formatInstant } from "../model/instant";
import type { Terms } from "../model/terms";
import { parseTime } from "./columns";

/** Terms as two words: `immediate force_transfer`, `2026-12-04T17:30:00.417Z force_transfer`. */
export function formatTerms(terms: Terms): string {
  return `${terms.opsType === "immediate" ? "immediate" : formatInstant(terms.planTime)} ${terms.dataPolicy}`;
}

export function parseTerms(text: string): Terms | undefined {
  const [when, policy, ...others] = text.split(" ");
  const dataPolicy = DATA_POLICIES.find((known) => known === policy);
  if (!dataPolicy || others.length > 0) return undefined;
  if (when === "immediate") return { opsType: "immediate", dataPolicy };
  const planTime = parseTime(when);
  return planTime === undefined ? undefined : { opsType: "scheduled", dataPolicy, planTime };
}
