import type { Failure } from "./failure";
import type { Call } from "../wire/calls";

export interface Credentials {
  accessKeyId: string;
  accessKeySecret: string;
  securityToken?: string | undefined;
}

/** The limits of one attempt. Nothing is sent and nothing is waited for after the deadline. */
export interface Limits {
  signal?: AbortSignal | undefined;
  /** `Date.now()` milliseconds. */
  deadline: number;
}

/** What became of one request. Transports report; the retry policies judge. `date` is the answer's `Date`, Unix milliseconds. */
export type Outcome =
  /** HTTP 200 with a JSON object. */
  | { kind: "ok"; body: unknown; requestId: string | undefined; date?: number | undefined }
  /** The service answered with an error of its own. `message` is raw: scrub it before it is shown. */
  | {
      kind: "refused";
      status: number;
      code: string;
      message: string;
      requestId: string | undefined;
      retryAfterMs: number | undefined;
      date?: number | undefined;
    }
  /** Something answered, but not in the service's words. The official client loses the status. */
  | { kind: "unreadable"; status: number | undefined; what: string; requestId: string | undefined }
  /** No answer. `sent: false` only where it is certain that no byte of the request left. */
  | { kind: "failed"; failure: Failure; sent: boolean };

/** An outcome that is not an accepted call. */
export type Trouble = Exclude<Outcome, { kind: "ok" }>;

export interface Transport {
  readonly name: "sdk" | "builtin";
  /** Sends once. Never throws for what the network or the service did. */
  send(call: Call, credentials: Credentials, limits: Limits): Promise<Outcome>;
}
