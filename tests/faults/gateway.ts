import { once } from "node:events";
import {
  createServer as createHttp,
  type IncomingMessage,
  request as send,
  type Server,
  type ServerResponse,
} from "node:http";
import { createServer as createHttps, type Server as TlsServer } from "node:https";
import {
  type AddressInfo,
  connect,
  createServer as createTcp,
  type Server as TcpServer,
  type Socket,
} from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { Emulator } from "../../emulator/src/index";
import type { Certificate } from "./certificates";
import type { Lasts, NetworkTrouble, WayTrouble } from "./faults";
import type { RemoteControl } from "./remoteControl";

/** The name of the endpoint where TLS or a proxy is on the way. */
export const NAME = "ens.test";

/** What the proxy is asked with; a secret as any other. */
export const PROXY_PASSWORD = "Marked4Proxy";

export type Action = "BatchEventMigrateInstance" | "DescribeHistoryEvents";

/** A point in an operation: as soon as ENS has answered a call of this action, and before the client hears of it. */
interface Point {
  after: Action;
  act: () => void | Promise<void>;
}

/** What is on the way between the provider and an emulator: it makes the faults that an emulator cannot. */
export class Gateway {
  /** Faults that a call or a connection has met. */
  hits = 0;
  /** What happens whenever a page of events has been read. */
  whenRead: (() => void) | undefined;
  /** Ends the provider's process. */
  kill: () => void = () => undefined;
  readonly #emulator: Emulator;
  readonly #control: RemoteControl;
  readonly #certificates: { good: Certificate; bad: Certificate };
  readonly #plain: Server;
  readonly #tls: TlsServer;
  /** Before the TLS server: whatever a connection meets before it gets there. */
  readonly #gate: TcpServer;
  readonly #proxy: Server;
  readonly #sockets = new Set<Socket>();
  readonly #ports = new Map<TcpServer, number>();
  readonly #used = new WeakSet<object>();
  #underWay = 0;
  #points: Point[] = [];
  #way: { trouble: WayTrouble; action: Action | undefined; lasts: Lasts } | undefined;
  #network: { trouble: NetworkTrouble; lasts: Lasts } | undefined;
  #held: IncomingMessage[] = [];

  private constructor(
    emulator: Emulator,
    control: RemoteControl,
    certificates: { good: Certificate; bad: Certificate },
  ) {
    this.#emulator = emulator;
    this.#control = control;
    this.#certificates = certificates;
    const options = { maxHeaderSize: 1 << 20 };
    const listener = (message: IncomingMessage, reply: ServerResponse): void => {
      this.#underWay += 1;
      this.#handle(message, reply)
        .catch(() => message.socket.destroy())
        .finally(() => (this.#underWay -= 1));
    };
    this.#plain = createHttp(options, listener);
    this.#tls = createHttps({ ...options, ...certificates.good }, listener);
    this.#gate = createTcp((socket) => this.#admit(socket));
    this.#proxy = createHttp((_, reply) => reply.writeHead(500).end());
    this.#proxy.on("connect", (_, client: Socket) => this.#tunnel(client));
    for (const server of [this.#plain, this.#gate, this.#proxy]) {
      server.on("connection", (socket: Socket) => {
        this.#sockets.add(socket);
        socket.on("error", () => undefined).on("close", () => this.#sockets.delete(socket));
      });
    }
    this.#proxy.on("connection", (socket: Socket) => {
      if (this.#meets("proxyResets")) socket.resetAndDestroy();
    });
  }

  static async start(
    emulator: Emulator,
    control: RemoteControl,
    certificates: { good: Certificate; bad: Certificate },
    proxyPort?: number,
  ): Promise<Gateway> {
    const gateway = new Gateway(emulator, control, certificates);
    await Promise.all([gateway.#plain, gateway.#gate].map((server) => gateway.#listen(server)));
    if (proxyPort !== undefined) {
      gateway.#ports.set(gateway.#proxy, proxyPort);
      await gateway.#listen(gateway.#proxy);
    }
    return gateway;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${this.#ports.get(this.#plain) ?? 0}`;
  }

  get namedEndpoint(): string {
    return `https://${NAME}:${this.#ports.get(this.#gate) ?? 0}`;
  }

  /** Calls this once, as soon as ENS has answered such a call and before the client hears of it. */
  after(action: Action, act: Point["act"]): void {
    this.#points.push({ after: action, act });
  }

  /** From now on calls of the action (or any) meet this trouble. */
  way(trouble: WayTrouble, lasts: Lasts, action?: Action): void {
    this.#way = { trouble, lasts, action };
  }

  network(trouble: NetworkTrouble, lasts: Lasts): void {
    this.#network = { trouble, lasts };
    const suffix = lasts === "once" ? " once" : "";
    // Connections that are there already would not meet it; one with a call under way closes with its answer.
    if (this.#underWay === 0) this.#dropConnections();
    switch (trouble) {
      case "refused":
        this.#plain.close();
        break;
      case "proxyDown":
        this.#proxy.close();
        break;
      case "nameUnknown":
        this.#control.names(`ENOTFOUND${suffix}`);
        break;
      case "nameServiceSilent":
        this.#control.names(`EAI_AGAIN${suffix}`);
        break;
      case "certificateUnknown":
      case "handshakeReset":
      case "handshakeSilent":
      case "proxyRefuses":
      case "proxyResets":
      case "proxySilent":
    }
  }

  async repair(): Promise<void> {
    this.#way = undefined;
    this.#network = undefined;
    this.whenRead = undefined;
    this.#points = [];
    this.#control.names("");
    for (const server of this.#ports.keys()) if (!server.listening) await this.#listen(server);
  }

  /** Brings calls to ENS that are late; their senders have given up. */
  async deliver(): Promise<void> {
    for (const message of this.#held.splice(0)) await this.#ask(message);
  }

  async close(): Promise<void> {
    this.#dropConnections();
    await Promise.all(
      [this.#plain, this.#gate, this.#proxy]
        .filter((server) => server.listening)
        .map((server) => once(server.close(), "close")),
    );
  }

  async #listen(server: TcpServer): Promise<void> {
    server.listen(this.#ports.get(server) ?? 0, "127.0.0.1");
    await once(server, "listening");
    this.#ports.set(server, (server.address() as AddressInfo).port);
  }

  #dropConnections(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  #meets(trouble: NetworkTrouble): boolean {
    if (this.#network?.trouble !== trouble) return false;
    this.hits += 1;
    if (this.#network.lasts === "once") this.#network = undefined;
    return true;
  }

  #admit(socket: Socket): void {
    // Earlier, it would depend on the moment whether the client takes itself for connected.
    if (this.#meets("handshakeReset")) {
      socket.once("data", () => socket.resetAndDestroy());
    } else if (this.#meets("handshakeSilent")) {
      this.#control.expire();
    } else {
      const { good, bad } = this.#certificates;
      this.#tls.setSecureContext(this.#meets("certificateUnknown") ? bad : good);
      this.#tls.emit("connection", socket);
    }
  }

  #tunnel(client: Socket): void {
    client.on("error", () => undefined);
    if (this.#meets("proxySilent")) return this.#control.expire();
    if (this.#meets("proxyRefuses")) {
      client.end("HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n");
      return;
    }
    const upstream = connect(this.#ports.get(this.#gate) ?? 0, "127.0.0.1", () => {
      client.write("HTTP/1.1 200 OK\r\n\r\n");
      upstream.pipe(client).pipe(upstream);
    });
    upstream.on("error", () => client.destroy());
    client.on("close", () => upstream.destroy());
  }

  #troubleOf(message: IncomingMessage, action: Action): WayTrouble | undefined {
    const way = this.#way;
    if (!way || (way.action !== undefined && way.action !== action)) return undefined;
    if (way.trouble === "staleSocket" && !this.#used.has(message.socket)) return undefined;
    this.hits += 1;
    if (way.lasts === "once") this.#way = undefined;
    return way.trouble;
  }

  async #handle(message: IncomingMessage, reply: ServerResponse): Promise<void> {
    const action = String(message.headers["x-acs-action"]) as Action;
    message.resume();
    const trouble = this.#troubleOf(message, action);
    this.#used.add(message.socket);
    if (trouble === "swallowed") return this.#control.expire();
    if (trouble === "killedBefore") return this.kill();
    if (trouble === "late") {
      this.#held.push(message);
      return this.#control.expire();
    }
    if (trouble === "redirect") {
      reply.writeHead(302, { location: "https://portal.test/" }).end();
      return;
    }
    if (trouble === "staleSocket") {
      message.socket.resetAndDestroy();
      return;
    }
    const answer = await this.#ask(message);
    await this.#passed(action);
    if (trouble === "killedAfter") return this.kill();
    if (trouble === "answerSwallowed") return this.#control.expire();
    if (!answer) {
      message.socket.resetAndDestroy();
      return;
    }
    const body = trouble ? rewritten(answer.body, trouble) : answer.body;
    if (this.#network) reply.setHeader("connection", "close");
    reply.writeHead(answer.status, { ...answer.headers, "content-length": answer.length ?? body.length });
    if (trouble === "slowDrip" || trouble === "endlessDrip") return this.#drip(reply, body, trouble);
    if (answer.length === undefined) reply.end(body);
    else reply.write(body, () => message.socket.destroy());
  }

  async #passed(action: Action): Promise<void> {
    if (action === "DescribeHistoryEvents") this.whenRead?.();
    const index = this.#points.findIndex(({ after }) => after === action);
    const [point] = index < 0 ? [] : this.#points.splice(index, 1);
    await point?.act();
  }

  /** Asks the emulator; nothing comes back where it breaks the connection before it answers. */
  #ask({ method, url, headers }: IncomingMessage): Promise<Answer | undefined> {
    return new Promise((resolve) => {
      const { port } = this.#emulator;
      const asked = send({ host: "127.0.0.1", port, method, path: url, headers, agent: false });
      asked.on("error", () => resolve(undefined));
      asked.on("response", (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk)).on("error", () => undefined);
        response.on("close", () => {
          const { "content-length": length, connection: _, ...rest } = response.headers;
          resolve({
            status: response.statusCode ?? 0,
            headers: rest,
            body: Buffer.concat(chunks),
            ...(!response.complete && { length: String(length) }),
          });
        });
      });
      asked.end();
    });
  }

  async #drip(reply: ServerResponse, body: Buffer, trouble: "slowDrip" | "endlessDrip"): Promise<void> {
    const piece = Math.ceil(body.length / 20);
    for (let start = 0; start < body.length; start += piece) {
      if (trouble === "endlessDrip" && start > 0) return this.#control.expire();
      reply.write(body.subarray(start, start + piece));
      await sleep(2);
    }
    reply.end();
  }
}

interface Answer {
  status: number;
  headers: IncomingMessage["headers"];
  body: Buffer;
  /** What it said its length was, where it broke off before. */
  length?: string;
}

/** The answer with results that ENS would not give. */
function rewritten(body: Buffer, trouble: WayTrouble): Buffer {
  if (trouble !== "otherInstance" && trouble !== "contradiction") return body;
  const answer = JSON.parse(body.toString()) as { Results: Record<string, unknown>[] };
  const results =
    trouble === "otherInstance"
      ? answer.Results.map((result) => ({ ...result, ResourceId: "i-other" }))
      : answer.Results.flatMap((result) => [result, { ...result, Code: 500, Message: "failed" }]);
  return Buffer.from(JSON.stringify({ ...answer, Results: results }));
}
