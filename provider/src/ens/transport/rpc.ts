import { randomUUID } from "node:crypto";
import { readAnswer } from "./answer";
import type { Endpoint } from "../settings/endpoint";
import { createExchange } from "./httpExchange";
import type { ProxyRoute } from "./proxy";
import { sign } from "./signature";
import type { Timeouts } from "../settings/timeouts";
import type { Credentials, Limits, SendResult } from "./transport";

export interface RpcCall {
  action: string;
  version: string;
  query: Readonly<Record<string, string>>;
  /** Writes get a connection of their own, so that a reset never comes from one that had died before. */
  write: boolean;
}

/** Signs and sends one call. */
export type SendRpc = (call: RpcCall, credentials: Credentials, limits: Limits) => Promise<SendResult>;

/** A sender of signed RPC calls to one endpoint, for ENS and for STS alike. */
export function createRpc(endpoint: Endpoint, timeouts: Timeouts, proxy: ProxyRoute | undefined): SendRpc {
  const exchange = createExchange(endpoint, timeouts, proxy);
  return async (call, credentials, limits) => {
    const signed = () =>
      sign(
        { ...call, host: endpoint.host, date: new Date(), nonce: randomUUID().replaceAll("-", "") },
        credentials,
      );
    let result = await exchange(signed(), call.write, limits);
    // A kept-alive connection that the server had closed meanwhile says nothing about the service: once more, fresh.
    if (result.kind === "failed" && result.reused && result.code === "ECONNRESET") {
      result = await exchange(signed(), true, limits);
    }
    return readAnswer(result);
  };
}
