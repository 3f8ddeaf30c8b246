import assert from "node:assert/strict";
import { check } from "../../../provider/src/plan/check";
import type { CheckFailure } from "../../../provider/src/plan/input/failures";
import { parsePlanned } from "../../../provider/src/plan/lines/planned";
import type { PlannedMigration } from "../../../provider/src/plan/model/planned";
import { parseSchedule } from "../../../provider/src/plan/schedule/parseSchedule";
import type { Schedule } from "../../../provider/src/plan/schedule/schedule";

export type Inputs = Record<string, unknown>;

/** Tuesday, eight in the morning in China. */
export const NOW = Date.parse("2026-12-01T00:00:00Z");

export const EVERY_DAY = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/** Ten slots a night, from 01:00 to 03:15 in China; the first night is that of 5 December. */
export const NIGHTS = {
  timeZone: "Asia/Shanghai",
  windows: [{ days: ["sat", "sun"], startTime: "01:00", duration: "3h", cutoff: "30m" }],
};

export const ALWAYS = {
  timeZone: "UTC",
  windows: [{ days: EVERY_DAY, startTime: "00:00", duration: "24h" }],
};

/** A schedule that nothing is wrong with. */
export function scheduleOf(written: unknown): Schedule {
  const read = parseSchedule(written);
  return "value" in read ? read.value : assert.fail(JSON.stringify(read.failures));
}

export const event = (number: number, more: Inputs = {}): Inputs => ({
  eventId: `e-${number}`,
  resourceId: `i-${number}`,
  ...more,
});

/** Events 1 to `count`. */
export const events = (count: number, more: Inputs = {}): Inputs[] =>
  Array.from({ length: count }, (_, index) => event(index + 1, more));

interface Run {
  events?: readonly unknown[];
  schedule?: unknown;
  dataPolicy?: string;
  acknowledgeDataLoss?: boolean;
  /** The inputs of the last successful operation. */
  olds?: Inputs;
  now?: number;
}

/** What `check` says, events sent as the SDK sends them. */
export function tryPlan({
  events: list = events(1),
  olds = {},
  now = NOW,
  ...inputs
}: Run): ReturnType<typeof check> {
  const news = { dataPolicy: "force_transfer", schedule: NIGHTS, ...inputs };
  return check(olds, { ...news, events: list.map((each) => JSON.stringify(each)) }, now);
}

/** The checked inputs of a plan that must pass. */
export function plan(run: Run): Inputs {
  const { inputs, failures } = tryPlan(run);
  assert.deepEqual(failures, []);
  return inputs;
}

export function failuresOf(run: Run): CheckFailure[] {
  const { failures } = tryPlan(run);
  assert.notDeepEqual(failures, [], "it should have failed");
  return failures;
}

/** The one reason why a plan is refused. */
export function refusal(run: Run): string {
  const [failure, ...others] = failuresOf(run);
  assert.deepEqual(others, []);
  return failure?.reason ?? "";
}

export function linesOf({ planned }: Inputs): Record<string, string> {
  return planned as Record<string, string>;
}

/** In the order of the events' numbers. */
export function plannedOf(inputs: Inputs): PlannedMigration[] {
  return Object.entries(linesOf(inputs))
    .map(([eventId, line]) => parsePlanned(eventId, line))
    .sort((a, b) => numberOf(a.eventId) - numberOf(b.eventId));
}

const numberOf = (eventId: string): number => Number(eventId.slice("e-".length));

/** The time of an entry without the mark in its milliseconds. */
export function timeOf({ eventId, terms }: PlannedMigration): number {
  assert.equal(terms.opsType, "scheduled", eventId);
  return terms.opsType === "scheduled" ? Math.floor(terms.planTime / 1_000) * 1_000 : NaN;
}

function entries<T>(inputs: Inputs, value: (planned: PlannedMigration) => T): Record<string, T> {
  return Object.fromEntries(plannedOf(inputs).map((each) => [each.eventId, value(each)]));
}

/** `2026-12-04T17:00Z`, by event. */
export const timesOf = (inputs: Inputs): Record<string, string> =>
  entries(inputs, (each) => short(timeOf(each)));
export const wavesOf = (inputs: Inputs): Record<string, number | undefined> =>
  entries(inputs, ({ wave }) => wave);
export const basesOf = (inputs: Inputs): Record<string, string> => entries(inputs, ({ basis }) => basis);

/** `12-05 01:00`, by event: what the line says in the zone of the window. */
export const localTimesOf = (inputs: Inputs): Record<string, string> =>
  entries(inputs, ({ local }) => local?.time.slice(5) ?? "");

/** `1@12-05 01:00`, by the events' numbers: the wave and the local time. */
export const placesOf = (inputs: Inputs): string[] =>
  plannedOf(inputs).map(({ wave, local }) => `${wave}@${local?.time.slice(5)}`);

export function short(at: number): string {
  const text = new Date(at).toISOString();
  return at % 60_000 === 0 ? text.replace(":00.000Z", "Z") : text.replace(".000Z", "Z");
}

/** Bases without those of some events. */
export function without<T>(record: Record<string, T>, ...keys: string[]): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => !keys.includes(key)));
}
