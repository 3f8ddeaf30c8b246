import { escapeText } from "../lines/columns";
import { formatInstant } from "../model/instant";
import { EXCLUSION } from "./fields";
import { type Opening, openings } from "./openings";
import { type Candidate, HORIZON, type NoSlot } from "./resolve";
import type { Schedule } from "./schedule";
import { GRID } from "./slotGrid";
import { weekdayReading } from "./zone";

const SHOWN = 6;
/** Frequent windows have tens of thousands of openings a year; nobody needs to know how many exactly. */
const COUNTED = 100;

/** Why an event has no time, opening by opening: which rules shut each of them out. */
export function explainNoSlot(candidate: Candidate, noSlot: NoSlot, schedule: Schedule, now: number): string {
  const { deadline = Number.POSITIVE_INFINITY } = candidate;
  const until = Math.min(deadline, schedule.endAt ?? Number.POSITIVE_INFINITY, now + HORIZON);
  const reasons: string[] = [];
  let more = 0;
  for (const opening of openings(schedule, now, now + HORIZON)) {
    // One opening past the limit is shown, so that it is seen what the limit kept out.
    const past = opening.start > until;
    if (reasons.length < SHOWN) {
      const { window, start } = opening;
      const why = shutOutBy(opening, candidate, noSlot, schedule, now);
      reasons.push(`window ${weekdayReading(window.timeZone, start)} ${window.timeZone} ${why}`);
    } else if (!past) {
      more += 1;
    }
    if (past || more > COUNTED) break;
  }
  if (reasons.length === 0)
    return `has no slot: no window opens between ${formatInstant(now)} and ${formatInstant(until)}`;
  const rest = more > COUNTED ? `more than ${COUNTED}` : String(more);
  return `has no slot: ${reasons.join("; ")}${more > 0 ? `; and ${rest} more openings` : ""}`;
}

/** The rules that shut out the slots of an opening, each named once. */
function shutOutBy(
  { start, lastStart }: Opening,
  { deadline = Number.POSITIVE_INFINITY, group }: Candidate,
  { earliest, groupFull }: NoSlot,
  schedule: Schedule,
  now: number,
): string {
  const {
    startAt = Number.NEGATIVE_INFINITY,
    endAt = Number.POSITIVE_INFINITY,
    exclusions,
    minLeadTime,
  } = schedule;
  const reasons = new Set<string>();
  for (let slot = start; slot < lastStart; slot += GRID) {
    const exclusion = exclusions.find(({ from, to }) => from <= slot && slot < to);
    if (slot > deadline) {
      reasons.add(`is after the deadline ${formatInstant(deadline)}`);
    } else if (slot >= endAt) {
      reasons.add("is after endDate");
    } else if (slot < startAt) {
      reasons.add("is before startDate");
    } else if (exclusion) {
      reasons.add(
        exclusion.reason === EXCLUSION.reason.default ? "is excluded" : `is excluded: ${exclusion.reason}`,
      );
    } else if (slot < now + minLeadTime) {
      reasons.add("is over, or starts too soon for minLeadTime");
    } else if (slot < earliest) {
      reasons.add("is taken by earlier waves");
    } else if (groupFull) {
      reasons.add(`has group ${group === undefined ? "(none)" : escapeText(group)} at maxUnavailable`);
    }
  }
  return [...reasons].join(", and ") || "has no slot left";
}
