/** A round-trip time that the emulator adds to every call, and how often runs with it are repeated. */
interface Latency {
  ms: number;
  rounds: number;
}

/** How much is measured. One table, so that a smoke run goes the same ways as the real one. */
export interface Sizes {
  noOp: { rounds: number; plans: readonly { events: number; target: number }[] };
  state: { events: number };
  firstUp: { events: number; latencies: readonly Latency[] };
  alternatives: { events: number; latencies: readonly Latency[] };
  /** Events from the smallest to the largest; growth is judged between the two. */
  pure: { rounds: number; events: readonly number[] };
  client: { rounds: number; calls: number };
  providerProcess: { rounds: number };
  memory: { rounds: number; events: readonly number[] };
  profile: { events: number };
}

export const SIZES = {
  /** Seconds, not a measurement: shows that everything still runs. */
  tiny: {
    noOp: {
      rounds: 1,
      plans: [
        { events: 10, target: 1.3 },
        { events: 100, target: 2.5 },
      ],
    },
    state: { events: 100 },
    firstUp: { events: 120, latencies: [{ ms: 1, rounds: 1 }] },
    alternatives: { events: 5, latencies: [{ ms: 1, rounds: 1 }] },
    pure: { rounds: 1, events: [100, 1_000] },
    client: { rounds: 1, calls: 20 },
    providerProcess: { rounds: 1 },
    memory: { rounds: 1, events: [100, 1_000] },
    profile: { events: 100 },
  },
  /** Under ten minutes on two quiet cores. */
  quick: {
    noOp: {
      rounds: 3,
      plans: [
        { events: 1_000, target: 1.3 },
        { events: 10_000, target: 2.5 },
      ],
    },
    state: { events: 10_000 },
    firstUp: {
      events: 10_000,
      latencies: [
        { ms: 0, rounds: 1 },
        { ms: 50, rounds: 1 },
      ],
    },
    // A thousand dynamic resources, as in the full mode, take three minutes each time.
    alternatives: { events: 600, latencies: [{ ms: 50, rounds: 1 }] },
    pure: { rounds: 1, events: [1_000, 10_000, 100_000] },
    client: { rounds: 3, calls: 1_000 },
    providerProcess: { rounds: 5 },
    memory: { rounds: 1, events: [1_000, 10_000, 100_000] },
    profile: { events: 10_000 },
  },
  full: {
    noOp: {
      rounds: 9,
      plans: [
        { events: 1_000, target: 1.3 },
        { events: 3_000, target: 1.6 },
        { events: 10_000, target: 2.5 },
        { events: 30_000, target: 6 },
      ],
    },
    state: { events: 10_000 },
    firstUp: {
      events: 10_000,
      latencies: [
        { ms: 0, rounds: 5 },
        { ms: 50, rounds: 3 },
      ],
    },
    alternatives: {
      events: 1_000,
      latencies: [
        { ms: 0, rounds: 3 },
        { ms: 50, rounds: 3 },
      ],
    },
    pure: { rounds: 7, events: [1_000, 3_000, 10_000, 30_000, 100_000] },
    client: { rounds: 9, calls: 3_000 },
    providerProcess: { rounds: 21 },
    memory: { rounds: 3, events: [1_000, 3_000, 10_000, 30_000, 100_000] },
    profile: { events: 10_000 },
  },
} as const satisfies Record<string, Sizes>;

export type Mode = keyof typeof SIZES;
