import type * as v from "valibot";
import { issuePath } from "../../api/issuePath";
import type { CheckFailure } from "./failures";

/** The failure that is an issue of valibot's, in a value of a schema that stands at `path`. */
export function failureOf(issue: v.BaseIssue<unknown>, path: string, schema: v.GenericSchema): CheckFailure {
  const { type, message, expected } = issue;
  const last = issue.path?.at(-1);
  const hasParts = type === "array" || type === "object" || (type === "raw_transform" && last === undefined);
  return {
    property: path + issuePath(issue),
    reason: message,
    ...(constantsOf(schema).has(message) && { plain: message }),
    ...(type === "picklist" && expected !== null && { plain: `must be one of ${expected}` }),
    ...((hasParts || last?.origin === "key") && { mayBeKey: true }),
  };
}

const constants = new WeakMap<object, ReadonlySet<string>>();

/** The messages that a schema gives whatever the value: those that are texts, not functions of it. */
function constantsOf(schema: object): ReadonlySet<string> {
  const known = constants.get(schema);
  if (known) return known;
  const found = new Set<string>();
  collect(schema, found);
  constants.set(schema, found);
  return found;
}

function collect(part: unknown, found: Set<string>): void {
  if (typeof part !== "object" || part === null) return;
  const { message, pipe, wrapped, item, entries } = part as Readonly<Record<string, unknown>>;
  if (typeof message === "string") found.add(message);
  const steps: unknown[] = Array.isArray(pipe) ? pipe : [];
  const fields: unknown[] = typeof entries === "object" && entries !== null ? Object.values(entries) : [];
  for (const each of [...steps, wrapped, item, ...fields]) if (each !== part) collect(each, found);
}
