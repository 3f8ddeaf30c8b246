import type { PlannedMigration } from "../model/planned";
import { DATA_POLICIES, type DataPolicy } from "../../api/ens";
import { formatInstant } from "../model/instant";
import type { Terms } from "../model/terms";

const SEPARATOR = " | ";
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{3})?Z$/;
/** wave, local reading, when, data policy, notes, resource id, group, deadline, basis: an `up` of a large plan reads each line often. */
const LINE =
  /^(?:wave (\d+) \| )?(?:(\d{4}-\d{2}-\d{2} \d{2}:\d{2} \S+) \| )?(\S+) \| (\w+)((?: \| [^|]*)*?) \| ([^|]+)(?: \| group ([^|]+?))?(?: \| deadline (\S+))? \| #([^|]*)$/;

/** The line for one planned migration; {@link parsePlanned} reads it back. */
export function formatPlanned(planned: PlannedMigration): string {
  const { wave, local, terms, notes, resourceId, group, deadline, basis } = planned;
  return (
    (wave ? `wave ${wave}${SEPARATOR}` : "") +
    (local ? local + SEPARATOR : "") +
    (terms.opsType === "immediate" ? "immediate" : formatInstant(terms.planTime)) +
    [SEPARATOR + terms.dataPolicy, ...notes, resourceId].join(SEPARATOR) +
    (group ? `${SEPARATOR}group ${group}` : "") +
    (deadline === undefined ? "" : `${SEPARATOR}deadline ${formatInstant(deadline)}`) +
    `${SEPARATOR}#${basis}`
  );
}

/** Reads a line of `planned`. Throws a `TypeError` that quotes the line if it is none. */
export function parsePlanned(eventId: string, line: string): PlannedMigration {
  const [, wave, local, when, dataPolicy, notes = "", resourceId, group, deadline, basis = ""] =
    LINE.exec(line) ?? [];
  const terms = parseTerms(when, dataPolicy);
  if (!resourceId || !terms) {
    throw new TypeError(`planned["${eventId}"] is no planned migration: ${JSON.stringify(line)}`);
  }
  return {
    eventId,
    resourceId,
    terms,
    ...(group && { group }),
    ...(wave && { wave: Number(wave) }),
    ...(deadline && { deadline: Date.parse(deadline) }),
    ...(local && { local }),
    notes: notes.split(SEPARATOR).slice(1),
    basis,
  };
}

/** Terms as two words: `immediate force_transfer`, `2026-12-04T17:30:00.417Z force_transfer`. */
export function parseTerms(when: string | undefined, policy: string | undefined): Terms | undefined {
  const dataPolicy = policy as DataPolicy | undefined;
  if (!dataPolicy || !DATA_POLICIES.includes(dataPolicy) || !when) return undefined;
  if (when === "immediate") return { opsType: "immediate", dataPolicy };
  const planTime = INSTANT.test(when) ? Date.parse(when) : NaN;
  return Number.isNaN(planTime) ? undefined : { opsType: "scheduled", dataPolicy, planTime };
}

export function formatTerms(terms: Terms): string {
  return `${terms.opsType === "immediate" ? "immediate" : formatInstant(terms.planTime)} ${terms.dataPolicy}`;
}
