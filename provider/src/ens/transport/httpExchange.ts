import * as http from "node:http";
import * as https from "node:https";
import type { Endpoint } from "../settings/endpoint";
import { LONGEST_TIMER_MS, type Timeouts } from "../settings/timeouts";
import type { Call, HttpRequest } from "../wire/operation";
import { atProxy, type NetworkFailure, networkFailureOf, ownFailure } from "./networkFailure";
import type { ProxyRoute } from "./proxy";
import type { CallLimits } from "./transport";

/** A hundred events are about 50 kB; whatever is larger than this is not an answer of ENS. */
const MAX_ANSWER_BYTES = 8 * 1024 * 1024;

export type HttpResult =
  /** `headAt`: when the headers were here, by `performance.now()`. */
  | { kind: "response"; status: number; headers: http.IncomingHttpHeaders; headAt: number; body: Buffer }
  /** `reused`: on a kept-alive connection, which the server may have closed while it was idle. */
  | ({ kind: "failed"; sent: boolean; reused: boolean } & NetworkFailure);

type Exchange = (
  request: HttpRequest,
  how: {
    /** On a connection of its own: then a reset cannot come from a connection that was dead before. */
    fresh: boolean;
    kind: Call["kind"];
  },
  limits: CallLimits,
) => Promise<HttpResult>;

/** One HTTP request, one answer, on Node's own client: no redirects, no retries, every wait bounded. */
export function createExchange(
  endpoint: Endpoint,
  timeouts: Timeouts,
  proxy: ProxyRoute | undefined,
): Exchange {
  const { request: open, Agent } = endpoint.protocol === "https:" ? https : http;
  const kept = new Agent({ keepAlive: true });
  const single = new Agent({ keepAlive: false });

  return (request, { fresh, kind }, limits) => {
    const tunnel = proxy?.tunnel(fresh);
    return new Promise((resolve) => {
      let sent = false;
      let settled = false;
      let tunnelled = false;
      let timer: NodeJS.Timeout | undefined;
      /** An order that has left: see {@link CallLimits}. */
      const isLeftAlone = () => sent && kind === "write";

      const req = open({
        protocol: endpoint.protocol,
        host: endpoint.hostname,
        port: endpoint.port,
        method: request.method ?? "POST",
        path: request.path,
        headers: { "user-agent": "pulumi-ens", ...request.headers },
        agent: tunnel?.agent ?? (fresh ? single : kept),
      });

      const settle = (result: HttpResult): void => {
        if (settled) return;
        settled = true;
        clearTimeout(timer);
        limits.signal?.removeEventListener("abort", onAbort);
        resolve(result);
      };
      const fail = (failure: NetworkFailure): void => {
        settle({ kind: "failed", ...failure, sent, reused: req.reusedSocket });
        req.destroy();
        if (!sent) tunnel?.abandon();
      };
      /** It failed on the way: at the proxy, until the tunnel stands. */
      const breakOff = (failure: NetworkFailure): void => {
        const beforeTunnel = proxy && !tunnelled && !req.reusedSocket;
        fail(beforeTunnel ? atProxy(failure, proxy) : failure);
      };
      const bound = (ms: number, code: "CONNECT_TIMEOUT" | "READ_TIMEOUT"): void => {
        clearTimeout(timer);
        const left = (isLeftAlone() ? Infinity : limits.deadline) - Date.now();
        const end = () => (left <= ms ? fail(ownFailure("DEADLINE")) : breakOff(ownFailure(code)));
        timer = setTimeout(end, Math.max(0, Math.min(ms, left, LONGEST_TIMER_MS)));
      };
      const onAbort = (): void => {
        if (!isLeftAlone()) fail(ownFailure("ABORTED"));
      };

      // The request is written only after the connection is usable, so `sent` is a fact and not a guess.
      const write = (): void => {
        if (settled) return;
        sent = true;
        bound(timeouts.readMs, "READ_TIMEOUT");
        req.end(request.body);
      };

      bound(timeouts.connectMs, "CONNECT_TIMEOUT");
      limits.signal?.addEventListener("abort", onAbort, { once: true });
      if (limits.signal?.aborted) onAbort();

      req.on("error", (error) => breakOff(networkFailureOf(error)));
      req.on("close", () => breakOff(ownFailure("CONNECTION_CLOSED")));
      // Emitted by the tunnel's agent, before any byte of the request.
      req.on("proxyConnect", (answer: { statusCode?: number }) => {
        if (answer.statusCode === 200) tunnelled = true;
        else breakOff(ownFailure("PROXY_REFUSED", ` (HTTP ${answer.statusCode})`));
      });
      req.on("socket", (socket) => {
        if (req.reusedSocket) write();
        else socket.once(endpoint.protocol === "https:" ? "secureConnect" : "connect", write);
      });
      req.on("response", (response) => {
        const headAt = performance.now();
        const chunks: Buffer[] = [];
        let size = 0;
        response.on("data", (chunk: Buffer) => {
          size += chunk.length;
          if (size > MAX_ANSWER_BYTES) fail(ownFailure("ANSWER_TOO_LARGE"));
          else chunks.push(chunk);
        });
        response.on("error", (error) => fail(networkFailureOf(error)));
        response.on("end", () =>
          settle({
            kind: "response",
            status: response.statusCode ?? 0,
            headers: response.headers,
            headAt,
            body: Buffer.concat(chunks),
          }),
        );
      });
    });
  };
}
