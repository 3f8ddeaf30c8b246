import type { CallOptions } from "../../api/ens";
import type { Call } from "../wire/operation";
import type { NetworkFailure } from "./networkFailure";

export interface Credentials {
  accessKeyId: string;
  accessKeySecret: string;
  securityToken?: string | undefined;
}

/**
 * The limits of one attempt. They do not cut an order short once it has left, since nobody would know whether ENS took it:
 * that ends with its answer, or by the timeouts.
 */
export type CallLimits = CallOptions & { deadline: number };

/** What came back for one request. Transports report; the retry policies decide. `date` is the answer's `Date`, Unix milliseconds. */
export type SendResult =
  /** HTTP 200 with a JSON object. */
  { kind: "ok"; body: unknown; requestId: string | undefined; date?: number | undefined } | Trouble;

export type Trouble =
  /** The service answered with an error of its own. `message` is raw: scrub it before it is shown. */
  | {
      kind: "refused";
      httpStatus: number;
      code: string;
      message: string;
      requestId: string | undefined;
      retryAfterMs: number | undefined;
      date?: number | undefined;
    }
  /** Something answered, but not in the service's words. The official client loses the status. */
  | { kind: "unreadable"; httpStatus: number | undefined; what: string; requestId: string | undefined }
  /** No answer. `sent: false` only where it is certain that no byte of the request left. */
  | ({ kind: "failed"; sent: boolean } & NetworkFailure);

/** Where requests go, for errors: never with a user or a password. */
export interface Destination {
  /** The endpoint's. */
  readonly host: string;
  /** Of the proxy: `proxy.example.com:3128`. */
  readonly proxy?: string | undefined;
}

export interface Transport {
  readonly name: "sdk" | "builtin";
  readonly to: Destination;
  /** Sends once. Never throws for what the network or the service did. */
  readonly send: (call: Call, credentials: Credentials, limits: CallLimits) => Promise<SendResult>;
}
