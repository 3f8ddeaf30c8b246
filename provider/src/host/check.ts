import { check as checkPlan, type Checked } from "../plan/check";
import { sentenceOf } from "../plan/input/failures";
import { asText } from "../plan/state/state";
import type { Host, Properties } from "./host";
import { notify } from "./notify";

/**
 * What of the inputs is wrong; or the inputs with the times that are planned. Calls nothing.
 *
 * Failures have no property: beside that of a nested one Pulumi prints `value {<nil>}`, and beside any other the whole value. So the
 * sentence names it.
 */
export function check(
  { memory, now, say }: Pick<Host, "memory" | "now" | "say">,
  olds: Properties,
  news: Properties,
): Pick<Checked, "inputs" | "failures"> {
  const { outlook, notices, failures, inputs } = checkPlan(olds, news, now());
  notify({ memory, say }, asText(news["label"]), { outlook, notices });
  return { inputs, failures: failures.map((failure) => ({ property: "", reason: sentenceOf(failure) })) };
}
