import type { ApiAnswer, Reply } from "../answer";
import { ApiError } from "../apiError";
import { expiredToken } from "../authentication";
import type { InputReader } from "../inputReader";
import {
  except,
  type Given,
  integer,
  type Members,
  oneOf,
  requiredInteger,
  text,
  type Values,
} from "./members";
import type { BatchResult, Tampering } from "./tampering";

/** What a fault can do with the call that it hits. */
interface FaultedCall {
  /** Carries the call out; its reply is the one that a client gets without a fault. */
  readonly carryOut: (tampering?: Tampering) => Reply;
  /** The vendor's answer for an error; the call is not carried out. */
  readonly refuse: (error: ApiError) => Reply;
  readonly wait: (ms: number) => Promise<void>;
}

/** A fault of one kind, with the values of its members. */
export interface Effect {
  readonly values: Readonly<Record<string, string | number | null>>;
  readonly answer: (call: FaultedCall) => ApiAnswer | Promise<ApiAnswer>;
}

interface Kind<Of extends Members> {
  readonly members: Of;
  /** For the README. */
  readonly clientGets: string;
  /** The only action that it can hit. */
  readonly action?: string;
  readonly read: (reader: InputReader) => Effect;
}

function kind<Of extends Members>({
  answer,
  ...described
}: Omit<Kind<Of>, "read"> & {
  readonly answer: (call: FaultedCall, values: Values<Of>) => ApiAnswer | Promise<ApiAnswer>;
}): Kind<Of> {
  return {
    ...described,
    read: (reader) => {
      const values = Object.fromEntries(
        Object.entries(described.members).map(([key, member]) => [key, member.read(reader, key)]),
      ) as Values<Of>;
      return { values, answer: (call) => answer(call, values) };
    },
  };
}

const MOST = 1_000_000;
const MOST_MS = 600_000;

/** Before the call is carried out, or after: then its orders are taken although the answer says otherwise. */
export type When = "before" | "after";
const WHEN = ["before", "after"] as const;

/** Each kind of fault: its members, what the client gets, and how a call that it hits is answered. */
export const FAULT_KINDS = {
  throttle: kind({
    members: {
      status: oneOf([400, 429], 400),
      code: text("Throttling.Api"),
      retryAfterMs: integer(1, MOST_MS, null),
      timeLeftMs: integer(1, MOST_MS, null),
    },
    clientGets:
      "a throttling error; `retryAfterMs` is its `x-acs-retry-after`, `timeLeftMs` the `TimeLeft` of its " +
      "`x-ratelimit-user-api`, which the vendor's core for Go reads",
    answer: (call, { status, code, retryAfterMs, timeLeftMs }) => {
      const by = code === "Throttling.User" ? "user flow control" : "flow control";
      const headers = {
        ...(retryAfterMs === null ? {} : { "x-acs-retry-after": String(retryAfterMs) }),
        ...(timeLeftMs === null ? {} : { "x-ratelimit-user-api": `Limit:1,Remain:0,TimeLeft:${timeLeftMs}` }),
      };
      return whole(call.refuse(new ApiError(status, code, `Request was denied due to ${by}.`, headers)));
    },
  }),
  status: kind({
    members: {
      status: integer(400, 599, 500),
      code: text(null),
      message: text(null),
      when: oneOf(WHEN, "before"),
    },
    clientGets: "a JSON error, by default `InternalError`, or `ServiceUnavailable` for 502 and 503",
    answer: (call, { status, code, message, when }) => {
      const usual = serverError(status);
      const error = new ApiError(status, code ?? usual.code, message ?? usual.message);
      return whole({ ...call.refuse(error), items: itemsTaken(call, when) });
    },
  }),
  html: kind({
    members: { status: integer(200, 599, 502), when: oneOf(WHEN, "before") },
    clientGets: "an HTML page",
    answer: (call, values) =>
      replaced(
        call,
        values,
        "<html><head><title>Bad Gateway</title></head><body>Please try again later.</body></html>",
        "text/html;charset=utf-8",
      ),
  }),
  empty: kind({
    members: { status: integer(200, 599, 502), when: oneOf(WHEN, "before") },
    clientGets: "no body",
    answer: (call, values) => replaced(call, values, ""),
  }),
  notJson: kind({
    members: { status: integer(200, 599, 200), when: oneOf(WHEN, "after") },
    clientGets: "text that claims to be JSON",
    answer: (call, values) =>
      replaced(call, values, "upstream connect error", "application/json;charset=utf-8"),
  }),
  truncate: kind({
    members: {},
    clientGets: "the first half of the right answer",
    answer: (call) => {
      const { response, ...reply } = call.carryOut();
      const body = response.body.subarray(0, Math.floor(response.body.length / 2));
      return whole({ ...reply, response: { ...response, body } });
    },
  }),
  reset: kind({
    members: { when: oneOf([...WHEN, "midBody"], "before") },
    clientGets: "a broken connection",
    answer: (call, { when }) =>
      when === "midBody"
        ? { ...call.carryOut(), delivery: "cut" }
        : { delivery: "reset", code: null, items: itemsTaken(call, when) },
  }),
  delay: kind({
    members: { ms: requiredInteger(1, MOST_MS), when: oneOf(WHEN, "before") },
    clientGets: "the right answer, late, by the machine's time",
    answer: async (call, { ms, when }) => {
      const early = when === "after" ? call.carryOut() : undefined;
      await call.wait(ms);
      return whole(early ?? call.carryOut());
    },
  }),
  drip: kind({
    members: { bytes: integer(1, MOST, 1), intervalMs: integer(1, MOST_MS, 100) },
    clientGets: "the right answer, in pieces",
    answer: (call, pieces) => ({ ...call.carryOut(), delivery: "drip", ...pieces }),
  }),
  noPermission: kind({
    members: {},
    clientGets: "`NoPermission`",
    answer: (call) => whole(call.refuse(new ApiError(400, "NoPermission", "Permission denied."))),
  }),
  expiredToken: kind({
    members: {},
    clientGets: "`InvalidSecurityToken.Expired`",
    answer: (call) => whole(call.refuse(expiredToken())),
  }),
  itemFailure: kind({
    members: {
      eventId: text(null),
      code: except(200, "means success", integer(-MOST, MOST, 500)),
      message: text("ens.interface.error: Failed to call API."),
    },
    clientGets: "results with that code; these orders are refused, the others accepted",
    action: "BatchEventMigrateInstance",
    answer: (call, { eventId, code, message }) =>
      whole(call.carryOut({ failure: (order) => (isHit(eventId, order) ? { code, message } : undefined) })),
  }),
  missingResult: kind({
    members: { eventId: text(null) },
    clientGets: "no result for an accepted order",
    action: "BatchEventMigrateInstance",
    answer: (call, { eventId }) =>
      withResults(call, (result) => (isHit(eventId, result.EventId) ? [] : [result])),
  }),
  duplicateResult: kind({
    members: { eventId: text(null) },
    clientGets: "its result twice",
    action: "BatchEventMigrateInstance",
    answer: (call, { eventId }) =>
      withResults(call, (result) => (isHit(eventId, result.EventId) ? [result, result] : [result])),
  }),
  foreignResult: kind({
    members: {},
    clientGets: "one more result, for an event without an order",
    action: "BatchEventMigrateInstance",
    answer: (call) => whole(call.carryOut({ results: (results) => [...results, FOREIGN] })),
  }),
};

export type FaultKind = keyof typeof FAULT_KINDS;

/** A kind and its members, as the side channel writes them. */
export type KindInput = {
  readonly [Name in FaultKind]: { readonly kind: Name } & Given<(typeof FAULT_KINDS)[Name]["members"]>;
}[FaultKind];

const FOREIGN: BatchResult = {
  Code: 200,
  EventId: "e-00000000000000000000000000000000",
  Message: "success",
  ResourceId: "i-0000000000000000000000000",
};

function serverError(status: number): { code: string; message: string } {
  return status === 502 || status === 503
    ? {
        code: "ServiceUnavailable",
        message: "The request has failed due to a temporary failure of the server.",
      }
    : {
        code: "InternalError",
        message: "The request processing has failed due to some unknown error, exception or failure.",
      };
}

function whole(reply: Reply): ApiAnswer {
  return { delivery: "whole", ...reply };
}

function itemsTaken(call: FaultedCall, when: When): number {
  return when === "after" ? call.carryOut().items : 0;
}

/** An answer that no API writes. */
function replaced(
  call: FaultedCall,
  { status, when }: { readonly status: number; readonly when: When },
  body: string,
  contentType?: string,
): ApiAnswer {
  const headers = contentType === undefined ? {} : { "content-type": contentType };
  const response = { status, headers, body: Buffer.from(body) };
  return whole({ response, code: null, items: itemsTaken(call, when) });
}

function withResults(call: FaultedCall, change: (result: BatchResult) => BatchResult[]): ApiAnswer {
  return whole(call.carryOut({ results: (results) => results.flatMap(change) }));
}

function isHit(eventId: string | null, of: string): boolean {
  return eventId === null || eventId === of;
}
