import { isRegionId } from "../api/endpoint";
import { isObject, shown } from "../api/strict";
import { isId } from "./input/event";
import { type CheckFailure, NOT_QUOTED } from "./input/failures";
import { formatInstance, nameEvent } from "./lines/instance";
import { withPlace } from "./places";

type Inputs = Readonly<Record<string, unknown>>;

/** What `planned` is computed from. A reason may quote any of them, so if one is secret, the plan is. */
export const PLANNED_FROM = ["events", "schedule", "dataPolicy"];

/**
 * A failure as people may read it: with the event that it is about and with what was written, or without any value. Of a secret
 * plan or option only a plain reason is shown. Nor is shown what may be a password or a key.
 */
export function withWritten(failure: CheckFailure, inputs: Inputs): CheckFailure {
  const { property, plain = NOT_QUOTED, quotes = [], mayBeKey, ...wording } = withPlace(failure);
  const [, index] = /^events\[(\d+)\]/.exec(property) ?? [];
  const unquoted: unknown[] = Array.isArray(inputs["unquoted"]) ? inputs["unquoted"] : [];
  const isSecretPlan = inputs["secret"] === true || PLANNED_FROM.some((name) => unquoted.includes(name));
  const event =
    index === undefined
      ? undefined
      : eventName((inputs["events"] as unknown[])[Number(index)], { secret: isSecretPlan });
  const ofEvent = event !== undefined && { event };
  const root = /^[^.[]*/.exec(property)?.[0];
  if (isSecretPlan || [root, ...quotes].some((name) => unquoted.includes(name)))
    return { property, reason: plain, ...ofEvent };

  const named = { property, ...wording, ...ofEvent };
  const value = valueAt(inputs, property);
  if (value === undefined || failure.strangerTo !== undefined || !mayQuote(property, value)) return named;
  const isWhole = typeof value === "object" && value !== null;
  if (!isWhole && mayBeKey !== true) return { ...named, written: shown(value) };
  const { reason } = named;
  const isOfOtherKind = reason.startsWith("must be ") && !reason.includes(", not ");
  return isOfOtherKind
    ? { ...named, reason: `${reason}, not ${isWhole ? shown(value) : kindOf(value)}` }
    : named;
}

/** Whether a text is not a password, a key or an address with one in it. */
function mayQuote(property: string, value: unknown): boolean {
  if (property.endsWith(".password")) return false;
  if (typeof value !== "string") return true;
  if (property === "connection.endpoint") return isAddress(value);
  if (property === "connection.region") return isRegionId(value.toLowerCase()) && value.length <= 32;
  return true;
}

/** Of a server: without user and password, path and query. */
function isAddress(text: string): boolean {
  if (!/^(?:https?:\/\/)?[^/?#@\\\s]*\/?$/i.test(text)) return false;
  return URL.canParse(/^https?:/i.test(text) ? text : `https://${text}`);
}

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

/** `e-7 (web-7, i-7)`, or as much of it as is known. Of secret events the ids alone. */
export function eventName(event: unknown, { secret }: { secret: boolean }): string | undefined {
  if (!isObject(event)) return undefined;
  const { eventId, resourceId, instanceName } = event as Inputs;
  const name = typeof instanceName === "string" && !secret ? { instanceName } : {};
  const instance = isId(resourceId, "i-") ? { resourceId, ...name } : undefined;
  if (isId(eventId, "e-")) return instance ? nameEvent(eventId, instance) : eventId;
  return instance && formatInstance(instance);
}
