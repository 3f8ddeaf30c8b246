import assert from "node:assert/strict";
import {
  type BatchEventMigrateInstanceResponse,
  type CallOptions,
  type EnsClient,
  type EventInfo,
  type HistoryEvent,
  type HistoryEventsFilter,
  MIGRATE_EVENT_TYPE,
  type MigrateResult,
} from "../../provider/src/ens/client";
import {
  CredentialsError,
  ServiceError,
  TransportError,
  UnknownOutcomeError,
} from "../../provider/src/ens/errors";

const WRITE = "BatchEventMigrateInstance";
const READ = "DescribeHistoryEvents";

export const lostAnswer = (): Error => new UnknownOutcomeError("the answer was lost", { action: WRITE });
export const notSent = (): Error => new TransportError("nothing listens at the endpoint", { action: WRITE });
export const noCredentials = (): Error => new CredentialsError("no credentials", { action: WRITE });
export const refusal = (code: string, httpStatus = 400): Error =>
  new ServiceError("refused", { action: WRITE, code, httpStatus, requestId: "request-refused" });
export const unreachable = (): Error => new TransportError("the connection was reset", { action: READ });
export const readRefusal = (code: string, httpStatus: number): Error =>
  new ServiceError("refused", { action: READ, code, httpStatus });

/** What goes wrong with one write call; the default is nothing. */
export interface WriteFault {
  /** Thrown instead of an answer… */
  error?: Error;
  /** The process ends here: nobody ever hears an answer… */
  killed?: true;
  /** …after the orders were taken. */
  taken?: boolean;
  /** Changes the answer on its way. */
  results?: (results: MigrateResult[]) => MigrateResult[];
}

/** An order that ENS accepted. */
export interface Taken {
  eventInfo: EventInfo;
  /** What the event read just before. */
  from: string;
}

/** ENS in memory: its events, the orders it took, and faults one call long. */
export class FakeEns implements EnsClient {
  readonly transport = "builtin";
  readonly credentialsSource = "nowhere";

  readonly events = new Map<string, HistoryEvent>();
  readonly taken: Taken[] = [];
  /** Every write call that arrived, faults included. */
  readonly calls: EventInfo[][] = [];
  /** The instances of every read call. */
  readonly reads: (readonly string[])[] = [];
  readonly readTimes: number[] = [];
  readonly readOptions: (CallOptions | undefined)[] = [];
  /** Orders that arrived for an event that was under way or over. */
  readonly tooLate: EventInfo[] = [];

  /** One entry a call, in turn; `undefined` is a call without a fault. */
  readonly writeFaults: (WriteFault | undefined)[] = [];
  readonly readFaults: (Error | undefined)[] = [];
  /** Refused item by item, until deleted. */
  readonly rejects = new Map<string, { code: number; message: string }>();
  /** Called where a process ends in the middle of a write. */
  onKill: () => void = () => undefined;
  /** Reads show the world as it was so many milliseconds ago, by the clock. */
  lag = 0;
  now: () => number = () => 0;
  /** What events were before each change. */
  readonly #past: { until: number; was: HistoryEvent }[] = [];
  /** What orders do to an event at once. */
  onOrder: (event: HistoryEvent, eventInfo: EventInfo) => void = schedule;

  /** Called before the nth read, from 1. */
  onRead: (read: number) => void = () => undefined;

  add(
    eventId: string,
    resourceId: string,
    eventStatus = "Inquiring",
    more: Partial<HistoryEvent> = {},
  ): this {
    this.events.set(eventId, { eventId, resourceId, eventType: MIGRATE_EVENT_TYPE, eventStatus, ...more });
    return this;
  }

  change(eventId: string, change: Partial<HistoryEvent>): void {
    const event = this.events.get(eventId);
    assert.ok(event, `no event ${eventId}`);
    this.#rememberPast(event);
    Object.assign(event, change);
  }

  /** Orders whose time has come are executed. */
  execute(): void {
    for (const { eventId, eventStatus, notBefore } of this.events.values()) {
      const due = eventStatus === "Scheduled" && notBefore !== undefined && notBefore <= this.now();
      if (eventStatus === "Executing" || due) this.change(eventId, { eventStatus: "Executed" });
    }
  }

  batchEventMigrateInstance(eventInfos: readonly EventInfo[]): Promise<BatchEventMigrateInstanceResponse> {
    this.calls.push(eventInfos.map((each) => ({ ...each })));
    const requestId = `request-${this.calls.length}`;
    const {
      error,
      killed = false,
      taken = false,
      results = (all: MigrateResult[]) => all,
    } = this.writeFaults.shift() ?? {};
    for (const each of eventInfos) {
      const { eventStatus } = this.events.get(each.eventId) ?? {};
      if (eventStatus !== "Inquiring" && eventStatus !== "Scheduled") this.tooLate.push({ ...each });
    }
    if (error && !taken) return Promise.reject(error);
    const answers = killed && !taken ? [] : eventInfos.map((each) => this.#order(each));
    if (killed) {
      this.onKill();
      return new Promise(() => undefined);
    }
    return error ? Promise.reject(error) : Promise.resolve({ requestId, results: results(answers) });
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- the interface is asynchronous
  async *describeHistoryEvents(
    filter: HistoryEventsFilter,
    options?: CallOptions,
  ): AsyncIterable<HistoryEvent> {
    this.reads.push(filter.resourceIds ?? []);
    this.readOptions.push(options);
    this.readTimes.push(Date.now());
    this.onRead(this.reads.length);
    const fault = this.readFaults.shift();
    if (fault) throw fault;
    for (const event of this.events.values()) {
      if (filter.resourceIds?.includes(event.resourceId)) yield { ...this.#asRead(event) };
    }
  }

  describeInstances(): never {
    throw new Error("a plan does not ask for instances");
  }

  listTagResources(): never {
    throw new Error("a plan does not ask for tags");
  }

  takenFor(eventId: string): Taken[] {
    return this.taken.filter(({ eventInfo }) => eventInfo.eventId === eventId);
  }

  #rememberPast(event: HistoryEvent): void {
    this.#past.push({ until: this.now(), was: { ...event } });
  }

  #asRead(event: HistoryEvent): HistoryEvent {
    const time = this.now() - this.lag;
    return this.#past.find(({ until, was }) => was.eventId === event.eventId && until > time)?.was ?? event;
  }

  #order(eventInfo: EventInfo): MigrateResult {
    const { eventId, resourceId } = eventInfo;
    const answer = (code: number, message: string): MigrateResult => ({ code, message, eventId, resourceId });
    const event = this.events.get(eventId);
    const rejected = this.rejects.get(eventId);
    if (rejected) return answer(rejected.code, rejected.message);
    if (event?.resourceId !== resourceId) return answer(404, "no such event");
    if (event.eventStatus !== "Inquiring" && event.eventStatus !== "Scheduled")
      return answer(409, `the event is ${event.eventStatus}`);
    this.taken.push({ eventInfo: { ...eventInfo }, from: event.eventStatus });
    this.#rememberPast(event);
    this.onOrder(event, eventInfo);
    return answer(200, "ok");
  }
}

function schedule(event: HistoryEvent, eventInfo: EventInfo): void {
  if (eventInfo.opsType === "immediate") event.eventStatus = "Executing";
  else Object.assign(event, { eventStatus: "Scheduled", notBefore: eventInfo.planTime });
}
