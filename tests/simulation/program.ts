import type { DataPolicy, EventInfo } from "../../provider/src/api/ens";
import type { Properties } from "./border";
import { DAY } from "./platform";

/** What the user writes, as data; what it says about an event; and how the SDK sends it. */

export interface EventText {
  eventId: string;
  resourceId: string;
  planTime?: number;
  opsType?: "immediate";
  password?: string;
  dataPolicy?: DataPolicy;
  group?: string;
  deadline?: number;
}

export interface ScheduleText {
  timeZone: "UTC";
  windows: { days: string[]; startTime: string; duration: string }[];
  exclusions?: { from: string; to: string; reason: string }[];
  endDate?: string;
  waves?: number[];
  maxUnavailable?: number;
  assumedDowntime?: string;
  replan?: string;
}

export interface Options {
  dataPolicy?: DataPolicy;
  acknowledgeDataLoss?: boolean;
  schedule?: ScheduleText;
  waitFor?: "submitted" | "scheduled" | "executed";
  timeout?: string;
  onRemove?: "retain" | "fail";
  onReschedule?: "resubmit" | "fail";
  onExistingOrder?: "fail" | "keep" | "resubmit";
  onUnknownEvent?: "fail" | "send";
  maxErrors?: number | string;
  eventsPerCall?: number;
}

export interface Plan {
  name: string;
  events: EventText[];
  options: Options;
}

export type Program = readonly Plan[];

/** What a program says about one event. */
export interface Wanted {
  plan: string;
  event: EventText;
  policy: DataPolicy;
  options: Options;
}

export function wantedBy(program: Program, eventId: string): Wanted | undefined {
  for (const { name, events, options } of program) {
    const event = events.find((each) => each.eventId === eventId);
    if (event)
      return { plan: name, event, policy: event.dataPolicy ?? options.dataPolicy ?? "try_transfer", options };
  }
  return undefined;
}

/** Everything written that an order can depend on: as long as it is the same, nobody has asked for another order. */
export function writing({ event, policy, options }: Wanted): string {
  const timed = event.planTime === undefined && event.opsType === undefined;
  // Other plans and other events do not matter, and neither does a password.
  return JSON.stringify([
    event.resourceId,
    event.planTime,
    event.opsType,
    policy,
    timed && [event.group, event.deadline, options.schedule],
  ]);
}

const WEEKDAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const hours = (text: string): number => Number.parseInt(text, 10) * 3_600_000;

/** Whether a schedule lets an event start at a time; limits of groups apart. */
function allows(schedule: ScheduleText, time: number, deadline = Number.POSITIVE_INFINITY): boolean {
  const second = Math.floor(time / 1000) * 1000;
  const today = Math.floor(second / DAY) * DAY;
  const day = (date: string): number => Date.parse(`${date}T00:00:00Z`);
  const open = schedule.windows.some(({ days, startTime, duration }) =>
    [today, today - DAY].some((midnight) => {
      const opens = midnight + hours(startTime);
      const weekday = WEEKDAYS[new Date(midnight).getUTCDay()] as string;
      return days.includes(weekday) && second >= opens && second < opens + hours(duration);
    }),
  );
  const excluded = (schedule.exclusions ?? []).some(
    ({ from, to }) => second >= day(from) && second < day(to) + DAY,
  );
  const ended = schedule.endDate !== undefined && second >= day(schedule.endDate) + DAY;
  return open && !excluded && !ended && second <= deadline;
}

/** Whether an order is what the program says. */
export function matches(info: EventInfo, { event, policy, options: { schedule } }: Wanted): boolean {
  if (info.dataPolicy !== policy) return false;
  if (event.opsType === "immediate" || info.opsType === "immediate") return event.opsType === info.opsType;
  if (event.planTime !== undefined)
    return Math.floor(info.planTime / 1000) === Math.floor(event.planTime / 1000);
  return schedule !== undefined && allows(schedule, info.planTime, event.deadline);
}

export function sameTerms(one: EventInfo, other: EventInfo): boolean {
  const time = (info: EventInfo) =>
    info.opsType === "scheduled" ? Math.floor(info.planTime / 1000) : undefined;
  return one.dataPolicy === other.dataPolicy && one.opsType === other.opsType && time(one) === time(other);
}

/** A plan as the SDK registers it. */
export function encode(stack: string, program: Program, { name, events, options }: Plan): Properties {
  const passwords = events.filter(({ password }) => password !== undefined);
  const texts = events.map((event) => (event.password === undefined ? event : { ...event, password: true }));
  const elsewhere = program
    .filter((other) => other.name !== name)
    .flatMap((other) => other.events.map(({ eventId }) => eventId));
  return {
    ...options,
    events: JSON.stringify(texts),
    ...(passwords.length > 0 && {
      passwords: Object.fromEntries(passwords.map(({ eventId, password }) => [eventId, password])),
    }),
    label: name,
    stack: `simulation/${stack}`,
    elsewhere,
    __provider: "simulated",
  };
}
