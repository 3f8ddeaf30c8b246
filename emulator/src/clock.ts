import { InputReader, InvalidInput } from "./inputReader";
import { isMoment } from "./moments";

/**
 * How to move the emulator's clock: by a duration, or to a moment.
 *
 * @example
 * emulator.clock({ advance: "2h" });
 * emulator.clock({ now: "2026-12-05T01:00:00+08:00" });
 */
export type ClockMove = { readonly advance: string | number } | { readonly now: string | number };

/** The emulator's time: the machine's, plus an offset that the side channel moves. */
export class EmulatorClock {
  #offset = 0;

  constructor(
    private readonly machineTime: () => number,
    start: number | null,
  ) {
    this.reset(start);
  }

  /** Back to a starting moment, or to the machine's time. */
  reset(start: number | null): void {
    this.#offset = start === null ? 0 : start - this.machineTime();
  }

  now(): number {
    return this.machineTime() + this.#offset;
  }

  set(now: number): void {
    this.#offset = now - this.machineTime();
  }
}

/** The moment that a clock move asks for. */
export function clockTarget(input: unknown, now: number): number {
  const reader = new InputReader(input, "clock", ["advance", "now"]);
  const advance = reader.duration("advance");
  const moment = reader.time("now");
  if ((advance === undefined) === (moment === undefined))
    throw new InvalidInput('clock: needs either "advance" or "now"');
  const target = moment ?? now + (advance ?? 0);
  if (!isMoment(target)) throw new InvalidInput("clock: must stay between the years 1970 and 9999");
  return target;
}
