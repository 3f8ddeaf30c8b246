import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { type Behaviour, type BehaviourPatch, patchBehaviour } from "./behaviour";
import type { CallRecord } from "./calls";
import type { ClockMove } from "./clock";
import type { FaultInput } from "./faults/input";
import { InputReader } from "./inputReader";
import type { LedgerEntry } from "./ledger";
import { Nonces } from "./nonces";
import { Platform, type PlatformAction } from "./platform";
import { type CheckedSeed, type EventSeed, readSeed, type Seed } from "./seed";
import { emulatorServer } from "./server";
import { SideChannel } from "./sideChannel";
import type { ClockReading, EmulatorState } from "./state";

/** How to start an emulator. */
export interface EmulatorOptions {
  /** Default 0: the system picks a free port. */
  readonly port?: number;
  /** What the emulator starts with; default: no events, no instances and one default key. */
  readonly seed?: Seed;
  /** Switches on top of the seed's. */
  readonly behaviour?: BehaviourPatch;
  /** Where the emulator's clock starts; wins over the seed's `now`. */
  readonly now?: string | number;
  /** The machine's time in Unix milliseconds, for tests of what depends on it; default `Date.now`. */
  readonly machineTime?: () => number;
}

/**
 * A running emulator. Its methods do what the side channel does over HTTP; the README describes both.
 */
export interface Emulator {
  /** `http://127.0.0.1:PORT` */
  readonly endpoint: string;
  readonly port: number;
  /** The first key of the seed. */
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  /** Null for a key without one. */
  readonly securityToken: string | null;
  state(): EmulatorState;
  /** Every order that reached the platform, in the order of arrival. */
  ledger(): readonly LedgerEntry[];
  /** Every call of the API, in the order of answers. */
  calls(): readonly CallRecord[];
  /** Reads the clock, or moves it first. */
  clock(move?: ClockMove): ClockReading;
  /** Raises events. An instance that an event names is created if it does not exist. */
  events(events: readonly EventSeed[]): void;
  platform(action: PlatformAction): void;
  /** Adds faults behind those that wait. */
  faults(faults: readonly FaultInput[]): void;
  clearFaults(): void;
  /** Changes switches, or reads them. */
  behaviour(patch?: BehaviourPatch): Behaviour;
  /** Back to the seed: events, instances, behaviour and clock; faults, ledger and calls are emptied. */
  reset(): void;
  /** Stops immediately, even with open connections. */
  close(): Promise<void>;
}

/** The seed with the options that go on top of it. */
function checkedSeed(options: InputReader): CheckedSeed {
  const seed = readSeed(options.has("seed") ? options.raw("seed") : {});
  return {
    ...seed,
    now: options.time("now") ?? seed.now,
    behaviour: patchBehaviour(seed.behaviour, options.has("behaviour") ? options.raw("behaviour") : {}),
  };
}

/**
 * Starts an emulator of the ENS event API on 127.0.0.1. Rejects with an {@link InvalidInput} for a wrong option or seed, and
 * with the system's error for a port that is taken.
 *
 * @example
 * const emulator = await startEmulator({ seed: { events: [{ eventId: "e-1", resourceId: "i-1" }] } });
 * // point a client at emulator.endpoint with emulator.accessKeyId and emulator.accessKeySecret
 * emulator.clock({ advance: "2h" });
 * console.log(emulator.ledger());
 * await emulator.close();
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const reader = new InputReader(options, "options", ["port", "seed", "behaviour", "now", "machineTime"]);
  const machineTime = options.machineTime ?? Date.now;
  const platform = new Platform(checkedSeed(reader), machineTime);
  const sideChannel = new SideChannel(platform);
  const closing = new AbortController();
  const host = { platform, nonces: new Nonces(), machineTime, closing: closing.signal };
  const server = emulatorServer(host, sideChannel);
  server.listen(reader.integer("port", 0, 65_535) ?? 0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const [{ accessKeyId, accessKeySecret, securityToken }] = platform.seed.credentials;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    port,
    accessKeyId,
    accessKeySecret,
    securityToken,
    state: () => sideChannel.state(),
    ledger: () => sideChannel.ledger(),
    calls: () => sideChannel.calls(),
    clock: (move) => (move === undefined ? sideChannel.clockReading() : sideChannel.moveClock(move)),
    events: (events) => {
      sideChannel.raise({ events });
    },
    platform: (action) => {
      sideChannel.act(action);
    },
    faults: (faults) => {
      sideChannel.addFaults({ faults });
    },
    clearFaults: () => {
      sideChannel.clearFaults();
    },
    behaviour: (patch = {}) => sideChannel.patchBehaviour(patch),
    reset: () => {
      sideChannel.reset();
    },
    close: async () => {
      if (closing.signal.aborted) return;
      closing.abort();
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
