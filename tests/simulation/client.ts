import type {
  BatchEventMigrateInstanceResponse,
  CallOptions,
  EnsClient,
  EventInfo,
  HistoryEvent,
  HistoryEventsFilter,
  MigrateResult,
} from "../../provider/src/api/ens";
import { errors, type MachineClock } from "./border";
import type { Order, Platform, Sender } from "./platform";

const WRITE = "BatchEventMigrateInstance";
const READ = "DescribeHistoryEvents";
const READ_TIME = 100;
const WRITE_TIME = 300;

/** What happens to the nth call of its kind of a command; a lasting one also to all later ones. */
export type Fault =
  | {
      on: "write";
      nth: number;
      kind:
        | "lostBefore"
        | "lostAfter"
        | "refused"
        | "itemRefused"
        | "throttled"
        | "unsent"
        | "noItem"
        | "otherInstance"
        | "killBefore"
        | "killAfter";
    }
  | { on: "read"; nth: number; kind: "fails" | "kill"; lasting?: boolean };

/** What a command did at ENS, for the judge. */
export interface Traffic {
  faults: readonly Fault[];
  reads: number;
  writes: number;
  sent: Order[];
  /** By event, of which moment the last reading is that asked for it, and the last that showed it. */
  read: Map<string, number>;
  saw: Map<string, number>;
}

/** What a client of the simulation is made for. */
export interface Setup {
  platform: Platform;
  clock: MachineClock;
  traffic: Traffic;
  sender: (eventId: string) => Sender;
  kill: () => Promise<never>;
}

/** The client that a process of the product opens. */
export class SimulatedClient implements EnsClient {
  readonly transport = "builtin";
  readonly credentialsSource = "the simulation";
  #answered: { date: number; monotonic: number } | undefined;
  #requests = 0;

  constructor(private readonly setup: Setup) {}

  /** The platform's clock as the `Date` of the last answer tells it, in whole seconds, and time since. */
  platformTime(): number | undefined {
    return this.#answered && this.#answered.date + performance.now() - this.#answered.monotonic;
  }

  async batchEventMigrateInstance(
    infos: readonly EventInfo[],
    options: CallOptions = {},
  ): Promise<BatchEventMigrateInstanceResponse> {
    const { platform, traffic, sender, kill } = this.setup;
    await this.#begin(WRITE, WRITE_TIME, options);
    const fault = this.#fault("write", ++traffic.writes);
    const each = (work: (info: EventInfo) => Order) => {
      const orders = infos.map(work);
      traffic.sent.push(...orders);
      return orders;
    };
    const lose = (answer: Order["answer"]) =>
      each((info) => platform.lose(info, sender(info.eventId), answer));
    if (fault === "killBefore") return (lose("killed"), kill());
    if (fault === "lostBefore") return (lose("unknown"), this.#unknown());
    if (fault === "unsent") {
      lose("unsent");
      throw new errors.TransportError("the connection was refused", { action: WRITE, code: "ECONNREFUSED" });
    }
    if (fault === "refused" || fault === "throttled") {
      lose("refused");
      this.#note();
      const code = fault === "refused" ? "InvalidParameter.PlanTime" : "Throttling.Api";
      throw new errors.ServiceError("refused by a fault", { action: WRITE, code, httpStatus: 400 });
    }
    const orders = each((info) =>
      fault === "itemRefused" && info === infos[0]
        ? platform.lose(info, sender(info.eventId), "refused")
        : platform.take(info, sender(info.eventId)),
    );
    const first = orders[0] as Order;
    const learn = (answer: Order["answer"], some = orders) =>
      some.forEach((order) => (order.answer = answer));
    if (fault === "killAfter") return (learn("killed"), kill());
    if (fault === "lostAfter") return (learn("unknown"), this.#unknown());
    const results: MigrateResult[] = orders.map(({ info, answer }) => ({
      code: answer === "accepted" ? 200 : 400,
      eventId: info.eventId,
      resourceId: info.resourceId,
      message: answer === "accepted" ? "success" : "IncorrectInstanceStatus: refused",
    }));
    if (fault === "noItem") {
      learn("unknown", [first]);
      results.shift();
    }
    if (fault === "otherInstance") {
      learn("unknown", [first]);
      (results[0] as MigrateResult).resourceId = `i-${"9".repeat(25)}`;
    }
    this.#note();
    return { requestId: this.#requestId(), results };
  }

  async describeHistoryEvents(
    filter: HistoryEventsFilter,
    options: CallOptions = {},
  ): Promise<HistoryEvent[]> {
    const { platform, traffic, kill } = this.setup;
    if (filter.resourceIds?.length === 0) return [];
    await this.#begin(READ, READ_TIME, options);
    const fault = this.#fault("read", ++traffic.reads);
    if (fault === "kill") await kill();
    if (fault === "fails")
      throw new errors.TransportError("the connection broke", { action: READ, code: "ECONNRESET" });
    this.#note();
    const events: HistoryEvent[] = [];
    for (const eventId of platform.eventIds()) {
      const resourceId = platform.resourceOf(eventId);
      if (filter.resourceIds && !filter.resourceIds.includes(resourceId)) continue;
      traffic.read.set(eventId, platform.readMoment);
      const shown = platform.shown(eventId);
      if (shown) traffic.saw.set(eventId, platform.readMoment);
      if (!shown || (filter.eventStatus?.length && !filter.eventStatus.includes(shown.status))) continue;
      events.push({
        eventId,
        eventType: "Instance:SystemUpgrade.Migrate",
        eventStatus: shown.status,
        eventLevel: "WARN",
        resourceId,
        notBefore: shown.notBefore,
      });
    }
    return events;
  }

  describeInstances(): Promise<never[]> {
    return Promise.resolve([]);
  }

  listTagResources(): Promise<never[]> {
    return Promise.resolve([]);
  }

  async #begin(action: string, takes: number, { deadline, signal }: CallOptions): Promise<void> {
    if (signal?.aborted)
      throw new errors.TransportError("the call was cancelled", { action, code: "ABORTED" });
    if (deadline !== undefined && Date.now() >= deadline)
      throw new errors.TransportError("no time was left", { action, code: "DEADLINE" });
    await new Promise((resolve) => setTimeout(resolve, takes));
  }

  #fault<On extends Fault["on"]>(on: On, nth: number): Fault["kind"] | undefined {
    return this.setup.traffic.faults.find(
      (fault) =>
        fault.on === on && (fault.nth === nth || (fault.on === "read" && fault.lasting && nth > fault.nth)),
    )?.kind;
  }

  #unknown(): never {
    throw new errors.UnknownOutcomeError("the answer was lost; ENS may have accepted the orders", {
      action: WRITE,
      code: "ECONNRESET",
    });
  }

  /** An answer came, with its `Date`. */
  #note(): void {
    const { platform } = this.setup;
    if (!platform.behaviour.dates) return;
    const date = Math.floor(platform.now() / 1000) * 1000;
    this.#answered = { date, monotonic: performance.now() };
  }

  #requestId(): string {
    return `REQUEST-${this.setup.platform.ledger.length}-${++this.#requests}`;
  }
}
