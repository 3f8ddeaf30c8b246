import * as v from "valibot";
import type {
  BatchEventMigrateInstanceResponse,
  HistoryEvent,
  Instance,
  MigrateResult,
  TagResource,
} from "../../api/ens";

/** An answer that cannot be what ENS says it answers. The message names the first field that is wrong. */
export class MalformedAnswerError extends Error {
  constructor(problem: string) {
    super(problem);
    this.name = "MalformedAnswerError";
  }
}

/** One page of a list that is read by page number. */
export interface Page<T> {
  items: T[];
  totalCount: number;
  /** As echoed: the service may cap what was asked. */
  pageSize: number | undefined;
}

/** One page of a list that is read by token. */
export interface TokenPage<T> {
  items: T[];
  nextToken: string | undefined;
}

// The vendor's own example ends an id in a newline.
const id = v.pipe(v.string(), v.trim(), v.nonEmpty());
// Numbers written as texts are taken: the vendor's clients take them too.
const integer = v.pipe(
  v.union([v.number(), v.pipe(v.string(), v.regex(/^-?\d+$/), v.transform(Number))]),
  v.safeInteger(),
);
const LATEST_TIME = Date.parse("9999-12-31T23:59:59.999Z");
const text = v.string();
// A plan keeps it in a column of a line.
const status = v.pipe(
  id,
  v.transform((word) => word.replaceAll("|", "/")),
);

const migrateResult = v.object({
  Code: integer,
  EventId: id,
  Message: v.nullish(text, ""),
  ResourceId: id,
});

const batchAnswer = v.object({ RequestId: v.nullish(text), Results: v.array(migrateResult) });

const historyEvent = v.object({
  EventId: id,
  EventType: id,
  EventStatus: status,
  EventLevel: v.nullish(text),
  ResourceId: id,
  PublishTime: v.nullish(integer),
  NotBefore: v.nullish(integer),
  Reason: v.nullish(text),
});

const paging = { TotalCount: integer, PageSize: v.nullish(integer) };

const historyAnswer = v.object({ Events: v.nullish(v.array(historyEvent)), ...paging });

const instance = v.object({
  InstanceId: id,
  InstanceName: v.nullish(text),
  EnsRegionId: v.nullish(text),
  Status: v.nullish(text),
});

const instancesAnswer = v.object({
  Instances: v.nullish(v.object({ Instance: v.nullish(v.array(instance)) })),
  ...paging,
});

const tagsAnswer = v.object({
  TagResources: v.array(v.object({ ResourceId: id, TagKey: text, TagValue: v.nullish(text, "") })),
  NextToken: v.nullish(text),
});

export function parseBatchAnswer(
  body: unknown,
  requestId: string | undefined,
): BatchEventMigrateInstanceResponse {
  const answer = parse(batchAnswer, body);
  return {
    // Every answer carries one; where it does not, the results still count for more than their label.
    requestId: answer.RequestId ?? requestId ?? "",
    results: answer.Results.map((result): MigrateResult => ({
      code: result.Code,
      eventId: result.EventId,
      message: result.Message,
      resourceId: result.ResourceId,
    })),
  };
}

/** A time that no plan can write (before 1970, or of year 10000 and later) is none: one odd event must not stop the others. */
function isTime(value: unknown): value is number {
  return typeof value === "number" && value > 0 && value <= LATEST_TIME;
}

export function parseHistoryPage(body: unknown): Page<HistoryEvent> {
  const answer = parse(historyAnswer, body);
  return page(
    answer,
    listed("Events", answer.Events, answer.TotalCount).map((event): HistoryEvent => {
      // Without `present`: for each of thousands of events it costs half as much as all the checks.
      const { EventLevel, PublishTime, NotBefore, Reason } = event;
      return {
        eventId: event.EventId,
        eventType: event.EventType,
        eventStatus: event.EventStatus,
        resourceId: event.ResourceId,
        ...(typeof EventLevel === "string" && { eventLevel: EventLevel }),
        ...(typeof PublishTime === "number" && { publishTime: PublishTime }),
        ...(isTime(NotBefore) && { notBefore: NotBefore }),
        ...(typeof Reason === "string" && { reason: Reason }),
      };
    }),
  );
}

export function parseInstancesPage(body: unknown): Page<Instance> {
  const answer = parse(instancesAnswer, body);
  return page(
    answer,
    listed("Instances.Instance", answer.Instances?.Instance, answer.TotalCount).map((entry): Instance => ({
      instanceId: entry.InstanceId,
      ...present("instanceName", entry.InstanceName),
      ...present("ensRegionId", entry.EnsRegionId),
      ...present("status", entry.Status),
    })),
  );
}

export function parseTagsPage(body: unknown): TokenPage<TagResource> {
  const answer = parse(tagsAnswer, body);
  return {
    items: answer.TagResources.map((entry) => ({
      resourceId: entry.ResourceId,
      tagKey: entry.TagKey,
      tagValue: entry.TagValue,
    })),
    nextToken: answer.NextToken ? answer.NextToken : undefined,
  };
}

/** A service may leave an empty list out; one that counts something must give it. */
function listed<T>(name: string, items: T[] | null | undefined, total: number): T[] {
  if (!items && total > 0) throw new MalformedAnswerError(`${name} is missing`);
  return items ?? [];
}

function page<T>(answer: { TotalCount: number; PageSize?: number | null | undefined }, items: T[]): Page<T> {
  return { items, totalCount: answer.TotalCount, pageSize: answer.PageSize ?? undefined };
}

function present<K extends string, V>(name: K, value: V | null | undefined): { [key in K]?: V } {
  return value === null || value === undefined ? {} : ({ [name]: value } as { [key in K]?: V });
}

function parse<S extends v.GenericSchema>(schema: S, body: unknown): v.InferOutput<S> {
  const result = v.safeParse(schema, body, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new MalformedAnswerError(`${fieldPath(issue.path)} ${problem(issue)}`);
}

/** `Results[2].EventId`, as a reader of the API's documentation would write it. */
function fieldPath(path: readonly { key: unknown }[] | undefined): string {
  const text = (path ?? [])
    .map(({ key }) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`))
    .join("")
    .replace(/^\./, "");
  return text === "" ? "the answer" : text;
}

function problem(issue: v.BaseIssue<unknown>): string {
  if (issue.input === undefined) return "is missing";
  if (issue.input === null) return "is null";
  if (issue.input === "") return "is empty";
  // Never the value itself: an answer may echo what was sent.
  return `is not ${issue.type === "union" ? "a number" : issue.type === "safe_integer" ? "a whole number" : `of type ${issue.type}`}`;
}
