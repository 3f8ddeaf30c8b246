import { type Size, sizeOf } from "./schedule";

/**
 * How many instances of each group are unavailable when: an instance counts from its start for the assumed downtime.
 * Instances without a group form one of their own.
 */
export class Groups {
  /** By group: distinct starts in order, and how many there are of each. */
  readonly #starts = new Map<string, { at: number; count: number }[]>();

  constructor(
    readonly maxUnavailable: Size | undefined,
    readonly downtime: number,
    /** By group: how many events of the plan it has. A share of it is rounded down, and at least one may always go. */
    readonly sizes: ReadonlyMap<string, number>,
  ) {}

  limitOf(group: string): number {
    if (!this.maxUnavailable) return Number.POSITIVE_INFINITY;
    return sizeOf(this.maxUnavailable, this.sizes.get(group) ?? 0, "down");
  }

  /** Whether one more instance of the group may start at that time without exceeding its limit at any moment. */
  fits(group: string, at: number): boolean {
    const limit = this.limitOf(group);
    const starts = this.#starts.get(group);
    if (limit === Number.POSITIVE_INFINITY || !starts) return true;
    // Unavailability rises only at starts, so it is enough to look at this one and at those during its downtime.
    const first = firstAfter(starts, at);
    let low = first;
    let sum = 0;
    const countAt = (index: number) => (starts[index] as { count: number }).count;
    const timeAt = (index: number) => (starts[index] as { at: number }).at;
    while (low > 0 && timeAt(low - 1) > at - this.downtime) sum += countAt(--low);
    if (sum >= limit) return false;
    for (let high = first; high < starts.length && timeAt(high) < at + this.downtime; high++) {
      sum += countAt(high);
      while (timeAt(low) <= timeAt(high) - this.downtime) sum -= countAt(low++);
      if (sum >= limit) return false;
    }
    return true;
  }

  add(group: string, at: number): void {
    if (!this.maxUnavailable) return;
    const starts = this.#starts.get(group) ?? [];
    this.#starts.set(group, starts);
    const index = firstAfter(starts, at);
    const same = starts[index - 1];
    if (same?.at === at) same.count += 1;
    else starts.splice(index, 0, { at, count: 1 });
  }

  remove(group: string, at: number): void {
    const starts = this.#starts.get(group);
    const index = starts ? firstAfter(starts, at) - 1 : -1;
    const same = starts?.[index];
    if (same?.at !== at) return;
    same.count -= 1;
    if (same.count === 0) starts?.splice(index, 1);
  }
}

/** By group: how many events it has. */
export function sizesOf(events: readonly { group?: string }[]): Map<string, number> {
  const sizes = new Map<string, number>();
  for (const { group = "" } of events) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  return sizes;
}

/** The index of the first start later than a time. */
function firstAfter(starts: readonly { at: number }[], at: number): number {
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((starts[middle] as { at: number }).at <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}
