import { meaningOf } from "../../api/codes";
import { ConfigurationError } from "../settings/configurationError";
import type { Endpoint } from "../settings/endpoint";
import { isRecord } from "../settings/settings";
import type { Timeouts } from "../settings/timeouts";
import { type Call, uncapitalised } from "../wire/operation";
import { ENS_OPERATIONS } from "../wire/operations";
import { parseDate } from "./date";
import { errorCode, networkFailureOf, ownFailure } from "./networkFailure";
import type { CallLimits, Credentials, SendResult, Transport } from "./transport";

type RequestModel = new (fields: object) => object;
type Method = (request: object, runtime: object) => Promise<unknown>;

type Client = Record<string, Method>;

/** What is used of the package, checked when it is loaded. */
interface Sdk {
  Client: new (config: object) => Client;
  /** By action: its request, and the name of its method. */
  operations: ReadonlyMap<string, { Request: RequestModel; method: string }>;
}

/** Past our own deadline, so that ours is the one that fires: the vendor's timers are lost on reused sockets. */
const VENDOR_GRACE_MS = 1_000;

/**
 * ENS over the vendor's own client. It signs and serialises well; around that, five faults are neutralised here:
 * its error texts hold whole URLs (every error is rebuilt), its timeouts are confused and get lost (both equal, one
 * connection a call, and our own deadline), it ignores proxies (never chosen where one applies), it loses the status
 * of answers that are not JSON (reported as unreadable), and its credential chain races (ours is handed in).
 */
export function createSdkTransport(load: () => unknown, endpoint: Endpoint, timeouts: Timeouts): Transport {
  let sdk: Sdk | undefined;
  let latest: { credentials: Credentials; client: Client } | undefined;

  const clientFor = ({ Client }: Sdk, credentials: Credentials): Client => {
    if (latest?.credentials !== credentials) {
      latest = {
        credentials,
        client: new Client({
          endpoint: endpoint.host,
          protocol: endpoint.protocol === "https:" ? "HTTPS" : "HTTP",
          userAgent: "pulumi-ens",
          // No `retryOptions`: the vendor would send a write again.
          credential: vendorCredential(credentials),
        }),
      };
    }
    return latest.client;
  };

  return {
    name: "sdk",
    to: { host: endpoint.host },
    send: async (call, credentials, limits) => {
      sdk ??= assertSdk(loadSafely(load));
      const client = clientFor(sdk, credentials);
      if (limits.signal?.aborted) return { kind: "failed", ...ownFailure("ABORTED"), sent: false };
      const timeoutMs = timeouts.connectMs + timeouts.readMs;
      const runtime = {
        readTimeout: timeoutMs + VENDOR_GRACE_MS,
        connectTimeout: timeoutMs + VENDOR_GRACE_MS,
        extendsParameters: { headers: { connection: "close" }, queries: {} },
      };
      return race(
        ask(sdk, client, call, runtime).then(readResponse, readError(call.kind)),
        timeoutMs,
        // It does not tell when an order leaves, so one counts as sent from the start.
        call.kind === "write" ? { deadline: Infinity } : limits,
      );
    },
  };
}

async function ask({ operations }: Sdk, client: Client, call: Call, runtime: object): Promise<unknown> {
  const operation = operations.get(call.action);
  if (!operation) throw new TypeError("not one of ENS_OPERATIONS");
  const { Request, method } = operation;
  return client[method]?.(new Request(call.vendorFields()), runtime);
}

/** The vendor asks for it on each attempt, and looks at nothing else. */
function vendorCredential(credentials: Credentials): object {
  return {
    getCredential: () =>
      Promise.resolve({
        ...credentials,
        type: credentials.securityToken === undefined ? "access_key" : "sts",
        providerName: credentials.securityToken === undefined ? "static_ak" : "static_sts",
      }),
  };
}

function readResponse(response: unknown): SendResult {
  const { statusCode, headers, body } = isRecord(response) ? response : {};
  const requestId = isRecord(headers) ? filledText(headers["x-acs-request-id"]) : undefined;
  const date = isRecord(headers) ? parseDate(headers["date"]) : undefined;
  // The vendor takes any status below 400 for success, redirects included.
  if (statusCode !== 200) return unreadable(typeof statusCode === "number" ? statusCode : undefined);
  const wire =
    isRecord(body) && typeof body["toMap"] === "function" ? (body["toMap"] as () => unknown)() : undefined;
  if (!isRecord(wire)) return unreadable(200);
  return { kind: "ok", body: wire, requestId: filledText(wire["RequestId"]) ?? requestId, date };
}

/** Only chosen fields are read: the vendor's texts quote the URL, and the URL holds the passwords. */
function readError(kind: Call["kind"]): (error: unknown) => SendResult {
  return (error) => {
    const fields: { [name: string]: unknown } = isRecord(error) ? error : {};
    const status = fields["statusCode"];
    const code = filledText(fields["code"]);
    if (typeof status === "number" && code !== undefined) {
      const data = isRecord(fields["data"]) ? fields["data"] : {};
      return {
        kind: "refused",
        httpStatus: status,
        code,
        message: filledText(data["Message"]) ?? filledText(data["message"]) ?? "",
        requestId: filledText(fields["requestId"]),
        retryAfterMs: typeof fields["retryAfter"] === "number" ? fields["retryAfter"] : undefined,
      };
    }
    if (typeof status === "number") return unreadable(status);
    const mismatch = /^type of (\w+) is mismatch, expect (\w+), but (\w+)$/.exec(
      filledText(fields["message"]) ?? "",
    );
    if (mismatch) {
      // Thrown while the answer of an accepted call is read; reading it again gives the same.
      return {
        kind: "unreadable",
        httpStatus: 200,
        what: `${mismatch[1]} is not a ${mismatch[2]}`,
        requestId: undefined,
      };
    }
    if (fields["name"] === "RequestTimeoutError")
      return { kind: "failed", ...ownFailure("READ_TIMEOUT"), sent: true };
    if (errorCode(error) === undefined) return unreadable(undefined);
    return { kind: "failed", ...networkFailureOf(error), sent: kind === "read" || !neverSent(error) };
  };
}

/** Errors that a request meets before it has a connection. A reset may come at any time, so it proves nothing. */
function neverSent(error: unknown): boolean {
  const code = errorCode(error) ?? "";
  if (meaningOf({ code }).about === "certificate") return true;
  const { syscall, errors } = error as { syscall?: unknown; errors?: unknown };
  if (Array.isArray(errors)) return errors.length > 0 && errors.every(neverSent);
  return syscall === "connect" || syscall === "getaddrinfo";
}

function unreadable(status: number | undefined): SendResult {
  const redirect = status !== undefined && status >= 300 && status < 400;
  return {
    kind: "unreadable",
    httpStatus: status,
    what: redirect ? "the answer is a redirect" : "the answer did not come from ENS",
    requestId: undefined,
  };
}

/** The vendor's calls can neither be cancelled nor trusted to end: we stop waiting, and it ends by itself later. */
function race(answer: Promise<SendResult>, timeoutMs: number, limits: CallLimits): Promise<SendResult> {
  return new Promise((resolve) => {
    const settle = (result: SendResult): void => {
      clearTimeout(timer);
      limits.signal?.removeEventListener("abort", onAbort);
      resolve(result);
    };
    const stop = (code: "ABORTED" | "DEADLINE" | "READ_TIMEOUT"): void =>
      settle({ kind: "failed", ...ownFailure(code), sent: true });
    const onAbort = (): void => stop("ABORTED");
    const left = Math.max(0, limits.deadline - Date.now());
    const timer = setTimeout(
      () => stop(left <= timeoutMs ? "DEADLINE" : "READ_TIMEOUT"),
      Math.min(left, timeoutMs),
    );
    limits.signal?.addEventListener("abort", onAbort, { once: true });
    answer.then(settle, () => settle(unreadable(undefined)));
  });
}

/** The vendor writes absent texts as the word. */
function filledText(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" && value !== "undefined" ? value : undefined;
}

function loadSafely(load: () => unknown): unknown {
  try {
    return load();
  } catch (error) {
    const code = errorCode(error);
    throw new ConfigurationError(
      "@alicloud/ens20171110",
      `cannot be loaded${code === undefined ? "" : ` (${code})`}: reinstall it, or set ens:transport to builtin`,
    );
  }
}

function assertSdk(loaded: unknown): Sdk {
  const exported = isRecord(loaded) ? loaded : {};
  const Client = functionOf(exported, "default") as Sdk["Client"];
  return {
    Client,
    operations: new Map(
      ENS_OPERATIONS.map(({ action }) => {
        const method = `${uncapitalised(action)}WithOptions`;
        functionOf(Client.prototype as Record<string, unknown>, method);
        return [action, { Request: functionOf(exported, `${action}Request`) as RequestModel, method }];
      }),
    ),
  };
}

function functionOf(owner: Readonly<Record<string, unknown>>, name: string): unknown {
  const value = owner[name];
  if (typeof value === "function") return value;
  throw new ConfigurationError(
    "@alicloud/ens20171110",
    `has no ${name}: set ens:transport to builtin, or install a version that has it`,
  );
}
