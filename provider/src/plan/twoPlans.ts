import { eventName } from "./written";

/** Why a program may not have the event in two plans, which it names: it would be ordered twice. */
export function inTwoPlans(
  eventId: string,
  event: unknown,
  [name, other]: readonly [string, string],
  { secret }: { secret: boolean },
): string {
  const plans =
    name === other ? `two plans that are both named "${name}"` : `two plans, "${name}" and "${other}"`;
  return `${eventName({ ...(event as object), eventId }, { secret }) ?? eventId} is in ${plans}. Remove it from one`;
}
