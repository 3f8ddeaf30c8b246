import {
  escapeText,
  formatInstant,
  nameEvent,
  type PlannedMigration,
  withoutMark,
} from "@pulumi-ens/provider/plan";

/** A migration that is still to start. */
export interface Start {
  event: PlannedMigration;
  /** Unix milliseconds; now, for an immediate one. */
  at: number;
}

/** What is still to start. A time that has passed cannot be changed; an immediate event may start at any moment. */
export function startsOf(planned: readonly PlannedMigration[], now: number): Start[] {
  return planned
    .map((event) => ({ event, at: event.terms.opsType === "immediate" ? now : event.terms.planTime }))
    .filter(({ event, at }) => event.terms.opsType === "immediate" || at > now);
}

/** `e-1 (web-1, i-1, wave 2, group edge)`. */
export function nameOf({ eventId, wave, group, ...instance }: PlannedMigration): string {
  const more = [...(wave ? [`wave ${wave}`] : []), ...(group ? [`group ${escapeText(group)}`] : [])];
  const name = nameEvent(eventId, instance);
  return more.length === 0 ? name : `${name.slice(0, -1)}, ${more.join(", ")})`;
}

/** When it starts, as a person reads clocks in a zone, and in UTC: `Sat 2026-12-05 01:30 Asia/Shanghai (2026-12-04T17:30:00Z)`. */
export function whenOf({ event, at }: Start, timeZone: string): string {
  const text = readingOf(at, timeZone);
  return event.terms.opsType === "immediate" ? `immediately, now ${text}` : text;
}

export function readingOf(at: number, timeZone: string): string {
  const second = withoutMark(at);
  const utc = formatInstant(second);
  if (timeZone === "UTC") return utc;
  const parts = clockOf(timeZone).formatToParts(second);
  const part = (type: Intl.DateTimeFormatPartTypes): string =>
    parts.find((each) => each.type === type)?.value ?? "";
  const date = `${part("year")}-${part("month")}-${part("day")}`;
  return `${part("weekday")} ${date} ${part("hour")}:${part("minute")} ${timeZone} (${utc})`;
}

/** Making one takes far longer than using it. */
const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(timeZone: string): Intl.DateTimeFormat {
  const clock =
    clocks.get(timeZone) ??
    new Intl.DateTimeFormat("en-GB", {
      timeZone,
      weekday: "short",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    });
  clocks.set(timeZone, clock);
  return clock;
}
