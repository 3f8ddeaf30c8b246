import { DAY } from "../model/duration";
import { type Exclusion, type Schedule, WEEKDAYS, type Window } from "./schedule";
import { cronWallTimes, instantOf, type WallInstant, wallTimeAt } from "./zone";

/** One opening of a window. Starts are allowed from `start` until just before `lastStart`. */
export interface Opening {
  window: Window;
  start: number;
  /** Where the cutoff begins. */
  lastStart: number;
  end: number;
  oddity?: WallInstant["oddity"];
}

/** A stretch in which starts are allowed, with the opening whose grid they lie on. `to` is just outside. */
export interface Span {
  from: number;
  to: number;
  opening: Opening;
}

/** Openings of all windows that end after `from` and start before `to`, by start. A window belongs to the day on which it opens. */
export function* openings(schedule: Pick<Schedule, "windows">, from: number, to: number): Generator<Opening> {
  const sources = schedule.windows.map((window) => openingsOf(window, from, to));
  const heads = sources.map((source) => source.next());
  for (;;) {
    let first = -1;
    heads.forEach((head, index) => {
      const best = heads[first];
      if (!head.done && (!best || best.done || head.value.start < best.value.start)) first = index;
    });
    const head = heads[first];
    const source = sources[first];
    if (!head || head.done || !source) return;
    yield head.value;
    heads[first] = source.next();
  }
}

function* openingsOf(window: Window, from: number, to: number): Generator<Opening> {
  // A window that opened before `from` may still be open; a day more covers any change of the clocks.
  const earliest = wallTimeAt(window.timeZone, from) - window.duration - DAY;
  let last = Number.NEGATIVE_INFINITY;
  for (const wall of wallTimes(window, earliest)) {
    const { at: start, oddity } = instantOf(window.timeZone, wall);
    if (start >= to) return;
    const end = start + window.duration;
    // Two wall times in a gap are one instant.
    if (end <= from || start <= last) continue;
    last = start;
    yield { window, start, lastStart: end - window.cutoff, end, ...(oddity && { oddity }) };
  }
}

function* wallTimes(window: Window, from: number): Generator<number> {
  if ("cron" in window) {
    yield* cronWallTimes(window.cron, from);
    return;
  }
  const days = new Set(window.days.map((day) => WEEKDAYS.indexOf(day)));
  for (let day = Math.floor(from / DAY) * DAY; ; day += DAY) {
    // The first day of Unix time was a Thursday.
    if (days.has((day / DAY + 3) % 7)) yield day + window.startTime;
  }
}

/**
 * Where starts are allowed, in order and without overlap: openings up to their cutoff, less what lies outside the
 * schedule's bounds or in an exclusion. Where openings overlap, the earlier one's grid holds until it closes.
 */
export function* spans(schedule: Schedule, from: number, to: number): Generator<Span> {
  const begin = Math.max(from, schedule.startAt ?? from);
  const finish = Math.min(to, schedule.endAt ?? to);
  const exclusions = [...schedule.exclusions].sort((a, b) => a.from - b.from);
  let free = begin;
  for (const opening of openings(schedule, begin, finish)) {
    const start = Math.max(opening.start, free);
    const end = Math.min(opening.lastStart, finish);
    if (start >= end) continue;
    free = end;
    for (const [pieceFrom, pieceTo] of without(exclusions, start, end))
      yield { from: pieceFrom, to: pieceTo, opening };
  }
}

function* without(exclusions: readonly Exclusion[], from: number, to: number): Generator<[number, number]> {
  let start = from;
  for (const exclusion of exclusions) {
    if (exclusion.to <= start) continue;
    if (exclusion.from >= to) break;
    if (exclusion.from > start) yield [start, exclusion.from];
    start = Math.max(start, exclusion.to);
  }
  if (start < to) yield [start, to];
}
