import type { Behaviour } from "./behaviour";
import type { CallRecord } from "./calls";
import { readFaults } from "./faults/input";
import { InputReader, InvalidInput } from "./inputReader";
import type { LedgerEntry } from "./ledger";
import type { Platform } from "./platform";
import { readEvents } from "./seed";
import {
  type ClockReading,
  clockReading,
  type EmulatorState,
  type PendingFault,
  pendingFaults,
  stateOf,
} from "./state";

const MOST_PENDING_FAULTS = 10_000;
const MOST_RAISED = 100_000;

/**
 * What the side channel can do, for HTTP and for callers in the same process alike. Inputs are checked here, so
 * that both get the same errors.
 */
export class SideChannel {
  constructor(private readonly platform: Platform) {}

  state(): EmulatorState {
    return stateOf(this.platform);
  }

  ledger(): readonly LedgerEntry[] {
    return [...this.platform.ledger];
  }

  calls(): readonly CallRecord[] {
    return [...this.platform.calls];
  }

  clockReading(): ClockReading {
    return clockReading(this.platform);
  }

  moveClock(input: unknown): ClockReading {
    this.platform.moveClock(input);
    return this.clockReading();
  }

  raise(input: unknown): void {
    const events = new InputReader(input, "body", ["events"]).list("events", MOST_RAISED);
    if (events === undefined) throw new InvalidInput("body.events: is required");
    this.platform.raise(readEvents(events, "events"));
  }

  act(input: unknown): void {
    this.platform.act(input);
  }

  pendingFaults(): readonly PendingFault[] {
    return pendingFaults(this.platform);
  }

  addFaults(input: unknown): void {
    const faults = new InputReader(input, "body", ["faults"]).list("faults", MOST_PENDING_FAULTS);
    if (faults === undefined) throw new InvalidInput("body.faults: is required");
    const added = readFaults(faults, "faults");
    if (this.platform.faults.length + added.length > MOST_PENDING_FAULTS)
      throw new InvalidInput(`faults: at most ${MOST_PENDING_FAULTS} can wait at a time. Clear them first`);
    this.platform.faults = [...this.platform.faults, ...added];
  }

  clearFaults(): void {
    this.platform.faults = [];
  }

  patchBehaviour(input: unknown): Behaviour {
    this.platform.patchBehaviour(input);
    return this.platform.behaviour;
  }

  reset(): void {
    this.platform.reset();
  }
}
