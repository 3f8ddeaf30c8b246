import { invalidParameterError, notEmulated } from "../apiError";
import { isMoment, parseMoment } from "../moments";
import type { SentOrder } from "../orders";
import type { Parameters } from "../parameters";

/** Null where there is none, NaN where it is not whole milliseconds. */
function planTime(value: unknown): number | null {
  if (value === undefined || value === null || value === "") return null;
  const number = typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value;
  return isMoment(number) ? number : Number.NaN;
}

/** The UTC twin of PlanTime that the schema names and nobody describes. */
function planUtcTime(value: unknown): number | null {
  if (value === undefined || value === null || value === "") return null;
  return typeof value === "string" && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(value)
    ? (parseMoment(value) ?? Number.NaN)
    : Number.NaN;
}

/** The time of an order, and the field that it came from. */
function plannedTime(fields: Readonly<Record<string, unknown>>): Pick<SentOrder, "planTime" | "timeField"> {
  const time = planTime(fields["PlanTime"]);
  const utc = planUtcTime(fields["PlanUtcTime"]);
  if (utc === null || Number.isNaN(time)) return { planTime: time, timeField: "PlanTime" };
  if (time === null || Number.isNaN(utc)) return { planTime: utc, timeField: "PlanUtcTime" };
  if (Math.floor(time / 1_000) * 1_000 !== utc)
    throw notEmulated("PlanTime and PlanUtcTime differ, and ENS does not document which one counts.");
  return { planTime: time, timeField: "PlanTime" };
}

/**
 * Null where there is none. What is not text is judged, never dropped: an order without its data policy or its
 * password is another order.
 */
function textOf(value: unknown): string | null {
  if (value === undefined || value === null || value === "") return null;
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : "[not text]";
}

/** One order from its wire names, whichever form they came in. */
export function sentOrder(fields: Readonly<Record<string, unknown>>): SentOrder {
  return {
    eventId: textOf(fields["EventId"]) ?? "",
    resourceId: textOf(fields["ResourceId"]) ?? "",
    opsType: textOf(fields["OpsType"]),
    ...plannedTime(fields),
    dataPolicy: textOf(fields["DataPolicy"]),
    password: textOf(fields["Password"]),
  };
}

/** The orders of a batch: `EventInfos` as JSON text, or as `EventInfos.N.Field`. */
export function sentOrders(parameters: Parameters): SentOrder[] {
  const json = parameters.get("EventInfos");
  const entries = json === undefined ? (parameters.records("EventInfos") ?? []) : parseList(json);
  return entries.map((entry) => {
    if (typeof entry !== "object" || entry === null || Array.isArray(entry))
      throw invalidParameterError("EventInfos");
    return sentOrder(entry as Record<string, unknown>);
  });
}

function parseList(json: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(json);
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
