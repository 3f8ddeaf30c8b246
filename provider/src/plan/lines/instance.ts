import type { Migration } from "../model/migration";
import { escapeText, unescapeText } from "./columns";

type NamedInstance = Pick<Migration, "resourceId" | "instanceName">;

/** A longer name would push out of sight what matters: Pulumi cuts lines at 150 characters. */
const LONGEST_NAME = 33;
const INSTANCE = /^(?:(.+) \()?(i-[\dA-Za-z-]+)(\))?$/;

/** `web-1 (i-55qi8m11rr53c4i964md8a00l)`, or the id alone where nobody knows the name. */
export function formatInstance(instance: NamedInstance): string {
  const name = formatName(instance);
  return name === undefined ? instance.resourceId : `${name} (${instance.resourceId})`;
}

export function parseInstance(column: string): NamedInstance | undefined {
  const [, name, resourceId, close] = INSTANCE.exec(column) ?? [];
  if (resourceId === undefined || (name === undefined) !== (close === undefined)) return undefined;
  return { resourceId, ...(name !== undefined && { instanceName: unescapeText(name) }) };
}

/** An event in a message: `e-1 (web-1, i-1)`. */
export function nameEvent(eventId: string, instance: NamedInstance): string {
  const name = formatName(instance);
  return `${eventId} (${name === undefined ? "" : `${name}, `}${instance.resourceId})`;
}

/** Names events as {@link nameEvent} does, by the first that knows the instance; by the id alone where none does. */
export function namesFrom(
  ...known: readonly ReadonlyMap<string, NamedInstance>[]
): (eventId: string) => string {
  return (eventId) => {
    const instance = known.find((each) => each.has(eventId))?.get(eventId);
    return instance ? nameEvent(eventId, instance) : eventId;
  };
}

/** Nothing where the name only repeats the id, as that of an instance which nobody has named may. */
function formatName({ resourceId, instanceName: name }: NamedInstance): string | undefined {
  if (!name || name === resourceId) return undefined;
  const whole = escapeText(name);
  if (whole.length <= LONGEST_NAME) return whole;
  let start = "";
  for (const sign of name) {
    const longer = start + escapeText(sign);
    if (longer.length >= LONGEST_NAME) break;
    start = longer;
  }
  return `${start}…`;
}
