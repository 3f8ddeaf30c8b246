import type { ResourceValidationPolicy } from "@pulumi/policy";
import { counted, escapeText } from "@pulumi-ens/provider/plan";
import { eventRule, type Rule } from "../rule";
import { startsOf } from "../starts";
import { movingTogether } from "../together";

export interface GroupShareOptions {
  /** How much of a group may move together: `"25%"`. Default: none, and nothing is checked. */
  maxShare?: string;
}

const RULE: Rule<GroupShareOptions> = {
  displayName: "Share of a group",
  description: "No wave moves more than a share of any group.",
  remediationSteps:
    "Set schedule.maxUnavailable to the share, with assumedDowntime, or write smaller sizes in schedule.waves.",
  severity: "medium",
  enforcementLevel: "advisory",
  options: { maxShare: { type: "string", pattern: "^[0-9]{1,3}([.][0-9]+)?%$" } },
  defaults: {},
};

/**
 * No wave moves more than a share of any group, rounded down; one event may always move. Events without a group form a group of
 * their own. The size of a group is what the plan has of it now: if events leave the plan after their move, as discovered ones
 * do, the last waves become larger shares of a smaller rest. Therefore the rule is advisory by default.
 *
 * @example
 * ```ts
 * groupShare("a-quarter-of-a-region", { maxShare: "25%" })
 * ```
 */
export function groupShare(name: string, options: GroupShareOptions = {}): ResourceValidationPolicy {
  return eventRule(name, RULE, options, ({ maxShare }) => {
    if (maxShare === undefined) return "no share is configured (option maxShare)";
    const percent = /^\d+(?:\.\d+)?%$/.test(maxShare) ? Number.parseFloat(maxShare) : NaN;
    if (!(percent > 0 && percent <= 100))
      throw new TypeError(`maxShare must be a percentage, such as "25%", not ${JSON.stringify(maxShare)}`);
    return ({ planned }, report) => {
      const sizes = countByGroup(planned);
      for (const { name: together, events } of movingTogether(startsOf(planned, Date.now()))) {
        for (const [group, count] of countByGroup(events)) {
          const size = sizes.get(group) ?? 0;
          // What a share rounds by must not be an error of binary fractions.
          const most = Math.max(1, Math.floor((size * percent) / 100 + 1e-9));
          if (count <= most) continue;
          report(
            () =>
              `${together}: ${count} of ${counted(size, "event")} ${group === "" ? "without a group" : `of group ${escapeText(group)}`} move together; the limit is ` +
              `${most} (${maxShare}). Set schedule.maxUnavailable: "${maxShare}" with assumedDowntime, or smaller schedule.waves`,
          );
        }
      }
      return undefined;
    };
  });
}

function countByGroup(events: readonly { group?: string }[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { group = "" } of events) counts.set(group, (counts.get(group) ?? 0) + 1);
  return counts;
}
