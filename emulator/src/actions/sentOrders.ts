import { invalidParameterError } from "../apiError";
import { isMoment, parseMoment } from "../moments";
import type { SentOrder } from "../orders";
import type { Parameters } from "../parameters";

/** The UTC twin of PlanTime that the schema names and nobody describes; taken when PlanTime is absent. */
function planUtcTime(value: unknown): number | null {
  if (value === undefined || value === null || value === "") return null;
  return typeof value === "string" && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(value)
    ? (parseMoment(value) ?? Number.NaN)
    : Number.NaN;
}

function planTime(fields: Readonly<Record<string, unknown>>): number | null {
  const value = fields["PlanTime"];
  if (value === undefined || value === null || value === "") return planUtcTime(fields["PlanUtcTime"]);
  const number = typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value;
  return isMoment(number) ? number : Number.NaN;
}

function textOf(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

/** One order from its wire names, whichever form they came in. */
export function sentOrder(fields: Readonly<Record<string, unknown>>): SentOrder {
  return {
    eventId: textOf(fields["EventId"]) ?? "",
    resourceId: textOf(fields["ResourceId"]) ?? "",
    opsType: textOf(fields["OpsType"]),
    planTime: planTime(fields),
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
