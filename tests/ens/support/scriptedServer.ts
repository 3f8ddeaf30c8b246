import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";

export interface Received {
  action: string;
  headers: IncomingMessage["headers"];
  url: string;
  query: URLSearchParams;
  method: string;
  /** Whole once the request has ended. */
  body: Promise<string>;
}

export type Reply = (response: ServerResponse, socket: Socket, received: Received) => void;

/** An HTTP server on loopback that answers each request with the next reply of a script, the last one for ever. */
export interface ScriptedServer {
  endpoint: string;
  received: Received[];
  /** Connections accepted so far. */
  connections: () => number;
  close(): Promise<void>;
}

const running = new Set<ScriptedServer>();
// A failed test must not leave a server that keeps the run from ending.
afterEach(() => Promise.all([...running].map((server) => server.close())));

export async function startScriptedServer(...script: Reply[]): Promise<ScriptedServer> {
  const received: Received[] = [];
  const listener: RequestListener = (request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (text: string) => (body += text));
    const url = request.url ?? "";
    const entry = {
      action: String(request.headers["x-acs-action"]),
      headers: request.headers,
      url,
      query: new URL(url, "http://loopback").searchParams,
      method: String(request.method),
      body: once(request, "end").then(() => body),
    };
    entry.body.catch(() => undefined);
    received.push(entry);
    const reply = script[Math.min(received.length, script.length) - 1];
    if (reply) reply(response, request.socket, entry);
  };
  const server = createServer({ maxHeaderSize: 1 << 20 }, listener);
  let connections = 0;
  server.on("connection", () => connections++);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const scripted: ScriptedServer = {
    endpoint: `http://127.0.0.1:${port}`,
    received,
    connections: () => connections,
    close: async () => {
      if (!running.delete(scripted)) return;
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
  running.add(scripted);
  return scripted;
}

export const REQUEST_ID = "FF53E96D-3F1A-42F0-8373-1C2B39D72D44";

export function json(status: number, body: unknown, headers: Record<string, string> = {}): Reply {
  return (response) => {
    response.writeHead(status, { "content-type": "application/json;charset=utf-8", ...headers });
    response.end(JSON.stringify(body));
  };
}

export function text(status: number, body: string): Reply {
  return (response) => {
    response.writeHead(status, { "content-type": "text/plain" });
    response.end(body);
  };
}

export function failure(
  status: number,
  code: string,
  message = "no",
  headers: Record<string, string> = {},
): Reply {
  return json(
    status,
    { RequestId: REQUEST_ID, HostId: "ens.aliyuncs.com", Code: code, Message: message },
    headers,
  );
}

export function html(status: number): Reply {
  return (response) => {
    response.writeHead(status, { "content-type": "text/html" });
    response.end("<html><body>not ENS</body></html>");
  };
}

/** Accepts every order of the batch that was sent. */
export const accepted: Reply = (response, socket, received) => {
  const infos = JSON.parse(received.query.get("EventInfos") ?? "[]") as {
    EventId: string;
    ResourceId: string;
  }[];
  json(200, {
    RequestId: REQUEST_ID,
    Results: infos.map(({ EventId, ResourceId }) => ({ Code: 200, EventId, Message: "success", ResourceId })),
  })(response, socket, received);
};

export function history(
  events: readonly Record<string, unknown>[],
  more: Record<string, unknown> = {},
): Reply {
  return json(200, {
    RequestId: REQUEST_ID,
    TotalCount: events.length,
    PageNumber: 1,
    PageSize: 100,
    Events: events,
    ...more,
  });
}

export const reset: Reply = (_, socket) => socket.resetAndDestroy();
export const silence: Reply = () => undefined;

export function wireEvent(number: number): Record<string, unknown> {
  return {
    EventId: `e-${number}`,
    EventType: "Instance:SystemUpgrade.Migrate",
    EventStatus: "Inquiring",
    EventLevel: "CRITICAL",
    ResourceId: `i-${number}`,
    NotBefore: 1_742_452_232_000,
  };
}
