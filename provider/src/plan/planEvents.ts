import { containsUnknown, isUnknown, UNKNOWN } from "../api/unknown";
import { type EventContext, type EventInput, parseEvent } from "./input/event";
import { type CheckFailure, Failures } from "./input/failures";
import { formatInstance } from "./lines/instance";
import { formatPlanned } from "./lines/planned";
import type { PlannedMigration } from "./model/planned";
import { basisOf, markPlanTime } from "./model/terms";
import { firstOf } from "./model/words";
import type * as Timing from "./schedule/timing";
import { eventName } from "./written";

type Inputs = Readonly<Record<string, unknown>>;

/** What is planned for `events`. */
interface PlannedEvents {
  /** One line an event, by event id, or by its place in `events` while a preview does not know even that. */
  planned: Record<string, string>;
  /** The lines, read. */
  migrations: PlannedMigration[];
  /** How many events a preview does not know enough of. */
  unknown: number;
  failures: CheckFailure[];
  /** For the person who reads the preview. */
  notices: string[];
}

/** Resolves `events` into `planned`. An event that a preview does not know enough of is planned as unknown. */
export function planEvents(
  given: readonly unknown[],
  olds: Inputs,
  inputs: Inputs,
  now: number,
): PlannedEvents {
  const { events, unknown, failures } = readEvents(given, contextOf(olds, inputs, now));
  const { schedule } = inputs;
  const stack = typeof inputs["stack"] === "string" ? inputs["stack"] : "";
  const planned: Record<string, string> = {};
  const migrations: PlannedMigration[] = [];
  const enter = (migration: PlannedMigration, text = formatPlanned(migration)): void => {
    planned[migration.eventId] = text;
    migrations.push(migration);
  };

  if (schedule !== undefined) {
    const allKnown = events.length === given.length;
    const timed = timing().timeEvents({ stack, events, allKnown, schedule, olds, now });
    for (const { migration, text } of timed.lines.values()) enter(migration, text);
    unknown.push(...timed.unknown);
    failures.push(...timed.failures);
  }
  for (const event of events) if (event.when !== "schedule") enter(plan(stack, event, event.when));
  for (const key of unknown) planned[key] = UNKNOWN;
  return {
    planned,
    migrations,
    unknown: unknown.length,
    failures,
    notices: sharedInstances(events),
  };
}

/** Two orders for one instance would race, so `up` sends neither: which of the events counts is for the user to say. */
function sharedInstances(events: readonly EventInput[]): string[] {
  const byInstance = new Map<string, string[]>();
  for (const { eventId, resourceId } of events) {
    const eventIds = byInstance.get(resourceId);
    if (eventIds) eventIds.push(eventId);
    else byInstance.set(resourceId, [eventId]);
  }
  const names = new Map(events.map((event) => [event.resourceId, formatInstance(event)]));
  return [...byInstance]
    .filter(([, eventIds]) => eventIds.length > 1)
    .map(
      ([resourceId, eventIds]) =>
        `${names.get(resourceId)} has ${eventIds.length} events in this plan, ${eventIds.sort().join(" and ")}. \`up\` sends no order ` +
        `for any of them while more than one is open. Keep one: remove ${eventIds.at(-1)} from the plan`,
    );
}

function plan(
  stack: string,
  event: EventInput,
  when: Exclude<EventInput["when"], "schedule">,
): PlannedMigration {
  const { eventId, resourceId, instanceName, dataPolicy, group, password } = event;
  return {
    eventId,
    resourceId,
    ...(instanceName !== undefined && { instanceName }),
    ...(group !== undefined && { group }),
    ...(when === "immediate"
      ? { terms: { opsType: "immediate", dataPolicy } }
      : {
          terms: {
            opsType: "scheduled",
            dataPolicy,
            planTime: markPlanTime(stack, eventId, when.at, dataPolicy),
          },
          ...(when.local !== undefined && { local: when.local }),
        }),
    password,
    basis: basisOf(resourceId, dataPolicy, when === "immediate" ? when : when.at),
  };
}

/** Reads events one by one, and sees whether each is there once. */
function readEvents(
  given: readonly unknown[],
  context: EventContext,
): { events: EventInput[]; unknown: string[]; failures: CheckFailure[] } {
  const events: EventInput[] = [];
  const unknown: string[] = [];
  const failures = new Failures();
  const places = new Map<string, string>();
  const withoutDataPolicy: [path: string, event: unknown][] = [];
  const inheritsUnknown = isUnknown(context.dataPolicy) || isUnknown(context.acknowledgeDataLoss);

  given.forEach((value, index) => {
    const path = `events[${index}]`;
    if (containsUnknown(value) || inheritsUnknown) {
      unknown.push(knownId(value) ?? path);
      return;
    }
    const read = parseEvent(value, path, context);
    if ("failures" in read) {
      failures.list.push(...read.failures);
      if (read.lacksDataPolicy) withoutDataPolicy.push([path, value]);
      return;
    }
    const { eventId } = read.value;
    const twin = places.get(eventId);
    if (twin !== undefined)
      failures.addPlain(`${path}.eventId`, `is listed twice, at ${twin} and ${path}: remove one`);
    places.set(eventId, path);
    events.push(read.value);
  });
  // A wrong one on the plan is a failure already.
  if (withoutDataPolicy.length > 0 && context.dataPolicy === undefined) {
    const reasonFor = (secret: boolean): string =>
      missingDataPolicy(
        withoutDataPolicy.map(([path, event]) =>
          [path, eventName(event, { secret })].filter(Boolean).join(" of "),
        ),
      );
    failures.add("dataPolicy", reasonFor(false), { plain: reasonFor(true) });
  }
  return { events, unknown, failures: failures.list };
}

function contextOf(olds: Inputs, inputs: Inputs, now: number): EventContext {
  const passwords = inputs["passwords"];
  return {
    dataPolicy: inputs["dataPolicy"],
    acknowledgeDataLoss: inputs["acknowledgeDataLoss"],
    hasSchedule: inputs["schedule"] !== undefined,
    now,
    firstCreation: olds["planned"] === undefined,
    password: (eventId) =>
      isUnknown(passwords) ? UNKNOWN : (passwords as Record<string, unknown> | undefined)?.[eventId],
  };
}

function missingDataPolicy(events: readonly string[]): string {
  return (
    `is required, on the plan or on each event: ${firstOf(events, 5)} ${events.length === 1 ? "has" : "have"} no data policy. ` +
    "Write force_transfer, try_transfer or abandon; without one, ENS would abandon local data"
  );
}

function knownId(value: unknown): string | undefined {
  const eventId = typeof value === "object" && value !== null ? (value as Inputs)["eventId"] : undefined;
  return typeof eventId === "string" && !isUnknown(eventId) ? eventId : undefined;
}

/** Brings the time zone and cron libraries, so only plans with a schedule load it. */
function timing(): typeof Timing {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- `import()` cannot load it at once.
  return require("./schedule/timing") as typeof Timing;
}
