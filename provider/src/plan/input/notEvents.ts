import { isObject } from "../../api/strict";

/** What people write for `events`, or for one of them, that holds events but is something else. */

/** Why a value cannot be `events`, with what to write instead. */
export function whyNoList(value: unknown): string {
  if (isResult(value))
    return "must be a list of events, not the result of getMigrationEvents: write its property events";
  if (isEvent(value)) return "must be a list of events, not one event: write events: [event]";
  const values = isObject(value) ? Object.values(value) : [];
  if (values.length > 0 && values.every(isEvent))
    return "must be a list of events, not an object that holds them: write the events themselves, as one list";
  return `must be a list of events, not ${typeof value === "object" ? "an object" : `a ${typeof value}`}`;
}

/** Why a value in `events` cannot be an event, if it holds events. */
export function whyNoEvent(value: unknown): string | undefined {
  if (Array.isArray(value))
    return "must be an event, not a list: write the list without brackets around it, or one list with all events";

  return isResult(value)
    ? "must be an event, not the result of getMigrationEvents: write its property events, without brackets around it, or one list with all events"
    : undefined;
}

function isResult(value: unknown): boolean {
  return isObject(value) && !isEvent(value) && Array.isArray(Reflect.get(value, "events"));
}

function isEvent(value: unknown): boolean {
  return isObject(value) && "eventId" in value;
}
