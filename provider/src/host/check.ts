import { check as checkPlan, type Checked } from "../plan/check";
import type { Host, Properties } from "./host";

/** What of the inputs is wrong; or the inputs with the times that are planned. Calls nothing. */
export function check(
  { now, say }: Pick<Host, "now" | "say">,
  olds: Properties,
  news: Properties,
): Omit<Checked, "notices"> {
  const { notices, ...checked } = checkPlan(olds, news, now());
  for (const notice of notices) say("warning", notice);
  return checked;
}
