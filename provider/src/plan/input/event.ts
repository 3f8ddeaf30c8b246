import { DATA_POLICIES, type DataPolicy } from "../../api/ens";
import { formatInstant, type Instant, parseInstant } from "../model/instant";
import { nearest } from "./nearest";
import { isUnknown } from "./unknown";

/** One fault in the inputs, at its property path: `events[3].planTime`. */
export interface CheckFailure {
  property: string;
  reason: string;
}

/** An event as the user wrote it, judged. */
export interface EventInput {
  /** Where the user wrote it: `events[3]`. */
  path: string;
  eventId: string;
  resourceId: string;
  dataPolicy: DataPolicy;
  /** When to move it; `schedule` leaves that to the plan's schedule. */
  when: "immediate" | "schedule" | Instant;
  group?: string;
  priority?: number;
  /** Unix milliseconds. */
  deadline?: number;
  passwordGiven: boolean;
}

/** What an event inherits from its plan, and what it is judged against. */
export interface EventContext {
  dataPolicy: unknown;
  acknowledgeDataLoss: unknown;
  /** Whether the plan has a schedule that times events without a `planTime`. */
  hasSchedule: boolean;
  /** Unix milliseconds. */
  now: number;
  /** A time that has passed is a fault only before anything was ordered: later the orders decide. */
  firstCreation: boolean;
  /** The password given for an event, or `UNKNOWN` while a preview cannot tell. Not judged yet. */
  password: (eventId: string) => unknown;
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

/**
 * Judges one event; every fault is reported, and the event is returned only if there is none. An event without a data
 * policy, its own or the plan's, is told apart, since the mending is one line for all of them.
 */
export function parseEvent(
  value: unknown,
  path: string,
  context: EventContext,
  fault: (failure: CheckFailure) => void,
  withoutDataPolicy: () => void,
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
  if (dataPolicy === "missing") withoutDataPolicy();
  const instant = event["planTime"] === undefined ? undefined : parseInstant(event["planTime"]);
  const planTime = instant && ("fault" in instant ? at("planTime", instant.fault) : instant);
  const opsType = parseOpsType(event["opsType"], instant !== undefined || context.hasSchedule, at);
  if (opsType === "scheduled" && instant === undefined && !context.hasSchedule) {
    at("planTime", "is required with opsType scheduled, unless the plan has a schedule");
  }
  if (opsType === "immediate" && instant !== undefined) {
    at("planTime", "goes only with opsType scheduled; an immediate migration starts at once");
  }
  const limit = event["deadline"] === undefined ? undefined : parseInstant(event["deadline"]);
  const deadline = limit && ("fault" in limit ? at("deadline", limit.fault) : limit.at);
  if (planTime) judgePlanTime(planTime, deadline, context, at);
  const group = parseGroup(event["group"], at);
  const priority = parsePriority(event["priority"], at);
  // The event itself only says that there is a password; the password comes apart from it, as a secret.
  const password = event["password"] && eventId ? (context.password(eventId) ?? null) : undefined;
  if (password !== undefined) judgePassword(password, opsType, at);

  if (faults > 0 || !eventId || !resourceId || !dataPolicy || dataPolicy === "missing" || !opsType)
    return undefined;
  return {
    path,
    eventId,
    resourceId,
    dataPolicy,
    when: opsType === "immediate" ? opsType : (planTime ?? "schedule"),
    ...(group !== undefined && { group }),
    ...(priority !== undefined && { priority }),
    ...(deadline !== undefined && { deadline }),
    passwordGiven: password !== undefined,
  };
}

/** What an order brings with it besides the move. */
export function notesOf({ dataPolicy, passwordGiven }: EventInput): string[] {
  return [
    ...(dataPolicy === "abandon" ? ["local data is lost"] : []),
    passwordGiven ? "password given" : "random password",
  ];
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

function parseGroup(value: unknown, at: At): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === "string" && /^[^|\p{Cc}]{1,128}$/u.test(value)) return value;
  return at("group", "must be a name of 1 to 128 characters, without | and line breaks");
}

function parsePriority(value: unknown, at: At): number | undefined {
  if (value === undefined || (typeof value === "number" && Number.isFinite(value))) return value;
  return at("priority", "must be a number; lower goes first");
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

function parseOpsType(value: unknown, hasTime: boolean, at: At): "immediate" | "scheduled" | undefined {
  if (value === "immediate" || value === "scheduled") return value;
  if (value !== undefined) return at("opsType", "must be immediate or scheduled");
  if (hasTime) return "scheduled";
  return at(
    "planTime",
    'is required, unless the plan has a schedule; to move the instance at once, write opsType: "immediate"',
  );
}

function judgePlanTime(
  planTime: Instant,
  deadline: number | undefined,
  { now, firstCreation }: EventContext,
  at: At,
): void {
  if (planTime.at <= now && firstCreation) {
    at("planTime", `${formatInstant(planTime.at)} has passed (it is ${formatInstant(now)})`);
  } else if (planTime.at > now + YEAR) {
    at("planTime", `${formatInstant(planTime.at)} is more than a year away; are these microseconds?`);
  }
  if (deadline !== undefined && planTime.at > deadline) {
    at("planTime", `${formatInstant(planTime.at)} is after the event's deadline ${formatInstant(deadline)}`);
  }
}

/** The rule of the API page; an older page also asked for special characters, the newer one and its example do not. */
function judgePassword(password: unknown, opsType: string | undefined, at: At): void {
  if (opsType === "scheduled") {
    at(
      "password",
      "is not allowed with opsType scheduled: ENS takes a password only for immediate migrations",
    );
    return;
  }
  if (password === null) {
    at(
      "password",
      'is undefined, or ignoreChanges names "passwords"; without one ENS makes a random password',
    );
    return;
  }
  if (
    isUnknown(password) ||
    (typeof password === "string" && /^.{8,30}$/su.test(password) && hasAllKinds(password))
  )
    return;
  at(
    "password",
    "must have 8 to 30 characters, among them an upper-case letter, a lower-case letter and a digit",
  );
}

function hasAllKinds(password: string): boolean {
  return [/[A-Z]/, /[a-z]/, /\d/].every((kind) => kind.test(password));
}
