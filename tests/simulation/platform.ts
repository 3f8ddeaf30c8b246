import type { EventInfo, EventStatus } from "../../provider/src/api/ens";
import type { Wanted } from "./program";

/** ENS as the judge knows it: every order that came, what the platform made of it, and the platform at any moment. */

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Tuesday, 2026-11-24, 12:00 UTC. */
export const START = Date.UTC(2026, 10, 24, 12);

/** Switches of what ENS does not document. */
export interface Behaviour {
  repeatOrder: "replace" | "reject" | "ignore";
  notBeforeAfterOrder: "planTime" | "rounded" | "unchanged";
  readLag: number;
  /** Open events are not listed. */
  hidden: boolean;
  retention: number;
  immediateOrder: "Executing" | "Scheduled";
  /** Whether answers carry a `Date`. */
  dates: boolean;
}

const PLAIN: Behaviour = {
  repeatOrder: "replace",
  notBeforeAfterOrder: "planTime",
  readLag: 0,
  hidden: false,
  retention: 30 * DAY,
  immediateOrder: "Executing",
  dates: true,
};

/** Who sends, and what the judge wants to remember of that moment. */
export interface Sender {
  stack: string;
  command: number;
  plan: string;
  /** The orders that the plan's state knows of as the operation begins. */
  remembers: ReadonlySet<number>;
  /** What the program says of an event at this moment. */
  wants: Wanted | undefined;
  /** Of which moment the last reading of this event in this operation was; undefined without one. */
  lastRead: number | undefined;
  /** The same of earlier operations that the plan's state can know. */
  sawBefore: number | undefined;
}

export interface Order {
  id: number;
  at: number;
  info: EventInfo;
  sender: Sender;
  /** What the platform did with it. */
  fate: "taken" | "ignored" | "refused" | "lost";
  /** What its sender came to know. */
  answer: "accepted" | "refused" | "unsent" | "unknown" | "killed";
  /** What stood before it. */
  before: Version;
}

export interface Version {
  at: number;
  status: EventStatus;
  notBefore: number;
  order: Order | undefined;
  /** The platform gave the order another time. */
  moved: boolean;
  listed: boolean;
  startsAt: number;
  endsAt: number;
  endedAt: number;
}

const NEVER = Number.POSITIVE_INFINITY;

export const ENDS: readonly EventStatus[] = ["Executed", "Failed", "Canceled", "Avoided"];
const RUN_TIME = 5 * MINUTE;

export class Platform {
  readonly ledger: Order[] = [];
  behaviour: Behaviour = { ...PLAIN };
  #readMoment = Number.NEGATIVE_INFINITY;
  readonly #events = new Map<string, { resourceId: string; versions: Version[] }>();

  constructor(readonly now: () => number) {}

  raise(eventId: string, resourceId: string): void {
    const notBefore = START + 5 * DAY;
    const version: Version = {
      at: Number.NEGATIVE_INFINITY,
      status: "Inquiring",
      notBefore,
      order: undefined,
      moved: false,
      listed: true,
      startsAt: NEVER,
      endsAt: NEVER,
      endedAt: NEVER,
    };
    this.#events.set(eventId, { resourceId, versions: [version] });
  }

  eventIds(): string[] {
    return [...this.#events.keys()];
  }

  /** How an event really stands. */
  state(eventId: string): Version {
    const { versions } = this.#event(eventId);
    for (let last = versions.at(-1) as Version; ; last = versions.at(-1) as Version) {
      if (last.status === "Scheduled" && last.startsAt <= this.now()) {
        const at = last.startsAt;
        versions.push({ ...last, at, status: "Executing", startsAt: NEVER, endsAt: at + RUN_TIME });
      } else if (last.status === "Executing" && last.endsAt <= this.now()) {
        const at = last.endsAt;
        versions.push({ ...last, at, status: "Executed", endsAt: NEVER, endedAt: at });
      } else {
        return last;
      }
    }
  }

  /** How an event stood at a moment. */
  stateAt(eventId: string, time: number): Version {
    this.state(eventId);
    const { versions } = this.#event(eventId);
    return (versions.findLast(({ at }) => at <= time) ?? versions[0]) as Version;
  }

  resourceOf(eventId: string): string {
    return this.#event(eventId).resourceId;
  }

  /** Of which moment a reading is now. A lag that grows does not take back what was read. */
  get readMoment(): number {
    this.#readMoment = Math.max(this.#readMoment, this.now() - this.behaviour.readLag);
    return this.#readMoment;
  }

  /** What a reading shows of an event. */
  shown(eventId: string): Version | undefined {
    const version = this.stateAt(eventId, this.readMoment);
    const agedOut = this.readMoment > version.endedAt + this.behaviour.retention;
    const hides = this.behaviour.hidden && !ENDS.includes(version.status);
    return version.listed && !agedOut && !hides ? version : undefined;
  }

  /** Judges an order and carries it out. */
  take(info: EventInfo, sender: Sender): Order {
    const before = this.#events.has(info.eventId) ? this.state(info.eventId) : undefined;
    if (!before) throw new Error(`no program names ${info.eventId}`);
    const order: Order = {
      id: this.ledger.length,
      at: this.now(),
      info,
      sender,
      fate: "refused",
      answer: "refused",
      before,
    };
    this.ledger.push(order);
    const open = before.status === "Inquiring" || before.status === "Scheduled";
    const late = info.opsType === "scheduled" && info.planTime <= order.at;
    const repeated = before.order !== undefined;
    if (!open || !before.listed || late || (repeated && this.behaviour.repeatOrder === "reject"))
      return order;
    order.answer = "accepted";
    order.fate = repeated && this.behaviour.repeatOrder === "ignore" ? "ignored" : "taken";
    if (order.fate === "taken") this.#change(info.eventId, this.#afterOrder(before, order));
    return order;
  }

  /** An order that never came to be judged. */
  lose(info: EventInfo, sender: Sender, answer: Order["answer"]): Order {
    const { ledger } = this;
    const before = this.state(info.eventId);
    const order: Order = { id: ledger.length, at: this.now(), info, sender, fate: "lost", answer, before };
    ledger.push(order);
    return order;
  }

  /** The platform gives a scheduled migration another time, without the mark. */
  move(eventId: string, by: number): void {
    const { status, startsAt } = this.state(eventId);
    if (status !== "Scheduled" || startsAt + by <= this.now()) return;
    const notBefore = Math.floor((startsAt + by) / 1000) * 1000;
    this.#change(eventId, { notBefore, startsAt: notBefore, moved: true });
  }

  set(eventId: string, status: "Executing" | "Executed" | "Failed" | "Canceled" | "Avoided"): void {
    const { status: from } = this.state(eventId);
    if (ENDS.includes(from) || (from === "Executing" && status === "Executing")) return;
    const now = this.now();
    if (status === "Executing") this.#change(eventId, { status, startsAt: NEVER, endsAt: now + RUN_TIME });
    else this.#change(eventId, { status, startsAt: NEVER, endsAt: NEVER, endedAt: now });
  }

  stopListing(eventId: string): void {
    this.#change(eventId, { listed: false });
  }

  #afterOrder(before: Version, order: Order): Partial<Version> {
    const { info, at } = order;
    if (info.opsType === "immediate") {
      return this.behaviour.immediateOrder === "Executing"
        ? { status: "Executing", order, moved: false, startsAt: NEVER, endsAt: at + RUN_TIME }
        : { status: "Scheduled", order, moved: false, startsAt: at + MINUTE };
    }
    const shown = {
      planTime: info.planTime,
      rounded: Math.floor(info.planTime / 1000) * 1000,
      unchanged: before.notBefore,
    }[this.behaviour.notBeforeAfterOrder];
    return { status: "Scheduled", order, moved: false, startsAt: info.planTime, notBefore: shown };
  }

  #change(eventId: string, change: Partial<Version>): void {
    const { versions } = this.#event(eventId);
    versions.push({ ...this.state(eventId), ...change, at: this.now() });
  }

  #event(eventId: string) {
    const event = this.#events.get(eventId);
    if (!event) throw new Error(`ENS has no event ${eventId}`);
    return event;
  }
}
