import { type Behaviour, patchBehaviour } from "./behaviour";
import type { CallRecord } from "./calls";
import { clockTarget, EmulatorClock } from "./clock";
import {
  afterOrder,
  type EmulatedEvent,
  hasAgedOut,
  isOpen,
  rankOf,
  type Stage,
  stageOf,
  type Standing,
  standingAt,
} from "./events";
import type { Fault } from "./faults/waiting";
import { InputReader, InvalidInput } from "./inputReader";
import { type Instance, plainInstance } from "./instances";
import { type LedgerEntry, ledgerEntry, type OrderResult } from "./ledger";
import { decideOrder, type Refusal, type SentOrder } from "./orders";
import { type CheckedSeed, MOST_ENTRIES, type RaisedEvent, raisedEvent } from "./seed";
import type { EventStatus } from "./vocabulary";

/**
 * Something that the platform does to an event.
 *
 * @example
 * emulator.platform({ eventId: "e-1", eventStatus: "Canceled" });
 * emulator.platform({ eventId: "e-2", notBefore: "2026-12-24T00:00:00Z" });
 * emulator.platform({ eventId: "e-3", remove: true });
 */
export interface PlatformAction {
  readonly eventId: string;
  /** Never back: an ended event stays ended, and Inquiring cannot be set. */
  readonly eventStatus?: Exclude<EventStatus, "Inquiring">;
  /** Also moves the start of a scheduled migration. */
  readonly notBefore?: string | number;
  /** The event disappears, as one that aged out does. */
  readonly remove?: boolean;
}

/** An event of the history, and how it stands. */
export interface HistoryEntry {
  readonly event: EmulatedEvent;
  readonly standing: Standing;
}

export interface Caller {
  readonly accessKeyId: string;
  readonly requestId: string;
}

/** The platform behind the API: everything that the emulator holds and that a reset brings back. */
export class Platform {
  readonly clock: EmulatorClock;
  readonly calls: CallRecord[] = [];
  readonly ledger: LedgerEntry[] = [];
  faults: readonly Fault[] = [];
  #behaviour: Behaviour;
  readonly #events = new Map<string, EmulatedEvent>();
  readonly #instances = new Map<string, Instance>();

  constructor(
    readonly seed: CheckedSeed,
    machineTime: () => number,
  ) {
    this.clock = new EmulatorClock(machineTime, seed.now);
    this.#behaviour = seed.behaviour;
    this.reset();
  }

  reset(): void {
    this.clock.reset(this.seed.now);
    this.calls.length = 0;
    this.ledger.length = 0;
    this.faults = [];
    this.#behaviour = this.seed.behaviour;
    this.#events.clear();
    this.#instances.clear();
    for (const instance of this.seed.instances) this.#instances.set(instance.instanceId, instance);
    // A lagging read must already see what the seed holds.
    this.#raiseAt(this.seed.events, Number.NEGATIVE_INFINITY);
  }

  get behaviour(): Behaviour {
    return this.#behaviour;
  }

  /** The moment that reads show. */
  readTime(): number {
    return this.clock.now() - this.#behaviour.readLag;
  }

  events(): readonly EmulatedEvent[] {
    return [...this.#events.values()];
  }

  instances(): readonly Instance[] {
    return [...this.#instances.values()];
  }

  /** The events that the history holds at a moment. */
  historyAt(time: number): HistoryEntry[] {
    return this.events().flatMap((event) => {
      const standing = standingAt(event, time);
      return standing === undefined || hasAgedOut(standing, time, this.#behaviour.retention)
        ? []
        : [{ event, standing }];
    });
  }

  raise(raised: readonly RaisedEvent[]): void {
    const known = raised.find(({ eventId }) => this.#events.has(eventId));
    if (known !== undefined) {
      throw new InvalidInput(
        `events: "${known.eventId}" exists already. Remove it first: platform, with remove: true`,
      );
    }
    if (this.#events.size + raised.length > MOST_ENTRIES)
      throw new InvalidInput(`events: the emulator holds at most ${MOST_ENTRIES} events`);
    this.#raiseAt(raised, this.clock.now());
  }

  #raiseAt(raised: readonly RaisedEvent[], at: number): void {
    const now = this.clock.now();
    for (const event of raised) {
      this.#events.set(event.eventId, raisedEvent(event, now, at, this.#behaviour));
      if (event.eventType.startsWith("Instance:") && !this.#instances.has(event.resourceId))
        this.#instances.set(event.resourceId, plainInstance(event.resourceId));
    }
  }

  /** Takes an order or refuses it, and writes it down; a refusal is written down with the given code. */
  order(sent: SentOrder, caller: Caller, refusalCode: number): Refusal | null {
    const now = this.clock.now();
    const event = this.#events.get(sent.eventId);
    const standing = event === undefined ? undefined : standingAt(event, now);
    const isKnown = standing !== undefined && !hasAgedOut(standing, now, this.#behaviour.retention);
    const decision = decideOrder(sent, isKnown ? event : undefined, standing, now, this.#behaviour);
    if (!decision.taken) {
      const { code, message } = decision.refusal;
      this.record(sent, caller, { code: refusalCode, message: `${code}: ${message}` });
      return decision.refusal;
    }
    if (event !== undefined && standing !== undefined && !decision.ignored) {
      const { opsType, dataPolicy } = decision;
      const order = { opsType, planTime: sent.planTime, dataPolicy, time: now };
      this.#append(event, now, afterOrder(standing, order, this.#behaviour));
    }
    this.record(sent, caller, { code: 200, message: "success" });
    return null;
  }

  record(sent: SentOrder, caller: Caller, result: OrderResult): void {
    this.ledger.push(ledgerEntry(sent, result, this.clock.now(), caller.requestId, caller.accessKeyId));
  }

  /** Does what a {@link PlatformAction} says. */
  act(input: unknown): void {
    const reader = new InputReader(input, "platform", ["eventId", "eventStatus", "notBefore", "remove"]);
    const eventId = reader.requiredText("eventId");
    const status = reader.oneOf("eventStatus", [
      "Scheduled",
      "Executing",
      "Executed",
      "Failed",
      "Canceled",
      "Avoided",
    ]);
    const notBefore = reader.time("notBefore");
    const remove = reader.boolean("remove") ?? false;
    const event = this.#events.get(eventId);
    const now = this.clock.now();
    const standing = event === undefined ? undefined : standingAt(event, now);
    if (event === undefined || standing === undefined)
      throw new InvalidInput(`platform.eventId: "${eventId}" is not an event of this emulator`);
    if (remove) {
      if (status !== undefined || notBefore !== undefined)
        throw new InvalidInput('platform: "remove" cannot be combined with "eventStatus" or "notBefore"');
      this.#events.delete(eventId);
      return;
    }
    if (status === undefined && notBefore === undefined)
      throw new InvalidInput('platform: needs "eventStatus", "notBefore" or "remove"');
    const current = standing.stage.status;
    if (status !== undefined && (!isOpen(current) || rankOf(status) < rankOf(current)))
      throw new InvalidInput(`platform.eventStatus: "${eventId}" is ${current} and cannot become ${status}`);
    const moved = notBefore ?? standing.notBefore;
    this.#append(event, now, {
      stage: this.#stageAfter(standing, status, moved, now),
      notBefore: moved,
      order: standing.order,
    });
  }

  #stageAfter(standing: Standing, status: EventStatus | undefined, notBefore: number, now: number): Stage {
    if (status !== undefined) return stageOf(status, notBefore, now, this.#behaviour);
    return standing.stage.status === "Scheduled"
      ? { ...standing.stage, startsAt: notBefore }
      : standing.stage;
  }

  moveClock(input: unknown): void {
    const now = this.clock.now();
    const target = clockTarget(input, now);
    if (target < now) {
      // What has happened stays happened; only how it looked at earlier moments is forgotten.
      this.#settle(now, Number.NEGATIVE_INFINITY);
    }
    this.clock.set(target);
  }

  patchBehaviour(input: unknown): void {
    const patched = patchBehaviour(this.#behaviour, input);
    const now = this.clock.now();
    this.#behaviour = patched;
    this.#settle(now, now);
  }

  /** Fixes where every event stands now, so that new rules apply to what comes and not to what was. */
  #settle(now: number, at: number): void {
    for (const event of this.#events.values()) {
      const standing = standingAt(event, now);
      if (standing !== undefined) this.#append(event, at, standing);
    }
  }

  #append(event: EmulatedEvent, at: number, standing: Standing): void {
    const earlier = event.changes.filter((change) => change.at <= at && at !== Number.NEGATIVE_INFINITY);
    const changes = [...earlier, { ...standing, at, rules: this.#behaviour }];
    this.#events.set(event.eventId, { ...event, changes });
  }
}
