import assert from "node:assert/strict";
import { execFile, execFileSync } from "node:child_process";
import dns from "node:dns";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer as createHttp, type Server } from "node:http";
import { createServer as createHttps } from "node:https";
import { type AddressInfo, connect, createServer as createTcp, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import sinon from "sinon";
import { TransportError } from "../../../provider/src/ens/index";
import { openClient, order, rejection, TRANSPORTS } from "../support/client";
import { hurried } from "../support/hurry";
import type { TlsCase, TlsResult } from "../support/tlsCase";

const exec = promisify(execFile);

describe("TLS and proxies", () => {
  let folder: string;
  let certificate: string;
  let ens: Server;
  let ensPort: number;
  const served: { action: string; client: string }[] = [];
  const open: (Server | ReturnType<typeof createTcp>)[] = [];
  const sockets = new Set<Socket>();

  async function listen(server: Server | ReturnType<typeof createTcp>): Promise<number> {
    open.push(server);
    server.on("connection", (socket: Socket) => {
      sockets.add(socket);
      socket.on("error", () => undefined);
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return (server.address() as AddressInfo).port;
  }

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "pulumi-ens-tls-"));
    certificate = join(folder, "cert.pem");
    const key = join(folder, "key.pem");
    execFileSync(
      "openssl",
      [
        ...[
          "req",
          "-x509",
          "-newkey",
          "ec",
          "-pkeyopt",
          "ec_paramgen_curve:prime256v1",
          "-nodes",
          "-days",
          "2",
        ],
        ...["-keyout", key, "-out", certificate, "-subj", "/CN=localhost"],
        ...["-addext", "subjectAltName=DNS:localhost,DNS:ens.test,DNS:resets.test"],
      ],
      { stdio: "ignore" },
    );
    ens = createHttps({ cert: readFileSync(certificate), key: readFileSync(key) }, (request, response) => {
      const action = String(request.headers["x-acs-action"]);
      served.push({ action, client: `${request.socket.remotePort}` });
      if (request.headers.host?.startsWith("resets.test")) return void request.socket.destroy();
      response.setHeader("content-type", "application/json");
      response.end(
        JSON.stringify(
          action === "BatchEventMigrateInstance"
            ? {
                RequestId: "R",
                Results: [{ Code: 200, EventId: "e-1", Message: "success", ResourceId: "i-1" }],
              }
            : { RequestId: "R", TotalCount: 0, PageSize: 100, Events: [] },
        ),
      );
    });
    ensPort = await listen(ens);
  });
  after(() => {
    sockets.forEach((socket) => socket.destroy());
    open.forEach((server) => server.close());
    rmSync(folder, { recursive: true });
  });
  beforeEach(() => (served.length = 0));

  /** A CONNECT proxy that takes every name for this machine. */
  function proxy(): { server: Server; asked: string[]; authorization: (string | undefined)[] } {
    const asked: string[] = [];
    const authorization: (string | undefined)[] = [];
    const server = createHttp((_, response) => response.writeHead(500).end());
    server.on("connect", (request, client) => {
      asked.push(request.url ?? "");
      authorization.push(request.headers["proxy-authorization"]);
      if (request.url?.startsWith("forbidden.test")) {
        client.end("HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n");
        return;
      }
      const upstream = connect(ensPort, "127.0.0.1", () => {
        client.write("HTTP/1.1 200 OK\r\n\r\n");
        upstream.pipe(client).pipe(upstream);
      });
      upstream.on("error", () => client.destroy());
      client.on("error", () => upstream.destroy());
      client.on("close", () => upstream.destroy());
    });
    return { server, asked, authorization };
  }

  async function inOwnProcess(cases: TlsCase[]): Promise<TlsResult[][]> {
    const { NODE_OPTIONS: _, ...env } = process.env;
    for (const name of Object.keys(env)) if (/_proxy$/i.test(name)) delete env[name];
    const { stdout } = await exec(
      process.execPath,
      ["--require", "tsx/cjs", join(__dirname, "..", "support", "tlsCase.ts"), JSON.stringify(cases)],
      { env: { ...env, NODE_EXTRA_CA_CERTS: certificate }, timeout: 9_000 },
    );
    return JSON.parse(stdout) as TlsResult[][];
  }

  it("trusts NODE_EXTRA_CA_CERTS, tunnels through the proxy of the environment, and ends when its calls end", async () => {
    const { server, asked, authorization } = proxy();
    const proxyPort = await listen(server);
    const mute = await listen(createTcp(() => undefined));
    const env = { HTTPS_PROXY: `http://user:proxy%20password@127.0.0.1:${proxyPort}` };
    const direct = { endpoint: `https://localhost:${ensPort}`, env };
    const calls: TlsCase["calls"] = ["read", "read", "order"];
    const results = await inOwnProcess([
      { ...direct, transport: "builtin", calls },
      { ...direct, transport: "sdk", calls },
      { endpoint: `https://ens.test:${ensPort}`, transport: "builtin", env, calls },
      { endpoint: "https://resets.test", transport: "builtin", env, calls: ["order"] },
      { endpoint: "https://forbidden.test", transport: "builtin", env, calls: ["order"], budgetMs: 2_000 },
      { endpoint: "https://other.test", transport: "builtin", env, calls: ["order"] },
      {
        endpoint: "https://ens.test",
        transport: "builtin",
        env: { HTTPS_PROXY: `http://127.0.0.1:${mute}` },
        config: { "ens:clientConnectTimeout": "50" },
        calls: ["order", "read"],
        budgetMs: 1_000,
      },
    ]);
    const ok: TlsResult = { ok: true };
    assert.deepEqual(results.slice(0, 3), [
      [ok, ok, ok],
      [ok, ok, ok],
      [ok, ok, ok],
    ]);
    const short = (result: TlsResult | undefined) =>
      result?.ok === false ? [result.kind, result.code] : result;
    assert.deepEqual(short(results[3]?.[0]), ["unknownOutcome", "ECONNRESET"]);
    assert.deepEqual(short(results[4]?.[0]), ["transport", "PROXY_REFUSED"]);
    assert.match((results[4]?.[0] as { message: string }).message, /refused the tunnel \(HTTP 407\)/);
    assert.deepEqual(short(results[5]?.[0]), ["transport", "ERR_TLS_CERT_ALTNAME_INVALID"]);
    assert.deepEqual(short(results[6]?.[0]), ["transport", "CONNECT_TIMEOUT"]);
    assert.deepEqual(short(results[6]?.[1]), ["transport", "CONNECT_TIMEOUT"]);
    // Behind the tunnel it is the endpoint that fails.
    const behind = JSON.stringify([results[3], results[5]]);
    assert.match(behind, /at resets\.test through the proxy 127\.0\.0\.1:\d+: the connection was reset/);
    assert.doesNotMatch(behind, /cannot connect through the proxy|user:|proxy password|proxy%20password/);
    assert.doesNotMatch(JSON.stringify(results), /proxy%20password|proxy password|user:/);

    // Loopback went directly; elsewhere the reads shared one tunnel and the order had its own.
    assert.deepEqual(asked.slice(0, 3), [`ens.test:${ensPort}`, `ens.test:${ensPort}`, "resets.test:443"]);
    assert.equal(authorization[0], `Basic ${Buffer.from("user:proxy password").toString("base64")}`);
    const [first, second, own] = served.slice(6, 9);
    assert.equal(first?.client, second?.client);
    assert.notEqual(first?.client, own?.client);
    // Nothing was sent to a server that could not prove who it is.
    assert.equal(served.length, 10);
  });

  for (const transport of TRANSPORTS) {
    it(`sends no order to a server with an unknown certificate, and says so at once (${transport})`, async () => {
      const client = await openClient(`https://localhost:${ensPort}`, { "ens:transport": transport });
      const error = await rejection(client.batchEventMigrateInstance([order(1)]));
      assert.ok(error instanceof TransportError, error.message);
      assert.equal(error.code, "DEPTH_ZERO_SELF_SIGNED_CERT");
      assert.match(error.message, /certificate was not accepted/);
      assert.equal(served.length, 0);
    });
  }

  describe("a failure before the tunnel stands is the proxy's", () => {
    const HOST_PORT = /its scheme, host, port, user and password, and whether the proxy runs/;
    const answering = (status: string) => () =>
      listen(createTcp((socket) => socket.once("data", () => socket.end(`HTTP/1.1 ${status}\r\n\r\n`))));
    const nobody = async () => {
      const server = createTcp();
      const port = await listen(server);
      await new Promise((closed) => server.close(closed));
      return port;
    };
    const silent = () => listen(createTcp(() => undefined));
    const cases: [what: string, port: () => Promise<number>, code: RegExp, says: RegExp, scheme?: string][] =
      [
        [
          "nobody listens",
          nobody,
          /^ECONNREFUSED$/,
          /the connection was refused \(code .*after 6 attempts\)/,
        ],
        [
          "it wants a password",
          answering("407 No"),
          /^PROXY_REFUSED$/,
          /it refused the tunnel \(HTTP 407\) \(code .*after 6 attempts\)/,
        ],
        [
          "it forbids",
          answering("403 No"),
          /^PROXY_REFUSED$/,
          /it refused the tunnel \(HTTP 403\) \(code .*after 6 attempts\)/,
        ],
        [
          "it fails",
          answering("502 No"),
          /^PROXY_REFUSED$/,
          /it refused the tunnel \(HTTP 502\) \(code .*after 6 attempts\)/,
        ],
        [
          "it never answers",
          silent,
          /^CONNECT_TIMEOUT$/,
          /no connection within the connect timeout \(code .*after 6 attempts\)/,
        ],
        [
          "it closes the connection",
          () => listen(createTcp((socket) => socket.once("data", () => socket.end()))),
          /^UNKNOWN$/,
          /the connection failed \(code .*after 6 attempts\)/,
        ],
        [
          "it does not speak TLS",
          () => listen(createTcp((socket) => socket.end("HTTP/1.1 400 No\r\n\r\n"))),
          /^(EPROTO|ERR_SSL_\w+)$/,
          /the TLS handshake failed \(code .*after 6 attempts\)/,
          "https",
        ],
      ];
    const problem = async (variable: string, url: string, limit = "60000"): Promise<TransportError> => {
      const config = { "ens:clientConnectTimeout": limit };
      const client = await openClient("https://ens.test", config, { env: { [variable]: url } });
      const error = await rejection(hurried(() => client.batchEventMigrateInstance([order(1)])));
      // No order had left, so it is none whose outcome nobody knows.
      assert.ok(error instanceof TransportError, error.message);
      assert.match(
        error.message,
        new RegExp(
          `^BatchEventMigrateInstance at ens\\.test: cannot connect through the proxy [\\w.:]+ \\(${variable}\\): `,
        ),
      );
      assert.doesNotMatch(error.message, /Check the endpoint|proxy-user|hunter2/);
      return error;
    };
    for (const [what, port, code, says, scheme = "http"] of cases) {
      it(what, async () => {
        const { message, ...error } = await problem(
          "HTTPS_PROXY",
          `${scheme}://proxy-user:hunter2@127.0.0.1:${await port()}`,
          port === silent ? "200" : undefined,
        );
        assert.match(String(error.code), code);
        assert.match(message, says);
        assert.match(message, HOST_PORT);
      });
    }

    it("its certificate is not accepted, which is not tried again", async () => {
      const { code, message } = await problem("all_proxy", `https://proxy-user:hunter2@localhost:${ensPort}`);
      assert.equal(code, "DEPTH_ZERO_SELF_SIGNED_CERT");
      assert.match(
        message,
        /certificate was not accepted \(.*Check the host in all_proxy.*NODE_EXTRA_CA_CERTS/,
      );
    });

    for (const [code, says] of [
      ["ENOTFOUND", /the host name is not known/],
      ["EAI_AGAIN", /the name service did not answer/],
    ] as const) {
      it(`its host name is not found (${code})`, async () => {
        const lookup = sinon.stub(dns, "lookup");
        lookup.callsFake(((_: string, __: object, done: (error: Error) => void) =>
          process.nextTick(done, Object.assign(new Error("hunter2"), { code }))) as never);
        try {
          const error = await problem("ALL_PROXY", "proxy-user:hunter2@proxy.test:3128");
          assert.equal(error.code, code);
          assert.match(error.message, says);
        } finally {
          lookup.restore();
        }
      });
    }
  });

  it("knows that no order left while the TLS handshake never ended", async () => {
    const mute = await listen(createTcp(() => undefined));
    const closing = await listen(createTcp((socket) => socket.destroy()));
    for (const [port, limit, code] of [
      [mute, "60", "CONNECT_TIMEOUT"],
      [closing, "5000", "ECONNRESET"],
    ] as const) {
      const client = await openClient(`https://localhost:${port}`, { "ens:clientConnectTimeout": limit });
      const error = await rejection(
        client.batchEventMigrateInstance([order(1)], { deadline: Date.now() + 1_000 }),
      );
      assert.ok(error instanceof TransportError, error.message);
      assert.equal(error.code, code);
    }
  });
});
