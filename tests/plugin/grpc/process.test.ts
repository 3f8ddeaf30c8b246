import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type ServerHttp2Session } from "node:http2";
import type { AddressInfo } from "node:net";
import type { Emulator } from "../../../emulator/src/index";
import { immediate, scheduled } from "../../conformance/events";
import { failureOf } from "../../conformance/failureOf";
import { environmentOf } from "../../dynamic/providerProcess";
import { startEmulatorWithEvents, STARTING } from "../../dynamic/support";
import { argsFor, EDGE } from "./configuredPlugin";
import { FakeEngine } from "./fakeEngine";
import { PluginProcess } from "./pluginProcess";

describe("the plugin's process", function () {
  this.timeout(STARTING);
  let emulator: Emulator;
  let plugin: PluginProcess;

  before(async () => {
    emulator = await startEmulatorWithEvents();
  });
  after(() => emulator.close());
  beforeEach(async () => {
    emulator.reset();
    plugin = await PluginProcess.start({ environment: environmentOf(emulator) });
  });
  afterEach(() => plugin.stop());

  it("prints its port and nothing else, whatever it is asked", async () => {
    await plugin.handshake();
    await plugin.configure({});
    const inputs = (await plugin.check(EDGE, {}, argsFor([scheduled(1), immediate(2)]))).inputs;
    const kept = { inputs, ...(await plugin.create(EDGE, inputs)) };
    await plugin.read(EDGE, kept);
    await plugin.update(EDGE, kept, inputs);
    await failureOf(plugin.read(EDGE, { ...kept, outputs: {} }));
    await plugin.delete(EDGE, kept);
    await plugin.cancel();
    await plugin.stop();

    assert.deepEqual(plugin.process.output, { stdout: "", stderr: "" });
    assert.ok(plugin.process.port > 0);
  });

  it("checks and compares before Configure, and orders with what the environment says", async () => {
    const { inputs, failures } = await plugin.check(EDGE, {}, argsFor([scheduled(1)]));
    assert.deepEqual(failures, []);
    const kept = { inputs, ...(await plugin.create(EDGE, inputs)) };

    assert.equal((await plugin.diff(EDGE, kept, inputs)).changes, "none");
    assert.equal(emulator.ledger().length, 1);
  });

  it("works without an engine that takes its lines", async () => {
    const engine = await FakeEngine.start();
    const { address } = engine;
    engine.stop();
    const alone = await PluginProcess.start({ engine: address, environment: environmentOf(emulator) });
    try {
      await alone.handshake();
      await alone.configure({});
      const { inputs } = await alone.check(EDGE, {}, argsFor([scheduled(1)]));
      await alone.create(EDGE, inputs);
    } finally {
      await alone.stop();
    }
    assert.equal(emulator.ledger().length, 1);
  });

  it("ends with its engine, so that it orders nothing beside the up that comes to repair", async () => {
    // What an engine is to the plugin: somebody who speaks HTTP/2.
    const engine = createServer().listen(0, "127.0.0.1");
    await once(engine, "listening");
    const { port } = engine.address() as AddressInfo;
    const connected = once(engine, "session") as Promise<[ServerHttp2Session]>;
    const orphan = await PluginProcess.start({
      engine: `127.0.0.1:${port}`,
      environment: environmentOf(emulator),
    });
    const exited = once(orphan.process.child, "exit");
    try {
      await orphan.configure({});
      const [session] = await connected;
      const { inputs } = await orphan.check(EDGE, {}, argsFor([immediate(1)], { waitFor: "executed" }));
      const waiting = failureOf(orphan.create(EDGE, inputs));

      session.destroy();

      assert.deepEqual(await exited, [1, null]);
      await waiting;
      assert.deepEqual(orphan.process.output, { stdout: "", stderr: "" });
    } finally {
      await orphan.stop();
      engine.close();
    }
  });

  it("finishes the create of a client that goes in the middle, and the next one sends nothing twice", async () => {
    const engine = await FakeEngine.start();
    const left = await PluginProcess.start({ engine: engine.address, environment: environmentOf(emulator) });
    try {
      await left.handshake();
      await left.configure({});
      const { inputs } = await left.check(EDGE, {}, argsFor([scheduled(1), scheduled(2)]));
      emulator.faults([{ kind: "delay", ms: 200, action: "DescribeHistoryEvents" }]);
      const request = left.createRequest(EDGE, inputs);
      const cancelled = new Promise((resolve) => {
        const call = left.process.client.create(request, resolve);
        void engine.until(({ message }) => message.includes("ENS client")).then(() => call.cancel());
      });

      assert.match(String(await cancelled), /CANCELLED/);
      await engine.until(({ message }) => message.endsWith("2 events: 2 Scheduled"));
      await left.create(EDGE, inputs);

      assert.equal(emulator.ledger().length, 2);
    } finally {
      await left.stop();
      engine.stop();
    }
  });

  it("creates two plans at the same time", async () => {
    await plugin.configure({});
    const names = ["one", "two"].map((name) => ({ ...EDGE, name }));
    const made = await Promise.all(
      names.map(async (name, index) => {
        const { inputs, failures } = await plugin.check(name, {}, argsFor([scheduled(index + 1)]));
        assert.deepEqual(failures, []);
        return plugin.create(name, inputs);
      }),
    );

    assert.notEqual(made[0]?.id, made[1]?.id);
    assert.deepEqual(
      emulator
        .ledger()
        .map(({ eventId }) => eventId)
        .sort(),
      ["e-1", "e-2"],
    );
  });
});
