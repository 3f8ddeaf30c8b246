import assert from "node:assert/strict";
import fc from "fast-check";
import { immediate, scheduled } from "../../conformance/events";
import { CallError, type Kept, type Properties } from "../../conformance/host";
import { counter, hostileJson, hostileText, spoilt } from "../../fuzz/hostile";
import { argsFor, ConfiguredPlugin, EDGE } from "./configuredPlugin";
import { secret, unwrapped } from "./wire";

const HIDDEN = "Hidden7Password";

/** What JavaScript says of a defect, and where in the code. */
const INTERNAL =
  /is not a function|is not iterable|Cannot (read|set|convert|destructure)|undefined is not|of (undefined|null)\b|is not defined|Maximum call stack|Unexpected token|\bat \S+ \(|\.js:\d+|assert/i;

const RUNS = { numRuns: 150 };

function isObject(value: unknown): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What travels is an object, and Pulumi's library for it knows nothing beyond JSON. */
function asProperties(value: unknown): Properties {
  const plain = JSON.parse(JSON.stringify(value ?? null)) as unknown;
  return isObject(plain) ? plain : { events: plain };
}

describe("hostile input to the plugin", function () {
  this.timeout("120s");
  const the = new ConfiguredPlugin();
  const tried = counter("calls of the plugin");

  const GOOD_ARGS = argsFor(
    [immediate(1, { password: secret(HIDDEN) }), scheduled(2, { tags: { tier: "cache" }, priority: 1 })],
    {
      schedule: { timeZone: "UTC", windows: [{ cron: "0 0 * * *", duration: "23h" }], waves: [1, "10%"] },
      connection: { region: "cn-hangzhou" },
      waitFor: "submitted",
      maxErrors: "10%",
      changeTicket: secret("CHG-1"),
    },
  );

  /** Any answer will do, and any error that is one of ours; the process must live, and keep the secret to itself. */
  const survives = async (call: () => Promise<unknown>): Promise<void> => {
    tried();
    try {
      await call();
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      const text = [error.message, ...(error.partial?.reasons ?? [])].join("\n");
      assert.doesNotMatch(text, INTERNAL);
      assert.ok(!text.includes(HIDDEN), text);
    }
    assert.deepEqual(the.plugin.process.output, { stdout: "", stderr: "" });
  };

  it("Check", async () => {
    const inputs = await the.checked(GOOD_ARGS);
    const hostile = fc.tuple(spoilt(GOOD_ARGS), fc.oneof(fc.constant({}), spoilt(inputs)));
    await fc.assert(
      fc.asyncProperty(hostile, ([news, olds]) =>
        survives(async () => {
          const { failures } = await the.plugin.check(EDGE, asProperties(olds), asProperties(news));
          for (const { reason } of failures) {
            assert.doesNotMatch(reason, INTERNAL);
            assert.ok(!reason.includes(HIDDEN), reason);
          }
        }),
      ),
      RUNS,
    );
  });

  it("Diff, Update and their previews, Read and Delete, with a state and inputs that somebody spoilt", async () => {
    const kept = await the.upped(GOOD_ARGS);
    const hostile = spoilt(kept).map((value): Kept => {
      const { id, inputs, outputs } = (isObject(value) ? value : {}) as Partial<Record<keyof Kept, unknown>>;
      return {
        id: typeof id === "string" ? id.replaceAll(/[\ud800-\udfff]/g, "") : "any",
        inputs: asProperties(inputs),
        outputs: asProperties(outputs),
      };
    });
    await fc.assert(
      fc.asyncProperty(hostile, async (spoiltKept) => {
        await survives(() => the.plugin.diff(EDGE, spoiltKept, kept.inputs));
        await survives(() => the.plugin.diff(EDGE, kept, spoiltKept.inputs));
        await survives(() => the.plugin.update(EDGE, spoiltKept, spoiltKept.inputs, { preview: true }));
        await survives(() => the.plugin.read(EDGE, spoiltKept));
        await survives(() => the.plugin.delete(EDGE, spoiltKept));
      }),
      { numRuns: 60 },
    );
  });

  it("Read of an import, whatever its id", () =>
    fc.assert(
      fc.asyncProperty(
        fc.oneof(
          hostileText,
          hostileText.map((text) => `force_transfer:e-1,${text}`),
        ),
        (id) => survives(() => the.plugin.read(EDGE, { id: id.replaceAll(/[\ud800-\udfff]/g, "") })),
      ),
      { numRuns: 60 },
    ));

  it("Create, previewed and not", async () => {
    // Nothing of it leaves this machine, whatever the endpoint is made.
    await the.plugin.configure({ endpoint: the.emulator.endpoint });
    const { connection: _, ...inputs } = await the.checked(GOOD_ARGS);
    await fc.assert(
      fc.asyncProperty(spoilt(inputs), async (value) => {
        const { connection: __, ...hostile } = asProperties(value);
        await survives(() => the.plugin.create(EDGE, hostile, { preview: true }));
        await survives(() => the.plugin.create(EDGE, hostile, { timeout: 2 }));
      }),
      { numRuns: 60 },
    );
  });

  it("CheckConfig, DiffConfig and Configure", async () => {
    const good = {
      accessKey: "LTAI1",
      secretKey: secret(HIDDEN),
      assumeRole: { roleArn: "acs:ram::1:role/a", sessionName: "s", sessionExpiration: 3_600 },
      endpoint: the.emulator.endpoint,
      clientReadTimeout: "1000",
      transport: "builtin",
    };
    await fc.assert(
      fc.asyncProperty(spoilt(good), async (value) => {
        const args = asProperties(value);
        await survives(async () => {
          const { failures } = await the.plugin.checkConfig({}, args);
          for (const { reason } of failures) assert.doesNotMatch(reason, INTERNAL);
        });
        await survives(async () => {
          const { replaces } = await the.plugin.diffConfig(args, good);
          assert.deepEqual(replaces, []);
        });
        await survives(() => the.plugin.configure(args));
      }),
      RUNS,
    );
  });

  it("Invoke", async () => {
    const { outputs } = await the.upped(GOOD_ARGS);
    const { migrations, requestIds, schemaVersion, planned } = unwrapped(outputs).value as Properties;
    const calls = fc.oneof(
      fc.tuple(fc.constant("ens:index:parseMigrations"), spoilt({ migrations, requestIds, schemaVersion })),
      fc.tuple(fc.constant("ens:index:parsePlanned"), spoilt({ planned })),
      fc.tuple(
        fc.constant("ens:index:getMigrationEvents"),
        spoilt({ resourceIds: ["i-1"], statuses: ["Inquiring"], tags: { a: "b" }, groupBy: "rack" }),
      ),
      fc.tuple(hostileText, hostileJson),
    );
    await fc.assert(
      fc.asyncProperty(calls, ([token, args]) =>
        survives(() => the.plugin.invoke(token.replaceAll(/[\ud800-\udfff]/g, ""), asProperties(args))),
      ),
      RUNS,
    );
  });

  it("and works as before afterwards", async () => {
    const kept = await the.upped(GOOD_ARGS, { ...EDGE, name: "after" });
    assert.equal((await the.plugin.diff({ ...EDGE, name: "after" }, kept, kept.inputs)).changes, "none");
  });
});
