import { isDeepStrictEqual } from "node:util";
import { isLine, parsePlanned } from "@pulumi-ens/provider/plan";
import type { Properties } from "./values";

/** What has changed at a property's path, such as `planned["e-1"]` or `schedule.windows[0].startTime`. */
export interface Detail {
  path: string;
  kind: "add" | "delete" | "update";
  of: "inputs" | "outputs";
}

/** These change nothing by themselves, or follow from others. Only an import leaves `events` in the state. */
const SILENT = ["planned", "passwords", "secret", "unquoted", "elsewhere", "events"];

/**
 * What an update is about: events that come, leave or are to be ordered otherwise, and options that differ. A planned line that only
 * reads otherwise, as after a change of the instance's name, is not one.
 */
export function detailsOf(
  olds: Properties,
  news: Properties,
  { ordered, secret }: { ordered: ReadonlySet<string>; secret: boolean },
): Detail[] {
  const events = ofEvents(olds["planned"], news["planned"], ordered);
  const planned = secret ? withoutEvents(events) : events;
  const names = new Set([...Object.keys(olds), ...Object.keys(news)]);
  const options = [...names]
    .filter((name) => !SILENT.includes(name) && !name.startsWith("__"))
    .flatMap((name) => differences(olds[name], news[name], name));
  return [...planned, ...options];
}

function ofEvents(olds: unknown, news: unknown, ordered: ReadonlySet<string>): Detail[] {
  // While a preview knows none of the events, it is a text.
  if (!isObject(olds) || !isObject(news)) return differences(olds, news, "planned");
  const come = Object.keys(news).flatMap((eventId): Detail[] => {
    const path = `planned["${eventId}"]`;
    if (!Object.hasOwn(olds, eventId)) return [{ path, kind: "add", of: "inputs" }];
    if (!isSame(eventId, olds[eventId], news[eventId])) return [{ path, kind: "update", of: "inputs" }];
    // The program is as it was, as when an order is sent again: no reason for `replaceOnChanges` to replace the plan.
    return ordered.has(eventId) ? [{ path: `migrations["${eventId}"]`, kind: "update", of: "outputs" }] : [];
  });
  const leave = Object.keys(olds).filter((eventId) => !Object.hasOwn(news, eventId));
  return [
    ...come,
    ...leave.map((eventId): Detail => ({ path: `planned["${eventId}"]`, kind: "delete", of: "inputs" })),
  ];
}

function withoutEvents(details: readonly Detail[]): Detail[] {
  const named = details.map(({ path, of }): [string, Detail] => {
    const root = path.replace(/\[.*/, "");
    return [root, { path: root, kind: "update", of }];
  });
  return [...new Map(named).values()];
}

/** Whether two lines order the same. One that cannot be read, as while a preview does not know it, is like itself alone. */
function isSame(eventId: string, line: unknown, other: unknown): boolean {
  if (line === other) return true;
  try {
    return (
      isLine(line) &&
      isLine(other) &&
      parsePlanned(eventId, line).basis === parsePlanned(eventId, other).basis
    );
  } catch {
    return false;
  }
}

/** Where two values differ. */
export function differences(olds: unknown, news: unknown, path: string): Detail[] {
  if (isDeepStrictEqual(olds, news)) return [];
  if (olds === undefined) return [{ path, kind: "add", of: "inputs" }];
  if (news === undefined) return [{ path, kind: "delete", of: "inputs" }];
  const isList = Array.isArray(olds);
  if (!isObject(olds) || !isObject(news) || isList !== Array.isArray(news))
    return [{ path, kind: "update", of: "inputs" }];
  return [...new Set([...Object.keys(olds), ...Object.keys(news)])].flatMap((key) =>
    differences(olds[key], news[key], isList ? `${path}[${key}]` : `${path}.${key}`),
  );
}

function isObject(value: unknown): value is Properties {
  return typeof value === "object" && value !== null;
}
