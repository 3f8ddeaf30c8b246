import assert from "node:assert/strict";
import { connect } from "node:net";
import fc from "fast-check";
import { type Emulator, startEmulator } from "../../emulator/src/index";
import { MIGRATE, send, signV1, signV3, START } from "../emulator/support";
import { runs } from "../plan/schedule/runs";
import { assertUnpolluted, counter, hostileJson, hostileText, spoilt } from "./hostile";

const tried = counter("requests to the emulator");

const SEED = {
  now: START,
  events: [{ eventId: "e-1", resourceId: "i-1" }],
  instances: [{ instanceId: "i-1", tags: { tier: "cache" } }],
};

const PARAMETERS: Record<string, Record<string, string>> = {
  DescribeHistoryEvents: { EventTypes: MIGRATE, PageNumber: "1", PageSize: "10", "ResourceIds.1": "i-1" },
  BatchEventMigrateInstance: {
    EventInfos: JSON.stringify([
      { EventId: "e-1", ResourceId: "i-1", DataPolicy: "force_transfer", OpsType: "immediate" },
    ]),
  },
  DescribeInstances: { InstanceIds: '["i-1"]', PageSize: "10" },
  ListTagResources: { ResourceType: "instance", "ResourceId.1": "i-1", "Tag.1.Key": "tier" },
};

const SIDE = {
  "/_emulator/faults": {
    faults: [{ kind: "throttle", action: "DescribeHistoryEvents", count: 1, skip: 0 }],
  },
  "/_emulator/clock": { advance: "1h" },
  "/_emulator/events": { events: [{ eventId: "e-2", resourceId: "i-2", notBefore: START }] },
  "/_emulator/platform": { eventId: "e-1", eventStatus: "Executing" },
  "/_emulator/behaviour": { repeatOrder: "replace", readLag: "1m" },
  "/_emulator/reset": {},
};

describe("requests that mean harm to the emulator", function () {
  this.timeout("60s");

  let emulator: Emulator;
  before(async () => {
    emulator = await startEmulator({ seed: SEED });
  });
  after(() => emulator.close());

  /** It still answers, and knows what it knew. */
  async function assertAlive(): Promise<void> {
    assertUnpolluted(JSON.parse(JSON.stringify(emulator.state())));
    emulator.reset();
    const reply = await send(
      emulator,
      signV3(emulator, emulator, "DescribeHistoryEvents", { EventTypes: MIGRATE }),
    );
    assert.equal(reply.status, 200);
  }

  it("get an answer of the API to any parameters", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc
          .constantFrom(...Object.keys(PARAMETERS))
          .chain((action) =>
            fc.tuple(
              fc.constant(action),
              spoilt(PARAMETERS[action], hostileText),
              fc.boolean(),
              fc.boolean(),
            ),
          ),
        async ([action, spoiltParameters, form, old]) => {
          fc.pre(
            typeof spoiltParameters === "object" &&
              spoiltParameters !== null &&
              !Array.isArray(spoiltParameters),
          );
          const parameters = Object.fromEntries(
            Object.entries(spoiltParameters).map(([name, value]) => [
              wellFormed(name),
              wellFormed(typeof value === "string" ? value : (JSON.stringify(value) ?? "")),
            ]),
          );
          tried();
          const [query, more] = form ? [{}, { method: "POST", form: parameters }] : [parameters, {}];
          const reply = await send(
            emulator,
            old ? signV1(emulator, action, query, more) : signV3(emulator, emulator, action, query, more),
          );
          const { RequestId, Code } = JSON.parse(reply.text) as { RequestId: unknown; Code: unknown };
          const refused = reply.status === 501 && Code === "NotEmulated";
          assert.ok(refused || reply.status < 500, `${reply.status}: ${reply.text.slice(0, 200)}`);
          assert.equal(typeof RequestId, "string");
        },
      ),
      runs(300),
    );
    await assertAlive();
  });

  it("are well where nothing is wrong with them", async () => {
    for (const [action, parameters] of Object.entries(PARAMETERS)) {
      const { status, text } = await send(emulator, signV3(emulator, emulator, action, parameters));
      assert.equal(status, 200, `${action}: ${text}`);
    }
    emulator.reset();
    for (const [path, body] of Object.entries(SIDE)) {
      const { status, text } = await send(emulator, {
        method: "POST",
        path,
        headers: {},
        body: JSON.stringify(body),
      });
      assert.equal(status, 200, `${path}: ${text}`);
    }
    await assertAlive();
  });

  it("get an answer of the side channel to any body", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...(Object.keys(SIDE) as (keyof typeof SIDE)[])).chain((path) =>
          fc.tuple(
            fc.constant(path),
            fc.oneof(
              spoilt(SIDE[path], fc.oneof(hostileJson, hostileText)).map(
                (body) => JSON.stringify(body) ?? "",
              ),
              hostileText,
              fc.constant("[".repeat(100_000)),
            ),
          ),
        ),
        fc.constantFrom("POST", "POST", "POST", "GET", "DELETE", "PUT"),
        async ([path, body], method) => {
          tried();
          const reply = await send(emulator, { method, path, headers: {}, body: wellFormed(body) });
          assert.ok(reply.status < 500, `${method} ${path}: ${reply.status}: ${reply.text.slice(0, 200)}`);
        },
      ),
      runs(300),
    );
    await assertAlive();
  });

  it("are answered or cut off where they are no HTTP, or no path of ours", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          hostileText,
          fc
            .constantFrom(
              "/../../../../etc/passwd",
              "/_emulator/../../etc/passwd",
              "/_emulator/%2e%2e/x",
              "file:///etc/passwd",
              "//",
              "*",
            )
            .map((path) => `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`),
          hostileText.map((text) => `POST /?${text} HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n`),
        ),
        async (text) => {
          tried();
          const answer = await exchange(emulator.port, text);
          assert.doesNotMatch(answer, /^HTTP\/1\.1 (?:200|5)|root:|the emulator failed/);
        },
      ),
      runs(200),
    );
    await assertAlive();
  });

  it("are refused as a seed with the place of the fault", () =>
    fc.assert(
      fc.asyncProperty(spoilt(SEED, fc.oneof(hostileJson, hostileText)), async (seed) => {
        tried();
        let started: Emulator | undefined;
        try {
          started = await startEmulator({ seed: seed as typeof SEED });
        } catch (error) {
          assert.ok(error instanceof Error);
          assert.equal(error.name, "InvalidInput", error.stack);
        } finally {
          await started?.close();
        }
      }),
      runs(200),
    ));
});

/** Without lone surrogates, which no request can carry. */
function wellFormed(text: string): string {
  return Buffer.from(text).toString();
}

/** What comes back over a bare connection, until it is closed from either side. */
function exchange(port: number, text: string): Promise<string> {
  return new Promise((resolve) => {
    let answer = "";
    const socket = connect(port, "127.0.0.1", () => socket.end(text));
    socket.on("data", (chunk: Buffer) => (answer += chunk.toString("latin1")));
    socket.on("error", () => undefined);
    socket.on("close", () => resolve(answer));
  });
}
