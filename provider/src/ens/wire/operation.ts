import type { Parameter } from "./parameters";

/** What the answer of an accepted call is read with. */
export interface Received {
  requestId: string | undefined;
  /** Makes a text of the service fit to show. */
  scrub: (text: string) => string;
}

/**
 * One operation of the API, described once: both transports and the client read it. The vendor's client has
 * `ACTIONRequest` for it, and a method `actionWithOptions`.
 */
export interface Operation<Request extends object, Answer> {
  /** As the API names it, and RAM policies too. */
  readonly action: string;
  /** A write must never be sent twice by chance. */
  readonly kind: "read" | "write";
  /** Of the API. Default: `2017-11-10`. */
  readonly version?: string;
  /** How each field of a request is sent. What is not given, and an empty list, is left out. */
  readonly parameters: {
    readonly [Name in keyof Request]-?: Parameter<Exclude<Request[Name], undefined>>;
  };
  /** Throws a `TypeError` for what the API would misread. */
  readonly assert?: (request: Request) => void;
  /** Texts of a request that must never be shown. */
  readonly secrets?: (request: Request) => string[];
  /** Throws a `MalformedAnswerError` for what cannot be an answer. */
  readonly read: (body: unknown, received: Received) => Answer;
}

/** One page of a list that is read by page number. */
export interface Page<Item> {
  items: Item[];
  totalCount: number;
  /** As echoed: the service may cap what was asked. */
  pageSize: number | undefined;
}

/** One page of a list that is read by token. */
export interface TokenPage<Item> {
  items: Item[];
  nextToken: string | undefined;
}

interface Cut<Filter> {
  /** The longest lists that one call takes: the client cuts longer ones into several calls. */
  readonly longest: { readonly [Name in keyof Filter]?: number };
}

/** An operation that reads a list by page number. */
export interface PagedList<Filter extends object, Item>
  extends Cut<Filter>, Operation<Filter & { pageNumber: number; pageSize: number }, Page<Item>> {
  readonly paging: "number";
  /** What tells items apart. */
  readonly key: (item: Item) => string;
}

/** An operation that reads a list by token. */
export interface TokenList<Filter extends object, Item>
  extends Cut<Filter>, Operation<Filter & { nextToken?: string | undefined }, TokenPage<Item>> {
  readonly paging: "token";
}

const ENS_VERSION = "2017-11-10";

/** One request, before either transport gives it its form. */
export interface Call<Answer = unknown> {
  readonly action: string;
  readonly kind: "read" | "write";
  readonly version: string;
  readonly secrets: readonly string[];
  /** As the built-in transport sends it: texts only. */
  readonly query: () => Record<string, string>;
  /** The fields of the vendor's request. */
  readonly vendorFields: () => Record<string, unknown>;
  /** The whole request, where it is not signed. */
  readonly unsigned?: () => HttpRequest;
  readonly read: (body: unknown, received: Received) => Answer;
}

/** One request as HTTP has it. */
export interface HttpRequest {
  /** Default: `POST`. */
  readonly method?: "GET" | "POST" | "PUT";
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export function callOf<Request extends object, Answer>(
  operation: Operation<Request, Answer>,
  request: Request,
): Call<Answer> {
  const { action, kind, version = ENS_VERSION, parameters, read } = operation;
  operation.assert?.(request);
  const given = Object.entries(parameters as Record<string, Parameter<unknown>>)
    .map(([field, parameter]) => ({ ...parameter, value: request[field as keyof Request] }))
    .filter(({ value }) => value !== undefined && !(Array.isArray(value) && value.length === 0));
  return {
    action,
    kind,
    version,
    secrets: operation.secrets?.(request) ?? [],
    query: () =>
      Object.assign({}, ...given.map(({ toQuery, value }) => toQuery(value))) as Record<string, string>,
    vendorFields: () =>
      Object.fromEntries(given.map(({ name, toVendor, value }) => [uncapitalised(name), toVendor(value)])),
    read,
  };
}

interface Unsigned<Answer> {
  action: string;
  secrets: readonly string[];
  request: () => HttpRequest;
  read: (body: unknown) => Answer;
}

/** A call that nobody signs: whoever asks shows a token instead, or is known by where it asks from. */
export function unsignedCall<Answer>({ action, secrets, request, read }: Unsigned<Answer>): Call<Answer> {
  const nothing = () => ({});
  return {
    action,
    kind: "read",
    version: "",
    secrets,
    query: nothing,
    vendorFields: nothing,
    unsigned: request,
    read,
  };
}

/** `pageSize` for `PageSize`: the vendor's names in JavaScript. */
export function uncapitalised(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
