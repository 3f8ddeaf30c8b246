import { event, PLAN_TIME } from "../dynamic/support";
import type { Properties } from "./host";

/** An event to be moved at {@link PLAN_TIME}, as a program writes it. */
export function scheduled(number: number, more: Properties = {}): Properties {
  return event(number, { planTime: PLAN_TIME, ...more });
}

/** An event to be moved at once, as a program writes it. */
export function immediate(number: number, more: Properties = {}): Properties {
  return event(number, { opsType: "immediate", ...more });
}
