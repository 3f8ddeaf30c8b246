import { YEAR } from "../model/duration";
import type { Groups } from "./groups";
import { type Schedule, sizeOf } from "./schedule";
import { type Slot, SlotGrid } from "./slotGrid";

/** An event to find a time for. */
export interface Candidate {
  eventId: string;
  group?: string;
  /** Lower goes first. Default: 0. */
  priority?: number;
  /** The last moment at which it may start. Unix milliseconds. */
  deadline?: number;
}

/** A time that was found. */
export interface Timed extends Slot {
  /** Counted from 1. */
  wave: number;
}

/** How far ahead windows are looked at. */
export const HORIZON = YEAR;

/** Why an event has no time: what was in the way besides windows and exclusions. */
export interface NoSlot {
  /** Nothing could start before this, for lead time or earlier waves. Unix milliseconds. */
  earliest: number;
  /** Its group was full at some open time. */
  groupFull: boolean;
}

/**
 * Finds a time for every event: in order of priority, then as given, sorted into waves. A wave starts at the first slot
 * that is `interval` after the last start of the wave before; its events start together, or `stagger` apart, and whatever
 * does not fit before the cutoff goes on when the next window opens. An event whose group is full waits for a later slot
 * of its wave, and does not hold up the others. `groups` knows the events that have their times already.
 *
 * Work grows with the number of events, and with that of slots at which some group was full.
 */
export function resolve(
  candidates: readonly Candidate[],
  schedule: Schedule,
  groups: Groups,
  { now, wavesBefore }: { now: number; wavesBefore: number },
): Map<string, Timed | NoSlot> {
  const ordered = [...candidates].sort((a, b) => (a.priority ?? 0) - (b.priority ?? 0));
  const grid = new SlotGrid(schedule, now, now + HORIZON);
  const times = new Map<string, Timed | NoSlot>();
  let earliest = now + schedule.minLeadTime;
  let done = 0;
  for (let wave = 0; done < ordered.length; wave++) {
    const size = schedule.waves[Math.min(wave, schedule.waves.length - 1)];
    const members = ordered.slice(done, done + (size ? sizeOf(size, ordered.length) : ordered.length));
    done += members.length;
    const number = wavesBefore + wave + 1;
    for (const [eventId, time] of timeWave(members, { grid, schedule, groups, earliest, number })) {
      times.set(eventId, time);
      if ("at" in time) earliest = Math.max(earliest, time.at + Math.max(schedule.interval, 1));
    }
  }
  return times;
}

interface Wave {
  grid: SlotGrid;
  schedule: Schedule;
  groups: Groups;
  earliest: number;
  number: number;
}

/** Times the events of one wave, one after another. */
function* timeWave(
  members: readonly Candidate[],
  { grid, schedule, groups, earliest, number }: Wave,
): Generator<[string, Timed | NoSlot]> {
  const places = new Places(grid, earliest, schedule.stagger);
  /** By group: the first place that may still be free for it. Occupancy only grows, so earlier ones stay full. */
  const from = new Map<string, number>();
  for (const { eventId, group = "", deadline = Number.POSITIVE_INFINITY } of members) {
    let groupFull = false;
    let index = places.firstFree(from.get(group) ?? 0);
    let slot = places.slot(index);
    while (slot && slot.at <= deadline && !groups.fits(group, slot.at)) {
      groupFull = true;
      index = places.firstFree(index + 1);
      slot = places.slot(index);
    }
    // A deadline cut the search short; whether the group is full beyond it nobody looked.
    if (!slot || slot.at > deadline) {
      yield [eventId, { earliest, groupFull }];
      continue;
    }
    from.set(group, index);
    places.take(index);
    groups.add(group, slot.at);
    yield [eventId, { ...slot, wave: number }];
  }
}

/** The places of one wave, in order: slots of the grid for any number of events, or staggered ones for one event each. */
class Places {
  readonly #slots: Slot[] = [];
  readonly #next: number[] = [];

  constructor(
    readonly grid: SlotGrid,
    readonly earliest: number,
    readonly stagger: number,
  ) {}

  slot(index: number): Slot | undefined {
    while (this.#slots.length <= index) {
      const previous = this.#slots.at(-1);
      const slot = !previous
        ? this.grid.onGrid(this.earliest)
        : this.stagger > 0
          ? this.grid.openFrom(previous.at + this.stagger)
          : this.grid.onGrid(previous.at + 1);
      if (!slot) return undefined;
      this.#slots.push(slot);
    }
    return this.#slots[index];
  }

  /** The first place at or after an index that is not taken; shortcuts past taken ones are remembered. */
  firstFree(index: number): number {
    let free = index;
    while (this.#next[free] !== undefined) free = this.#next[free] as number;
    for (let at = index; this.#next[at] !== undefined;) {
      const next = this.#next[at] as number;
      this.#next[at] = free;
      at = next;
    }
    return free;
  }

  take(index: number): void {
    if (this.stagger > 0) this.#next[index] = index + 1;
  }
}
