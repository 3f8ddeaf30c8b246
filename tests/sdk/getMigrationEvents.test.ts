import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import sinon from "sinon";
import { type Emulator, startEmulator } from "../../emulator/src/index";
import * as ens from "../../sdk/src/index";
import { run, Unmade } from "./program";

type Args = Parameters<typeof ens.getMigrationEvents>;
type OutputArgs = Parameters<typeof ens.getMigrationEventsOutput>;

describe("getMigrationEvents in a program", () => {
  let emulator: Emulator;
  const environment = { ...process.env };

  before(async () => {
    const ids = ["i-1", "i-2"];
    emulator = await startEmulator({
      seed: {
        instances: ids.map((instanceId) => ({ instanceId, tags: { rack: instanceId } })),
        events: ids.map((resourceId, index) => ({ eventId: `e-${index + 1}`, resourceId })),
      },
    });
    Object.assign(process.env, {
      ENS_ENDPOINT: emulator.endpoint,
      ALICLOUD_ACCESS_KEY: emulator.accessKeyId,
      ALICLOUD_SECRET_KEY: emulator.accessKeySecret,
    });
  });
  after(async () => {
    for (const name of ["ENS_ENDPOINT", "ALICLOUD_ACCESS_KEY", "ALICLOUD_SECRET_KEY"]) {
      if (environment[name] === undefined) delete process.env[name];
      else process.env[name] = environment[name];
    }
    await emulator.close();
  });
  beforeEach(() => emulator.reset());

  /** The ids that both forms find: alike, whatever of the arguments is an output. */
  async function found(...args: Args): Promise<string[]> {
    const results = [
      await ens.getMigrationEvents(...args),
      await settled(ens.getMigrationEventsOutput(...(args as OutputArgs))),
      await settled(ens.getMigrationEventsOutput(...(args.map((each) => pulumi.output(each)) as OutputArgs))),
    ];
    const [ids, ...others] = results.map(({ events }) => events.map(({ eventId }) => eventId));
    for (const other of others) assert.deepEqual(other, ids);
    return ids ?? [];
  }

  /** What both forms refuse, without a call to ENS. */
  async function refused(args: unknown[], message: RegExp): Promise<void> {
    const fault = (error: unknown) => {
      assert.ok(pulumi.RunError.isInstance(error) && error.cause instanceof TypeError);
      assert.match(error.message, /^getMigrationEvents:[ \n]/);
      assert.match(error.message, message);
      const [frame, ...others] = (error.stack ?? "").replace(error.message, "").trim().split("\n");
      assert.match(frame ?? "", /getMigrationEvents\.test\.ts/, "the line of the program");
      assert.deepEqual(others, []);
      return true;
    };
    await assert.rejects(() => ens.getMigrationEvents(...(args as Args)), fault);
    await assert.rejects(() => settled(ens.getMigrationEventsOutput(...(args as OutputArgs))), fault);
    const outputs = args.map((each) => pulumi.output(each as string)) as unknown as OutputArgs;
    await assert.rejects(() => settled(ens.getMigrationEventsOutput(...outputs)), fault);
    assert.deepEqual(emulator.calls(), []);
  }

  it("finds the whole account without arguments or with none in them, and what filters leave", async () => {
    assert.deepEqual(await found(), ["e-1", "e-2"]);
    assert.deepEqual(await found({}), ["e-1", "e-2"]);
    assert.deepEqual(await found({ tags: { rack: "i-2" }, connection: undefined }), ["e-2"]);
    assert.deepEqual(await found({ resourceIds: [] }), []);
  });

  it("says that it waits, before 30 seconds are over", async () => {
    const info = sinon.stub(pulumi.log, "info").resolves();
    const start = setInterval;
    const timers = sinon.stub(globalThis, "setInterval").callsFake((work: () => void, delay?: number) => {
      if (delay === 25_000) work();
      return start(() => undefined, 3_600_000);
    });
    try {
      await ens.getMigrationEvents();
    } finally {
      timers.restore();
      info.restore();
    }
    assert.deepEqual(
      info.args.map(([line]) => line),
      ["getMigrationEvents: still waiting for ENS to list the events, for 0 s"],
    );
  });

  it("refuses what a JavaScript program may write, and says what was meant", () =>
    refused(
      [{ regions: ["cn-beijing-telecom"], tag: { rack: "i-1" } }],
      /regions .* did you mean ensRegionIds\?\n.*tag .* did you mean tags\?/,
    ));

  it("refuses filters that configuration does not have", async () => {
    await refused([{ ensRegionIds: undefined }], /ensRegionIds was given and is undefined/);
    await refused([{ resourceIds: ["i-1", undefined] }], /resourceIds\[1\] must be a string, not undefined/);
    await refused(
      [{ selector: { tags: { any: { rack: undefined } } } }],
      /selector\.tags\.any\.rack must be/,
    );
    await refused(
      [{ connection: { profile: undefined, roleArn: "" } }],
      /connection\.profile was given and is undefined or null: .*\n.*connection\.roleArn was given and is blank/,
    );
    await refused([undefined], /its argument was given and is undefined/);
  });

  it("refuses an output or a promise in a filter that comes to nothing", async () => {
    for (const nothing of [pulumi.output(undefined), Promise.resolve(undefined)]) {
      const args = { ensRegionIds: nothing, tags: { rack: nothing } } as unknown as OutputArgs[0];
      await assert.rejects(() => settled(ens.getMigrationEventsOutput(args)), {
        message: /ensRegionIds was given and is undefined.*\n.*tags\.rack must be a string/,
      });
    }
  });

  it("refuses what was not awaited, where it cannot wait itself", async () => {
    const late = /is an output or a promise: await it, or use getMigrationEventsOutput$/;
    for (const args of [
      Promise.resolve({ resourceIds: ["i-1"] }),
      pulumi.output({ resourceIds: ["i-1"] }),
      { resourceIds: ["i-1"], connection: Promise.resolve({ profile: "other" }) },
      { tags: pulumi.output({ rack: "i-1" }) },
    ]) {
      await assert.rejects(() => ens.getMigrationEvents(args as Args[0]), {
        message: late,
      });
    }
    assert.deepEqual(emulator.calls(), []);
  });

  it("refuses maps and dates, of which Pulumi leaves nothing in an output", async () => {
    const map = new Map([["profile", "other"]]);
    for (const [args, place] of [
      [map, "args must be an object with keys, not a Map"],
      [{ connection: map }, "args.connection must be an object with keys, not a Map"],
      [
        { resourceIds: [pulumi.output("i-1")], selector: new Date() },
        "args.selector must be an object with keys, not a Date",
      ],
    ] as const) {
      await assert.rejects(() => settled(ens.getMigrationEventsOutput(args as unknown as OutputArgs[0])), {
        message: `getMigrationEvents: ${place}`,
      });
      await assert.rejects(() => ens.getMigrationEvents(args as unknown as Args[0]), {
        message: /^getMigrationEvents:/,
      });
    }
    assert.deepEqual(emulator.calls(), []);
  });

  it("refuses in tags and selectors what finds everything because it is empty", async () => {
    await refused([{ tags: {} }], /tags is empty and limits nothing: leave it out/);
    await refused([{ selector: { tags: { all: {} } } }], /selector\.tags\.all is empty and limits nothing/);
  });

  it("says of what ENS refuses where it happened, with the program's line and no other", async () => {
    emulator.faults([{ kind: "noPermission" }]);
    await assert.rejects(
      () => ens.getMigrationEvents(),
      (error: unknown) => {
        assert.ok(pulumi.RunError.isInstance(error) && error.cause instanceof Error);
        assert.equal(error.message, `getMigrationEvents: ${error.cause.message}`);
        assert.equal(error.stack?.replace(error.message, "").trim().split("\n").length, 1);
        return true;
      },
    );
  });

  it("waits in a preview for what is not known yet, and does not take it for missing", async () => {
    const { result } = await run(
      () => ens.getMigrationEventsOutput({ ensRegionIds: [new Unmade("region").value] }),
      { preview: true },
    );
    assert.equal(await (result as unknown as { isKnown: Promise<boolean> }).isKnown, false);
    assert.deepEqual(emulator.calls(), []);
  });
});

/** Its value, or the failure on its way there; what is left of it apart from that is nobody's. */
function settled<T>(output: pulumi.Output<T>): Promise<T> {
  const { promise } = output as unknown as { promise: () => Promise<T> };
  return promise.call(output);
}
