import type { Endpoint } from "../settings/endpoint";
import type { ProxyRoute } from "./proxy";
import { createRpc } from "./rpc";
import type { Timeouts } from "../settings/timeouts";
import type { Transport } from "./transport";
import { API_VERSION, isWrite, toQuery } from "../wire/calls";

/** ENS over Node's own HTTP client: proxies, exact deadlines, cancellation. */
export function createBuiltinTransport(
  endpoint: Endpoint,
  timeouts: Timeouts,
  proxy: ProxyRoute | undefined,
): Transport {
  const sendRpc = createRpc(endpoint, timeouts, proxy);
  return {
    name: "builtin",
    send: (call, credentials, limits) =>
      sendRpc(
        { action: call.action, version: API_VERSION, query: toQuery(call), write: isWrite(call) },
        credentials,
        limits,
      ),
  };
}
