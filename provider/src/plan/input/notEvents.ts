import { isObject } from "../../api/strict";

/** What people write for `events`, or for one of them, that holds events but is something else. */

/** Why a value cannot be `events`, with what to write instead. */
export function whyNoList(value: unknown): string {
  if (isResult(value))
    return "must be a list of events, not the result of getMigrationEvents: write its list, as in events: pending.events";
  if (isEvent(value)) return "must be a list of events, not one event: write events: [event]";
  const values = isObject(value) ? Object.values(value) : [];
  if (values.length > 0 && values.every(isEvent))
    return "must be a list of events, not an object that holds them: write events: Object.values(…)";
  return `must be a list of events, not ${typeof value === "object" ? "an object" : `a ${typeof value}`}`;
}

/** Why a value in `events` cannot be an event, if it holds events. */
export function whyNoEvent(value: unknown): string | undefined {
  if (Array.isArray(value)) {
    return (
      "must be an event, not a list: write events: list without brackets around it, or with other events " +
      "list.apply((found) => [...found, event]) if it is an Output, and [...list, event] if not"
    );
  }
  return isResult(value)
    ? "must be an event, not the result of getMigrationEvents: write events: pending.events, or with other events " +
        "pending.events.apply((found) => [...found, event]) if it is an Output, and [...pending.events, event] if not"
    : undefined;
}

function isResult(value: unknown): boolean {
  return isObject(value) && !isEvent(value) && Array.isArray(Reflect.get(value, "events"));
}

function isEvent(value: unknown): boolean {
  return isObject(value) && "eventId" in value;
}
