import assert from "node:assert/strict";
import { startEmulator } from "../../emulator/src/index";
import { EngineLog } from "../../plugin/src/engineLog";
import { providerFor } from "../../plugin/src/server";
import { close, open, secretNames } from "../../plugin/src/values";
import type { Content } from "../../plugin/src/wire/message";
import { PROVIDER } from "../../plugin/src/wire/protocol";

const urn = "urn:pulumi:dev::edge::ens:index:MigrationPlan::december";
const EVENT = { eventId: "e-1", resourceId: "i-1" };

/** A request of which only this is set. */
function requestOf<Name extends keyof typeof PROVIDER>(
  name: Name,
  content: Partial<Content<(typeof PROVIDER)[Name]["request"]>>,
): Content<(typeof PROVIDER)[Name]["request"]> {
  const fields: Record<string, readonly [number, { absent(): unknown }]> = PROVIDER[name].request;
  const absent = Object.entries(fields).map(([field, [, kind]]) => [field, kind.absent()]);
  return { ...Object.fromEntries(absent), ...content } as Content<(typeof PROVIDER)[Name]["request"]>;
}

describe("what comes of a secret", () => {
  it("is one in the result of a function, and nothing else is", async () => {
    const provider = providerFor(new EngineLog());
    const call = async (secret: ReadonlySet<string>) => {
      const args = close({ migrations: {}, requestIds: [], schemaVersion: 1 }, secret);
      const request = requestOf("invoke", { tok: "ens:index:parseMigrations", args });
      return open((await provider.invoke(request)).return);
    };
    assert.deepEqual(await call(new Set(["migrations"])), {
      values: { migrations: {} },
      secrets: [["migrations"]],
    });
    assert.deepEqual((await call(new Set())).secrets, []);
  });

  it("is not quoted where a line of it cannot be read", async () => {
    const provider = providerFor(new EngineLog());
    for (const [name, args] of [
      ["parsePlanned", { planned: { "e-1": "Confidential | x" } }],
      ["parseMigrations", { migrations: { "e-1": "Confidential | x" }, requestIds: [], schemaVersion: 1 }],
    ] as const) {
      const [lines] = Object.keys(args);
      const call = async (secret: ReadonlySet<string>) =>
        provider.invoke(requestOf("invoke", { tok: `ens:index:${name}`, args: close(args, secret) }));
      await assert.rejects(call(new Set()), {
        message: new RegExp(`^${lines}\\["e-1"\\] cannot be read: "Confidential`),
      });
      await assert.rejects(call(new Set([lines ?? ""])), {
        message: new RegExp(`^${lines}\\["e-1"\\] cannot be read\\. It has been edited`),
      });
    }
  });

  it("is one in the output that a plan of a Node.js program does not have", async () => {
    const emulator = await startEmulator({ seed: { events: [EVENT] } });
    try {
      const provider = providerFor(new EngineLog());
      const { endpoint, accessKeyId: accessKey, accessKeySecret: secretKey } = emulator;
      await provider.configure(requestOf("configure", { args: close({ endpoint, accessKey, secretKey }) }));
      const events = [{ ...EVENT, planTime: Date.now() + 86_400_000 }];
      const news = close({ events, dataPolicy: "force_transfer", waitFor: "submitted" }, new Set(["events"]));
      const { inputs } = await provider.check(requestOf("check", { urn, news }));
      const { id = "", properties } = await provider.create(requestOf("create", { urn, properties: inputs }));

      const { planned: _planned, secret: _secret, ...outputs } = open(properties).values;
      const before = close(outputs, new Set(["migrations"]));
      const read = await provider.read(requestOf("read", { id, urn, properties: before, inputs }));

      const { values, secrets } = open(read.properties);
      assert.deepEqual(Object.keys(values["planned"] ?? {}), ["e-1"]);
      assert.deepEqual([...secretNames(secrets)].sort(), ["migrations", "planned"]);
    } finally {
      await emulator.close();
    }
  });
});
