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
} from "../../provider/src/api/ens";
import {
  CredentialsError,
  ServiceError,
  TransportError,
  UnknownOutcomeError,
} from "../../provider/src/api/errors";
import { NOW } from "../plan/builders";

const WRITE = "BatchEventMigrateInstance";
const READ = "DescribeHistoryEvents";

export const lostAnswer = (): Error => new UnknownOutcomeError("the answer was lost", { action: WRITE });
export const notSent = (): Error => new TransportError("the connection was refused", { action: WRITE });
export const noCredentials = (): Error => new CredentialsError("no credentials", { action: WRITE });
export const refusal = (code: string, httpStatus = 400): Error =>
  new ServiceError("refused", { action: WRITE, code, httpStatus, requestId: "request-refused" });
export const unreachable = (): Error => new TransportError("the connection was reset", { action: READ });
export const readRefusal = (code: string, httpStatus: number): Error =>
  new ServiceError("refused", { action: READ, code, httpStatus });
export const unreadable = (code: string): Error => new TransportError("no answer", { action: READ, code });

/** What goes wrong with one write call; the default is nothing. */
export interface WriteFault {
  /** Thrown instead of an answer… */
  error?: Error;
  /** …after the orders were taken. */
  taken?: boolean;
  /** Changes the answer on its way. */
  results?: (results: MigrateResult[]) => MigrateResult[];
}

/** ENS in memory: its events, the orders it took, and faults one call long. */
export class FakeEns implements EnsClient {
  readonly transport = "builtin";
  readonly credentialsSource = "nowhere";

  readonly events = new Map<string, HistoryEvent>();
  /** Every order that it took. */
  readonly taken: EventInfo[] = [];
  /** Every write call that arrived, faults included. */
  readonly calls: EventInfo[][] = [];
  /** The instances of every read call. */
  readonly reads: (readonly string[])[] = [];
  readonly writeOptions: (CallOptions | undefined)[] = [];
  readonly readTimes: number[] = [];
  readonly readOptions: (CallOptions | undefined)[] = [];

  /** One entry a call, in turn; `undefined` is a call without a fault. */
  readonly writeFaults: (WriteFault | undefined)[] = [];
  readonly readFaults: (Error | undefined)[] = [];
  /** Refused item by item, until deleted. */
  readonly rejects = new Map<string, { code: number; message: string }>();
  /** Reads show what was so many milliseconds ago, by the clock. */
  lag = 0;
  /** The platform's clock. */
  now: () => number = () => NOW;
  /** Whether its answers tell the time. */
  tellsTime = true;
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

  platformTime(): number | undefined {
    return this.tellsTime ? this.now() : undefined;
  }

  batchEventMigrateInstance(
    eventInfos: readonly EventInfo[],
    options?: CallOptions,
  ): Promise<BatchEventMigrateInstanceResponse> {
    this.writeOptions.push(options);
    this.calls.push(eventInfos.map((each) => ({ ...each })));
    const requestId = `request-${this.calls.length}`;
    const { error, taken = false, results = (all: MigrateResult[]) => all } = this.writeFaults.shift() ?? {};
    if (error && !taken) return Promise.reject(error);
    const answers = eventInfos.map((each) => this.#order(each));
    return error ? Promise.reject(error) : Promise.resolve({ requestId, results: results(answers) });
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- what it throws is a rejection
  async describeHistoryEvents(filter: HistoryEventsFilter, options?: CallOptions): Promise<HistoryEvent[]> {
    const resourceIds = new Set(filter.resourceIds);
    if (resourceIds.size === 0) return [];
    this.reads.push([...resourceIds]);
    this.readOptions.push(options);
    if (options?.signal?.aborted) throw unreadable("ABORTED");
    if (options?.deadline !== undefined && this.now() >= options.deadline) throw unreadable("DEADLINE");
    this.readTimes.push(Date.now());
    this.onRead(this.reads.length);
    const fault = this.readFaults.shift();
    if (fault) throw fault;
    return [...this.events.values()]
      .filter((event) => resourceIds.has(event.resourceId))
      .map((event) => ({ ...this.#asRead(event) }));
  }

  describeInstances(): never {
    throw new Error("a plan does not ask for instances");
  }

  listTagResources(): never {
    throw new Error("a plan does not ask for tags");
  }

  takenFor(eventId: string): EventInfo[] {
    return this.taken.filter((eventInfo) => eventInfo.eventId === eventId);
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
    this.taken.push({ ...eventInfo });
    this.#rememberPast(event);
    this.onOrder(event, eventInfo);
    return answer(200, "ok");
  }
}

function schedule(event: HistoryEvent, eventInfo: EventInfo): void {
  if (eventInfo.opsType === "immediate") event.eventStatus = "Executing";
  else Object.assign(event, { eventStatus: "Scheduled", notBefore: eventInfo.planTime });
}
