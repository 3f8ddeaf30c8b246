import { isObject, shown } from "../api/strict";
import { isId } from "./input/event";
import type { CheckFailure } from "./input/failures";
import { formatInstance, nameEvent } from "./lines/instance";

type Inputs = Readonly<Record<string, unknown>>;

/**
 * A failure with the event that it is about and with what was written. Not shown is whatever may be a secret: a password, what
 * stands under a name that nobody knows or in the place of something larger, and anything of a plan that is a secret.
 */
export function withWritten(failure: CheckFailure, inputs: Inputs): CheckFailure {
  const { property, reason } = failure;
  const [, index] = /^events\[(\d+)\]/.exec(property) ?? [];
  const event = index === undefined ? undefined : eventName((inputs["events"] as unknown[])[Number(index)]);
  const named = event === undefined ? failure : { ...failure, event };
  const { unquoted } = inputs;
  const value = valueAt(inputs, property);
  const mayBeSecret =
    inputs["secret"] === true ||
    (Array.isArray(unquoted) && unquoted.includes(/^[^.[]*/.exec(property)?.[0])) ||
    property.endsWith(".password") ||
    STRANGE.test(reason) ||
    (property === "connection.endpoint" && !ADDRESS.test(String(value)));
  const isMissing = value === undefined || (value === null && reason.startsWith("is required"));
  if (isMissing || mayBeSecret) return named;
  const isWhole = typeof value === "object" && value !== null;
  if (!isWhole && !LARGER.test(reason)) return { ...named, written: shown(value) };
  const isOfOtherKind = reason.startsWith("must be ") && !reason.includes(", not ");
  return isOfOtherKind
    ? { ...named, reason: `${reason}, not ${isWhole ? shown(value) : kindOf(value)}` }
    : named;
}

/** Not the name of an input. */
const STRANGE = /^is (?:not a property|an output) of /;

/** Without user and password, path and query. */
const ADDRESS = /^(?:https?:\/\/)?[^/?#@\\\s]*\/?$/i;

/** Somebody may have written a key in its place. */
const LARGER = /^must be (?:an object|a list|an event)\b/;

function kindOf(value: unknown): string {
  return value === null ? "null" : `a ${typeof value}`;
}

/** What stands at a path such as `schedule.windows[0].cron`; `undefined` where nothing does. */
function valueAt(inputs: unknown, path: string): unknown {
  return [...path.matchAll(/[^.[\]]+/g)].reduce<unknown>(
    (value, [key]) =>
      typeof value === "object" && value !== null && Object.hasOwn(value, key)
        ? (value as Inputs)[key]
        : undefined,
    inputs,
  );
}

/** `e-7 (web-7, i-7)`, or as much of it as is known. */
export function eventName(event: unknown): string | undefined {
  if (!isObject(event)) return undefined;
  const { eventId, resourceId, instanceName } = event as Inputs;
  const name = typeof instanceName === "string" ? { instanceName } : {};
  const instance = isId(resourceId, "i-") ? { resourceId, ...name } : undefined;
  if (isId(eventId, "e-")) return instance ? nameEvent(eventId, instance) : eventId;
  return instance && formatInstance(instance);
}
