import type { PolicyResource, StackValidationPolicy } from "@pulumi/policy";
import { isMigrationPlan, type Migration, parseMigration, withoutMark } from "@pulumi-ens/provider/plan";
import { DURATION, durationOf } from "../duration";
import { type Lines, readLines, readPlanned } from "../planInputs";
import { notChecked, policyOf, preparing, type Rule } from "../rule";
import { readingOf } from "../starts";

export interface MovesInOneWindowOptions {
  /** How many moves may start within `period`, over all plans of the stack. Default: none, and nothing is checked. */
  maxMoves?: number;
  /** The length of a maintenance window. Default: `"8h"`. */
  period?: string;
}

const RULE: Rule<MovesInOneWindowOptions> = {
  displayName: "Moves in one window",
  description: "All plans of a stack together start only so many moves in one window.",
  remediationSteps: "Give the plans different windows, or smaller waves with a longer interval.",
  severity: "medium",
  enforcementLevel: "mandatory",
  options: { maxMoves: { type: "integer", minimum: 1 }, period: DURATION },
  defaults: { period: "8h" },
};

interface Move {
  plan: string;
  at: number;
}

/**
 * All plans of a stack together start no more moves than this within any stretch of `period`. Orders that have ended do not
 * count; those of events that left their plan do, while they are pending.
 *
 * Pulumi runs stack policies after the resources, so this stops a preview, and with it the `up` that begins with one; an `up`
 * with `--skip-preview` fails after it has ordered.
 *
 * @example
 * ```ts
 * movesInOneWindow("fifty-a-night", { maxMoves: 50, period: "8h" })
 * ```
 */
export function movesInOneWindow(name: string, options: MovesInOneWindowOptions = {}): StackValidationPolicy {
  const prepared = preparing(name, RULE, options, ({ maxMoves, period = "8h" }) => {
    const length = durationOf("period", period);
    if (length === 0) throw new TypeError(`period must be longer than 0, not ${JSON.stringify(period)}`);
    return { maxMoves, period, length };
  });
  return {
    ...policyOf(name, RULE, options),
    validateStack: (args, reportViolation) => {
      const { maxMoves, period, length } = prepared(args.getConfig<MovesInOneWindowOptions>());
      if (maxMoves === undefined) return args.notApplicable("no number is configured (option maxMoves)");
      const plans = args.resources.filter(({ type }) => isMigrationPlan(type));
      if (plans.length === 0) args.notApplicable("the stack has no MigrationPlan");

      const now = withoutMark(Date.now());
      const read = plans.map((plan) => readMoves(plan, now));
      const moves = read
        .flatMap(({ known }) => known.flat())
        .map((move) => ({ ...move, at: withoutMark(move.at) }));
      for (const window of crowded(moves, maxMoves, length, now))
        reportViolation(violationOf(window, maxMoves, period));

      const unknown = read.find((lines) => lines.unknown.length > 0);
      const reason = unknown && notChecked(unknown);
      if (reason !== undefined) args.notApplicable(reason);
    },
  };
}

/**
 * A plan without pending changes, or one that was just updated, has its orders; the plugin's has its planned moves beside them. One
 * with pending changes has its planned moves, and orders that are not known yet.
 */
function readMoves({ name: plan, props }: PolicyResource, now: number): Lines<Move[]> {
  const orders = readLines(props, "migrations", (eventId, line) => {
    const at = startOf(
      parseMigration(eventId, line, () => undefined),
      now,
    );
    return at === undefined ? [] : [{ plan, at: withoutMark(at) }];
  });
  const isPending = orders.unknown === "all" || !("migrations" in props);
  if (!isPending || !("planned" in props)) return orders;
  const { known, ...rest } = readPlanned(props);
  const moves = known.map(({ terms }) => ({
    plan,
    at: terms.opsType === "immediate" ? now : terms.planTime,
  }));
  return { known: [moves], ...rest };
}

const UNDER_WAY_OR_OVER: ReadonlySet<string> = new Set([
  "Executing",
  "Executed",
  "Avoided",
  "Canceled",
  "Failed",
  "Unlisted",
]);

/** When a migration will start, if that is known; `undefined` where none will. */
function startOf({ status, ordered, movedTo, notBefore }: Migration, now: number): number | undefined {
  if (UNDER_WAY_OR_OVER.has(status)) return undefined;
  if (movedTo !== undefined) return movedTo;
  if ("terms" in ordered) return ordered.terms.opsType === "immediate" ? now : ordered.terms.planTime;
  // A kept order that this plan did not place; an event without an order has no start.
  return ordered.state === "observed" && status !== "Inquiring" ? notBefore : undefined;
}

/**
 * Stretches with too many starts, one after another without overlap, each the fullest of those that overlap its beginning.
 * Those that are over do not count.
 */
function crowded(moves: readonly Move[], maxMoves: number, length: number, now: number): Move[][] {
  const sorted = [...moves].sort((a, b) => a.at - b.at);
  // By index of its first move: the index just outside the stretch.
  const ends: number[] = [];
  let end = 0;
  for (const { at } of sorted) {
    while ((sorted[end]?.at ?? Number.POSITIVE_INFINITY) < at + length) end += 1;
    ends.push(end);
  }
  const endOf = (index: number): number => ends[index] ?? index;
  const isCrowded = (index: number): boolean =>
    endOf(index) - index > maxMoves && (sorted[endOf(index) - 1]?.at ?? 0) >= now;

  const found: Move[][] = [];
  for (let index = 0; index < sorted.length;) {
    if (!isCrowded(index)) {
      index += 1;
      continue;
    }
    let fullest = index;
    for (let other = index + 1; other < endOf(index); other++)
      if (endOf(other) - other > endOf(fullest) - fullest) fullest = other;
    found.push(sorted.slice(fullest, endOf(fullest)));
    index = endOf(fullest);
  }
  return found;
}

function violationOf(moves: readonly Move[], maxMoves: number, period: string): string {
  const plans = new Map<string, number>();
  for (const { plan } of moves) plans.set(plan, (plans.get(plan) ?? 0) + 1);
  const shares = [...plans].map(([plan, count]) => `${plan} ${count}`).join(", ");
  const [first, last] = [moves[0], moves.at(-1)].map((move) => readingOf((move as Move).at, "UTC"));
  const when = first === last ? `at ${first}` : `between ${first} and ${last}`;
  return (
    `${moves.length} moves start ${when} (${shares}); the limit is ` +
    `${maxMoves} in any ${period}. Give the plans different windows, or smaller waves with a longer interval`
  );
}
