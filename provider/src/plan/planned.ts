import { DATA_POLICIES, type DataPolicy } from "../ens/client";
import { formatInstant } from "./instant";
import type { Terms } from "./terms";

/**
 * One line of a plan: what will be ordered for an event. `check` resolves it, the preview shows it, policies judge it.
 *
 * It is kept as one readable line, because nested objects made state and previews of large plans several times as
 * expensive (docs/adr/0001-compact-state.md):
 *
 * `wave 1 | 2026-12-05 01:30 Asia/Shanghai | 2026-12-04T17:30:00.417Z | force_transfer | random password | i-55qi8m11rr53c4i964md8a00l | group edge | #Jx0k_2aQ`
 *
 * What a person wants to know comes first, since the CLI cuts long lines off.
 */
export interface PlannedMigration {
  eventId: string;
  resourceId: string;
  terms: Terms;
  /** What the event's instance belongs to, such as a region. */
  group?: string;
  /** Counted from 1, where a schedule sorted it into one. */
  wave?: number;
  /** The planned time as the user reads clocks: `2026-12-05 01:30 Asia/Shanghai`. Absent where that is UTC. */
  local?: string;
  /** What the order brings with it: `random password`, `local data is lost`. */
  notes: string[];
  basis: string;
}

const SEPARATOR = " | ";
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{3})?Z$/;
const LOCAL = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2} \S+$/;

/** The line for one planned migration; {@link parsePlanned} reads it back. */
export function formatPlanned(planned: PlannedMigration): string {
  const { terms } = planned;
  return [
    ...(planned.wave ? [`wave ${planned.wave}`] : []),
    ...(planned.local ? [planned.local] : []),
    terms.opsType === "immediate" ? "immediate" : formatInstant(terms.planTime),
    terms.dataPolicy,
    ...planned.notes,
    planned.resourceId,
    ...(planned.group ? [`group ${planned.group}`] : []),
    `#${planned.basis}`,
  ].join(SEPARATOR);
}

/** Reads a line of `planned`. Throws a `TypeError` that quotes the line if it is none. */
export function parsePlanned(eventId: string, line: string): PlannedMigration {
  const rest = line.split(SEPARATOR);
  const basis = rest.pop();
  const group = rest.at(-1)?.startsWith("group ") ? rest.pop()?.slice("group ".length) : undefined;
  const resourceId = rest.pop();
  const wave = /^wave \d+$/.test(rest[0] ?? "") ? Number(rest.shift()?.slice("wave ".length)) : undefined;
  const local = LOCAL.test(rest[0] ?? "") ? rest.shift() : undefined;
  const [when, dataPolicy, ...notes] = rest;
  const terms = parseTerms(when, dataPolicy);
  if (!resourceId || !basis?.startsWith("#") || !terms) {
    throw new TypeError(`planned["${eventId}"] is no planned migration: ${JSON.stringify(line)}`);
  }
  return {
    eventId,
    resourceId,
    terms,
    ...(group && { group }),
    ...(wave && { wave }),
    ...(local && { local }),
    notes,
    basis: basis.slice(1),
  };
}

/** Terms as two words: `immediate force_transfer`, `2026-12-04T17:30:00.417Z force_transfer`. */
export function parseTerms(when: string | undefined, policy: string | undefined): Terms | undefined {
  const dataPolicy = DATA_POLICIES.find((known): known is DataPolicy => known === policy);
  if (!dataPolicy || !when) return undefined;
  if (when === "immediate") return { opsType: "immediate", dataPolicy };
  const planTime = INSTANT.test(when) ? Date.parse(when) : NaN;
  return Number.isNaN(planTime) ? undefined : { opsType: "scheduled", dataPolicy, planTime };
}

export function formatTerms(terms: Terms): string {
  return `${terms.opsType === "immediate" ? "immediate" : formatInstant(terms.planTime)} ${terms.dataPolicy}`;
}
