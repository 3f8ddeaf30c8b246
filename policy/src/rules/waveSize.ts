import type { ResourceValidationPolicy } from "@pulumi/policy";
import { counted, firstOf, nameEvent } from "@pulumi-ens/provider/plan";
import { eventRule, type Rule } from "../rule";
import { startsOf } from "../starts";
import { movingTogether } from "../together";

export interface WaveSizeOptions {
  /** How many events may move together. Default: none, and nothing is checked. */
  maxEvents?: number;
}

const RULE: Rule<WaveSizeOptions> = {
  displayName: "Wave size",
  description: "No wave has more events than the limit.",
  remediationSteps:
    "Write smaller sizes in schedule.waves, and spread events with their own planTime over several times.",
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
            `${together}: ${counted(events.length, "event")} (${firstOf(
              events.map((event) => nameEvent(event.eventId, event)),
              3,
            )}); the limit is ${maxEvents}. Write smaller sizes ` +
            "in schedule.waves, or spread their planTimes",
        );
      }
      return undefined;
    };
  });
}
