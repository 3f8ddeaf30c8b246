import * as v from "valibot";
import { DATA_POLICIES, type DataPolicy } from "../../api/ens";
import { field, oneOf, text } from "../../api/fields";
import { isUnknown } from "../../api/unknown";
import { YEAR } from "../model/duration";
import { formatInstant, type Instant, parseInstant } from "../model/instant";
import type { Password } from "../model/planned";
import { type CheckFailure, Failures } from "./failures";
import { readRightFields } from "./fields";
import { whyNoEvent } from "./notEvents";

/** An event as the user wrote it, read. */
export interface EventInput {
  /** Where the user wrote it: `events[3]`. */
  path: string;
  eventId: string;
  resourceId: string;
  instanceName?: string;
  dataPolicy: DataPolicy;
  /** When to move it; `schedule` leaves that to the plan's schedule. */
  when: "immediate" | "schedule" | Instant;
  group?: string;
  priority?: number;
  /** Unix milliseconds. */
  deadline?: number;
  password: Password;
}

/** What an event inherits from its plan, and what it must agree with. */
export interface EventContext {
  dataPolicy: unknown;
  acknowledgeDataLoss: unknown;
  /** Whether the plan has a schedule that times events without a `planTime`. */
  hasSchedule: boolean;
  /** Unix milliseconds. */
  now: number;
  /** Only then is a time that has passed a failure: later the orders decide. */
  firstCreation: boolean;
  /** The password given for an event, or `UNKNOWN` while a preview does not know it. Not checked yet. */
  password: (eventId: string) => unknown;
}

const instant = v.pipe(
  v.unknown(),
  v.rawTransform<unknown, Instant>(({ dataset, addIssue, NEVER }) => {
    const read = parseInstant(dataset.value);
    if ("at" in read) return read;
    addIssue({ message: read.reason });
    return NEVER;
  }),
  v.title("Unix milliseconds, or a time with an offset"),
);

/** The fields of an event. */
export const EVENT = {
  eventId: field(id("e-"), "the event's id, e-…"),
  resourceId: field(id("i-"), "the instance's id, i-…"),
  instanceName: v.optional(
    field(
      text,
      "the instance's name, for people: a changed name alone changes nothing. `getMigrationEvents` sets it",
    ),
  ),
  dataPolicy: v.optional(
    field(oneOf(DATA_POLICIES), "what happens to the instance's local data", "the plan's"),
  ),
  opsType: v.optional(
    field(
      oneOf(["immediate", "scheduled"]),
      "`immediate` moves the instance now",
      "`scheduled` if there is a `planTime` or a schedule",
    ),
  ),
  planTime: v.optional(
    field(
      instant,
      "the event's own time: windows, exclusions, waves and limits do not apply to it. It counts towards its group's limit",
    ),
  ),
  password: v.optional(
    field(
      v.pipe(v.unknown(), v.title("string, 8 to 30 characters")),
      "the instance's password after the migration, only with `immediate`: an upper-case letter, a lower-case letter and a digit",
      "ENS sets a random one",
    ),
  ),
  group: v.optional(
    field(
      text,
      "what `maxUnavailable` counts by. `getMigrationEvents` sets it: the region, or the value of the tag `groupBy`. An empty string counts as no group",
    ),
  ),
  priority: v.optional(
    field(
      v.pipe(
        v.custom<number>((value) => Number.isFinite(value), "must be a number"),
        v.title("number"),
      ),
      "lower numbers go first; equal ones go in the order given",
      "`0`",
    ),
  ),
  deadline: v.optional(
    field(
      v.pipe(
        instant,
        v.transform(({ at }) => at),
      ),
      "the last moment at which it may start",
    ),
  ),
};

/** What discovery adds to an event for people and programs to read; a plan ignores it. */
const INFORMATION: ReadonlySet<string> = new Set([
  "ensRegionId",
  "tags",
  "eventStatus",
  "eventLevel",
  "notBefore",
  "publishTime",
  "reason",
]);

/** What `abandon` does. */
export const DATA_LOSS = "loses the instance's local data";

const FIELDS = v.object(EVENT);

/**
 * An event, or what is wrong with it. `lacksDataPolicy`: it has none of its own and the plan's is missing or wrong, which is
 * one failure for all such events.
 */
type ReadEvent = { value: EventInput } | { failures: CheckFailure[]; lacksDataPolicy: boolean };

/** Reads one event: its fields, and whether those that are right agree. */
export function parseEvent(value: unknown, path: string, context: EventContext): ReadEvent {
  const failures = new Failures();
  const notEvent = whyNoEvent(value);
  if (notEvent !== undefined) {
    failures.addPlain(path, notEvent, { mayBeKey: true });
    return { failures: failures.list, lacksDataPolicy: false };
  }
  const read = readRightFields(FIELDS, value, { path, what: "an event" }, failures, INFORMATION);
  if (!read) return { failures: failures.list, lacksDataPolicy: false };
  const { right: fields, wrong } = read;
  const { eventId, resourceId, instanceName, planTime, group, priority, deadline } = fields;
  const hasTime = planTime !== undefined || wrong.has("planTime");
  const isTimed = (hasTime || context.hasSchedule) && !wrong.has("opsType");
  const opsType = fields.opsType ?? (isTimed ? "scheduled" : undefined);
  // The event itself only says that there is a password; the password comes apart from it, as a secret.
  const password = fields.password && eventId ? (context.password(eventId) ?? null) : undefined;
  if (!wrong.has("opsType")) checkOpsType(opsType, hasTime, path, context, failures);
  if (planTime)
    checkPlanTime(planTime.at, Reflect.get(value as object, "planTime"), deadline, path, context, failures);
  if (password !== undefined) checkPassword(password, opsType, path, failures);
  if (fields.dataPolicy === "abandon" && context.acknowledgeDataLoss !== true) {
    failures.addPlain(
      `${path}.dataPolicy`,
      `${DATA_LOSS}: it also needs acknowledgeDataLoss: true on the plan`,
    );
  }

  const dataPolicy = fields.dataPolicy ?? DATA_POLICIES.find((known) => known === context.dataPolicy);
  if (failures.list.length > 0 || !eventId || !resourceId || !dataPolicy || !opsType)
    return { failures: failures.list, lacksDataPolicy: !dataPolicy && !wrong.has("dataPolicy") };
  return {
    value: {
      path,
      eventId,
      resourceId,
      ...(instanceName && { instanceName }),
      dataPolicy,
      when: opsType === "immediate" ? opsType : (planTime ?? "schedule"),
      ...(group && { group }),
      ...(priority !== undefined && { priority }),
      ...(deadline !== undefined && { deadline }),
      password: password === undefined ? "random" : "given",
    },
  };
}

type Prefix = "e-" | "i-";

/** Whether it has the form of an id of an event, or of an instance. */
export function isId(value: unknown, prefix: Prefix): value is string {
  return (
    typeof value === "string" &&
    value.length <= 128 &&
    value.startsWith(prefix) &&
    /^[ei]-[0-9A-Za-z-]+$/.test(value)
  );
}

function id(prefix: Prefix) {
  return v.pipe(
    v.custom<string>(
      (value) => isId(value, prefix),
      ({ input }) =>
        typeof input === "string" && isId(input.trim(), prefix)
          ? "has white space around it"
          : `must be an id of the form ${prefix}…`,
    ),
    v.title(`\`${prefix}…\``),
  );
}

function checkOpsType(
  opsType: "immediate" | "scheduled" | undefined,
  hasTime: boolean,
  path: string,
  { hasSchedule }: EventContext,
  failures: Failures,
): void {
  const refuse = (reason: string): void =>
    failures.add(`${path}.planTime`, reason, {
      plain: "does not agree with opsType and the plan's schedule",
    });
  if (opsType === undefined) {
    failures.addPlain(
      `${path}.planTime`,
      'is required unless the plan has a schedule; to move the instance now, write opsType: "immediate"',
    );
  } else if (opsType === "scheduled" && !hasTime && !hasSchedule) {
    refuse('is required with opsType: "scheduled" unless the plan has a schedule');
  } else if (opsType === "immediate" && hasTime) {
    refuse('goes only with opsType: "scheduled"; an immediate migration starts now');
  }
}

function checkPlanTime(
  at: number,
  written: unknown,
  deadline: number | undefined,
  path: string,
  { now, firstCreation }: EventContext,
  failures: Failures,
): void {
  const inUtc = formatInstant(at) === written ? "" : `(${formatInstant(at)}) `;
  const refuse = (reason: string, plain: string): void => failures.add(`${path}.planTime`, reason, { plain });
  if (at <= now && firstCreation) refuse(`${inUtc}has passed: it is ${formatInstant(now)}`, "has passed");
  else if (at > now + YEAR) refuse(`${inUtc}is more than 366 days ahead`, "is more than 366 days ahead");
  if (deadline !== undefined && at > deadline) {
    refuse(
      `${inUtc}is after the event's deadline ${formatInstant(deadline)}`,
      "is after the event's deadline",
    );
  }
}

/** The rule of the API page; an older page also asked for special characters, the newer one and its example do not. */
function checkPassword(
  password: unknown,
  opsType: "immediate" | "scheduled" | undefined,
  path: string,
  failures: Failures,
): void {
  const refuse = (reason: string): void => failures.addPlain(`${path}.password`, reason);
  if (opsType === "scheduled")
    refuse('is not allowed with opsType: "scheduled": ENS accepts a password only for immediate migrations');
  else if (password === null)
    refuse('is undefined, or ignoreChanges names "passwords"; without a password ENS sets a random one');
  else if (!isUnknown(password) && !isPassword(password))
    refuse("must have 8 to 30 characters, among them an upper-case letter, a lower-case letter and a digit");
}

function isPassword(password: unknown): boolean {
  return (
    typeof password === "string" &&
    [/^.{8,30}$/su, /[A-Z]/, /[a-z]/, /\d/].every((rule) => rule.test(password))
  );
}
