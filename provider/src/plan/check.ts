import { isUnknown, UNKNOWN } from "../api/unknown";
import { checkKept } from "./checkKept";
import { DATA_LOSS } from "./input/event";
import type { CheckFailure } from "./input/failures";
import { whyNoList } from "./input/notEvents";
import { checkOptions, readKnownOptions, readTimeout } from "./input/options";
import { withoutPlaceholders } from "./input/secret";
import { formatInstant } from "./model/instant";
import type { PlannedMigration } from "./model/planned";
import { outlookLine, workAhead } from "./outlook";
import { planEvents } from "./planEvents";
import { wavesOf } from "./state/summary";
import { withWritten } from "./written";

type Inputs = Record<string, unknown>;

export interface Checked {
  inputs: Inputs;
  failures: CheckFailure[];
  /** Of a new plan in one line, what is to be ordered. */
  outlook: string[];
  /** What the person who reads the preview should look at. */
  notices: string[];
}

/**
 * Checks the inputs and resolves `events` into `planned`, one readable line an event, keyed by event id: what a preview
 * shows, a policy checks and an order follows. `events` themselves end here: state keeps what they were resolved to.
 *
 * `events` is one JSON text, or while some are unknown an array, each element the event as JSON text or the event itself;
 * passwords come apart from the events, as `passwords[eventId]`, so that nothing else need be secret.
 *
 * `elsewhere` are the events of the program's other plans; of these stay the ones that this plan had until they moved.
 *
 * `unquoted` names the inputs that are secret: of these no message quotes a value.
 *
 * Where `events` is absent, what is planned stays planned: that is how an import and `ignoreChanges: ["events"]` arrive. A change
 * that would need the events to be planned anew is a failure then, so that it is not dropped in silence.
 */
export function check(olds: Inputs, news: Inputs, now: number): Checked {
  const { events: given, unquoted, ...inputs } = withoutPlaceholders(news);
  const elsewhere = parseJson(inputs["elsewhere"]);
  const events: unknown = Array.isArray(given) ? given.map(parseJson) : parseJson(given);
  // Events that arrive as a whole may hold passwords or not; none is nothing to keep secret.
  if (isEmpty(inputs["passwords"])) delete inputs["passwords"];

  const resolved = resolveEvents(events, olds, inputs, elsewhere, now);
  const failures = [...checkOptions(inputs), ...checkDataLoss(inputs), ...resolved.failures];
  if (failures.length > 0) {
    const isSecret = inputs["secret"] === true || (events === undefined && olds["secret"] === true);
    const written = { ...inputs, events, unquoted, secret: isSecret };
    const shown = failures.map((failure) => withWritten(failure, written));
    return { inputs: news, failures: shown, outlook: [], notices: [] };
  }
  Object.assign(inputs, resolved.computed);
  if (Array.isArray(elsewhere)) keepMovedAway(olds, inputs, elsewhere);
  // Of a plan that exists, `diff` says more.
  const outlook = olds["planned"] === undefined ? outlookOfNew(resolved, inputs, now) : [];
  return { inputs, failures, outlook, notices: resolved.notices };
}

/** What the events are planned as. */
interface Resolved {
  /** Inputs that follow from the others: `planned`, and with a schedule `plannedWaves`. */
  computed: Inputs;
  failures: CheckFailure[];
  notices: string[];
  /** What was resolved just now, as far as it is known. */
  migrations?: readonly PlannedMigration[];
  /** How many events a preview does not know. */
  unknown?: number | "all";
}

/** What is planned for `events`, or was planned before. */
function resolveEvents(
  events: unknown,
  olds: Inputs,
  inputs: Inputs,
  elsewhere: unknown,
  now: number,
): Resolved {
  const planned = inputs["planned"] ?? olds["planned"];
  if (events === undefined && planned !== undefined) {
    const failures = checkKept(olds, { ...inputs, planned }, elsewhere);
    return { computed: { planned }, failures, notices: [] };
  }
  if (events === undefined || events === null)
    return refused("is required; a plan without events is events: []");
  if (isUnknown(events)) return { computed: { planned: UNKNOWN }, failures: [], notices: [], unknown: "all" };
  if (!Array.isArray(events)) return refused(whyNoList(events));
  const { migrations, unknown, notices, ...found } = planEvents(events, olds, inputs, now);
  const plannedWaves = unknown > 0 ? UNKNOWN : wavesOf(migrations);
  return {
    computed: { planned: found.planned, ...(inputs["schedule"] !== undefined && { plannedWaves }) },
    failures: [...checkComputed(inputs), ...found.failures, ...checkWait(migrations, inputs, now)],
    notices,
    migrations,
    unknown,
  };
}

/** What the `up` that makes the plan is to order. */
function outlookOfNew(
  { migrations: planned = [], unknown }: Resolved,
  inputs: Inputs,
  now: number,
): string[] {
  // A filter that nothing passes looks like success.
  if (planned.length === 0 && unknown === 0) return ["no events: nothing is ordered"];
  const options = readKnownOptions(inputs);
  const { orders } = workAhead({ planned, before: new Map(), schedule: inputs["schedule"], options, now });
  return outlookLine({ orders, unknown, secret: options.secret });
}

function refused(reason: string): Resolved {
  return {
    computed: {},
    failures: [{ property: "events", reason, plain: reason, mayBeKey: true }],
    notices: [],
  };
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

function checkDataLoss({ dataPolicy, acknowledgeDataLoss }: Inputs): CheckFailure[] {
  return dataPolicy === "abandon" && acknowledgeDataLoss !== true && !isUnknown(acknowledgeDataLoss)
    ? [
        {
          property: "acknowledgeDataLoss",
          reason: `must be true with dataPolicy: "abandon", which ${DATA_LOSS}`,
          plain: `must be true with a data policy that ${DATA_LOSS}`,
        },
      ]
    : [];
}

const COMPUTED = {
  planned: 'is computed from the events: remove "planned" from ignoreChanges, or ignore "events" instead',
  plannedWaves: "is computed from the schedule; did you mean schedule.waves?",
};

/** What comes of the events and the schedule is not an input; `ignoreChanges` would make it one. */
function checkComputed(inputs: Inputs): CheckFailure[] {
  return Object.entries(COMPUTED)
    .filter(([property]) => inputs[property] !== undefined)
    .map(([property, reason]) => ({ property, reason, plain: reason }));
}

/** Waiting for the last of many nights needs an `up` that runs as long. */
function checkWait(migrations: readonly PlannedMigration[], inputs: Inputs, now: number): CheckFailure[] {
  const timeout = readTimeout(inputs);
  if (inputs["waitFor"] !== "executed" || timeout === undefined) return [];
  const end = now + timeout;
  let last = 0;
  for (const { terms } of migrations)
    if (terms.opsType === "scheduled") last = Math.max(last, terms.planTime);
  if (last <= end) return [];
  const reason =
    `is too short for waitFor: "executed": \`up\` waits until ${formatInstant(end)}, but the last move starts at ` +
    `${formatInstant(last)}. Set a longer timeout, or use waitFor: "scheduled" and read the result with \`pulumi refresh\``;
  const plain =
    "is too short: the last move starts after it runs out. " +
    'Set a longer timeout, or use waitFor: "scheduled" and read the result with `pulumi refresh`';
  return [{ property: "timeout", reason, plain, quotes: ["waitFor"] }];
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
