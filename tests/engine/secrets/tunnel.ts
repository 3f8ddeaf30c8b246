import { execFile } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer as createHttp } from "node:http";
import { type AddressInfo, connect, type Server, type Socket } from "node:net";
import path from "node:path";
import { createServer as createTls } from "node:tls";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A way to an emulator as many companies have it: TLS, behind a proxy that asks for a name and a password. */
export interface Tunnel {
  /** What `HTTPS_PROXY` is to name. */
  proxy: string;
  /** What `NODE_EXTRA_CA_CERTS` is to name. */
  certificate: string;
  /** Tunnels that the proxy has opened, for those who knew the password. */
  opened: () => number;
  close: () => void;
}

/** The endpoint is `https://ens.test`: the proxy takes every name for the emulator. */
export async function openTunnel(
  directory: string,
  emulatorPort: number,
  { user, password }: { user: string; password: string },
): Promise<Tunnel> {
  const [key, certificate] = ["key.pem", "certificate.pem"].map((name) => path.join(directory, name)) as [
    string,
    string,
  ];
  await run("openssl", [
    ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"],
    ...[
      "-keyout",
      key,
      "-out",
      certificate,
      "-subj",
      "/CN=ens.test",
      "-addext",
      "subjectAltName=DNS:ens.test",
    ],
  ]);
  const sockets = new Set<Socket>();
  const kept = <Each extends Socket>(socket: Each): Each => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy()).on("close", () => sockets.delete(socket));
    return socket;
  };
  const join = (one: Socket, other: Socket) => {
    one.pipe(other).pipe(one);
    one.on("close", () => other.destroy());
    other.on("close", () => one.destroy());
  };

  const tls = createTls({ key: await readFile(key), cert: await readFile(certificate) }, (socket) => {
    join(kept(socket), kept(connect(emulatorPort, "127.0.0.1")));
  });
  const tlsPort = await listen(tls);

  let opened = 0;
  const expected = `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
  const proxy = createHttp((_, response) => response.writeHead(400).end());
  proxy.on("connect", (request, client: Socket) => {
    kept(client);
    if (request.headers["proxy-authorization"] !== expected) {
      client.end("HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n");
      return;
    }
    opened += 1;
    const upstream = kept(connect(tlsPort, "127.0.0.1"));
    upstream.on("connect", () => {
      client.write("HTTP/1.1 200 OK\r\n\r\n");
      join(client, upstream);
    });
  });
  const proxyPort = await listen(proxy);
  return {
    proxy: `http://${encodeURIComponent(user)}:${encodeURIComponent(password)}@127.0.0.1:${proxyPort}`,
    certificate,
    opened: () => opened,
    close: () => {
      sockets.forEach((socket) => socket.destroy());
      for (const server of [tls, proxy]) server.close();
    },
  };
}

async function listen(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}
