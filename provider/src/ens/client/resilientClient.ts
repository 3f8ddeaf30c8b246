import type {
  BatchEventMigrateInstanceResponse,
  CallOptions,
  EnsClient,
  EventInfo,
  HistoryEvent,
  HistoryEventsFilter,
  Instance,
  InstancesFilter,
  TagResource,
  TagResourcesFilter,
} from "../../api/ens";
import type { CredentialsCache } from "../credentials/cache";
import { TransportError } from "../../api/errors";
import { malformedAnswer } from "../retry/toEnsError";
import { Limiter } from "../retry/limiter";
import { PlatformClock } from "./platformClock";
import { byPageNumber, byToken, chunks } from "./pages";
import { perform } from "../retry/perform";
import type { Transport } from "../transport/transport";
import { assertJoinable, assertSendable, isWrite, type Call } from "../wire/calls";
import { MAX_IDS_A_CALL, MAX_TAGGED_IDS_A_CALL, MAX_TAGS_A_CALL } from "../../api/request";
import type * as ResponsesModule from "../wire/responses";

type Responses = typeof ResponsesModule;

/** More than any list of ENS has: a list that still goes on does not end. */
const MAX_PAGES = 10_000;

/** The client over either transport. Everything that knows a secret is private to it, so it is safe to print. */
export class ResilientEnsClient implements EnsClient {
  readonly transport: Transport["name"];
  readonly #transport: Transport;
  readonly #credentials: CredentialsCache;
  readonly #limiter: Limiter;
  readonly #platformClock = new PlatformClock();

  constructor(transport: Transport, credentials: CredentialsCache, limiter = new Limiter()) {
    this.transport = transport.name;
    this.#limiter = limiter;
    this.#transport = transport;
    this.#credentials = credentials;
  }

  get credentialsSource(): string {
    return this.#credentials.label;
  }

  platformTime(): number | undefined {
    return this.#platformClock.now();
  }

  async batchEventMigrateInstance(
    eventInfos: readonly EventInfo[],
    options?: CallOptions,
  ): Promise<BatchEventMigrateInstanceResponse> {
    assertSendable(eventInfos);
    return this.#call(
      { action: "BatchEventMigrateInstance", eventInfos },
      (responses, { body, requestId, scrub }) => {
        const response = responses.parseBatchAnswer(body, requestId);
        const results = response.results.map((result) => ({ ...result, message: scrub(result.message) }));
        return { ...response, results };
      },
      options,
    );
  }

  async *describeHistoryEvents(
    filter: HistoryEventsFilter,
    options?: CallOptions,
  ): AsyncGenerator<HistoryEvent> {
    if (filter.eventTypes.length === 0) throw new TypeError("eventTypes must name at least one event type");
    assertJoinable("eventTypes", filter.eventTypes);
    assertJoinable("resourceIds", filter.resourceIds);
    const { eventTypes } = filter;
    const eventLevels = filter.eventLevels?.length ? filter.eventLevels : undefined;
    const eventStatus = filter.eventStatus?.length ? filter.eventStatus : undefined;
    const fixed = { action: "DescribeHistoryEvents", eventTypes, eventLevels, eventStatus } as const;
    for (const resourceIds of chunks(filter.resourceIds, MAX_IDS_A_CALL)) {
      const lots = byPageNumber(
        (pageNumber, pageSize) =>
          this.#page(
            { ...fixed, resourceIds, pageNumber, pageSize },
            pageNumber,
            (responses, { body }) => responses.parseHistoryPage(body),
            options,
          ),
        (event) => `${event.eventId} ${event.resourceId}`,
      );
      for await (const events of lots) yield* events;
    }
  }

  async *describeInstances(filter: InstancesFilter, options?: CallOptions): AsyncGenerator<Instance> {
    for (const instanceIds of chunks(filter.instanceIds, MAX_IDS_A_CALL)) {
      for (const ensRegionIds of chunks(filter.ensRegionIds, MAX_IDS_A_CALL)) {
        const lots = byPageNumber(
          (pageNumber, pageSize) =>
            this.#page(
              { ...filter, action: "DescribeInstances", instanceIds, ensRegionIds, pageNumber, pageSize },
              pageNumber,
              (responses, { body }) => responses.parseInstancesPage(body),
              options,
            ),
          (instance) => instance.instanceId,
        );
        for await (const instances of lots) yield* instances;
      }
    }
  }

  async *listTagResources(filter: TagResourcesFilter, options?: CallOptions): AsyncGenerator<TagResource> {
    if (!filter.resourceIds && !filter.tags?.length) throw new TypeError("resourceIds or tags must be given");
    if ((filter.tags?.length ?? 0) > MAX_TAGS_A_CALL) {
      throw new TypeError(`tags must be ${MAX_TAGS_A_CALL} at most: the API takes no more`);
    }
    for (const resourceIds of chunks(filter.resourceIds, MAX_TAGGED_IDS_A_CALL)) {
      yield* byToken((nextToken, pageNumber) =>
        this.#page(
          { ...filter, action: "ListTagResources", resourceIds, nextToken },
          pageNumber,
          (responses, { body }) => responses.parseTagsPage(body),
          options,
        ),
      );
    }
  }

  #page<T>(call: Call, number: number, read: Reader<T>, options: CallOptions | undefined): Promise<T> {
    if (number > MAX_PAGES) {
      throw new TransportError(`the list does not end after ${MAX_PAGES} pages`, { action: call.action });
    }
    return this.#call(call, read, options);
  }

  async #call<T>(call: Call, read: Reader<T>, options: CallOptions | undefined): Promise<T> {
    const write = isWrite(call);
    const accepted = await perform(
      {
        action: call.action,
        kind: write ? "write" : "read",
        secrets: passwords(call),
        send: async (credentials, limits) => {
          const outcome = await this.#transport.send(call, credentials, limits);
          if (outcome.kind === "ok" || outcome.kind === "refused") this.#platformClock.set(outcome.date);
          return outcome;
        },
      },
      { credentials: this.#credentials, limiter: this.#limiter },
      options,
    );
    const responses = require("../wire/responses") as Responses; // It brings valibot.;
    try {
      return read(responses, accepted);
    } catch (error) {
      if (!(error instanceof responses.MalformedAnswerError)) throw error;
      const as = write ? "unknownOutcome" : "transport";
      throw malformedAnswer(call.action, error.message, accepted.requestId, as, accepted.scrub);
    }
  }
}

type Reader<T> = (responses: Responses, accepted: Awaited<ReturnType<typeof perform>>) => T;

function passwords(call: Call): string[] {
  if (call.action !== "BatchEventMigrateInstance") return [];
  return call.eventInfos.flatMap((info) =>
    info.opsType === "immediate" && info.password ? [info.password] : [],
  );
}
