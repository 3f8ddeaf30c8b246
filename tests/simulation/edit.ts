import type { DataPolicy } from "../../provider/src/api/ens";
import { HOUR } from "./platform";
import type { EventText, Options, Plan, Program, ScheduleText } from "./program";

/** How a user changes a program, as data. */
export type Edit =
  | { edit: "add"; event: number; plan: string; hours?: number }
  | { edit: "remove"; event: number }
  | { edit: "move"; event: number; plan: string }
  | { edit: "policy"; event: number; policy: DataPolicy }
  /** A full hour that far ahead, or with milliseconds of its own. */
  | { edit: "time"; event: number; hours: number; milliseconds?: number }
  | { edit: "timed"; event: number }
  | { edit: "immediate"; event: number }
  | { edit: "group"; event: number; group: string }
  | { edit: "deadline"; event: number; hours: number }
  | { edit: "first"; event: number }
  | { edit: "planPolicy"; plan: string; policy: DataPolicy }
  | { edit: "schedule"; plan: string; index: number; exclude?: boolean; limit?: boolean; waves?: boolean }
  | { edit: "replan"; plan: string; text: string }
  | { edit: "option"; plan: string; options: Options }
  | { edit: "rename"; plan: string; to: string }
  | { edit: "drop"; plan: string };

export function ev(number: number): { eventId: string; resourceId: string } {
  return {
    eventId: `e-${String(number).padStart(32, "0")}`,
    resourceId: `i-${String(number).padStart(25, "0")}`,
  };
}

const WORKDAYS = ["mon", "tue", "wed", "thu", "fri"];
const DAYS = [...WORKDAYS, "sat", "sun"];
const WINDOWS: ScheduleText["windows"][] = [
  [{ days: WORKDAYS, startTime: "12:00", duration: "4h" }],
  [{ days: ["sun"], startTime: "01:00", duration: "3h" }],
  [{ days: DAYS, startTime: "02:00", duration: "5h" }],
  [{ days: DAYS, startTime: "15:00", duration: "3h" }],
];
/** Covers the first days of every story. */
const EXCLUSION = { from: "2026-11-24", to: "2026-11-27", reason: "freeze" };

const fullHour = (now: number, hours: number): number => Math.ceil(now / HOUR) * HOUR + hours * HOUR;

/** The program after an edit, or undefined where the edit makes no sense. */
export function edited(program: Program, change: Edit, now: number): Program | undefined {
  const inPlan = (name: string, work: (plan: Plan) => Plan): Program | undefined =>
    program.some((plan) => plan.name === name)
      ? program.map((plan) => (plan.name === name ? work(plan) : plan))
      : undefined;
  const options = (name: string, more: Options) =>
    inPlan(name, (plan) => ({ ...plan, options: { ...plan.options, ...more } }));
  const home =
    "event" in change
      ? program.find(({ events }) => events.some(({ eventId }) => eventId === ev(change.event).eventId))
      : undefined;
  const inEvent = (work: (event: EventText) => EventText, more: Options = {}): Program | undefined =>
    home && "event" in change
      ? inPlan(home.name, (plan) => ({
          ...plan,
          options: { ...plan.options, ...more },
          events: plan.events.map((event) =>
            event.eventId === ev(change.event).eventId ? work(event) : event,
          ),
        }))
      : undefined;
  const without = (from: Program, number: number): Program =>
    from.map((plan) => ({
      ...plan,
      events: plan.events.filter(({ eventId }) => eventId !== ev(number).eventId),
    }));
  const lossy = (policy: DataPolicy): Options => (policy === "abandon" ? { acknowledgeDataLoss: true } : {});

  switch (change.edit) {
    case "add": {
      if (home) return undefined;
      const plan = program.find(({ name }) => name === change.plan) ?? newPlan(change.plan);
      const timed = plan.options.schedule && change.hours === undefined;
      const event: EventText = timed
        ? ev(change.event)
        : { ...ev(change.event), planTime: fullHour(now, change.hours ?? 24) };
      const grown = { ...plan, events: [...plan.events, event] };
      return program.includes(plan)
        ? program.map((each) => (each === plan ? grown : each))
        : [...program, grown];
    }
    case "remove":
      return home && without(program, change.event);
    case "move": {
      if (!home || home.name === change.plan) return undefined;
      const event = home.events.find(({ eventId }) => eventId === ev(change.event).eventId) as EventText;
      const target = program.find(({ name }) => name === change.plan) ?? {
        ...newPlan(change.plan),
        options: home.options,
      };
      const left = without(program, change.event);
      const into = (plan: Plan): Plan => ({
        ...plan,
        options:
          event.planTime === undefined && event.opsType === undefined && !plan.options.schedule
            ? { ...plan.options, ...(home.options.schedule && { schedule: home.options.schedule }) }
            : plan.options,
        events: [...plan.events, event],
      });
      return left.some(({ name }) => name === change.plan)
        ? left.map((plan) => (plan.name === change.plan ? into(plan) : plan))
        : [...left, into(target)];
    }
    case "policy":
      return inEvent((event) => ({ ...event, dataPolicy: change.policy }), lossy(change.policy));
    case "time":
      return inEvent(({ opsType: _, password: __, ...event }) => ({
        ...event,
        planTime: fullHour(now, change.hours) + (change.milliseconds ?? 0),
      }));
    case "timed":
      return inEvent(
        ({ planTime: _, opsType: __, password: ___, ...event }) => event,
        home?.options.schedule ? {} : { schedule: schedule(0) },
      );
    case "immediate":
      return inEvent(({ planTime: _, ...event }) => ({ ...event, opsType: "immediate" }));
    case "group":
      return inEvent((event) => ({ ...event, group: change.group }));
    case "deadline":
      return inEvent((event) => ({ ...event, deadline: fullHour(now, change.hours) }));
    case "first":
      return (
        home &&
        inPlan(home.name, (plan) => {
          const isFirst = ({ eventId }: EventText) => eventId === ev(change.event).eventId;
          return {
            ...plan,
            events: [...plan.events.filter(isFirst), ...plan.events.filter((event) => !isFirst(event))],
          };
        })
      );
    case "planPolicy":
      return options(change.plan, { dataPolicy: change.policy, ...lossy(change.policy) });
    case "schedule":
      return options(change.plan, { schedule: schedule(change.index, change) });
    case "replan":
      return inPlan(change.plan, (plan) =>
        plan.options.schedule
          ? {
              ...plan,
              options: { ...plan.options, schedule: { ...plan.options.schedule, replan: change.text } },
            }
          : plan,
      );
    case "option":
      return options(change.plan, change.options);
    case "rename":
      return program.some(({ name }) => name === change.to)
        ? undefined
        : inPlan(change.plan, (plan) => ({ ...plan, name: change.to }));
    case "drop":
      return program.filter(({ name }) => name !== change.plan);
  }
}

export function schedule(
  index: number,
  { exclude, limit, waves }: { exclude?: boolean; limit?: boolean; waves?: boolean } = {},
): ScheduleText {
  return {
    timeZone: "UTC",
    windows: WINDOWS[index % WINDOWS.length] as ScheduleText["windows"],
    ...(exclude && { exclusions: [EXCLUSION] }),
    ...(limit && { maxUnavailable: 1, assumedDowntime: "1h" }),
    ...(waves && { waves: [1, 2] }),
  };
}

export function newPlan(name: string, options: Options = {}): Plan {
  return {
    name,
    events: [],
    options: { dataPolicy: "try_transfer", timeout: "1m", ...options },
  };
}
