import assert from "node:assert/strict";
import { type Emulator, startEmulator } from "../../emulator/src/index";
import { discover } from "../../provider/src/discover/index";
import { parsePlanned } from "../../provider/src/plan/lines/planned";
import { encodeEvents } from "../../sdk/src/events";
import type { Properties } from "../conformance/host";
import { openClient } from "../ens/support/client";
import { environmentOf, ProviderProcess, providerString } from "./providerProcess";
import { STARTING } from "./support";

/** Instance names and values of the tag `rack` that ENS may hold. No two are the same. */
const TEXTS = [
  "r1",
  "r1 ",
  "a|b",
  "a | b | #1.aaaaaaaa",
  "line\nbreak",
  "\u202eturned",
  "\u0000",
  "\ud800",
  "\udc00",
  "e\u0301",
  "\u00e9",
  "__proto__",
  " ",
  "x".repeat(300),
];

describe("events as discovered, whatever their instances are called and tagged,", () => {
  let emulator: Emulator;
  let provider: ProviderProcess;

  before(async function () {
    this.timeout(STARTING);
    const instances = [...TEXTS, ""].map((text, index) => ({
      instanceId: `i-${index}`,
      instanceName: text,
      tags: { rack: text, ["__proto__"]: "a tag", constructor: text },
    }));
    const events = instances.map(({ instanceId }, index) => ({
      eventId: `e-${index}`,
      resourceId: instanceId,
    }));
    emulator = await startEmulator({ seed: { instances, events } });
    provider = await ProviderProcess.start({ environment: environmentOf(emulator) });
  });
  after(() => Promise.all([provider.stop(), emulator.close()]));

  it("are planned and ordered, each in its own group, and read back unchanged", async () => {
    const client = await openClient(emulator.endpoint, {
      "alicloud:accessKey": emulator.accessKeyId,
      "alicloud:secretKey": emulator.accessKeySecret,
    });
    const found = await discover(client, { groupBy: "rack" });
    const inputsOf = (): Properties => ({
      label: "edge",
      stack: "shop/discovered",
      dataPolicy: "force_transfer",
      events: encodeEvents(found).events,
      schedule: {
        timeZone: "UTC",
        windows: [{ cron: "0 0 * * *", duration: "23h" }],
        maxUnavailable: 1,
        assumedDowntime: "15m",
      },
    });
    const __provider = await providerString();
    const { inputs, failures } = await provider.check({}, { __provider, ...inputsOf() });
    assert.deepEqual(failures, []);
    const groups = Object.entries(inputs["planned"] as Record<string, string>).map(
      ([eventId, line]) => [eventId, parsePlanned(eventId, line).group] as const,
    );
    assert.deepEqual(
      Object.fromEntries(groups),
      Object.fromEntries([...TEXTS, undefined].map((text, index) => [`e-${index}`, text])),
    );

    const { id, outputs } = await provider.create(inputs);
    assert.equal(emulator.ledger().length, TEXTS.length + 1);
    const again = await provider.check(inputs, { __provider, ...inputsOf() });
    assert.deepEqual(again.failures, []);
    assert.deepEqual(again.inputs["planned"], inputs["planned"]);
    assert.equal(await provider.diff(id, outputs, again.inputs), "none");
  });
});
