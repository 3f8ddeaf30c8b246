import assert from "node:assert/strict";
import { once } from "node:events";
import { connect as connectHttp2 } from "node:http2";
import { connect as connectTcp } from "node:net";
import { grpc } from "../../conformance/pulumiGrpc";
import { event, PLAN_TIME } from "../../dynamic/support";
import { argsFor, ConfiguredPlugin, EDGE } from "./configuredPlugin";

const CHECK = "/pulumirpc.ResourceProvider/Check";

/** A gRPC message's beginning: not compressed, and so many bytes long. */
function beginning(bytes: number): Buffer {
  const header = Buffer.alloc(5);
  header.writeUInt32BE(bytes, 1);
  return header;
}

/** What a call with these bytes for a message comes to: its gRPC status, or `open` where the server waits for more. */
async function statusOf(port: number, bytes: Buffer, { ends }: { ends: boolean }): Promise<number | "open"> {
  const session = connectHttp2(`http://127.0.0.1:${port}`);
  await once(session, "connect");
  try {
    const stream = session.request({
      ":method": "POST",
      ":path": CHECK,
      "content-type": "application/grpc",
      te: "trailers",
    });
    const answered = new Promise<number>((resolve) => {
      const take = (headers: Record<string, unknown>): void => {
        if (headers["grpc-status"] !== undefined) resolve(Number(headers["grpc-status"]));
      };
      stream
        .on("response", take)
        .on("trailers", take)
        .on("error", () => undefined)
        .resume();
    });
    stream.write(bytes);
    if (ends) {
      stream.end();
      return await answered;
    }
    // The server answers pings in order with all else, so it has dealt with the bytes by then.
    const pinged = new Promise<"open">((resolve, reject) => {
      session.ping((error) => {
        if (error) reject(error);
        else setImmediate(() => resolve("open"));
      });
    });
    return await Promise.race([answered, pinged]);
  } finally {
    session.destroy();
  }
}

describe("messages to the plugin", function () {
  this.timeout("60s");
  const the = new ConfiguredPlugin();
  const isWell = async () => {
    const inputs = await the.checked(argsFor([]));
    assert.deepEqual(inputs["planned"], {});
    assert.deepEqual(the.plugin.process.output, { stdout: "", stderr: "" });
  };

  it("may be longer than the 4 MB that gRPC allows by itself: 10,000 events are planned, ordered and read", async () => {
    const numbers = Array.from({ length: 10_000 }, (_, index) => index + 100);
    the.emulator.events(numbers.map((number) => event(number, {})));
    const reason = "x".repeat(400);
    const events = numbers.map((number) => event(number, { planTime: PLAN_TIME, reason }));
    assert.ok(JSON.stringify(events).length > 4 * 2 ** 20);

    const kept = await the.upped(argsFor(events, { eventsPerCall: 100 }));

    assert.equal(the.emulator.ledger().length, 10_000);
    assert.equal((await the.plugin.diff(EDGE, kept, kept.inputs)).changes, "none");
    assert.deepEqual((await the.plugin.read(EDGE, kept)).outputs, kept.outputs);
  });

  it("of more than 400 MB are refused by what their beginning says", async () => {
    const { port } = the.plugin.process;
    const MB = 2 ** 20;

    assert.equal(await statusOf(port, beginning(401 * MB), { ends: true }), grpc.status.RESOURCE_EXHAUSTED);
    assert.equal(await statusOf(port, beginning(399 * MB), { ends: false }), "open");
    await isWell();
  });

  it("of which half comes end the call and nothing else", async () => {
    const { port } = the.plugin.process;
    const half = Buffer.concat([beginning(100), Buffer.alloc(50)]);

    assert.notEqual(await statusOf(port, half, { ends: true }), 0);
    assert.equal(await statusOf(port, half, { ends: false }), "open");
    await isWell();
  });

  it("that are no message of Pulumi's end the call and nothing else", async () => {
    const { port } = the.plugin.process;
    for (const bytes of [
      Buffer.alloc(64, 0xff),
      Buffer.from("GET / HTTP/1.1\r\n\r\n"),
      // Field 2, a struct, longer than the message.
      Buffer.from([0x12, 0xff, 0xff, 0xff, 0xff, 0x07]),
      // Groups, which nobody uses any more, one in another.
      Buffer.alloc(10_000, 0x0b),
    ]) {
      const status = await statusOf(port, Buffer.concat([beginning(bytes.length), bytes]), { ends: true });
      assert.notEqual(status, 0);
    }
    await isWell();
  });

  it("that are not even HTTP end the connection and nothing else", async () => {
    for (const bytes of [Buffer.alloc(1_000, 0xff), Buffer.from("GET / HTTP/1.1\r\n\r\n"), Buffer.alloc(1)]) {
      const socket = connectTcp(the.plugin.process.port, "127.0.0.1").on("error", () => undefined);
      await once(socket, "connect");
      const closed = once(socket, "close");
      socket.end(bytes);
      socket.resume();
      await closed;
    }
    await isWell();
  });
});
