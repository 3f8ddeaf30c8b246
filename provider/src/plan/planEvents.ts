import { type CheckFailure, type EventContext, type EventInput, notesOf, parseEvent } from "./input/event";
import { formatPlanned } from "./lines/planned";
import type { PlannedMigration } from "./model/planned";
import type * as Timing from "./schedule/timing";
import { firstOf } from "./state/summary";
import { basisOf, markPlanTime } from "./model/terms";
import { containsUnknown, isUnknown, UNKNOWN } from "./input/unknown";

type Inputs = Readonly<Record<string, unknown>>;
type Fault = (failure: CheckFailure) => void;

/** What `events` come to. */
export interface Resolved {
  /** One line an event, by event id, or by its place in `events` while a preview does not know even that. */
  planned: Record<string, string>;
  /** The lines, read; `undefined` while a preview does not know enough of some events. */
  migrations: PlannedMigration[] | undefined;
  /** For the person who reads the preview. */
  notices: string[];
}

/** Resolves `events` into `planned`. An event that a preview does not know enough of is planned as unknown. */
export function planEvents(
  events: readonly unknown[],
  olds: Inputs,
  inputs: Inputs,
  now: number,
  fault: Fault,
): Resolved {
  const planned: Record<string, string> = {};
  const migrations: PlannedMigration[] = [];
  let unknowns = 0;
  const unknown = (key: string): void => {
    planned[key] = UNKNOWN;
    unknowns += 1;
  };
  const enter = (migration: PlannedMigration, text = formatPlanned(migration)): void => {
    planned[migration.eventId] = text;
    migrations.push(migration);
  };

  const stack = stackOf(inputs);
  const judged = judge(events, contextOf(olds, inputs, now), fault, unknown);
  if (inputs["schedule"] !== undefined || judged.some(({ when }) => when === "schedule")) {
    const { timeEvents } = timing();
    const everythingKnown = judged.length === events.length && !containsUnknown(inputs["schedule"]);
    const request = { stack, judged, olds, schedule: inputs["schedule"], now, everythingKnown, fault };
    for (const [eventId, line] of timeEvents(request)) {
      if (line === "unknown") unknown(eventId);
      else enter(line.migration, line.text);
    }
  }
  for (const event of judged) {
    if (event.when !== "schedule") enter(plan(stack, event, event.when));
  }
  return { planned, migrations: unknowns > 0 ? undefined : migrations, notices: sharedInstances(judged) };
}

/** Two orders for one instance would race, so `up` sends neither: which of the events counts is for the user to say. */
function sharedInstances(judged: readonly EventInput[]): string[] {
  const byInstance = new Map<string, string[]>();
  for (const { eventId, resourceId } of judged) {
    const events = byInstance.get(resourceId);
    if (events) events.push(eventId);
    else byInstance.set(resourceId, [eventId]);
  }
  return [...byInstance]
    .filter(([, eventIds]) => eventIds.length > 1)
    .map(
      ([resourceId, eventIds]) =>
        `${resourceId} has ${eventIds.length} events in this plan, ${eventIds.sort().join(" and ")}; \`up\` sends no order for any of ` +
        `them while more than one is open. Keep one: events.filter(({ eventId }) => eventId !== "${eventIds.at(-1) ?? ""}")`,
    );
}

/** Whose orders they will be: `project/stack`. */
function stackOf(inputs: Inputs): string {
  const { stack } = inputs;
  return typeof stack === "string" ? stack : "";
}

function plan(
  stack: string,
  event: EventInput,
  when: Exclude<EventInput["when"], "schedule">,
): PlannedMigration {
  const { eventId, resourceId, dataPolicy, group } = event;
  return {
    eventId,
    resourceId,
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
    notes: notesOf(event),
    basis: basisOf(resourceId, dataPolicy, when === "immediate" ? when : when.at),
  };
}

/** Judges events one by one and against each other. */
function judge(
  events: readonly unknown[],
  context: EventContext,
  fault: Fault,
  unknown: (key: string) => void,
): EventInput[] {
  const judged: EventInput[] = [];
  const eventIds = new Map<string, string>();
  const withoutDataPolicy: string[] = [];
  const inheritsUnknown = isUnknown(context.dataPolicy) || isUnknown(context.acknowledgeDataLoss);

  events.forEach((value, index) => {
    const path = `events[${index}]`;
    if (containsUnknown(value) || inheritsUnknown) {
      unknown(knownId(value) ?? path);
      return;
    }
    const event = parseEvent(value, path, context, fault, () => withoutDataPolicy.push(path));
    if (!event) return;
    const { eventId } = event;
    const twin = eventIds.get(eventId);
    if (twin !== undefined) fault({ property: `${path}.eventId`, reason: `${eventId} is also ${twin}` });
    eventIds.set(eventId, path);
    judged.push(event);
  });
  if (withoutDataPolicy.length > 0)
    fault({ property: "dataPolicy", reason: missingDataPolicy(withoutDataPolicy) });
  return judged;
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

function missingDataPolicy(paths: readonly string[]): string {
  return (
    `is required, on the plan or on each event: ${firstOf(paths, 5)} ${paths.length === 1 ? "has" : "have"} none. ` +
    "Write force_transfer, try_transfer or abandon; left out, ENS would abandon local data"
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
