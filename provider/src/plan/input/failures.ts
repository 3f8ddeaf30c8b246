/** One failure of the inputs. {@link sentenceOf} is what people read. */
export interface CheckFailure {
  /** Its path, such as `events[3].planTime`. */
  property: string;
  /** What goes on after the property or the value, as in "must be a string". It may also begin with the value itself. */
  reason: string;
  /** What to say instead where a value that `reason` may quote is secret. Where it is absent, no more than {@link NOT_QUOTED}. */
  plain?: string;
  /** Inputs whose values `reason` may quote, beside the property's own and those that `planned` is computed from. */
  quotes?: readonly string[];
  /** The property is not known there: in words what it stands in, as in "a window". `check` says where it belongs. */
  strangerTo?: string;
  /** Nothing belongs there, or something with parts. Somebody may have written a key in its place, so what stands there is not shown. */
  mayBeKey?: boolean;
  /** Of which event: `e-7 (web-7, i-7)`. */
  event?: string;
  /** What was written there, short, where it may be shown. */
  written?: string;
}

export const NOT_QUOTED =
  "is not valid. Its value, or one that it depends on, is secret, so this message does not quote it";

/** `events[3].planTime of e-7 (web-7, i-7): "soon" is not an ISO time …`. */
export function sentenceOf({ property, reason, event, written }: CheckFailure): string {
  const place = event === undefined ? property : `${property} of ${event}`;
  if (written === undefined || reason.includes(`, not ${written}`)) return `${place} ${reason}`;
  return reason.startsWith(written) ? `${place}: ${reason}` : `${place}: ${written} ${reason}`;
}

/** What was read, or all that is wrong with it. */
export type Read<Value> = { value: Value } | { failures: CheckFailure[] };

type Details = Omit<CheckFailure, "property" | "reason">;

/** The failures found so far. */
export class Failures {
  readonly list: CheckFailure[] = [];

  add(property: string, reason: string, details: Details = {}): void {
    this.list.push({ property, reason, ...details });
  }

  /** A reason that is the same whatever was written. */
  addPlain(property: string, reason: string, details: Details = {}): void {
    this.add(property, reason, { ...details, plain: reason });
  }
}
