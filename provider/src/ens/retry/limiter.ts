import type { Call } from "../wire/operation";

export type CallKind = Call["kind"];

/** Calls under way at once. Orders leave one after another; discovery reads a few lists side by side. */
const AT_ONCE: Readonly<Record<CallKind, number>> = { read: 4, write: 1 };

/**
 * What calls pass on their way out: only a few at once, and none before its time after ENS has throttled any of them.
 * All clients of a process share one, as all plans of a stack share one account's rate.
 */
export class Limiter {
  #notBefore = 0;
  readonly #turns = { read: new Turns(AT_ONCE.read), write: new Turns(AT_ONCE.write) };

  /** A throttled call holds back all calls. */
  hold(ms: number): void {
    this.#notBefore = Math.max(this.#notBefore, Date.now() + ms);
  }

  /** How many milliseconds calls are still held back. */
  remaining(): number {
    return Math.max(0, this.#notBefore - Date.now());
  }

  turns(kind: CallKind): Turns {
    return this.#turns[kind];
  }
}

/** A few calls at a time, the others in the order in which they came. */
export class Turns {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(atOnce: number) {
    this.#free = atOnce;
  }

  /** Whoever has entered must leave. `undefined`: there was nobody to wait for. */
  enter(): Promise<void> | undefined {
    if (this.#free === 0) return new Promise<void>((enter) => this.#waiting.push(enter));
    this.#free -= 1;
    return undefined;
  }

  leave(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#free += 1;
  }
}
