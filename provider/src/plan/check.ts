import { isDeepStrictEqual } from "node:util";
import * as v from "valibot";
import { ABANDON, type CheckFailure } from "./input/event";
import { parseDuration } from "./model/duration";
import { formatInstant } from "./model/instant";
import { nearest } from "./input/nearest";
import { OPTION_SCHEMAS } from "./input/options";
import type { PlannedMigration } from "./model/planned";
import { parsePlanned } from "./lines/planned";
import { planEvents } from "./planEvents";
import { firstOf, wavesOf } from "./state/summary";
import { containsUnknown, isUnknown, UNKNOWN } from "./input/unknown";

type Inputs = Record<string, unknown>;

const INPUTS: readonly string[] = [
  "events",
  "elsewhere",
  "passwords",
  "planned",
  "schedule",
  "plannedWaves",
  ...Object.keys(OPTION_SCHEMAS),
];

const TAKE_OUT = 'take "events" out of ignoreChanges';

export interface Checked {
  inputs: Inputs;
  failures: CheckFailure[];
  /** For the person who reads the preview. */
  notices: string[];
}

/**
 * Judges the inputs and resolves `events` into `planned`, one readable line an event, keyed by event id: what a preview
 * shows, a policy judges and an order follows. `events` themselves end here: state keeps what they were resolved to.
 *
 * `events` is one JSON text, or while some are unknown an array, each element the event as JSON text or the event itself;
 * passwords come apart from the events, as `passwords[eventId]`, so that nothing else need be secret.
 *
 * `elsewhere` are the events of the program's other plans; of these stay the ones that this plan had until they moved.
 *
 * Where `events` is absent, what is planned stays planned: that is how an import and `ignoreChanges: ["events"]` arrive. A change
 * that would need the events to be planned anew is a fault then, so that it is not dropped in silence.
 */
export function check(olds: Inputs, news: Inputs, now: number): Checked {
  const notices: string[] = [];
  const failures: CheckFailure[] = [];
  const fault = (failure: CheckFailure): void => void failures.push(failure);

  const { events: given, ...inputs } = news;
  const elsewhere = parseJson(inputs["elsewhere"]);
  const events: unknown = Array.isArray(given) ? given.map(parseJson) : parseJson(given);
  // Events that arrive as a whole may hold passwords or not; none is nothing to keep secret.
  if (isEmpty(inputs["passwords"])) delete inputs["passwords"];
  checkOptions(inputs, fault);
  checkDataLoss(inputs, fault);

  const kept = inputs["planned"] ?? olds["planned"];
  if (events === undefined && kept !== undefined) {
    inputs["planned"] = kept;
    checkKept(olds, inputs, elsewhere, fault);
  } else if (events === undefined || events === null) {
    fault({ property: "events", reason: "is required; a plan without events is events: []" });
  } else if (isUnknown(events)) {
    inputs["planned"] = UNKNOWN;
  } else if (!Array.isArray(events)) {
    fault({ property: "events", reason: "must be an array" });
  } else {
    if (inputs["plannedWaves"] !== undefined) {
      fault({
        property: "plannedWaves",
        reason: "is computed from the schedule; did you mean schedule.waves?",
      });
    }
    if (inputs["planned"] !== undefined) {
      fault({
        property: "planned",
        reason: 'is what the events come to: take "planned" out of ignoreChanges, or ignore "events"',
      });
    }
    const { planned, migrations, notices: about } = planEvents(events, olds, inputs, now, fault);
    inputs["planned"] = planned;
    notices.push(...about);
    if (inputs["schedule"] !== undefined) inputs["plannedWaves"] = migrations ? wavesOf(migrations) : UNKNOWN;
    if (migrations) checkWait(migrations, inputs, now, fault);
  }
  if (Array.isArray(elsewhere)) keepMovedAway(olds, inputs, elsewhere);
  return failures.length > 0 ? { inputs: news, failures, notices: [] } : { inputs, failures, notices };
}

/** What state keeps of `elsewhere`: all events of all plans would be too much. */
function keepMovedAway(olds: Inputs, inputs: Inputs, elsewhere: readonly unknown[]): void {
  const [before, now] = [olds["planned"] ?? {}, inputs["planned"] ?? {}];
  const movedBefore: unknown[] = Array.isArray(olds["elsewhere"]) ? olds["elsewhere"] : [];
  const movedAway = elsewhere.filter(
    (eventId): eventId is string =>
      typeof eventId === "string" &&
      (Object.hasOwn(before, eventId) || movedBefore.includes(eventId)) &&
      !Object.hasOwn(now, eventId),
  );
  if (movedAway.length > 0) inputs["elsewhere"] = movedAway;
  else delete inputs["elsewhere"];
}

/** What a JSON text stands for; anything else, and what is not known yet, as it is. */
function parseJson(text: unknown): unknown {
  if (typeof text !== "string" || isUnknown(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function isEmpty(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}

function checkOptions(inputs: Inputs, fault: (failure: CheckFailure) => void): void {
  for (const [key, value] of Object.entries(inputs)) {
    if (key.startsWith("__") || value === undefined || containsUnknown(value)) continue;
    if (!INPUTS.includes(key)) {
      const hint = key === "waves" ? "; did you mean schedule.waves?" : nearest(key, INPUTS);
      fault({ property: key, reason: `is not a property of a MigrationPlan${hint}` });
      continue;
    }
    if (!(key in OPTION_SCHEMAS)) continue;
    const result = v.safeParse(OPTION_SCHEMAS[key as keyof typeof OPTION_SCHEMAS], value);
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

/** Lines that an import has brought, or that `ignoreChanges` keeps: the plan's other inputs must still agree with them. */
function checkKept(
  olds: Inputs,
  inputs: Inputs,
  elsewhere: unknown,
  fault: (failure: CheckFailure) => void,
): void {
  const { planned } = inputs;
  if (olds["planned"] !== undefined) checkIgnored(olds, inputs, fault);
  if (containsUnknown(planned)) return;
  if (typeof planned !== "object" || planned === null || Array.isArray(planned)) {
    fault({ property: "planned", reason: "must be a map of lines by event id" });
    return;
  }
  const ofOthers = new Set<unknown>(Array.isArray(elsewhere) ? elsewhere : []);
  const abandoned: string[] = [];
  for (const [eventId, line] of Object.entries(planned)) {
    const property = `planned["${eventId}"]`;
    if (ofOthers.has(eventId)) {
      const reason = `is in another plan of this program too: ${TAKE_OUT}, or the event out of the other plan`;
      fault({ property, reason });
    }
    try {
      if (parsePlanned(eventId, String(line)).terms.dataPolicy === "abandon") abandoned.push(eventId);
    } catch (error) {
      fault({ property, reason: error instanceof Error ? error.message : "is unreadable" });
    }
  }
  const { acknowledgeDataLoss } = inputs;
  if (abandoned.length > 0 && acknowledgeDataLoss !== true && !isUnknown(acknowledgeDataLoss)) {
    const reason = `must be true while the plan abandons the local data of ${firstOf(abandoned, 5)}; to plan that anew, ${TAKE_OUT}`;
    fault({ property: "acknowledgeDataLoss", reason });
  }
}

/** What is planned follows from these too, and state does not keep the events to plan them anew. */
function checkIgnored(olds: Inputs, inputs: Inputs, fault: (failure: CheckFailure) => void): void {
  for (const property of ["dataPolicy", "schedule"]) {
    const value = inputs[property];
    // Null is a fault of its own.
    if (value === null || containsUnknown(value) || isDeepStrictEqual(value, olds[property])) continue;
    fault({
      property,
      reason: `has changed, but ignoreChanges keeps the events as they were planned: ${TAKE_OUT}, or add "${property}" to it`,
    });
  }
}

/** Waiting for the last of many nights needs an `up` that runs as long. */
function checkWait(
  migrations: readonly PlannedMigration[],
  inputs: Inputs,
  now: number,
  fault: (failure: CheckFailure) => void,
): void {
  if (inputs["waitFor"] !== "executed") return;
  const timeout = v.safeParse(OPTION_SCHEMAS.timeout, inputs["timeout"] ?? "1h");
  if (!timeout.success) return;
  const end = now + (parseDuration(timeout.output) ?? 0);
  let last = 0;
  for (const { terms } of migrations) {
    if (terms.opsType === "scheduled") last = Math.max(last, terms.planTime);
  }
  if (last <= end) return;
  fault({
    property: "timeout",
    reason:
      `ends at ${formatInstant(end)}, before the last planned time ${formatInstant(last)}, so waitFor "executed" could not ` +
      'come true. Give it longer, or wait for "scheduled" and read what happened with `pulumi refresh`',
  });
}
