import type { ResourceValidationPolicy } from "@pulumi/policy";
import { eventRule, type Rule } from "../rule";
import { startsOf } from "../starts";
import { movingTogether } from "../together";

export interface WaveSizeOptions {
  /** How many events may move together. Default: none, and nothing is checked. */
  maxEvents?: number;
}

const RULE: Rule<WaveSizeOptions> = {
  displayName: "Wave size",
  description: "No wave is larger than the organisation watches at a time.",
  remediationSteps:
    "Write smaller sizes in schedule.waves; spread events with a planTime of their own over several times.",
  severity: "medium",
  enforcementLevel: "mandatory",
  options: { maxEvents: { type: "integer", minimum: 1 } },
  defaults: {},
};

/**
 * No wave is larger than this. Events that no schedule sorted into waves count as one where they start in the same second.
 * Those whose time has passed do not count.
 *
 * @example
 * ```ts
 * waveSize("waves-of-twenty", { maxEvents: 20 })
 * ```
 */
export function waveSize(name: string, options: WaveSizeOptions = {}): ResourceValidationPolicy {
  return eventRule(name, RULE, options, ({ maxEvents }) => {
    if (maxEvents === undefined) return "no size is configured (option maxEvents)";
    return ({ planned }, report) => {
      for (const { name: together, events } of movingTogether(startsOf(planned, Date.now()))) {
        if (events.length <= maxEvents) continue;
        report(
          () =>
            `${together}: ${events.length} events, and the most is ${maxEvents} (${someOf(events)}). Write smaller sizes in ` +
            "schedule.waves, or spread their planTimes",
        );
      }
      return undefined;
    };
  });
}

function someOf(events: readonly { eventId: string }[]): string {
  const shown = events.slice(0, 3).map(({ eventId }) => eventId);
  return `${shown.join(", ")}${events.length > shown.length ? ", …" : ""}`;
}
