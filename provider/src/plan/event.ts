import { DATA_POLICIES, type DataPolicy } from "../ens/client";
import { formatInstant, type Instant, parseInstant } from "./instant";
import { nearest } from "./nearest";
import type { Terms } from "./terms";
import { isUnknown } from "./unknown";

/** One fault in the inputs, at its property path: `events[3].planTime`. */
export interface CheckFailure {
  property: string;
  reason: string;
}

/** An event as the user wrote it, judged. */
export interface EventInput {
  eventId: string;
  resourceId: string;
  terms: Terms;
  group?: string;
  /** The planned time as the user wrote it. */
  local?: string;
  passwordGiven: boolean;
}

/** What an event inherits from its plan, and what it is judged against. */
export interface EventContext {
  dataPolicy: unknown;
  acknowledgeDataLoss: unknown;
  /** Unix milliseconds. */
  now: number;
  /** A time that has passed is a fault only before anything was ordered: later the orders decide. */
  firstCreation: boolean;
  /** The password given for an event, or `UNKNOWN` while a preview cannot tell. */
  password: (eventId: string) => string | undefined;
  /** Called with the path of each event that has no data policy, neither its own nor the plan's. */
  withoutDataPolicy: (path: string) => void;
}

const KEYS = [
  "eventId",
  "resourceId",
  "dataPolicy",
  "opsType",
  "planTime",
  "password",
  "group",
  "priority",
  "deadline",
] as const;

/** What discovery adds to an event for people and programs to read; a plan ignores it. */
const INFORMATION: ReadonlySet<string> = new Set([
  "instanceName",
  "ensRegionId",
  "tags",
  "eventStatus",
  "eventLevel",
  "notBefore",
  "publishTime",
  "reason",
]);

export const ABANDON =
  "abandon loses the instance's local data; it also needs acknowledgeDataLoss: true on the plan";

const YEAR = 366 * 24 * 3_600_000;

/** Judges one event; every fault is reported, and the event is returned only if there is none. */
export function parseEvent(
  value: unknown,
  path: string,
  context: EventContext,
  fault: (failure: CheckFailure) => void,
): EventInput | undefined {
  let faults = 0;
  const at = (key: string, reason: string): undefined => {
    faults += 1;
    fault({ property: key ? `${path}.${key}` : path, reason });
    return undefined;
  };
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return at("", "must be an object with eventId and resourceId");
  }
  const event = value as Record<string, unknown>;
  for (const key of Object.keys(event)) {
    if (!(KEYS as readonly string[]).includes(key) && !INFORMATION.has(key)) {
      at(key, `is not a property of an event${nearest(key, KEYS)}`);
    }
  }

  const eventId = parseId(event["eventId"], "e-") ?? at("eventId", idFault(event["eventId"], "e-"));
  const resourceId =
    parseId(event["resourceId"], "i-") ?? at("resourceId", idFault(event["resourceId"], "i-"));

  const dataPolicy = parseDataPolicy(event["dataPolicy"], context, at);
  if (dataPolicy === "missing") context.withoutDataPolicy(path);
  const instant = event["planTime"] === undefined ? undefined : parseInstant(event["planTime"]);
  const planTime = instant && ("fault" in instant ? at("planTime", instant.fault) : instant);
  const opsType = parseOpsType(event["opsType"], instant !== undefined, at);
  if (opsType === "scheduled" && instant === undefined) {
    at("planTime", "is required with opsType scheduled");
  }
  if (opsType === "immediate" && instant !== undefined) {
    at("planTime", "goes only with opsType scheduled; an immediate migration starts at once");
  }
  if (planTime) judgePlanTime(planTime, event["deadline"], context, at);
  if (event["deadline"] !== undefined) {
    const deadline = parseInstant(event["deadline"]);
    if ("fault" in deadline) at("deadline", deadline.fault);
  }
  const group =
    event["group"] === undefined
      ? undefined
      : (parseGroup(event["group"]) ??
        at("group", "must be a name of 1 to 128 characters, without | and line breaks"));
  if (event["priority"] !== undefined && typeof event["priority"] !== "number")
    at("priority", "must be a number");

  // The event itself only says that there is a password; the password comes apart from it, as a secret.
  const password = event["password"] && eventId ? context.password(eventId) : undefined;
  const passwordGiven = password !== undefined;
  if (passwordGiven && opsType === "scheduled") {
    at(
      "password",
      "is not allowed with opsType scheduled: ENS takes a password only for immediate migrations",
    );
  } else if (passwordGiven && !isUnknown(password) && !isPassword(password)) {
    at(
      "password",
      "must have 8 to 30 characters, among them an upper-case letter, a lower-case letter and a digit",
    );
  }

  if (faults > 0 || !eventId || !resourceId || !dataPolicy || dataPolicy === "missing" || !opsType)
    return undefined;
  const judged = { eventId, resourceId, ...(group !== undefined && { group }), passwordGiven };
  if (opsType === "immediate") return { ...judged, terms: { opsType, dataPolicy } };
  if (!planTime) return undefined;
  return {
    ...judged,
    terms: { opsType, dataPolicy, planTime: planTime.at },
    ...(planTime.local && { local: planTime.local }),
  };
}

type At = (key: string, reason: string) => undefined;

function parseId(value: unknown, prefix: "e-" | "i-"): string | undefined {
  return typeof value === "string" &&
    value.length <= 128 &&
    value.startsWith(prefix) &&
    /^[ei]-[0-9A-Za-z-]+$/.test(value)
    ? value
    : undefined;
}

function parseGroup(value: unknown): string | undefined {
  return typeof value === "string" && /^[^|\p{Cc}]{1,128}$/u.test(value) ? value : undefined;
}

function idFault(value: unknown, prefix: "e-" | "i-"): string {
  if (value === undefined)
    return `is required: the ${prefix === "e-" ? "event's" : "instance's"} id, ${prefix}…`;
  if (typeof value === "string" && parseId(value.trim(), prefix)) return "has white space around it";
  return `must be an id of the form ${prefix}…, not ${String(JSON.stringify(value)).slice(0, 60)}`;
}

function parseDataPolicy(own: unknown, context: EventContext, at: At): DataPolicy | "missing" | undefined {
  if (own === undefined) {
    // Faults of the plan's own dataPolicy are reported once, there.
    return context.dataPolicy === undefined
      ? "missing"
      : DATA_POLICIES.find((known) => known === context.dataPolicy);
  }
  const dataPolicy = DATA_POLICIES.find((known) => known === own);
  if (!dataPolicy) return at("dataPolicy", `must be one of ${DATA_POLICIES.join(", ")}`);
  if (dataPolicy === "abandon" && context.acknowledgeDataLoss !== true) return at("dataPolicy", ABANDON);
  return dataPolicy;
}

function parseOpsType(value: unknown, hasPlanTime: boolean, at: At): "immediate" | "scheduled" | undefined {
  if (value === "immediate" || value === "scheduled") return value;
  if (value !== undefined) return at("opsType", "must be immediate or scheduled");
  if (hasPlanTime) return "scheduled";
  return at("planTime", 'is required; to move the instance at once instead, write opsType: "immediate"');
}

function judgePlanTime(
  planTime: Instant,
  deadlineValue: unknown,
  { now, firstCreation }: EventContext,
  at: At,
): void {
  if (planTime.at <= now && firstCreation) {
    at("planTime", `${formatInstant(planTime.at)} has passed (it is ${formatInstant(now)})`);
  } else if (planTime.at > now + YEAR) {
    at("planTime", `${formatInstant(planTime.at)} is more than a year away; are these microseconds?`);
  }
  const deadline = deadlineValue === undefined ? undefined : parseInstant(deadlineValue);
  if (deadline && "at" in deadline && planTime.at > deadline.at) {
    at(
      "planTime",
      `${formatInstant(planTime.at)} is after the event's deadline ${formatInstant(deadline.at)}`,
    );
  }
}

/** The rule of the API page; an older page also asked for special characters, the newer one and its example do not. */
function isPassword(password: string): boolean {
  return (
    password.length >= 8 &&
    password.length <= 30 &&
    /[A-Z]/.test(password) &&
    /[a-z]/.test(password) &&
    /\d/.test(password)
  );
}
