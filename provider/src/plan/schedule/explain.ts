import { formatInstant } from "../instant";
import { openings } from "./openings";
import { type Candidate, HORIZON, type NoSlot } from "./resolve";
import type { Schedule } from "./schedule";
import { weekdayReading } from "./zone";

const SHOWN = 6;

/** Why an event has no time, opening by opening: which rule shut each of them out. */
export function explainNoSlot(
  { deadline, group }: Candidate,
  { earliest, groupFull }: NoSlot,
  schedule: Schedule,
  now: number,
): string {
  const leadTime = now + schedule.minLeadTime;
  const until = Math.min(
    deadline ?? Number.POSITIVE_INFINITY,
    schedule.endAt ?? Number.POSITIVE_INFINITY,
    now + HORIZON,
  );
  const reasons: string[] = [];
  let more = 0;
  for (const { window, start, lastStart } of openings(schedule, now, now + HORIZON)) {
    // One opening past the limit, so that it is said what the limit kept out.
    const past = start > until;
    if (reasons.length >= SHOWN) {
      if (past) break;
      more += 1;
      continue;
    }
    const why = ((): string => {
      if (deadline !== undefined && start > deadline)
        return `is after the deadline ${formatInstant(deadline)}`;
      if (schedule.endAt !== undefined && start >= schedule.endAt) return "is after endDate";
      if (schedule.startAt !== undefined && lastStart <= schedule.startAt) return "is before startDate";
      const exclusion = schedule.exclusions.find(
        ({ from, to }) => from <= Math.max(start, now) && to >= lastStart,
      );
      if (exclusion) return `is excluded: ${exclusion.reason}`;
      if (lastStart <= leadTime) return "is over, or too soon for minLeadTime, before its cutoff";
      if (lastStart <= earliest) return "is taken by earlier waves";
      if (groupFull) return `has group ${group ?? "(none)"} at maxUnavailable`;
      return "has no slot left";
    })();
    reasons.push(`window ${weekdayReading(window.timeZone, start)} ${window.timeZone} ${why}`);
    if (past) break;
  }
  if (reasons.length === 0)
    return `no slot: no window opens between ${formatInstant(now)} and ${formatInstant(until)}`;
  return `no slot: ${reasons.join("; ")}${more > 0 ? `; and ${more} more openings` : ""}`;
}
