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
import { TransportError } from "../../api/errors";
import type { CredentialsCache } from "../credentials/cache";
import { Limiter } from "../retry/limiter";
import { perform } from "../retry/perform";
import type { Transport } from "../transport/transport";
import { batchEventMigrateInstance } from "../wire/batchEventMigrateInstance";
import { describeHistoryEvents } from "../wire/describeHistoryEvents";
import { describeInstances } from "../wire/describeInstances";
import { listTagResources } from "../wire/listTagResources";
import { callOf, type Operation, type PagedList, type TokenList } from "../wire/operation";
import { cut, inParallel } from "./chunks";
import { byPageNumber, byToken } from "./pages";
import { PlatformClock } from "./platformClock";

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

  batchEventMigrateInstance(
    eventInfos: readonly EventInfo[],
    options?: CallOptions,
  ): Promise<BatchEventMigrateInstanceResponse> {
    return this.#call(batchEventMigrateInstance, { eventInfos }, options);
  }

  describeHistoryEvents(filter: HistoryEventsFilter, options?: CallOptions): Promise<HistoryEvent[]> {
    return this.#list(describeHistoryEvents, filter, options);
  }

  describeInstances(filter: InstancesFilter, options?: CallOptions): Promise<Instance[]> {
    return this.#list(describeInstances, filter, options);
  }

  listTagResources(filter: TagResourcesFilter, options?: CallOptions): Promise<TagResource[]> {
    return this.#list(listTagResources, filter, options);
  }

  #list<Filter extends object, Item>(
    operation: PagedList<Filter, Item> | TokenList<Filter, Item>,
    filter: Filter,
    options: CallOptions | undefined,
  ): Promise<Item[]> {
    return inParallel(cut(filter, operation.longest), (chunk) => {
      switch (operation.paging) {
        case "number":
          return byPageNumber((pageNumber, pageSize) => {
            assertEnds(operation.action, pageNumber);
            return this.#call(operation, { ...chunk, pageNumber, pageSize }, options);
          }, operation.key);
        case "token":
          return byToken((nextToken, pageNumber) => {
            assertEnds(operation.action, pageNumber);
            return this.#call(operation, { ...chunk, nextToken }, options);
          });
      }
    });
  }

  async #call<Request extends object, Answer>(
    operation: Operation<Request, Answer>,
    request: Request,
    options: CallOptions | undefined,
  ): Promise<Answer> {
    return perform(
      callOf(operation, request),
      {
        credentials: this.#credentials,
        limiter: this.#limiter,
        to: this.#transport.to,
        send: async (call, credentials, limits) => {
          const result = await this.#transport.send(call, credentials, limits);
          if (result.kind === "ok" || result.kind === "refused") this.#platformClock.set(result.date);
          return result;
        },
      },
      options,
    );
  }
}

function assertEnds(action: string, page: number): void {
  if (page <= MAX_PAGES) return;
  throw new TransportError(`the list does not end after ${MAX_PAGES} pages`, {
    action,
    advice: "Run again; if it persists, report it to Alibaba Cloud",
  });
}
