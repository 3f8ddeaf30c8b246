import * as v from "valibot";
import { ABANDON, type CheckFailure, type EventContext, type EventInput, parseEvent } from "./event";
import { nearest } from "./nearest";
import { OPTION_SCHEMAS } from "./options";
import { formatPlanned, parsePlanned, type PlannedMigration } from "./planned";
import { basisOf, markPlanTime } from "./terms";
import { containsUnknown, isUnknown, UNKNOWN } from "./unknown";

type Inputs = Record<string, unknown>;

const INPUTS: readonly string[] = ["events", "passwords", "planned", ...Object.keys(OPTION_SCHEMAS)];

/**
 * Judges the inputs and resolves `events` into `planned`, one readable line an event, keyed by event id: what a preview
 * shows, a policy judges and an order follows. `events` themselves end here: state keeps what they were resolved to.
 *
 * An element of `events` is the event as JSON text, or the event itself while parts of it are unknown; passwords come
 * apart from the events, as `passwords[eventId]`, so that nothing else need be secret.
 *
 * Where `events` is absent, what is planned stays planned: that is how an import and `ignoreChanges: ["events"]` arrive.
 */
export function check(olds: Inputs, news: Inputs, now: number): { inputs: Inputs; failures: CheckFailure[] } {
  const failures: CheckFailure[] = [];
  const fault = (failure: CheckFailure): void => void failures.push(failure);

  const { events, ...inputs } = news;
  checkOptions(inputs, fault);
  checkDataLoss(inputs, fault);

  if (events === undefined) {
    const planned = inputs["planned"] ?? olds["planned"];
    if (planned === undefined)
      fault({ property: "events", reason: "is required; a plan without events is events: []" });
    else inputs["planned"] = checkPlanned(planned, fault);
  } else if (isUnknown(events)) {
    inputs["planned"] = UNKNOWN;
  } else if (!Array.isArray(events)) {
    fault({ property: "events", reason: "must be an array" });
  } else {
    inputs["planned"] = resolve(events, olds, inputs, now, fault);
  }
  return failures.length > 0 ? { inputs: news, failures } : { inputs, failures };
}

function checkOptions(inputs: Inputs, fault: (failure: CheckFailure) => void): void {
  for (const [key, value] of Object.entries(inputs)) {
    if (key.startsWith("__") || value === undefined || containsUnknown(value)) continue;
    if (!INPUTS.includes(key)) {
      fault({ property: key, reason: `is not a property of a MigrationPlan${nearest(key, INPUTS)}` });
      continue;
    }
    if (!(key in OPTION_SCHEMAS)) continue;
    const result = v.safeParse(OPTION_SCHEMAS[key as keyof typeof OPTION_SCHEMAS] as v.GenericSchema, value);
    for (const issue of result.issues ?? []) {
      const path = issue.path?.map((item) => `.${String(item.key)}`).join("") ?? "";
      fault({ property: key + path, reason: issue.message });
    }
  }
}

function checkDataLoss(
  { dataPolicy, acknowledgeDataLoss }: Inputs,
  fault: (failure: CheckFailure) => void,
): void {
  if (dataPolicy === "abandon" && acknowledgeDataLoss !== true && !isUnknown(acknowledgeDataLoss)) {
    fault({ property: "acknowledgeDataLoss", reason: `dataPolicy ${ABANDON}` });
  }
}

function checkPlanned(planned: unknown, fault: (failure: CheckFailure) => void): unknown {
  if (containsUnknown(planned)) return planned;
  for (const [eventId, line] of Object.entries((planned ?? {}) as Record<string, unknown>)) {
    try {
      parsePlanned(eventId, String(line));
    } catch (error) {
      fault({
        property: `planned["${eventId}"]`,
        reason: error instanceof Error ? error.message : "is unreadable",
      });
    }
  }
  return planned;
}

function resolve(
  events: readonly unknown[],
  olds: Inputs,
  inputs: Inputs,
  now: number,
  fault: (failure: CheckFailure) => void,
): Record<string, string> {
  const planned: Record<string, string> = {};
  const eventIds = new Map<string, number>();
  const resourceIds = new Map<string, number>();
  const withoutDataPolicy: string[] = [];
  const context = contextOf(olds, inputs, now, (path) => void withoutDataPolicy.push(path));

  events.forEach((element, index) => {
    const path = `events[${index}]`;
    const value = typeof element === "string" && !isUnknown(element) ? parseJson(element) : element;
    // Not known yet, or judged against something not known yet: in a preview it has no line of its own.
    if (containsUnknown(value) || isUnknown(context.dataPolicy) || isUnknown(context.acknowledgeDataLoss)) {
      planned[knownId(value) ?? path] = UNKNOWN;
      return;
    }
    const event = parseEvent(value, path, context, fault);
    if (!event) return;
    const twin = eventIds.get(event.eventId);
    if (twin !== undefined) {
      fault({ property: `${path}.eventId`, reason: `${event.eventId} is also events[${twin}]` });
      return;
    }
    eventIds.set(event.eventId, index);
    const sibling = resourceIds.get(event.resourceId);
    if (sibling !== undefined) {
      fault({
        property: `${path}.resourceId`,
        reason: `${event.resourceId} is also in events[${sibling}]; two orders for one instance would race`,
      });
      return;
    }
    resourceIds.set(event.resourceId, index);
    planned[event.eventId] = formatPlanned(plan(event));
  });
  if (withoutDataPolicy.length > 0)
    fault({ property: "dataPolicy", reason: missingDataPolicy(withoutDataPolicy) });
  return planned;
}

function missingDataPolicy(paths: readonly string[]): string {
  const named = paths.slice(0, 5).join(", ") + (paths.length > 5 ? ` and ${paths.length - 5} more` : "");
  return (
    `is required, on the plan or on each event: ${named} ${paths.length === 1 ? "has" : "have"} none. ` +
    "Write force_transfer, try_transfer or abandon; left out, ENS would abandon local data"
  );
}

function contextOf(
  olds: Inputs,
  inputs: Inputs,
  now: number,
  withoutDataPolicy: EventContext["withoutDataPolicy"],
): EventContext {
  const passwords = inputs["passwords"];
  return {
    dataPolicy: inputs["dataPolicy"],
    acknowledgeDataLoss: inputs["acknowledgeDataLoss"],
    now,
    firstCreation: olds["planned"] === undefined,
    password: (eventId) =>
      isUnknown(passwords) ? UNKNOWN : (passwords as Record<string, string> | undefined)?.[eventId],
    withoutDataPolicy,
  };
}

function plan(event: EventInput): PlannedMigration {
  const { eventId, resourceId, terms, group, local } = event;
  return {
    eventId,
    resourceId,
    terms:
      terms.opsType === "scheduled"
        ? { ...terms, planTime: markPlanTime(eventId, terms.planTime, terms.dataPolicy) }
        : terms,
    ...(group !== undefined && { group }),
    ...(local && { local }),
    notes: [
      ...(terms.dataPolicy === "abandon" ? ["local data is lost"] : []),
      event.passwordGiven ? "password given" : "random password",
    ],
    basis: basisOf(resourceId, terms),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function knownId(value: unknown): string | undefined {
  const eventId = typeof value === "object" && value !== null ? (value as Inputs)["eventId"] : undefined;
  return typeof eventId === "string" && !isUnknown(eventId) ? eventId : undefined;
}
