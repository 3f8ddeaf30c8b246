/** One failure of the inputs, as Pulumi shows it: at its property path, such as `events[3].planTime`. */
export interface CheckFailure {
  property: string;
  reason: string;
  /** The property is not known there: in words what it stands in, as in "a window". `check` says where it belongs. */
  strangerTo?: string;
}

/** What was read, or all that is wrong with it. */
export type Read<Value> = { value: Value } | { failures: CheckFailure[] };

/** The failures found so far. */
export class Failures {
  readonly list: CheckFailure[] = [];

  add(property: string, reason: string): void {
    this.list.push({ property, reason });
  }
}
