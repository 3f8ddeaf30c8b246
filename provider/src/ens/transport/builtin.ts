import { randomUUID } from "node:crypto";
import type { Endpoint } from "../settings/endpoint";
import type { Timeouts } from "../settings/timeouts";
import { readGatewayAnswer } from "./gatewayAnswer";
import { createExchange } from "./httpExchange";
import type { ProxyRoute } from "./proxy";
import { sign } from "./signature";
import type { Transport } from "./transport";

/** ENS, or a service that gives sessions, over Node's own HTTP client: proxies, exact deadlines, cancellation. */
export function createBuiltinTransport(
  endpoint: Endpoint,
  timeouts: Timeouts,
  proxy: ProxyRoute | undefined,
): Transport {
  const exchange = createExchange(endpoint, timeouts, proxy);
  return {
    name: "builtin",
    to: { host: endpoint.host, proxy: proxy?.host },
    send: async (call, credentials, limits) => {
      const { kind } = call;
      const { host } = endpoint;
      const { action, version } = call;
      const query = call.query();
      const request = () =>
        call.unsigned?.() ??
        sign(
          { host, action, version, query, date: new Date(), nonce: randomUUID().replaceAll("-", "") },
          credentials,
        );
      // An order gets a connection of its own, so that a reset never comes from one that had died before.
      let result = await exchange(request(), { fresh: kind === "write", kind }, limits);
      // A kept-alive connection that the server had closed meanwhile says nothing about the service: once more, fresh.
      if (result.kind === "failed" && result.reused && result.code === "ECONNRESET")
        result = await exchange(request(), { fresh: true, kind }, limits);
      return readGatewayAnswer(result);
    },
  };
}
