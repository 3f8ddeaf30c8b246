import { check as checkPlan, type Checked } from "../plan/check";
import { sentenceOf } from "../plan/input/failures";
import type { Host, Properties } from "./host";

/**
 * What of the inputs is wrong; or the inputs with the times that are planned. Calls nothing.
 *
 * Failures have no property: beside that of a nested one Pulumi prints `value {<nil>}`, and beside any other the whole value. So the
 * sentence names it.
 */
export function check(
  { now, say }: Pick<Host, "now" | "say">,
  olds: Properties,
  news: Properties,
): Omit<Checked, "notices"> {
  const { notices, failures, inputs } = checkPlan(olds, news, now());
  for (const notice of notices) say("warning", notice);
  return { inputs, failures: failures.map((failure) => ({ property: "", reason: sentenceOf(failure) })) };
}
