import { hash } from "node:crypto";
import { containsUnknown } from "../../api/unknown";
import type { EventInput } from "../input/event";
import type { CheckFailure } from "../input/failures";
import { linesOf } from "../lines/columns";
import { parsePlanned } from "../lines/planned";
import { UnreadableLines } from "../lines/unreadable";
import type { PlannedMigration } from "../model/planned";
import { basisOf, markPlanTime, withoutMark } from "../model/terms";
import { counted } from "../model/words";
import { type EarlierTime, earlierTimesThatHold, type Holds, type TimedMigration } from "./earlierTimes";
import { Groups, sizesOf } from "./groups";
import { explainNoSlot } from "./noSlot";
import type { Opening } from "./openings";
import { parseSchedule } from "./parseSchedule";
import { type NoSlot, resolve, type Timed } from "./resolve";
import type { Schedule } from "./schedule";
import { instantOf, localReading, wallTimeAt } from "./zone";

type Inputs = Readonly<Record<string, unknown>>;

interface TimingRequest {
  /** `project/stack`: whose orders they will be. */
  stack: string;
  /** Every event of the plan that is known, also those that need no time. */
  events: readonly EventInput[];
  /** Whether they are all: only then, and with a schedule that is known, are new times found. */
  allKnown: boolean;
  /** The plan's `schedule`, as the user wrote it. */
  schedule: unknown;
  /** The inputs of the last successful operation. */
  olds: Inputs;
  /** Unix milliseconds. */
  now: number;
}

interface TimedEvents {
  /** By event id. `text` is that of a line which stays as it was, to be taken over letter by letter. */
  lines: Map<string, { migration: PlannedMigration; text?: string }>;
  /** Events whose lines a preview cannot know yet. */
  unknown: string[];
  failures: CheckFailure[];
}

/** How many events without a slot are explained one by one. */
const EXPLAINED = 20;

/**
 * Times the events that have no time of their own. One that has a time from before keeps it while the rules in force allow
 * it, whatever the clock says; the others fit around.
 */
export function timeEvents({ stack, events, allKnown, schedule, olds, now }: TimingRequest): TimedEvents {
  const lines: TimedEvents["lines"] = new Map();
  const waiting = events.filter(({ when }) => when === "schedule");
  if (containsUnknown(schedule)) return { lines, unknown: idsOf(waiting), failures: [] };
  const { earlier, unreadable } = earlierTimes(waiting, olds, schedule);
  const read = parseSchedule(schedule);
  if ("failures" in read) return { lines, unknown: [], failures: [...read.failures, ...unreadable] };
  if (unreadable.length > 0) return { lines, unknown: [], failures: unreadable };
  const rules = read.value;

  const groups = new Groups(rules.maxUnavailable, rules.assumedDowntime, sizesOf(events));
  for (const { when, group = "" } of events) if (typeof when === "object") groups.add(group, when.at);
  const digest = digestOf(schedule);
  const basis = ({ resourceId, dataPolicy, group, priority, deadline }: EventInput): string =>
    basisOf(resourceId, dataPolicy, JSON.stringify([digest, group, priority, deadline]));

  const holding = earlierTimesThatHold(earlier, rules, groups, {
    now,
    ...changesOf(olds["schedule"], schedule),
  });
  // One that goes at once is down from now on; one that was planned before is long back. Now has no say in what holds.
  const before = olds["planned"] ?? {};
  for (const { eventId, when, group = "" } of events)
    if (when === "immediate" && !Object.hasOwn(before, eventId)) groups.add(group, now);
  let wavesBefore = 0;
  for (const { event, planned, text } of earlier) {
    const holds = holding.get(event.eventId);
    if (!holds) continue;
    const migration = retained(stack, event, planned, holds, basis);
    lines.set(event.eventId, migration === planned ? { migration, text } : { migration });
    wavesBefore = Math.max(wavesBefore, planned.wave);
  }

  const fresh = waiting.filter(({ eventId }) => !holding.has(eventId));
  if (!allKnown) return { lines, unknown: idsOf(fresh), failures: [] };
  const readingOf = slotReader();
  const times = resolve(fresh, rules, groups, { now, wavesBefore });
  const stuck: [EventInput, NoSlot][] = [];
  for (const event of fresh) {
    const time = times.get(event.eventId);
    if (!time) continue;
    if ("at" in time)
      lines.set(event.eventId, { migration: timed(stack, event, time, readingOf(time), basis(event)) });
    else stuck.push([event, time]);
  }
  return { lines, unknown: [], failures: explained(stuck, rules, now) };
}

function explained(stuck: readonly [EventInput, NoSlot][], rules: Schedule, now: number): CheckFailure[] {
  const failures = stuck.slice(0, EXPLAINED).map(([event, noSlot]) => ({
    property: event.path,
    reason: explainNoSlot(event, noSlot, rules, now),
    plain: "has no slot in the schedule",
  }));
  const more = stuck.length - EXPLAINED;
  if (more > 0) {
    const reason = `leaves ${counted(more, "more event")} without a slot, for reasons like these`;
    failures.push({ property: "schedule", reason, plain: reason });
  }
  return failures;
}

function idsOf(events: readonly EventInput[]): string[] {
  return events.map(({ eventId }) => eventId);
}

type EarlierLine = EarlierTime<EventInput> & { text: string };

/**
 * The times that the last successful operation's inputs hold; none after `replan` has changed. A line that cannot be read
 * is a failure: a new time in its place could order twice.
 */
function earlierTimes(
  waiting: readonly EventInput[],
  olds: Inputs,
  schedule: unknown,
): { earlier: EarlierLine[]; unreadable: CheckFailure[] } {
  const earlier: EarlierLine[] = [];
  if (replanOf(olds["schedule"]) !== replanOf(schedule)) return { earlier, unreadable: [] };
  const unreadable = new UnreadableLines();
  const lines = unreadable.tryRead(() => linesOf("planned", olds["planned"])) ?? {};
  for (const event of waiting) {
    const text = lines[event.eventId];
    if (text === undefined) continue;
    const planned = unreadable.tryRead(() => parsePlanned(event.eventId, text));
    if (planned && isTimed(planned) && planned.resourceId === event.resourceId)
      earlier.push({ event, planned, text });
  }
  return { earlier, unreadable: unreadable.failures };
}

function isTimed(planned: PlannedMigration): planned is TimedMigration {
  return planned.wave !== undefined && planned.terms.opsType === "scheduled";
}

function replanOf(schedule: unknown): unknown {
  return (schedule as Inputs | undefined)?.["replan"];
}

/** What cuts waves, as opposed to what opens and closes windows. */
const WAVE_RULES = ["waves", "interval", "stagger"] as const;

function changesOf(before: unknown, after: unknown): { changed: boolean; wavesChanged: boolean } {
  const rules = (schedule: unknown) =>
    WAVE_RULES.map((rule) => (schedule as Inputs | undefined)?.[rule] ?? null);
  return {
    changed: digestOf(before) !== digestOf(after),
    wavesChanged: JSON.stringify(rules(before)) !== JSON.stringify(rules(after)),
  };
}

/** A hash of a schedule, whatever the order of its properties. */
function digestOf(schedule: unknown): string {
  const sorted = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(sorted);
    if (typeof value !== "object" || value === null) return value ?? null;
    return Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]);
  };
  return hash("sha256", JSON.stringify(sorted(schedule)), "base64url");
}

/** A kept line stays as it is, so that a preview shows nothing; a new data policy alone changes the order, not the time. */
function retained(
  stack: string,
  event: EventInput,
  planned: TimedMigration,
  holds: Holds,
  basis: (event: EventInput) => string,
): PlannedMigration {
  const { eventId, instanceName, dataPolicy, group, deadline } = event;
  const { terms, instanceName: nameBefore, group: groupBefore, deadline: deadlineBefore, ...line } = planned;
  const isSame = terms.dataPolicy === dataPolicy && groupBefore === group && deadlineBefore === deadline;
  if (holds === "timeAndBasis" && isSame && nameBefore === instanceName) return planned;
  const kept = {
    ...line,
    ...(instanceName !== undefined && { instanceName }),
    terms,
    ...(group !== undefined && { group }),
    ...(deadline !== undefined && { deadline }),
  };
  if (holds === "timeAndBasis" && isSame) return kept; // A name changes nothing else.
  // After a failed update the old line may be older than the order: the basis is of what is written now.
  if (terms.dataPolicy === dataPolicy) return { ...kept, basis: basis(event) };
  const second = withoutMark(terms.planTime);
  return {
    ...kept,
    terms: { opsType: "scheduled", dataPolicy, planTime: markPlanTime(stack, eventId, second, dataPolicy) },
    basis: basis(event),
  };
}

function timed(
  stack: string,
  event: EventInput,
  { at, wave }: Timed,
  reading: SlotReading,
  basis: string,
): PlannedMigration {
  const { eventId, resourceId, instanceName, dataPolicy, group, deadline, password } = event;
  return {
    eventId,
    resourceId,
    ...(instanceName !== undefined && { instanceName }),
    ...(group !== undefined && { group }),
    ...(deadline !== undefined && { deadline }),
    wave,
    ...reading,
    terms: { opsType: "scheduled", dataPolicy, planTime: markPlanTime(stack, eventId, at, dataPolicy) },
    password,
    basis,
  };
}

/** How clocks read in a slot. */
type SlotReading = Pick<PlannedMigration, "local" | "clockChange">;

/** Many events share a slot, and reading clocks is slow. */
function slotReader(): (time: Timed) => SlotReading {
  const readings = new Map<Opening, Map<number, SlotReading>>();
  return ({ at, opening }) => {
    const zone = opening.window.timeZone;
    const ofOpening = readings.get(opening) ?? new Map<number, SlotReading>();
    readings.set(opening, ofOpening);
    const known = ofOpening.get(at);
    if (known) return known;
    const twice = instantOf(zone, wallTimeAt(zone, at)).oddity === "repeated";
    const reading: SlotReading = {
      ...(zone !== "UTC" && { local: { time: localReading(zone, at), zone } }),
      ...(opening.oddity === "skipped" && { clockChange: "windowStartSkipped" }),
      ...(twice && { clockChange: "timeShownTwice" }),
    };
    ofOpening.set(at, reading);
    return reading;
  };
}
