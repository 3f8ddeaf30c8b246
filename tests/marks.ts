import { markPlanTime } from "../provider/src/plan/model/terms";

/**
 * The first second from then on whose marks tell the orders of two stacks (`project/stack`) apart. They agree for three
 * times in a thousand, a residual risk of its own (docs/engineering/reliability.md), and a test that plans by the clock would meet it.
 */
export function secondThatTells(stacks: readonly [string, string], eventId: string, from: number): number {
  const [first, second] = stacks.map((stack) => markPlanTime(stack, eventId, from, "abandon"));
  return first === second ? secondThatTells(stacks, eventId, from + 1_000) : from;
}
