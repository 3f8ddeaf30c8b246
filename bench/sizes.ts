/** How much is measured. */
export interface Sizes {
  noOp: { rounds: number; plans: readonly { events: number; target: number }[] };
  hosts: { rounds: number; plans: readonly { events: number; target: number }[] };
  state: { events: number };
  /** `latencies` are milliseconds that the emulator adds to every call. */
  firstUp: { rounds: number; events: number; latencies: readonly [number, ...number[]] };
  /** Growth is judged between the two. */
  pure: { smallest: number; largest: number };
  client: { rounds: number; calls: number };
  providerProcess: { rounds: number };
  pluginProcess: { rounds: number };
}

/** What the promises are about. */
export const REAL: Sizes = {
  noOp: {
    rounds: 3,
    plans: [
      { events: 1_000, target: 1.3 },
      { events: 10_000, target: 2.5 },
    ],
  },
  hosts: {
    rounds: 3,
    plans: [
      { events: 1, target: 1.15 },
      { events: 1_000, target: 1.35 },
      { events: 10_000, target: 1.9 },
    ],
  },
  state: { events: 10_000 },
  firstUp: { rounds: 1, events: 10_000, latencies: [0, 50] },
  pure: { smallest: 1_000, largest: 100_000 },
  client: { rounds: 3, calls: 1_000 },
  providerProcess: { rounds: 5 },
  pluginProcess: { rounds: 5 },
};

/** Measures nothing: shows that everything runs. */
export const TINY: Sizes = {
  noOp: { rounds: 1, plans: [{ events: 10, target: 1.3 }] },
  hosts: { rounds: 1, plans: [{ events: 1, target: 1.15 }] },
  state: { events: 100 },
  firstUp: { rounds: 1, events: 120, latencies: [1] },
  pure: { smallest: 100, largest: 1_000 },
  client: { rounds: 1, calls: 20 },
  providerProcess: { rounds: 1 },
  pluginProcess: { rounds: 1 },
};
