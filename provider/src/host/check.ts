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
  const label = asText(news["label"]);
  const { outlook, notices, failures, inputs } = checkPlan(olds, news, now());
  const { planned } = inputs;
  const eventIds = typeof planned === "object" && planned !== null ? Object.keys(planned).sort() : [];
  const isReplacement = olds["planned"] === undefined && memory.isUpdated(label, eventIds);
  if (olds["planned"] !== undefined) memory.keepUpdated(label, eventIds);
  // Of a replacement the engine asks again as of a new plan: its orders are not new, and `diff` has said what is sent.
  notify({ memory, say }, label, { outlook: isReplacement ? [] : outlook, notices });
  return { inputs, failures: failures.map((failure) => ({ property: "", reason: sentenceOf(failure) })) };
}
