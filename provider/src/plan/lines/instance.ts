import type { Migration } from "../model/migration";
import { escapeText, unescapeText } from "./columns";

type Instance = Pick<Migration, "resourceId" | "instanceName">;

/** A longer name would push out of sight what matters: Pulumi cuts lines at 150 characters. */
const LONGEST_NAME = 40;
const INSTANCE = /^(?:(.+) \()?(i-[\dA-Za-z-]+)(\))?$/;

/** `web-1 (i-55qi8m11rr53c4i964md8a00l)`, or the id alone where nobody knows the name. */
export function formatInstance({ resourceId, instanceName }: Instance): string {
  return instanceName ? `${formatName(instanceName)} (${resourceId})` : resourceId;
}

export function parseInstance(column: string): Instance | undefined {
  const [, name, resourceId, close] = INSTANCE.exec(column) ?? [];
  if (resourceId === undefined || (name === undefined) !== (close === undefined)) return undefined;
  return { resourceId, ...(name !== undefined && { instanceName: unescapeText(name) }) };
}

/** An event in a message: `e-1 (web-1, i-1)`. */
export function nameEvent(eventId: string, { resourceId, instanceName }: Instance): string {
  return `${eventId} (${instanceName ? `${formatName(instanceName)}, ` : ""}${resourceId})`;
}

function formatName(name: string): string {
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
